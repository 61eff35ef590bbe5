using Payments.Http;

namespace Payments.Toss;

/// <summary>Toss Payments' words in ours, as data: Korean and English ones. A word that is not here is unknown, never an exception.</summary>
internal static class TossMapping
{
    /// <summary>Without a deposit's due date, what is left of a cancelled payment and whether it was ever paid, which <see cref="TossAnswers"/> adds.</summary>
    internal static readonly WordTable<PaymentStatus> Statuses = new()
    {
        ["READY"] = PaymentStatus.RequiresAction,
        ["IN_PROGRESS"] = PaymentStatus.RequiresConfirmation,
        ["WAITING_FOR_DEPOSIT"] = PaymentStatus.Pending,
        ["DONE"] = PaymentStatus.Completed,
        ["PARTIAL_CANCELED"] = PaymentStatus.PartiallyRefunded,
        ["CANCELED"] = PaymentStatus.Refunded,
        ["ABORTED"] = PaymentStatus.Failed,
        ["EXPIRED"] = PaymentStatus.Expired,
    };

    /// <summary>A cancel without a status is one of an old version, where all were done at once.</summary>
    internal static readonly WordTable<RefundStatus> Cancels = new()
    {
        [""] = RefundStatus.Completed,
        ["DONE"] = RefundStatus.Completed,
        ["IN_PROGRESS"] = RefundStatus.Pending,
        ["ABORTED"] = RefundStatus.Failed,
    };

    /// <summary>Where the money of a deposit that is given back has come to; what is not here says no more than the cancel itself.</summary>
    internal static readonly WordTable<RefundStatus> DepositRefunds = new()
    {
        ["PENDING"] = RefundStatus.Pending,
        ["COMPLETED"] = RefundStatus.Completed,
        ["FAILED"] = RefundStatus.Failed,
        ["PARTIAL_FAILED"] = RefundStatus.Failed,
    };

    internal static readonly WordTable<PaymentMethod> Methods = new()
    {
        ["카드"] = PaymentMethod.Card,
        ["CARD"] = PaymentMethod.Card,
        ["간편결제"] = PaymentMethod.DigitalWallet,
        ["EASY_PAY"] = PaymentMethod.DigitalWallet,
        ["해외간편결제"] = PaymentMethod.DigitalWallet,
        ["FOREIGN_EASY_PAY"] = PaymentMethod.DigitalWallet,
        ["가상계좌"] = PaymentMethod.VirtualAccount,
        ["VIRTUAL_ACCOUNT"] = PaymentMethod.VirtualAccount,
        ["계좌이체"] = PaymentMethod.BankTransfer,
        ["TRANSFER"] = PaymentMethod.BankTransfer,
        ["휴대폰"] = PaymentMethod.MobileCarrier,
        ["MOBILE_PHONE"] = PaymentMethod.MobileCarrier,
        ["문화상품권"] = PaymentMethod.GiftCard,
        ["CULTURE_GIFT_CERTIFICATE"] = PaymentMethod.GiftCard,
        ["도서문화상품권"] = PaymentMethod.GiftCard,
        ["BOOK_GIFT_CERTIFICATE"] = PaymentMethod.GiftCard,
        ["게임문화상품권"] = PaymentMethod.GiftCard,
        ["GAME_GIFT_CERTIFICATE"] = PaymentMethod.GiftCard,
    };

    internal static readonly WordTable<PaymentMethod> CardTypes = new()
    {
        ["신용"] = PaymentMethod.CreditCard,
        ["CREDIT"] = PaymentMethod.CreditCard,
        ["미확인"] = PaymentMethod.CreditCard,
        ["UNKNOWN"] = PaymentMethod.CreditCard,
        ["체크"] = PaymentMethod.DebitCard,
        ["CHECK"] = PaymentMethod.DebitCard,
        ["DEBIT"] = PaymentMethod.DebitCard,
        ["기프트"] = PaymentMethod.GiftCard,
        ["GIFT"] = PaymentMethod.GiftCard,
    };

