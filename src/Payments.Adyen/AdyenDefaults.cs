namespace Payments.Adyen;

/// <summary>Adyen's plain facts.</summary>
internal static class AdyenDefaults
{
    internal const string Name = "adyen";

    // The newest version of the Checkout API. v71 has the same paths.
    internal const string ApiVersion = "v72";

    internal const string ApiKeyHeader = "X-API-Key";
    internal const string IdempotencyHeader = "Idempotency-Key";
    internal const string TransientErrorHeader = "Transient-Error";
    internal const string SignatureHeader = "HmacSignature";

    internal const string ClientSdk = "adyen-web";

    // The kinds of related ids.
    internal const string LinkKind = "payment_link";
    internal const string SessionKind = "checkout_session";
    internal const string PspKind = "psp_reference";

    /// <summary>Our own metadata key: whether a payment is held first, for a webhook that finds no memory of it. A host's metadata must not use it.</summary>
    internal const string CaptureModeKey = "capture_mode";

    /// <summary>Adyen's own metadata key.</summary>
    internal const string LinkIdKey = "checkout.linkId";

    internal const int MaxReferenceLength = 80;
    internal const int MinShopperReferenceLength = 3;
    internal const int MaxShopperReferenceLength = 256;
    internal const int MaxDescriptionLength = 280;
    internal const int MaxStatementLength = 22;
    internal const int MaxLinkReturnUrlLength = 8000;
    internal const int MaxReturnUrlLength = 1024;
    internal const int MaxOriginLength = 80;
    internal const int MaxPhoneLength = 32;
    internal const int MaxMetadataEntries = 20;
    internal const int MaxMetadataKeyLength = 20;
    internal const int MaxMetadataValueLength = 80;

    internal static readonly Uri TestAddress = new("https://checkout-test.adyen.com");
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    internal static readonly TimeSpan UndoTimeout = TimeSpan.FromSeconds(30);
    internal static readonly TimeSpan MaxLinkLifetime = TimeSpan.FromDays(70);
    internal static readonly TimeSpan MaxSessionLifetime = TimeSpan.FromHours(24);

    // Older pages of Adyen's say 31 days; the newest promises seven.
    internal static readonly TimeSpan IdempotencyKeyLifetime = TimeSpan.FromDays(7);

    // Adyen's number of decimals, where it is not two. CLP and ISK (two here), CVE and IDR (none here) differ from ISO 4217.
    internal static readonly IReadOnlySet<string> ZeroDecimal = Codes("CVE DJF GNF IDR JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF");

    internal static readonly IReadOnlySet<string> ThreeDecimal = Codes("BHD IQD JOD KWD LYD OMR TND");

    // Adyen's libraries count two decimals, ISO 4217 none: off by a hundred one way or the other.
    internal static readonly IReadOnlySet<string> UnsureDecimals = Codes("BIF");

    internal static readonly HashSet<string> RefundReasons = new(["FRAUD", "CUSTOMER REQUEST", "RETURN", "DUPLICATE", "OTHER"], StringComparer.OrdinalIgnoreCase);

    // What a payer's return carries for /payments/details. The rest of what that takes comes from the component: a shop's address may have an orderID, too.
    internal static readonly string[] ReturnedDetails = ["redirectResult", "payload", "threeDSResult", "MD", "PaRes"];

    internal static readonly PaymentProviderCapabilities Capabilities = new()
    {
        Operations = PaymentOperations.Create | PaymentOperations.Confirm | PaymentOperations.Get | PaymentOperations.Capture | PaymentOperations.PartialCapture
            | PaymentOperations.Cancel | PaymentOperations.Refund | PaymentOperations.PartialRefund | PaymentOperations.GetRefund | PaymentOperations.Webhooks,

        // What works depends on account, country and method; the API has the last word.
        Currencies = SupportedCurrencies.Of(isExhaustive: false,
            "AED AFN ALL ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD "
            + "EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KRW KWD KYD KZT LAK LBP "
            + "LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR "
            + "SBD SCR SDG SEK SGD SHP SLL SOS SRD SSP SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VND VUV WST XAF XCD XOF XPF YER ZAR"),
        PaymentMethods = new HashSet<PaymentMethod>
        {
            PaymentMethod.Card, PaymentMethod.CreditCard, PaymentMethod.DebitCard, PaymentMethod.DigitalWallet, PaymentMethod.BankTransfer,
            PaymentMethod.VirtualAccount, PaymentMethod.Voucher, PaymentMethod.BuyNowPayLater, PaymentMethod.GiftCard, PaymentMethod.Other,
        },
        NeedsDurableStore = true,
        NeedsWebhooks = true,
        IdempotencyKeyLifetimes = new Dictionary<PaymentOperations, TimeSpan>
        {
            [PaymentOperations.Create] = IdempotencyKeyLifetime,
            [PaymentOperations.Confirm] = IdempotencyKeyLifetime,
            [PaymentOperations.Capture] = IdempotencyKeyLifetime,
            [PaymentOperations.Cancel] = IdempotencyKeyLifetime,
            [PaymentOperations.Refund] = IdempotencyKeyLifetime,
        },
    };

    private static HashSet<string> Codes(string codes) => new(codes.Split(' '), StringComparer.Ordinal);
}

/// <summary>
/// How far something has come, as the version by which the fold tells old from new. Adyen numbers nothing, promises no order, and sends one event again
/// with a later date; but a payment only goes from open to decided, and a movement from received to decided to undone.
/// </summary>
internal static class AdyenStage
{
    internal const long Open = 0;
    internal const long Authorised = 1;
    internal const long Adjusted = 2;
    internal const long Received = 3;
    internal const long Decided = 4;
    internal const long Undone = 5;
}
