namespace Payments.CoinGate;

/// <summary>The plain facts of CoinGate's API.</summary>
internal static class CoinGateDefaults
{
    internal const string Name = "coingate";
    internal const string Scheme = "Token";

    /// <summary>The version is a part of the path. The specification also writes <c>/api/v2</c>: a base address may have a path.</summary>
    internal const string OrdersPath = "/v2/orders";

    /// <summary>Title and description have both to have this many characters.</summary>
    internal const int MinTextLength = 3;

    internal const int MaxTitleLength = 150;
    internal const int MaxDescriptionLength = 500;

    /// <summary>The largest page of a list.</summary>
    internal const int MaxPageSize = 100;

    /// <summary>How much our clock may differ from CoinGate's.</summary>
    internal static readonly TimeSpan ClockMargin = TimeSpan.FromMinutes(5);

    /// <summary>How much CoinGate's own times may differ among themselves, whole seconds and the way of an answer included.</summary>
    internal static readonly TimeSpan MomentMargin = TimeSpan.FromSeconds(5);

    internal static readonly Uri LiveAddress = new("https://api.coingate.com");
    internal static readonly Uri SandboxAddress = new("https://api-sandbox.coingate.com");

    // No idempotency key, no capture, and nothing to cancel with: an unpaid order ends by itself.
    internal static readonly PaymentProviderCapabilities Capabilities = new()
    {
        Operations = PaymentOperations.Create | PaymentOperations.Get | PaymentOperations.Find | PaymentOperations.Refund | PaymentOperations.PartialRefund
            | PaymentOperations.GetRefund | PaymentOperations.Webhooks,
        Currencies = SupportedCurrencies.Of(isExhaustive: false, "EUR USD GBP CHF PLN CZK SEK NOK DKK CAD AUD JPY KRW BTC ETH LTC USDT USDC"),
        PaymentMethods = new HashSet<PaymentMethod> { PaymentMethod.Cryptocurrency },
    };
}
