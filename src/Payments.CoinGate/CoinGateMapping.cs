using Payments.Http;

namespace Payments.CoinGate;

/// <summary>CoinGate's words in ours, as data. A word that is not here is unknown, never an exception.</summary>
internal static class CoinGateMapping
{
    internal const string New = "new";
    internal const string Invalid = "invalid";

    /// <summary>By an order's status. What is expired, canceled or invalid can still become paid.</summary>
    internal static readonly WordTable<PaymentStatus> Statuses = new()
    {
        [New] = PaymentStatus.RequiresAction,
        ["pending"] = PaymentStatus.RequiresAction,
        ["confirming"] = PaymentStatus.Processing,
        ["paid"] = PaymentStatus.Completed,
        [Invalid] = PaymentStatus.Failed,
        ["expired"] = PaymentStatus.Expired,
        ["canceled"] = PaymentStatus.Cancelled,
        ["refunded"] = PaymentStatus.Refunded,
        ["partially_refunded"] = PaymentStatus.PartiallyRefunded,
    };

    internal static readonly WordTable<RefundStatus> RefundStatuses = new()
    {
        ["pending"] = RefundStatus.Pending,
        ["processing"] = RefundStatus.Pending,
        ["completed"] = RefundStatus.Completed,
        ["rejected"] = RefundStatus.Failed,
    };

    /// <summary>By an error's <c>reason</c>.</summary>
    internal static readonly WordTable<(PaymentErrorKind Kind, PaymentErrorCode Code)> Errors = new()
    {
        ["BadCredentials"] = (PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials),
        ["BadAuthToken"] = (PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials),
        ["OrderNotFound"] = (PaymentErrorKind.NotFound, PaymentErrorCode.NotFound),
        ["RefundNotFound"] = (PaymentErrorKind.NotFound, PaymentErrorCode.NotFound),
        ["LedgerAccountNotFound"] = (PaymentErrorKind.NotFound, PaymentErrorCode.NotFound),
        ["RecordNotFound"] = (PaymentErrorKind.NotFound, PaymentErrorCode.NotFound),
        ["PageNotFound"] = (PaymentErrorKind.NotFound, PaymentErrorCode.NotFound),
        ["OrderIsNotValid"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["RefundIsNotValid"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["RateLimitException"] = (PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited),
        ["RateLimitExceeded"] = (PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited),
        ["InternalServerError"] = (PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError),
    };

    /// <summary>The quota of orders comes as an order that is not valid, and is told by these words alone.</summary>
    internal const string QuotaText = "Order limit exceeded";
}
