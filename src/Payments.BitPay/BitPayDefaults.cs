using Payments.Http;

namespace Payments.BitPay;

/// <summary>The plain facts of BitPay's API.</summary>
internal static class BitPayDefaults
{
    internal const string Name = "bitpay";
    internal const string VersionHeader = "X-Accept-Version";
    internal const string Version = "2.0.0";
    internal const string IdentityHeader = "X-Identity";

    /// <summary>On requests the ECDSA signature in hex; on webhooks, under the same name, an HMAC in base64.</summary>
    internal const string SignatureHeader = "X-Signature";

    internal const string InvoicesPath = "/invoices";
    internal const string RefundsPath = "/refunds";

    /// <summary>The kind of the related id: our own unique id of an invoice or refund, by which BitPay can be asked for it.</summary>
    internal const string GuidKind = "guid";

    internal const int MaxReferenceLength = 100;

    /// <summary>How long a payer has at most, which is also the default.</summary>
    internal static readonly TimeSpan MaxAcceptanceWindow = TimeSpan.FromMinutes(15);

    /// <summary>How far back a search without a start looks. The list wants both dates.</summary>
    internal static readonly TimeSpan SearchWindow = TimeSpan.FromDays(30);

    internal static readonly Uri LiveAddress = new("https://bitpay.com");
    internal static readonly Uri TestAddress = new("https://test.bitpay.com");

    /// <summary>Where a price has other decimals than ISO 4217 or the chain: BitPay's <c>precision</c>, as its example of <c>/currencies</c> has it.</summary>
    internal static readonly WordTable<int> Precisions = new(
        StringComparer.Ordinal,
        (6, "BTC BCH ETH LTC DOGE XRP WBTC APE SHIB EUROC"),
        (2, "USDC DAI BUSD GUSD PAX BHD IQD JOD KWD LYD OMR TND CLF"));

    // Some 170 prices, which the API has the last word on.
    private static readonly SupportedCurrencies Currencies =
        SupportedCurrencies.Of(isExhaustive: false, "USD EUR GBP CAD AUD CHF NZD SEK JPY KRW BTC BCH ETH DOGE LTC XRP USDC USDT DAI PYUSD SHIB APE");

    private static readonly HashSet<PaymentMethod> Methods = [PaymentMethod.Cryptocurrency];

    internal static readonly PaymentProviderCapabilities PosCapabilities = new()
    {
        Operations = PaymentOperations.Create | PaymentOperations.Get | PaymentOperations.Webhooks,
        Currencies = Currencies,
        PaymentMethods = Methods,
    };

    // No idempotency key is documented: a guid finds what was made, and nothing says that it prevents a second one.
    internal static readonly PaymentProviderCapabilities MerchantCapabilities = PosCapabilities with
    {
        Operations = PosCapabilities.Operations | PaymentOperations.Find | PaymentOperations.Cancel | PaymentOperations.Refund
            | PaymentOperations.PartialRefund | PaymentOperations.GetRefund,
    };
}
