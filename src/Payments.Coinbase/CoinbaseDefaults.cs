namespace Payments.Coinbase;

/// <summary>The plain facts that both of Coinbase's APIs have in common, and what each of them can do.</summary>
internal static class CoinbaseDefaults
{
    internal const string Name = "coinbase";

    // Our own metadata keys: neither API has a field for an order. A host's metadata must not use them.
    internal const string OrderIdKey = "orderId";
    internal const string CurrencyKey = "orderCurrency";

    internal static readonly IReadOnlySet<string> OwnKeys = new HashSet<string>([OrderIdKey, CurrencyKey], StringComparer.Ordinal);
    private static readonly HashSet<PaymentMethod> Methods = [PaymentMethod.Cryptocurrency];
    internal static readonly TimeSpan WebhookTolerance = TimeSpan.FromMinutes(5);

    internal static readonly PaymentProviderCapabilities CheckoutsCapabilities = new()
    {
        Operations = PaymentOperations.Create | PaymentOperations.Get | PaymentOperations.Cancel | PaymentOperations.Refund
            | PaymentOperations.PartialRefund | PaymentOperations.GetRefund | PaymentOperations.Webhooks,
        Currencies = SupportedCurrencies.Of(isExhaustive: true, "USDC USD EUR SGD GBP"),
        PaymentMethods = Methods,

        // The call that deactivates a checkout takes no key; it is repeated after a read.
        IdempotencyKeyLifetimes = new Dictionary<PaymentOperations, TimeSpan>
        {
            [PaymentOperations.Create] = CheckoutsDefaults.IdempotencyKeyLifetime,
            [PaymentOperations.Refund] = CheckoutsDefaults.IdempotencyKeyLifetime,
        },
    };

    internal static readonly PaymentProviderCapabilities CommerceCapabilities = new()
    {
        Operations = PaymentOperations.Create | PaymentOperations.Get | PaymentOperations.Find | PaymentOperations.Cancel | PaymentOperations.Webhooks,

        // A long list of prices, which the API has the last word on.
        Currencies = SupportedCurrencies.Of(isExhaustive: false, "USD EUR GBP CAD AUD CHF JPY SGD USDC"),
        PaymentMethods = Methods,
    };
}
