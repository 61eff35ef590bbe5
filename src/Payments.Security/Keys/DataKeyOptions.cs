using Microsoft.Extensions.Options;

namespace Payments.Security;

/// <summary>How data keys come and go.</summary>
public sealed class DataKeyOptions
{
    /// <summary>How old a scope's key gets before the next one is made by itself. 90 days by default, a day at least.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>
    /// How long a new key waits before it protects data, so that every process has loaded it by then. 5 minutes by default, at least two of
    /// <see cref="RefreshInterval"/>.
    /// </summary>
    public TimeSpan ActivationDelay { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How often a process looks for new and erased keys: after this time at the latest, what one process erased is unreadable in all. A minute by
    /// default, from a second to an hour.
    /// </summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a tenant's keys stay in memory unused. 10 minutes by default, at least <see cref="RefreshInterval"/>.</summary>
    public TimeSpan IdleTime { get; set; } = TimeSpan.FromMinutes(10);
}

internal sealed class DataKeyOptionsValidator : IValidateOptions<DataKeyOptions>
{
    public ValidateOptionsResult Validate(string? name, DataKeyOptions options)
    {
        List<string> problems = [];
        if (options.Lifetime < TimeSpan.FromDays(1))
            problems.Add("Lifetime must be a day or more.");
        if (options.RefreshInterval < TimeSpan.FromSeconds(1) || options.RefreshInterval > TimeSpan.FromHours(1))
            problems.Add("RefreshInterval must be from a second to an hour.");
        if (options.ActivationDelay < 2 * options.RefreshInterval || options.ActivationDelay >= options.Lifetime)
            problems.Add("ActivationDelay must be at least two of RefreshInterval, and less than Lifetime.");
        if (options.IdleTime < options.RefreshInterval)
            problems.Add("IdleTime must be at least RefreshInterval.");

        return problems.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(problems.ConvertAll(problem => $"Payments.Security, {nameof(DataKeyOptions)}: {problem}"));
    }
}
