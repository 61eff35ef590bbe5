using Microsoft.Extensions.Configuration;
using Payments.Simulator;

namespace Payments.Leaks.Tests;

/// <summary>One provider, and what is planted in its configuration and requests.</summary>
/// <param name="Title">Its section in the configuration.</param>
/// <param name="Simulate">Makes its simulator, which takes the planted keys only.</param>
/// <param name="Settings">The options, by name.</param>
/// <param name="Register">Its <c>Add…</c> method.</param>
internal sealed record LeakSubject(
    string Title,
    Func<TimeProvider, ProviderSimulator> Simulate,
    Func<ProviderSimulator, Dictionary<string, string>> Settings,
    Func<IPaymentsBuilder, IConfiguration, IPaymentsBuilder> Register)
{
    /// <summary>Which of the settings are no secrets.</summary>
    private static readonly string[] Public = ["ClientKey", "Cid", "MerchantId", "ClientIp", "ApiKeyId", "ClientId", "ChainId", "Facade", "LocationId", "Currency", "MerchantAccount", "ReceiveCurrency", "RefundLedgerAccountId"];

    /// <summary>The options that hold the address of the simulator.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = ["BaseAddress"];

    /// <summary>A token that is charged at once, with the payer it belongs to; null where there is none to charge.</summary>
    public (string Token, string? CustomerId)? Token { get; init; }

    /// <summary>What a refund needs beyond an amount.</summary>
    public IReadOnlyList<ProviderExtras> RefundExtras { get; init; } = [];

    /// <summary>The keys and secrets in its settings.</summary>
    public IEnumerable<Canary> KeysOf(ProviderSimulator simulator) => Settings(simulator)
        .Where(setting => !Public.Contains(setting.Key) && !setting.Key.EndsWith("NotificationUrl", StringComparison.Ordinal)
            && !setting.Key.StartsWith("WebhookCertificate", StringComparison.Ordinal) && !setting.Key.StartsWith("WebhookIds", StringComparison.Ordinal))
        .SelectMany(setting => setting.Value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .Where(line => !line.StartsWith("-----", StringComparison.Ordinal))
        .Select(line => new Canary(CanaryKind.Key, line));

    /// <summary>The provider.</summary>
    /// <returns>Its title.</returns>
    public override string ToString() => Title;

    internal static LeakSubject Of<TSimulator>(
        string title,
        Func<TimeProvider, TSimulator> simulate,
        Func<TSimulator, Dictionary<string, string>> settings,
        Func<IPaymentsBuilder, IConfiguration, IPaymentsBuilder> register)
        where TSimulator : ProviderSimulator => new(title, simulate, simulator => settings((TSimulator)simulator), register);
}
