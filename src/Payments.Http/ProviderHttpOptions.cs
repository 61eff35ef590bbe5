using Payments.Security;

namespace Payments.Http;

/// <summary>
/// What the host can set for every HTTP provider. A provider derives its own options from it, adds its keys and sets its own defaults
/// in the constructor. Plain properties only, so that the source-generated configuration binder can fill it.
/// </summary>
public abstract class ProviderHttpOptions
{
    /// <summary>Where the API is, if not at the provider's own address: a simulator or a proxy. Null for the provider's own.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>Whether <see cref="BaseAddress"/> may be plain <c>http</c> on another machine. Credentials then travel unencrypted: for tests only.</summary>
    public bool AllowInsecureBaseAddress { get; set; }

    /// <summary>How long one operation may take, with all its attempts and the waiting between them.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one attempt may take. Null for as long as the operation has left.</summary>
    public TimeSpan? AttemptTimeout { get; set; }

    /// <summary>How often a call that is safe to repeat is repeated; 0 for never.</summary>
    public int MaxRetries { get; set; } = 2;

    /// <summary>The greatest answer that is read, in bytes after decompression.</summary>
    public int MaxResponseBytes { get; set; } = 1024 * 1024;

    /// <summary>The greatest webhook that is looked at, in bytes; checked before anything else.</summary>
    public int MaxWebhookBytes { get; set; } = 1024 * 1024;

    /// <summary>When calls stop for a while because the provider keeps failing.</summary>
    public ProviderCircuitOptions Circuit { get; set; } = new();

    /// <summary>The secrets that webhooks are checked with, so that their ends are measured. None by default; a provider that has some names them.</summary>
    protected internal virtual IEnumerable<WebhookSecret> RotatingSecrets => [];

    /// <summary>Adds what is wrong to the list, each entry with the option's name and what to set. Overrides call the base first.</summary>
    /// <param name="problems">The list.</param>
    protected internal virtual void Validate(ICollection<string> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        if (BaseAddress is not null)
            ValidateAddress(nameof(BaseAddress), BaseAddress, problems);
        Check(Timeout > TimeSpan.Zero && Timeout <= TimeSpan.FromHours(1), "Timeout must be above zero and at most one hour.");
        Check(AttemptTimeout is not { } attempt || (attempt > TimeSpan.Zero && attempt <= Timeout), "AttemptTimeout must be above zero and at most Timeout; leave it out for no limit of its own.");
        Check(MaxRetries is >= 0 and <= 10, "MaxRetries must be 0 to 10.");
        Check(MaxResponseBytes is >= 1024 and <= 64 * 1024 * 1024, "MaxResponseBytes must be 1024 to 67108864.");
        Check(MaxWebhookBytes is >= 1024 and <= 64 * 1024 * 1024, "MaxWebhookBytes must be 1024 to 67108864.");
        Check(Circuit is not null, "Circuit must not be null; to switch the circuit breaker off, set Circuit.Enabled to false.");
        Circuit?.Validate(problems);

        void Check(bool good, string problem)
        {
            if (!good)
                problems.Add(problem);
        }
    }

    /// <summary>Adds a problem unless an address is one that credentials may be sent to: absolute, <c>https</c> (or loopback), nothing but a path.</summary>
    /// <param name="option">The option's name.</param>
    /// <param name="address">The address.</param>
    /// <param name="problems">The list.</param>
    protected void ValidateAddress(string option, Uri address, ICollection<string> problems)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(problems);
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
            problems.Add($"{option} must be an absolute https address, such as 'https://api.example.com/v1'.");
        else if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback && !AllowInsecureBaseAddress)
            problems.Add($"{option} must be https: over http everyone on the way can read the credentials. On a test network set AllowInsecureBaseAddress to true.");
        else if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
            problems.Add($"{option} must be a host and a path only, without user name, query or fragment.");
    }
}

/// <summary>When calls to a provider stop for a while because it keeps failing. Only network failures and 5xx answers count.</summary>
public sealed class ProviderCircuitOptions
{
    /// <summary>Whether there is a circuit breaker.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How many of a hundred attempts have to fail, 1 to 100.</summary>
    public int FailurePercent { get; set; } = 50;

    /// <summary>How many attempts there have to be within <see cref="SamplingDuration"/> before the share counts; at least 2.</summary>
    public int MinimumThroughput { get; set; } = 10;

    /// <summary>Over how long failures are counted.</summary>
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long calls are refused before one is let through as a probe.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(15);

    internal void Validate(ICollection<string> problems)
    {
        if (FailurePercent is not (>= 1 and <= 100))
            problems.Add("Circuit.FailurePercent must be 1 to 100.");
        if (MinimumThroughput < 2)
            problems.Add("Circuit.MinimumThroughput must be at least 2.");
        if (SamplingDuration < TimeSpan.FromMilliseconds(20))
            problems.Add("Circuit.SamplingDuration must be at least 20 ms.");
        if (BreakDuration <= TimeSpan.Zero)
            problems.Add("Circuit.BreakDuration must be above zero.");
    }
}
