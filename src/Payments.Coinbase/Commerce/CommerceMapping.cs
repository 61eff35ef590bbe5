using Payments.Http;

namespace Payments.Coinbase;

/// <summary>The words of the Commerce API in ours, as data. A word that is not here is unknown, never an exception.</summary>
internal static class CommerceMapping
{
    internal const string Unresolved = "UNRESOLVED";
    internal const string Resolved = "RESOLVED";
    internal const string RefundPending = "REFUND PENDING";
    internal const string Refunded = "REFUNDED";

    /// <summary>
    /// By the newest entry of the timeline. What is unresolved waits for a person: it is neither paid nor failed. A refund under way keeps the state that
    /// it found; it is paid where the timeline has no such state.
    /// </summary>
    internal static readonly WordTable<PaymentStatus> Statuses = new()
    {
        ["NEW"] = PaymentStatus.RequiresAction,
        ["SIGNED"] = PaymentStatus.RequiresAction,
        ["PENDING"] = PaymentStatus.Processing,
        ["COMPLETED"] = PaymentStatus.Completed,
        ["EXPIRED"] = PaymentStatus.Expired,
        ["FAILED"] = PaymentStatus.Failed,
        ["CANCELED"] = PaymentStatus.Cancelled,
        [Unresolved] = PaymentStatus.Processing,
        [Resolved] = PaymentStatus.Completed,
        [RefundPending] = PaymentStatus.Completed,
        [Refunded] = PaymentStatus.Refunded,
    };

    /// <summary>Why a charge is unresolved. Any other context is for a person, too.</summary>
    internal static readonly WordTable<PaymentAttention> Contexts = new()
    {
        ["UNDERPAID"] = PaymentAttention.Underpaid,
        ["OVERPAID"] = PaymentAttention.Overpaid,
        ["DELAYED"] = PaymentAttention.Late,
        ["MULTIPLE"] = PaymentAttention.Multiple,
        ["MANUAL"] = PaymentAttention.Review,
        ["OTHER"] = PaymentAttention.Review,
    };

    /// <summary>The events that tell of a charge. Their names say little: the charge in them tells its state.</summary>
    internal static readonly IReadOnlySet<string> Events = new HashSet<string>(
        ["charge:created", "charge:pending", "charge:confirmed", "charge:failed", "charge:delayed", "charge:resolved"], StringComparer.Ordinal);

    /// <summary>What errors mean, by <c>error.type</c>. Another one is judged by its HTTP status.</summary>
    internal static readonly WordTable<(PaymentErrorKind Kind, PaymentErrorCode Code)> Errors = new()
    {
        ["invalid_request"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["param_required"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["validation_error"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["bad_request"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["authentication_error"] = (PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials),
        ["authorization_error"] = (PaymentErrorKind.Authentication, PaymentErrorCode.PermissionDenied),
        ["not_found"] = (PaymentErrorKind.NotFound, PaymentErrorCode.NotFound),
        ["resource_not_found"] = (PaymentErrorKind.NotFound, PaymentErrorCode.NotFound),
        ["rate_limit_exceeded"] = (PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited),
        ["internal_server_error"] = (PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError),
    };
}
