using System.Globalization;
using Payments.Http;

namespace Payments.Inicis;

/// <summary>Inicis' words in ours, as data. A word that is not here is unknown, never an exception.</summary>
internal static class InicisMapping
{
    /// <summary>The suffix of the code for a second that another call has used.</summary>
    internal const string TimestampInUse = "631";

    /// <summary>
    /// The inquiry's <c>transactionStatus</c>. Without what the amounts, the deposit date, the deadline and our own record add: see
    /// <see cref="InicisAnswers"/>.
    /// </summary>
    internal static readonly WordTable<PaymentStatus> Statuses = new()
    {
        ["APPROVAL"] = PaymentStatus.Completed,
        ["PART_CANCEL"] = PaymentStatus.PartiallyRefunded,
        ["CANCEL"] = PaymentStatus.Refunded,
        ["NON_DEPOSIT"] = PaymentStatus.Pending,
        ["DEPOSIT_COMPLETED"] = PaymentStatus.Completed,
        ["DEPOSIT_CANCELED"] = PaymentStatus.Cancelled,
        ["WAITING_FOR_REFUND"] = PaymentStatus.Processing,
        ["REFUND_COMPLETED"] = PaymentStatus.Refunded,
    };

    /// <summary>In which of them the money is or was with the merchant.</summary>
    internal static readonly IReadOnlySet<string> Taken =
        new HashSet<string>(Words("APPROVAL PART_CANCEL CANCEL DEPOSIT_COMPLETED WAITING_FOR_REFUND REFUND_COMPLETED"), StringComparer.Ordinal);

    /// <summary>In which of them all of it went back.</summary>
    internal static readonly IReadOnlySet<string> GivenBack = new HashSet<string>(Words("CANCEL REFUND_COMPLETED"), StringComparer.Ordinal);

    /// <summary>What the PC window can be asked for.</summary>
    internal static readonly IReadOnlyDictionary<PaymentMethod, string> StandardMethods = Askable("Card", "DirectBank", "VBank", "HPP", "Culture");

    /// <summary>What the mobile page can be asked for: one method, always.</summary>
    internal static readonly IReadOnlyDictionary<PaymentMethod, string> MobileMethods = Askable("CARD", "BANK", "VBANK", "MOBILE", "CULTURE");

    /// <summary>Every method that may come back, of PC, mobile and INIAPI; their capitals differ. Cards are told apart by <see cref="CardFlags"/>.</summary>
    internal static readonly WordTable<PaymentMethod> Methods = new(
        StringComparer.OrdinalIgnoreCase,
        (PaymentMethod.Card, "Card VCard ISP"),
        (PaymentMethod.BankTransfer, "DirectBank BANK Acct"),
        (PaymentMethod.VirtualAccount, "VBank Vacct GVacct"),
        (PaymentMethod.MobileCarrier, "HPP MOBILE PhoneBill"),
        (PaymentMethod.GiftCard, "Culture DGCL Bcsh HPMN TeenCash GiftCard Voucher"),
        (PaymentMethod.DigitalWallet, "Kpay OCBPoint POINT Paypin onlykakaopay onlylpay EWALLET KAKAOPAY SAMSUNG LPAY"));

    /// <summary><c>CARD_CheckFlag</c>, <c>P_CARD_CHECKFLG</c>.</summary>
    internal static readonly WordTable<PaymentMethod> CardFlags = new()
    {
        ["0"] = PaymentMethod.CreditCard,
        ["1"] = PaymentMethod.DebitCard,
        ["2"] = PaymentMethod.GiftCard,
    };

    /// <summary><c>CARD_SrcCode</c>: the wallet that held the card.</summary>
    internal static readonly WordTable<string> Wallets = Names(
        "A KPay", "B SamsungPay", "D SamsungPay", "C Payco", "G SSGPay", "H TossPay", "I NaverPay", "K KB app", "L LPay", "O KakaoPay", "R Chai", "U Tmoney");

    /// <summary>The card companies by Inicis' codes.</summary>
    internal static readonly WordTable<string> CardCompanies = Names(
        "01 KEB", "03 Lotte", "04 Hyundai", "06 KB", "11 BC", "12 Samsung", "14 Shinhan", "16 NH", "17 Hana", "21 VISA", "22 MasterCard", "23 JCB", "24 Amex",
        "25 Diners", "91 Naver point", "93 Toss money", "94 SSG money", "96 L.Point", "97 Kakao money", "98 Payco point");

