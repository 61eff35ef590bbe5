using Payments.Http;

namespace Payments.KakaoPay;

/// <summary>Kakao Pay's words in ours, as data. A word that is not here is unknown, never an exception.</summary>
internal static class KakaoPayMapping
{
    /// <summary>A recurring key that was issued without a charge. Not in the table: what it means depends on the amount.</summary>
    internal const string IssuedSid = "ISSUED_SID";

    internal static readonly WordTable<PaymentStatus> Statuses = new()
    {
        ["READY"] = PaymentStatus.RequiresAction,
        ["SEND_TMS"] = PaymentStatus.RequiresAction,
        ["OPEN_PAYMENT"] = PaymentStatus.RequiresAction,
        ["SELECT_METHOD"] = PaymentStatus.RequiresAction,
        ["ARS_WAITING"] = PaymentStatus.RequiresAction,
        ["AUTH_PASSWORD"] = PaymentStatus.RequiresConfirmation,
        ["SUCCESS_PAYMENT"] = PaymentStatus.Completed,
        ["PART_CANCEL_PAYMENT"] = PaymentStatus.PartiallyRefunded,
        ["CANCEL_PAYMENT"] = PaymentStatus.Refunded,
        ["FAIL_AUTH_PASSWORD"] = PaymentStatus.Failed,
        ["QUIT_PAYMENT"] = PaymentStatus.Cancelled,
        ["FAIL_PAYMENT"] = PaymentStatus.Failed,
    };

    /// <summary>Why a payment ended that was not paid.</summary>
    internal static readonly WordTable<PaymentErrorCode> Ends = new()
    {
        ["FAIL_AUTH_PASSWORD"] = PaymentErrorCode.AuthenticationFailed,
        ["QUIT_PAYMENT"] = PaymentErrorCode.PayerCancelled,
        ["FAIL_PAYMENT"] = PaymentErrorCode.Declined,
    };

    /// <summary>What a payment can be restricted to. Credit or debit means card.</summary>
    internal static readonly IReadOnlyDictionary<PaymentMethod, string> Askable = new Dictionary<PaymentMethod, string>
    {
        [PaymentMethod.DigitalWallet] = "MONEY",
        [PaymentMethod.Card] = "CARD",
        [PaymentMethod.CreditCard] = "CARD",
        [PaymentMethod.DebitCard] = "CARD",
    };

    internal static readonly WordTable<PaymentMethod> Methods = new()
    {
        ["MONEY"] = PaymentMethod.DigitalWallet,
        ["CARD"] = PaymentMethod.Card,
    };

    /// <summary>The kind of a card, which only an approval tells.</summary>
    internal static readonly WordTable<PaymentMethod> CardTypes = new()
    {
        ["신용"] = PaymentMethod.CreditCard,
        ["체크"] = PaymentMethod.DebitCard,
        ["기프트"] = PaymentMethod.GiftCard,
    };