    /// <summary>What an event tells of. Everything else is acknowledged and changes nothing.</summary>
    internal static readonly WordTable<TossEventKind> Events = new()
    {
        ["PAYMENT_STATUS_CHANGED"] = TossEventKind.Payment,
        ["CANCEL_STATUS_CHANGED"] = TossEventKind.Cancel,
        ["payout.changed"] = TossEventKind.Signed,
        ["seller.changed"] = TossEventKind.Signed,
        ["BILLING_DELETED"] = TossEventKind.Ignored,
        ["METHOD_UPDATED"] = TossEventKind.Ignored,
        ["CUSTOMER_STATUS_CHANGED"] = TossEventKind.Ignored,
        ["ORDER_PAYMENT_STATUS_CHANGED"] = TossEventKind.Ignored,
        ["ars-reservation.changed"] = TossEventKind.Ignored,
    };

    /// <summary>How a method is asked for. A wallet takes the card window (<c>easyPay</c>), or the foreign wallets' where it is paid in dollars.</summary>
    internal static readonly IReadOnlyDictionary<PaymentMethod, string> Askable = new Dictionary<PaymentMethod, string>
    {
        [PaymentMethod.Unspecified] = "CARD",
        [PaymentMethod.Card] = "CARD",
        [PaymentMethod.CreditCard] = "CARD",
        [PaymentMethod.DebitCard] = "CARD",
        [PaymentMethod.DigitalWallet] = "CARD",
        [PaymentMethod.VirtualAccount] = "VIRTUAL_ACCOUNT",
        [PaymentMethod.BankTransfer] = "TRANSFER",
        [PaymentMethod.MobileCarrier] = "MOBILE_PHONE",
        [PaymentMethod.GiftCard] = "CULTURE_GIFT_CERTIFICATE",
    };

    internal static readonly IReadOnlyDictionary<TossGiftCertificate, string> GiftCertificates = new Dictionary<TossGiftCertificate, string>
    {
        [TossGiftCertificate.Culture] = "CULTURE_GIFT_CERTIFICATE",
        [TossGiftCertificate.Book] = "BOOK_GIFT_CERTIFICATE",
        [TossGiftCertificate.Game] = "GAME_GIFT_CERTIFICATE",
    };

    internal static readonly IReadOnlyDictionary<TossCashReceipt, string> CashReceipts = new Dictionary<TossCashReceipt, string>
    {
        [TossCashReceipt.IncomeDeduction] = "소득공제",
        [TossCashReceipt.ProofOfExpense] = "지출증빙",
        [TossCashReceipt.NotIssued] = "미발행",
    };

    /// <summary>Card companies by their codes. The same code means another firm among the banks.</summary>
    internal static readonly WordTable<string> CardCompanies = Codes(
        "3K IBK_BC|46 GWANGJUBANK|71 LOTTE|30 KDBBANK|31 BC|51 SAMSUNG|38 SAEMAUL|41 SHINHAN|62 SHINHYEOP|36 CITI|33 WOORI|W1 WOORI|37 POST|39 SAVINGBANK|"
        + "35 JEONBUKBANK|42 JEJUBANK|15 KAKAOBANK|3A KBANK|24 TOSSBANK|21 HANA|61 HYUNDAI|11 KOOKMIN|91 NONGHYEOP|34 SUHYEOP|6D DINERS|6I DISCOVER|4M MASTER|"
        + "3C UNIONPAY|7A AMEX|4J JCB|4V VISA");

    internal static readonly WordTable<string> Banks = Codes(
        "39 KYONGNAMBANK|34 GWANGJUBANK|12 LOCALNONGHYEOP|32 BUSANBANK|45 SAEMAUL|64 SANLIM|88 SHINHAN|48 SHINHYUP|27 CITI|20 WOORI|71 POST|50 SAVINGBANK|"
        + "37 JEONBUKBANK|35 JEJUBANK|90 KAKAOBANK|89 KBANK|92 TOSSBANK|81 HANA|54 HSBC|03 IBK|06 KOOKMIN|31 DAEGUBANK|02 KDB|11 NONGHYEOP|23 SC|07 SUHYEOP");

    private static WordTable<string> Codes(string rows) =>
        new(StringComparer.Ordinal, Array.ConvertAll(rows.Split('|'), row => (row[(row.IndexOf(' ') + 1)..], row[..row.IndexOf(' ')])));
}

/// <summary>What an event tells of.</summary>
internal enum TossEventKind
{
    /// <summary>No payment.</summary>
    Ignored,

    /// <summary>A payment, by its key and order.</summary>
    Payment,

    /// <summary>A refund that was finished later, without its payment's ids.</summary>
    Cancel,

    /// <summary>A payout or a seller: no payment, and signed.</summary>
    Signed,

    /// <summary>A deposit to a virtual account, by its order and the payment's secret.</summary>
    Deposit,
}
