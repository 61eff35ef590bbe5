namespace Payments.Coinbase;

/// <summary>The plain facts of the Business Checkout API.</summary>
internal static class CheckoutsDefaults
{
    internal const string Path = "/api/v1/checkouts";
    internal const string SandboxPath = "/sandbox/api/v1/checkouts";
    internal const string KeyHeader = "X-Idempotency-Key";

    internal const string SignatureHeader = "X-Hook0-Signature";

    /// <summary>The settlement asset. What is priced in another currency is paid in it.</summary>
    internal const string Asset = "USDC";

    internal const int Decimals = 2;
    internal const decimal MaxAmount = 100_000_000m;
    internal const int MaxDescriptionLength = 500;
    internal const int MaxReasonLength = 500;
    internal const int MaxUrlLength = 2048;
    internal const int MaxMetadataEntries = 20;
    internal const int MaxMetadataValueLength = 100;

    // No limit is published. What a value may have is long enough for a name.
    internal const int MaxMetadataKeyLength = 100;

    // The newer name first; the other one is of deliveries in the older form.
    internal static readonly string[] EventIdHeaders = ["X-EVENT-ID", "X-HOOK0-ID"];

    internal static readonly Uri BaseAddress = new("https://business.coinbase.com");
    internal static readonly TimeSpan IdempotencyKeyLifetime = TimeSpan.FromHours(24);
}