    /// <summary>What <c>error_code</c> means. Another one is judged by its HTTP status.</summary>
    internal static readonly IReadOnlyDictionary<long, (PaymentErrorKind Kind, PaymentErrorCode Code)> Errors =
        new Dictionary<long, (PaymentErrorKind, PaymentErrorCode)>
    {
        [-1] = (PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError),
        [-2] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        [-3] = (PaymentErrorKind.Authentication, PaymentErrorCode.MerchantConfiguration),
        [-5] = (PaymentErrorKind.Authentication, PaymentErrorCode.PermissionDenied),
        [-7] = (PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError),
        [-10] = (PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited),
        [-301] = (PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials),
        [-401] = (PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials),
        [-403] = (PaymentErrorKind.Authentication, PaymentErrorCode.MerchantConfiguration),
        [-701] = (PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState),
        [-702] = (PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyCaptured),
        [-703] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidAmount),
        [-704] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidAmount),
        [-705] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.MethodUnavailable),
        [-706] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.Mismatch),
        [-707] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.Mismatch),
        [-708] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.Mismatch),
        [-710] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooLarge),
        [-721] = (PaymentErrorKind.NotFound, PaymentErrorCode.NotFound),
        [-722] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidAmount),
        [-723] = (PaymentErrorKind.Conflict, PaymentErrorCode.Expired),
        [-724] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidAmount),
        [-725] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidAmount),
        [-726] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        [-730] = (PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials),
        [-731] = (PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials),
        [-732] = (PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials),
        [-733] = (PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials),
        [-750] = (PaymentErrorKind.NotFound, PaymentErrorCode.NotFound),
        [-751] = (PaymentErrorKind.Declined, PaymentErrorCode.NotPermitted),
        [-752] = (PaymentErrorKind.Declined, PaymentErrorCode.LimitExceeded),
        [-753] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.Mismatch),
        [-761] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        [-780] = (PaymentErrorKind.Declined, PaymentErrorCode.Declined),
        [-781] = (PaymentErrorKind.Declined, PaymentErrorCode.Declined),
        [-782] = (PaymentErrorKind.Declined, PaymentErrorCode.Declined),
        [-783] = (PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState),
        [-784] = (PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState),
        [-785] = (PaymentErrorKind.Conflict, PaymentErrorCode.InProgress),
        [-798] = (PaymentErrorKind.Authentication, PaymentErrorCode.MerchantConfiguration),
        [-799] = (PaymentErrorKind.Authentication, PaymentErrorCode.MerchantConfiguration),
        [-9798] = (PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError),
    };

    /// <summary>The errors whose reason is in <c>extras.method_result_code</c>: an approval, a refund, a recurring charge that was refused.</summary>
    internal static readonly long[] Refusals = [-780, -781, -782];

    /// <summary>Maintenance, and refusals for a fault that passes: nothing was done, and the same request may be sent again.</summary>
    internal static readonly string[] NothingDone = ["-7", "-9798", "BANK_FIRM_UNAVAILABLE", "UNDER_CONSTRUCTION", "INTERNAL_ERROR", "BANK_FIRM_API_FAIL"];

    /// <summary>What was paid amounts to something else than the guard says: another refund came in between.</summary>
    internal const long AmountDiffers = -722;

    /// <summary>What <c>method_result_code</c> means: words for Kakao's money, four digits for cards. Another one is a decline for no known reason.</summary>
    internal static readonly WordTable<(PaymentErrorKind Kind, PaymentErrorCode Code)> Reasons = new()
    {
        ["LACK_BALANCE"] = (PaymentErrorKind.Declined, PaymentErrorCode.InsufficientFunds),
        ["NOT_ENOUGH_BALANCE"] = (PaymentErrorKind.Declined, PaymentErrorCode.InsufficientFunds),
        ["LIMIT_ONE_TIME"] = (PaymentErrorKind.Declined, PaymentErrorCode.LimitExceeded),
        ["LIMIT_USE_PER_DAY"] = (PaymentErrorKind.Declined, PaymentErrorCode.LimitExceeded),
        ["LIMIT_BALANCE"] = (PaymentErrorKind.Declined, PaymentErrorCode.LimitExceeded),

        // Faults that pass: the bank's night window, maintenance, a call to the bank that failed.
        ["BANK_FIRM_UNAVAILABLE"] = (PaymentErrorKind.Unavailable, PaymentErrorCode.ProcessingError),
        ["UNDER_CONSTRUCTION"] = (PaymentErrorKind.Unavailable, PaymentErrorCode.ProcessingError),
        ["INTERNAL_ERROR"] = (PaymentErrorKind.Unavailable, PaymentErrorCode.ProcessingError),
        ["BANK_FIRM_API_FAIL"] = (PaymentErrorKind.Unavailable, PaymentErrorCode.ProcessingError),

        // Another request of this payer is under way; it may be this very one.
        ["USER_LOCKED"] = (PaymentErrorKind.Conflict, PaymentErrorCode.InProgress),

        // Nobody knows yet what the bank or the card network did.
        ["BANK_FIRM_UNKNOWN"] = (PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError),
        ["0010"] = (PaymentErrorKind.Unavailable, PaymentErrorCode.Timeout),

        ["INVALID_CANCEL_AMOUNT"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooLarge),
        ["INVALID_CANCEL_STATUS"] = (PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState),
        ["0002"] = (PaymentErrorKind.Declined, PaymentErrorCode.LimitExceeded),
        ["0004"] = (PaymentErrorKind.Declined, PaymentErrorCode.ExpiredCard),
        ["0025"] = (PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyRefunded),
        ["0026"] = (PaymentErrorKind.Declined, PaymentErrorCode.SuspectedFraud),
        ["8326"] = (PaymentErrorKind.Declined, PaymentErrorCode.LimitExceeded),
    };

    /// <summary>A refund that is refused for one of these may be refused because it was made before: the payment tells.</summary>
    internal static readonly PaymentErrorCode[] MayBeMade =
        [PaymentErrorCode.InProgress, PaymentErrorCode.AlreadyRefunded, PaymentErrorCode.AmountTooLarge, PaymentErrorCode.InvalidState];

    /// <summary>A refund that is refused for one of these is a failed refund, not a failed call.</summary>
    internal static readonly PaymentErrorCode[] RefundRefusals = [PaymentErrorCode.AmountTooLarge, PaymentErrorCode.AlreadyRefunded];
}
