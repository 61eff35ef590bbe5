namespace Payments.KakaoPay;

/// <summary>Kakao Pay's plain facts.</summary>
internal static class KakaoPayDefaults
{
    internal const string Name = "kakaopay";
    internal const string Scheme = "SECRET_KEY";
    internal const string TokenParameter = "pg_token";

    internal const int CidLength = 10;
    internal const int CidSecretLength = 24;
    internal const int MaxIdLength = 100;
    internal const int MaxItemNameLength = 100;
    internal const int MaxPayloadLength = 200;
    internal const int MaxUrlBytes = 255;
    internal const int MaxInstallments = 12;

    // Names the undoing of a charge among the payment's refunds.
    internal const string UndoPayload = "undone: not what was asked for";

    internal static readonly Uri BaseAddress = new("https://open-api.kakaopay.com");

    // An approval can take tens of seconds while a bank answers.
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    internal static readonly TimeSpan UndoTimeout = TimeSpan.FromSeconds(30);

    /// <summary>They come with every development key, and move no money.</summary>
    internal static readonly IReadOnlySet<string> TestCids = Words("TC0ONETIME TCSUBSCRIP");

    internal static readonly IReadOnlySet<string> Cards =
        Words("SHINHAN KB HYUNDAI LOTTE SAMSUNG NH BC HANA CITI KAKAOBANK KAKAOPAY WOORIONLY");

    internal static readonly PaymentProviderCapabilities Capabilities = new()
    {
        Operations = PaymentOperations.Create | PaymentOperations.Confirm | PaymentOperations.Get
            | PaymentOperations.Refund | PaymentOperations.PartialRefund | PaymentOperations.GetRefund,
        Currencies = SupportedCurrencies.Of(isExhaustive: true, "KRW"),
        PaymentMethods = new HashSet<PaymentMethod>
        {
            PaymentMethod.DigitalWallet, PaymentMethod.Card, PaymentMethod.CreditCard, PaymentMethod.DebitCard, PaymentMethod.GiftCard,
        },

        // An approval wants the tid and the payer of the ready call again, and the return brings neither.
        NeedsDurableStore = true,
    };

    private static HashSet<string> Words(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