    /// <summary>Codes that mean something of their own.</summary>
    internal static readonly WordTable<(PaymentErrorKind Kind, PaymentErrorCode Code)> Errors = new(
        StringComparer.OrdinalIgnoreCase,
        ((PaymentErrorKind.Declined, PaymentErrorCode.LimitExceeded), "120002 120016 120049"),
        ((PaymentErrorKind.Declined, PaymentErrorCode.ExpiredCard), "120004 1165"),
        ((PaymentErrorKind.Unavailable, PaymentErrorCode.Timeout), "120010"),
        ((PaymentErrorKind.Declined, PaymentErrorCode.DuplicateOrder), "120036"),
        ((PaymentErrorKind.Declined, PaymentErrorCode.InsufficientFunds), "120054 060780"),
        ((PaymentErrorKind.Declined, PaymentErrorCode.NotPermitted), "11C9"),
        ((PaymentErrorKind.Declined, PaymentErrorCode.Expired), "060723"));

    /// <summary>The last three digits of a code of a method's family.</summary>
    internal static readonly WordTable<(PaymentErrorKind Kind, PaymentErrorCode Code)> ErrorSuffixes = new(
        StringComparer.OrdinalIgnoreCase,
        ((PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError), $"{Range(50, 55)} {Range(105, 110)}"),
        ((PaymentErrorKind.Unknown, PaymentErrorCode.ProcessingError), "127"),
        ((PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials), Range(200, 202)),
        ((PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest), $"{Range(251, 262)} 263"),
        ((PaymentErrorKind.Authentication, PaymentErrorCode.MerchantConfiguration), "400"),
        ((PaymentErrorKind.InvalidRequest, PaymentErrorCode.NotPermitted), "412 699 707 959"),
        ((PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooSmall), "608 612 690"),
        ((PaymentErrorKind.InvalidRequest, PaymentErrorCode.Mismatch), "610 703"),
        ((PaymentErrorKind.Conflict, PaymentErrorCode.DuplicateOrder), "619 630"),
        ((PaymentErrorKind.Conflict, PaymentErrorCode.InProgress), TimestampInUse),
        ((PaymentErrorKind.Authentication, PaymentErrorCode.PermissionDenied), "621 622"),
        ((PaymentErrorKind.NotFound, PaymentErrorCode.NotFound), "623"),
        ((PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState), "624 625"),
        ((PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyRefunded), "626"),
        ((PaymentErrorKind.Declined, PaymentErrorCode.LimitExceeded), $"{Range(644, 651)} 786"),
        ((PaymentErrorKind.InvalidRequest, PaymentErrorCode.LimitExceeded), "705"),
        ((PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooLarge), "706 826"),
        ((PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidAmount), "749"),
        ((PaymentErrorKind.Declined, PaymentErrorCode.InsufficientBalance), "906"));

    /// <summary>What every other code of a group means: issuers and wallets decline, the windows refuse a field.</summary>
    internal static readonly (string Prefix, PaymentErrorKind Kind, PaymentErrorCode Code)[] ErrorPrefixes =
    [
        ("12", PaymentErrorKind.Declined, PaymentErrorCode.Declined),
        ("11", PaymentErrorKind.Declined, PaymentErrorCode.Declined),
        ("060", PaymentErrorKind.Declined, PaymentErrorCode.Declined),
        ("070", PaymentErrorKind.Declined, PaymentErrorCode.Declined),
        ("V0", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ("MX10", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
    ];

    /// <summary>Why a refund may be refused as business: a failed refund, and no exception.</summary>
    internal static readonly PaymentErrorCode[] RefundRefusals =
    [
        PaymentErrorCode.NotPermitted, PaymentErrorCode.LimitExceeded, PaymentErrorCode.AmountTooLarge, PaymentErrorCode.InvalidAmount,
        PaymentErrorCode.InsufficientBalance, PaymentErrorCode.AmountTooSmall,
    ];

    private static Dictionary<PaymentMethod, string> Askable(string card, string bank, string account, string phone, string gift) =>
        new Dictionary<PaymentMethod, string>
        {
            [PaymentMethod.Card] = card,
            [PaymentMethod.CreditCard] = card,
            [PaymentMethod.DebitCard] = card,
            [PaymentMethod.BankTransfer] = bank,
            [PaymentMethod.VirtualAccount] = account,
            [PaymentMethod.MobileCarrier] = phone,
            [PaymentMethod.GiftCard] = gift,
        };

    private static WordTable<string> Names(params string[] rows) =>
        new(StringComparer.Ordinal, Array.ConvertAll(rows, row => (row[(row.IndexOf(' ') + 1)..], row[..row.IndexOf(' ')])));

    private static string Range(int first, int last) =>
        string.Join(' ', Enumerable.Range(first, last - first + 1).Select(number => number.ToString("D3", CultureInfo.InvariantCulture)));

    private static string[] Words(string words) => words.Split(' ');
}
