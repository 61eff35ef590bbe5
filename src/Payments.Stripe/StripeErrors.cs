using Payments.Http;

namespace Payments.Stripe;

/// <summary>Reads errors by the tables of <see cref="StripeMapping"/>.</summary>
internal static class StripeErrors
{
    /// <summary>The error of an answer: by its code, or by its HTTP status where there is none that is known.</summary>
    internal static PaymentError? Read(ProviderResponse response)
    {
        if (response.IsSuccessStatusCode)
            return null;
        var byStatus = ByStatus(response);
        if (!response.TryRead(StripeJson.Default.StripeFailure, out var failure) || failure.Error is not { } error)
            return byStatus;
        if (error.Type == "card_error" || (int)response.StatusCode == 402)
            return Decline(error);

        var (kind, code) = error switch
        {
            // Something that the new payment names, such as its customer, does not exist.
            { Code: "resource_missing" } when response.Request.Operation == PaymentOperations.Create =>
                (PaymentErrorKind.InvalidRequest, PaymentErrorCode.NotFound),
            { Code: { } known } when StripeMapping.Errors.TryGetValue(known, out var mapped) => mapped,
            // With 409 this type says that the first request is still at work.
            { Type: "idempotency_error" } when byStatus.Code != PaymentErrorCode.InProgress => (PaymentErrorKind.Conflict, PaymentErrorCode.IdempotencyKeyReused),
            { Code: null, Param: "amount" } when response.Request.Operation == PaymentOperations.Refund =>
                (PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooLarge),
            _ => (byStatus.Kind, byStatus.Code),
        };
        return byStatus with
        {
            Kind = kind,
            Code = code,
            Retry = RetryOf(kind, code, byStatus.Retry),
            ProviderCode = error.Code ?? error.Type,
            ProviderMessage = error.Message,
        };
    }

    /// <summary>A decline, of an answer or of an intent's last attempt.</summary>
    internal static PaymentError Decline(StripeError error)
    {
        var reason = error.DeclineCode ?? error.Code;
        var known = StripeMapping.Declines.TryGetValue(reason ?? "", out var code)
            || StripeMapping.Declines.TryGetValue(error.Code ?? "", out code);
        return new PaymentError
        {
            Kind = PaymentErrorKind.Declined,
            Code = known ? code : PaymentErrorCode.Declined,
            Retry = error.AdviceCode == "do_not_try_again" ? PaymentRetry.No : PaymentRetry.NewAttempt,
            ProviderCode = reason,
            ProviderMessage = error.Message,
            PayerMessage = reason is not null && StripeMapping.PayerMayRead.Contains(reason) ? error.UserMessage ?? error.Message : null,
        };
    }

    /// <summary>Why a refund failed after it was accepted.</summary>
    internal static PaymentError RefundFailure(string? reason) => new()
    {
        Kind = PaymentErrorKind.Declined,
        Code = reason == "insufficient_funds" ? PaymentErrorCode.InsufficientBalance : PaymentErrorCode.Unknown,
        Retry = PaymentRetry.NewAttempt,
        ProviderCode = reason,
    };

    private static PaymentError ByStatus(ProviderResponse response)
    {
        var error = PaymentErrors.FromStatus(response)!;
        return (int)response.StatusCode switch
        {
            409 => error with { Code = PaymentErrorCode.InProgress, Retry = PaymentRetry.SameRequest },

            // What Stripe itself depends on failed, and it may have done its work by then.
            424 => error with
            {
                Kind = PaymentErrorKind.Unavailable,
                Code = PaymentErrorCode.ProviderError,
                Retry = response.Request.Kind == ProviderCallKind.Write ? PaymentRetry.AfterReading : PaymentRetry.SameRequest,
            },
            _ => error,
        };
    }

    private static PaymentRetry RetryOf(PaymentErrorKind kind, PaymentErrorCode code, PaymentRetry byStatus) => (kind, code) switch
    {
        (_, PaymentErrorCode.InProgress) or (PaymentErrorKind.RateLimited, _) => PaymentRetry.SameRequest,
        (_, PaymentErrorCode.IdempotencyKeyReused) => PaymentRetry.AfterReading,
        (PaymentErrorKind.Conflict, _) => PaymentRetry.AfterReading,
        (PaymentErrorKind.InvalidRequest, _) => PaymentRetry.NewAttempt,
        (PaymentErrorKind.Unavailable, _) => byStatus,
        _ => PaymentRetry.No,
    };
}
