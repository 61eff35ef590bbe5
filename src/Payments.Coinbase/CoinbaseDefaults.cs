using System.Collections.Frozen;

namespace Payments.Coinbase;

/// <summary>The plain facts that both of Coinbase's APIs have in common.</summary>
internal static class CoinbaseDefaults
{
    internal const string Name = "coinbase";

    // Our own metadata keys: neither API has a field for an order. A host's metadata must not use them.
    internal const string OrderIdKey = "orderId";
    internal const string CurrencyKey = "orderCurrency";

    internal static readonly FrozenSet<string> OwnKeys = FrozenSet.Create(StringComparer.Ordinal, OrderIdKey, CurrencyKey);
    internal static readonly FrozenSet<PaymentMethod> Methods = FrozenSet.Create(PaymentMethod.Cryptocurrency);
    internal static readonly TimeSpan WebhookTolerance = TimeSpan.FromMinutes(5);
}
