namespace Payments.Http;

/// <summary>Failures around a charge or refund that was made, or may have been made before, in one voice.</summary>
public static class ProviderExceptions
{
    /// <summary>A charge, of this call or of one before it, that is not what was asked for.</summary>
    /// <param name="response">The answer that told of it.</param>
    /// <param name="payment">The payment as far as it is ours; never with an id that the payer brought and nobody checked.</param>
    /// <param name="reason">What differs and what was done about it, as the end of a sentence; without content of the message.</param>
    /// <returns>The exception; nothing is kept by this call.</returns>
    public static PaymentConflictException Differs(ProviderResponse response, PaymentReference payment, string reason)
    {
        ArgumentNullException.ThrowIfNull(response);
        return new PaymentConflictException(
            $"{response.Client.Registration}: {response.Request.Operation}: {reason}.",
            PaymentErrors.Create(PaymentErrorKind.Conflict, PaymentErrorCode.Mismatch, response.Error?.ProviderCode) with
            {
                HttpStatus = response.StatusCode, RequestId = response.RequestId,
            },
            PaymentOutcome.Refused,
            payment);
    }

    /// <summary>A charge that is not what was asked for, and could not be undone.</summary>
    /// <param name="registration">The registration's name.</param>
    /// <param name="payment">The payment.</param>
    /// <param name="cause">Why the undoing failed.</param>
    /// <param name="charge">
    /// The charge's id, for the message: the payment is not named by it, where the payer may have brought another's. Null where the payment's own ids lead to it.
    /// </param>
    /// <returns>The exception; the outcome is unknown.</returns>
    public static PaymentOutcomeUnknownException NotUndone(string registration, PaymentReference payment, PaymentException cause, string? charge = null)
    {
        ArgumentNullException.ThrowIfNull(cause);
        var named = charge is null ? "a charge" : $"the charge '{charge}'";
        return new PaymentOutcomeUnknownException(
            $"{registration}: {named} differs from what was asked for, and undoing it failed: read the payment and refund it.", cause.Error, payment, cause);
    }

    /// <summary>A call that the provider says was made before, where reading what became of it failed.</summary>
    /// <param name="response">The answer that said so.</param>
    /// <param name="payment">The payment.</param>
    /// <param name="cause">Why the reading failed.</param>
    /// <returns>The exception; the outcome is unknown.</returns>
    public static PaymentOutcomeUnknownException NotRead(ProviderResponse response, PaymentReference payment, PaymentException cause)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(cause);
        return new PaymentOutcomeUnknownException(
            $"{response.Client.Registration}: {response.Request.Operation} was made before, and what became of it could not be read.",
            cause.Error,
            payment,
            cause);
    }
}
