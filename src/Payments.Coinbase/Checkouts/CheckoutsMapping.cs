using Payments.Http;

namespace Payments.Coinbase;

/// <summary>The words of the Checkout API in ours, as data. A word that is not here is unknown, never an exception.</summary>
internal static class CheckoutsMapping
{
    internal static readonly WordTable<PaymentStatus> Statuses = new()
    {
        ["ACTIVE"] = PaymentStatus.RequiresAction,
        ["PROCESSING"] = PaymentStatus.Processing,
        ["COMPLETED"] = PaymentStatus.Completed,
        ["PARTIALLY_REFUNDED"] = PaymentStatus.PartiallyRefunded,
        ["REFUNDED"] = PaymentStatus.Refunded,
        ["DEACTIVATED"] = PaymentStatus.Cancelled,
        ["EXPIRED"] = PaymentStatus.Expired,
        ["FAILED"] = PaymentStatus.Failed,
    };

    internal static readonly WordTable<RefundStatus> Refunds = new()
    {
        ["PENDING"] = RefundStatus.Pending,
        ["COMPLETED"] = RefundStatus.Completed,
        ["FAILED"] = RefundStatus.Failed,
    };

    /// <summary>What an event tells of, and for a refund's event how far that refund has come. Everything else is acknowledged and changes nothing.</summary>
    internal static readonly WordTable<(PaymentEventType Type, RefundStatus Refund)> Events = new()
    {
        ["checkout.payment.success"] = (PaymentEventType.PaymentUpdated, RefundStatus.Unknown),
        ["checkout.payment.failed"] = (PaymentEventType.PaymentUpdated, RefundStatus.Unknown),
        ["checkout.payment.expired"] = (PaymentEventType.PaymentUpdated, RefundStatus.Unknown),
        ["checkout.refund.success"] = (PaymentEventType.RefundUpdated, RefundStatus.Completed),
        ["checkout.refund.failed"] = (PaymentEventType.RefundUpdated, RefundStatus.Failed),
    };

    /// <summary>
    /// What errors mean, by <c>errorType</c>: those that say more than their HTTP status does. The many others (of guests, one-time codes, transfers,
    /// wallets) are judged by the status and keep their word.
    /// </summary>
    internal static readonly WordTable<(PaymentErrorKind Kind, PaymentErrorCode Code)> Errors = new()
    {
        [InvalidRequest] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["invalid_signature"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["metadata_too_many_entries"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["metadata_key_too_long"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["metadata_value_too_long"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        [NotFound] = (PaymentErrorKind.NotFound, PaymentErrorCode.NotFound),
        ["unauthorized"] = (PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials),
        ["payment_method_required"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration),
        ["payment_required"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration),
        ["entity_not_configured_for_payment_acceptance"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration),
        ["forbidden"] = (PaymentErrorKind.Authentication, PaymentErrorCode.PermissionDenied),
        ["policy_violation"] = (PaymentErrorKind.Authentication, PaymentErrorCode.PermissionDenied),
        [AlreadyExists] = (PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState),
        [KeyInUse] = (PaymentErrorKind.Conflict, PaymentErrorCode.InProgress),
        ["payment_session_already_authorized"] = (PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState),
        ["payment_session_already_canceled"] = (PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyCancelled),
        ["idempotency_error"] = (PaymentErrorKind.Conflict, PaymentErrorCode.IdempotencyKeyReused),
        ["rate_limit_exceeded"] = (PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited),
        ["refund_expired"] = (PaymentErrorKind.Conflict, PaymentErrorCode.Expired),
        ["no_refundable_balance"] = (PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyRefunded),
        ["insufficient_balance"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InsufficientBalance),
        ["timed_out"] = (PaymentErrorKind.Unavailable, PaymentErrorCode.Timeout),
        ["client_closed_request"] = (PaymentErrorKind.Unavailable, PaymentErrorCode.Timeout),
        ["internal_server_error"] = (PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError),
        ["bad_gateway"] = (PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError),
        ["service_unavailable"] = (PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError),
        ["endpoint_unavailable"] = (PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError),
    };

    internal const string InvalidRequest = "invalid_request";
    internal const string NotFound = "not_found";

    /// <summary>The object is there already. Some of its messages mean <see cref="KeyInUse"/>: those that name the key.</summary>
    internal const string AlreadyExists = "already_exists";

    /// <summary>A request with the same key is at work.</summary>
    internal const string KeyInUse = "idempotency_key_already_exists";

    /// <summary>What a message has that speaks of the key.</summary>
    internal const string KeyWords = "idempotency key";

    /// <summary>What the message of an unknown id ends with, under a type that says less, or none.</summary>
    internal const string NotFoundWords = "not found";

    /// <summary>Every error that ends so means: slow down.</summary>
    internal const string LimitSuffix = "_limit_exceeded";

    /// <summary>A refund that is refused for one of these is a failed refund, not a failed call.</summary>
    internal static readonly PaymentErrorCode[] RefundRefusals =
        [PaymentErrorCode.AlreadyRefunded, PaymentErrorCode.AmountTooLarge, PaymentErrorCode.InsufficientBalance, PaymentErrorCode.Expired];
}
