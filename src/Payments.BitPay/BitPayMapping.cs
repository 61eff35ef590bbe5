using Payments.Http;

namespace Payments.BitPay;

/// <summary>BitPay's words in ours, as data. A word that is not here is unknown, never an exception.</summary>
internal static class BitPayMapping
{
    internal const string New = "new";
    internal const string Paid = "paid";
    internal const string Invalid = "invalid";

    /// <summary>What the names of events begin with that are about a refund.</summary>
    internal const string Refund = "refund";

    /// <summary>
    /// By an invoice's status. What is paid is not guaranteed; what is invalid (unconfirmed for an hour) can still become complete, so that it is no failure.
    /// </summary>
    internal static readonly WordTable<PaymentStatus> Statuses = new()
    {
        [New] = PaymentStatus.RequiresAction,
        [Paid] = PaymentStatus.Processing,
        ["confirmed"] = PaymentStatus.Completed,
        ["complete"] = PaymentStatus.Completed,
        ["expired"] = PaymentStatus.Expired,
        [Invalid] = PaymentStatus.Processing,
        ["declined"] = PaymentStatus.Failed,
    };

    /// <summary>By <c>exceptionStatus</c>, a flag or a text. Any other text is for a person.</summary>
    internal static readonly WordTable<PaymentAttention> Exceptions = new()
    {
        [""] = PaymentAttention.None,
        ["false"] = PaymentAttention.None,
        ["paidPartial"] = PaymentAttention.Underpaid,
        ["paidOver"] = PaymentAttention.Overpaid,
        ["paidLate"] = PaymentAttention.Late,
    };

    /// <summary>By a refund's status; both spellings of the last one occur.</summary>
    internal static readonly WordTable<RefundStatus> RefundStatuses = new()
    {
        ["preview"] = RefundStatus.Pending,
        ["created"] = RefundStatus.Pending,
        ["pending"] = RefundStatus.Pending,
        ["success"] = RefundStatus.Completed,
        ["failure"] = RefundStatus.Failed,
        ["cancelled"] = RefundStatus.Cancelled,
        ["canceled"] = RefundStatus.Cancelled,
    };

    /// <summary>By a refund's type: BitPay returns by itself what was too much, too little or declined.</summary>
    internal static readonly WordTable<RefundOrigin> Origins = new()
    {
        ["full (current rate)"] = RefundOrigin.Merchant,
        ["full (fixed rate)"] = RefundOrigin.Merchant,
        ["full"] = RefundOrigin.Merchant,
        ["partial"] = RefundOrigin.Merchant,
        ["underpayment"] = RefundOrigin.Underpayment,
        ["overpayment"] = RefundOrigin.Overpayment,
        ["declined"] = RefundOrigin.DeclinedReturn,
    };

    /// <summary>By what an event's name begins with, up to its underscore: a name that is new is read as well. Its number is no guide.</summary>
    internal static readonly WordTable<PaymentEventType> Events = new()
    {
        ["invoice"] = PaymentEventType.PaymentUpdated,
        [Refund] = PaymentEventType.RefundUpdated,
    };

    /// <summary>By the last four digits of an error's code: resource and error. The first two name the HTTP method.</summary>
    internal static readonly WordTable<(PaymentErrorKind Kind, PaymentErrorCode Code)> Errors = new()
    {
        ["0000"] = (PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError),
        ["0001"] = (PaymentErrorKind.NotFound, PaymentErrorCode.NotFound),
        ["0002"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["0003"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["0100"] = (PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError),
        ["0101"] = (PaymentErrorKind.NotFound, PaymentErrorCode.NotFound),
        ["0102"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["0103"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        [CancelState] = (PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState),
        ["0108"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["0109"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["0110"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooSmall),
        ["0111"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooLarge),
        ["0112"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["0113"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["0200"] = (PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError),
        ["0201"] = (PaymentErrorKind.NotFound, PaymentErrorCode.NotFound),
        ["0202"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["0203"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        [RefundState] = (PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState),
        [RefundFees] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooSmall),
    };

    /// <summary>Texts of older answers, which come without a code and, the second one, with a status that says otherwise.</summary>
    internal static readonly WordTable<(PaymentErrorKind Kind, PaymentErrorCode Code)> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Object not found"] = (PaymentErrorKind.NotFound, PaymentErrorCode.NotFound),
        ["Account not setup completely yet."] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration),
    };

    /// <summary>Refusals of a refund for what the payment or the amount is: an answer, not a fault of the request.</summary>
    internal static readonly IReadOnlySet<string> RefundRefusals = new HashSet<string>([RefundState, RefundFees], StringComparer.Ordinal);

    private const string CancelState = "0107";
    private const string RefundState = "0207";
    private const string RefundFees = "0208";
}
