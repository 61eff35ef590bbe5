namespace Payments.Stripe;

/// <summary>Stripe's plain facts.</summary>
internal static class StripeDefaults
{
    internal const string Name = "stripe";

    // The newest version that is confirmed. Another one may change shapes: the tests' fixtures have to be read again with it.
    internal const string ApiVersion = "2026-10-28.endive";

    internal const string SignatureHeader = "Stripe-Signature";
    internal const string ClientSdk = "stripe.js";
    internal const string PaymentMode = "payment";

    // Our own metadata keys. A host's metadata must not use them.
    internal const string OrderIdKey = "order_id";
    internal const string RefundReferenceKey = "refund_reference";
    internal const string RefundReasonKey = "reason";

    /// <summary>What a webhook's snapshot cannot tell otherwise: that an intent is paid on a page, that a session's money is only held.</summary>
    internal const string FlowKey = "payment_flow";
    internal const string HostedPage = "hosted_page";
    internal const string CaptureKey = "capture_mode";
    internal const string ManualCapture = "manual";

    // The kinds of related ids.
    internal const string IntentKind = "payment_intent";
    internal const string ChargeKind = "charge";

    internal const int MaxMetadataEntries = 50;
    internal const int MaxMetadataKeyLength = 40;
    internal const int MaxMetadataValueLength = 500;
    internal const int MaxPageOrderIdLength = 200;
    internal const int MaxDescriptionLength = 1000;
    internal const int MaxNameLength = 5000;
    internal const int MaxLineItems = 100;
    internal const int MaxStatementSuffixLength = 22;
    internal const int MaxPageSize = 100;

    internal static readonly IReadOnlySet<string> OwnKeys = Codes($"{OrderIdKey} {RefundReferenceKey} {RefundReasonKey} {FlowKey} {CaptureKey}");

    internal static readonly Uri BaseAddress = new("https://api.stripe.com");
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(80);
    internal static readonly TimeSpan WebhookTolerance = TimeSpan.FromMinutes(5);
    internal static readonly TimeSpan MinSessionLifetime = TimeSpan.FromMinutes(30);
    internal static readonly TimeSpan MaxSessionLifetime = TimeSpan.FromHours(24);
    internal static readonly TimeSpan IdempotencyKeyLifetime = TimeSpan.FromHours(24);

    // Stripe's number of decimals, where it is not two. MGA, ISK and UGX differ from ISO 4217.
    internal static readonly IReadOnlySet<string> ZeroDecimal =
        Codes("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF");

    internal static readonly IReadOnlySet<string> ThreeDecimal = Codes("BHD JOD KWD OMR TND");

    // Counted with two decimals, but only whole units are taken.
    internal static readonly IReadOnlySet<string> WholeUnits = Codes("ISK UGX");

    internal static readonly IReadOnlySet<string> Locales = Codes(
        "bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hi-IN hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW");

    internal static readonly IReadOnlySet<string> CancelReasons = Codes("duplicate fraudulent requested_by_customer abandoned");
    internal static readonly IReadOnlySet<string> RefundReasons = Codes("duplicate fraudulent requested_by_customer");

    internal static readonly PaymentProviderCapabilities Capabilities = new()
    {
        Operations = PaymentOperations.Create | PaymentOperations.Get | PaymentOperations.Find
            | PaymentOperations.Capture | PaymentOperations.PartialCapture | PaymentOperations.MultipleCapture | PaymentOperations.Cancel
            | PaymentOperations.Refund | PaymentOperations.PartialRefund | PaymentOperations.GetRefund | PaymentOperations.Webhooks,

        // The set depends on the account's country; the API has the last word.
        Currencies = SupportedCurrencies.Of(isExhaustive: false,
            "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BIF BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CVE CZK DJF DKK DOP "
            + "DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR ISK JMD JPY KES KGS KHR KMF KRW KYD KZT LAK LBP LKR "
            + "LRD LSL MAD MDL MGA MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF "
            + "SAR SBD SCR SEK SGD SHP SLE SOS SRD STD SZL THB TJS TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VND VUV WST XAF XCD XCG XOF XPF YER ZAR "
            + "ZMW BHD JOD KWD OMR TND"),
        PaymentMethods = new HashSet<PaymentMethod>
        {
            PaymentMethod.Card, PaymentMethod.CreditCard, PaymentMethod.DebitCard, PaymentMethod.DigitalWallet, PaymentMethod.BankTransfer, PaymentMethod.VirtualAccount,
            PaymentMethod.Cryptocurrency, PaymentMethod.BuyNowPayLater, PaymentMethod.Voucher, PaymentMethod.GiftCard,
        },
        IdempotencyKeyLifetimes = new Dictionary<PaymentOperations, TimeSpan>
        {
            [PaymentOperations.Create] = IdempotencyKeyLifetime,
            [PaymentOperations.Capture] = IdempotencyKeyLifetime,
            [PaymentOperations.Cancel] = IdempotencyKeyLifetime,
            [PaymentOperations.Refund] = IdempotencyKeyLifetime,
        },
    };

    private static HashSet<string> Codes(string codes) => new(codes.Split(' '), StringComparer.Ordinal);
}
