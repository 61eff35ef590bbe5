namespace Payments.Toss;

/// <summary>Toss Payments' plain facts.</summary>
internal static class TossDefaults
{
    internal const string Name = "toss";

    internal const string ClientSdk = "tosspayments-sdk";
    internal const string TestCodeHeader = "TossPayments-Test-Code";
    internal const string SignatureHeader = "tosspayments-webhook-signature";
    internal const string TransmissionTimeHeader = "tosspayments-webhook-transmission-time";
    internal const string SignatureVersion = "v1:";

    /// <summary>How many signatures of one header are looked at: two are sent while a key is replaced.</summary>
    internal const int MaxSignatures = 8;

    /// <summary>What names a refund that is finished later: the event that tells of it has no payment's id.</summary>
    internal const string CancelKind = "cancel";
    internal const string CancelRequestKind = "cancel_request";

    internal const int MinOrderIdLength = 6;
    internal const int MaxOrderIdLength = 64;
    internal const int MaxNameLength = 100;
    internal const int MaxKeyLength = 200;
    internal const int MaxReasonLength = 200;
    internal const int MaxAccountNumberLength = 20;
    internal const int MaxHolderNameLength = 60;
    internal const int MaxAccountKeyLength = 13;
    internal const int MinPhoneLength = 8;
    internal const int MaxPhoneLength = 15;
    internal const int MaxReceiptNumberLength = 30;
    internal const int MaxMetadataEntries = 5;
    internal const int MaxMetadataKeyLength = 40;
    internal const int MaxMetadataValueLength = 2000;
    internal const int MaxInstallments = 12;
    internal const decimal MinInstallmentAmount = 50_000m;

    /// <summary>Korean time without an offset.</summary>
    internal const string DueDateFormat = "yyyy-MM-dd'T'HH:mm:ss";

    internal static readonly Uri BaseAddress = new("https://api.tosspayments.com");
    internal static readonly Uri SdkScript = new("https://js.tosspayments.com/v2/standard");

    // A billing charge may take a minute, and so may a confirmation or a cancel.
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    internal static readonly TimeSpan UndoTimeout = TimeSpan.FromSeconds(60);
    internal static readonly TimeSpan IdempotencyKeyLifetime = TimeSpan.FromDays(15);
    internal static readonly TimeSpan MaxDueTime = TimeSpan.FromHours(2160);

    /// <summary>
    /// A payment that Toss does not know after this has had no payer: the window stays open for 30 minutes, and ten more are left to confirm. The rest is
    /// for a page that was opened late.
    /// </summary>
    internal static readonly TimeSpan UnopenedLifetime = TimeSpan.FromHours(24);

    internal static readonly IReadOnlySet<string> KeyPrefixes = Words("test_sk_ live_sk_ test_gsk_ live_gsk_");

    internal static readonly PaymentProviderCapabilities Capabilities = new()
    {
        Operations = PaymentOperations.Create | PaymentOperations.Confirm | PaymentOperations.Get | PaymentOperations.Find | PaymentOperations.Cancel
            | PaymentOperations.Refund | PaymentOperations.PartialRefund | PaymentOperations.GetRefund | PaymentOperations.Webhooks,
        Currencies = SupportedCurrencies.Of(isExhaustive: true, "KRW USD JPY"),
        PaymentMethods = new HashSet<PaymentMethod>
        {
            PaymentMethod.Card, PaymentMethod.CreditCard, PaymentMethod.DebitCard, PaymentMethod.DigitalWallet, PaymentMethod.VirtualAccount,
            PaymentMethod.BankTransfer, PaymentMethod.MobileCarrier, PaymentMethod.GiftCard,
        },
        IdempotencyKeyLifetimes = new Dictionary<PaymentOperations, TimeSpan>
        {
            [PaymentOperations.Create] = IdempotencyKeyLifetime,
            [PaymentOperations.Confirm] = IdempotencyKeyLifetime,
            [PaymentOperations.Cancel] = IdempotencyKeyLifetime,
            [PaymentOperations.Refund] = IdempotencyKeyLifetime,
        },
    };

    internal static HashSet<string> Words(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
