namespace Payments.NaverPay;

/// <summary>Naver Pay's plain facts.</summary>
internal static class NaverPayDefaults
{
    internal const string Name = "naverpay";

    /// <summary>The path's first segment on the paygate hosts.</summary>
    internal const string PartnerId = "naverpay-partner";

    internal const string ClientIdHeader = "X-Naver-Client-Id";
    internal const string ClientSecretHeader = "X-Naver-Client-Secret";
    internal const string ChainIdHeader = "X-NaverPay-Chain-Id";
    internal const string FinancialIdHeader = "X-NaverPay-Financial-Id";
    internal const string IdempotencyHeader = "X-NaverPay-Idempotency-Key";

    // The kinds of related ids. The payment has no id before the payer comes back with one.
    internal const string ReserveKind = "reserve";
    internal const string PaymentKind = "payment";

    internal const string TimeFormat = "yyyyMMddHHmmss";
    internal const string DateFormat = "yyyyMMdd";
    internal const string Success = "Success";
    internal const string Fail = "Fail";
    internal const string AlreadyOnGoing = "AlreadyOnGoing";
    internal const string CancelNotComplete = "CancelNotComplete";
    internal const string PreCancelNotComplete = "PreCancelNotComplete";

    internal const string RefundReason = "refund";
    internal const string UndoReason = "not what was asked for";
    internal const int MaxReasonBytes = 256;
    internal const int MaxRefundReferenceBytes = 128;
    internal const int RowsPerPage = 100;
    internal const int MaxPages = 100;

    /// <summary>Naver Pay states no most: the greatest whole number that every reader of JSON keeps.</summary>
    internal const long MaxAmount = (1L << 53) - 1;

    internal static readonly Uri LiveAddress = new("https://pay.paygate.naver.com");
    internal static readonly Uri DevelopmentAddress = new("https://dev-pay.paygate.naver.com");
    internal static readonly Uri LivePcPage = new("https://pay.naver.com");
    internal static readonly Uri DevelopmentPcPage = new("https://test-pay.naver.com");
    internal static readonly Uri LiveMobilePage = new("https://m.pay.naver.com");
    internal static readonly Uri DevelopmentMobilePage = new("https://test-m.pay.naver.com");

    // Naver Pay asks for 60 seconds at least for whoever waits for an apply or a cancel.
    internal static readonly TimeSpan LeastTimeout = TimeSpan.FromSeconds(60);
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(70);
    internal static readonly TimeSpan UndoTimeout = TimeSpan.FromSeconds(60);

    /// <summary>The page lives 30 minutes, and an agreement 10 more: later nothing is approved.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(40);

    /// <summary>How long an apply of the last moment may take until the history lists it.</summary>
    internal static readonly TimeSpan ListingTime = TimeSpan.FromMinutes(5);

    internal static readonly TimeSpan MaxSearch = TimeSpan.FromDays(31);

    // Naver Pay does not say how long it keeps a key. An agreement lives so long, so that it will not keep them for less.
    private static readonly TimeSpan KeyLifetime = TimeSpan.FromMinutes(10);

    internal static readonly PaymentProviderCapabilities Capabilities = new()
    {
        Operations = PaymentOperations.Create | PaymentOperations.Confirm | PaymentOperations.Get | PaymentOperations.Find
            | PaymentOperations.Refund | PaymentOperations.PartialRefund | PaymentOperations.GetRefund,
        Currencies = SupportedCurrencies.Of(isExhaustive: true, "KRW"),
        PaymentMethods = new HashSet<PaymentMethod> { PaymentMethod.DigitalWallet, PaymentMethod.Card, PaymentMethod.BankTransfer },
        IdempotencyKeyLifetimes = new Dictionary<PaymentOperations, TimeSpan>
        {
            // An apply has a key, too, but is sent again only after the payment was read. A refund is read for before each cancel.
            [PaymentOperations.Create] = KeyLifetime,
            [PaymentOperations.Refund] = KeyLifetime,
        },
    };
}
