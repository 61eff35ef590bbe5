using System.Text;

namespace Payments;

/// <summary>A call that failed. A decline is not one: it is an answer with <see cref="PaymentStatus.Failed"/>.</summary>
/// <remarks>Its message holds codes and ids only, never the provider's words, which can repeat what the payer typed.</remarks>
public class PaymentException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What went wrong and what to change, without data of the payer.</param>
    /// <param name="error">The error.</param>
    /// <param name="outcome">What it means for the money.</param>
    /// <param name="payment">The payment, as far as known; null when there is none.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public PaymentException(string message, PaymentError error, PaymentOutcome outcome, PaymentReference? payment = null, Exception? innerException = null)
        : base(Describe(message, error), innerException)
    {
        Error = error;
        Outcome = outcome;
        Payment = payment;
    }

    /// <summary>Why it failed.</summary>
    public PaymentError Error { get; }

    /// <summary>What it means for the money.</summary>
    public PaymentOutcome Outcome { get; }

    /// <summary>The payment, as far as known. Null when there is none.</summary>
    public PaymentReference? Payment { get; }

    private static string Describe(string message, PaymentError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var text = new StringBuilder(message);
        Append("code", error.ProviderCode);
        Append("HTTP", error.HttpStatus is { } status ? ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture) : null);
        Append("request", error.RequestId);
        return text.ToString();

        void Append(string name, string? value)
        {
            if (value is not null)
                text.Append(" [").Append(name).Append(' ').Append(value).Append(']');
        }
    }
}

/// <summary>The request is wrong: by our own check before sending, or by the provider's.</summary>
/// <inheritdoc />
public sealed class PaymentRequestException(string message, PaymentError error, PaymentOutcome outcome, PaymentReference? payment = null, Exception? innerException = null)
    : PaymentException(message, error, outcome, payment, innerException)
{
    /// <summary>A request that our own check refuses before anything is sent.</summary>
    /// <param name="message">The rule, and what to change.</param>
    /// <param name="code">The reason.</param>
    /// <param name="payment">The payment; null when there is none.</param>
    public PaymentRequestException(string message, PaymentErrorCode code = PaymentErrorCode.InvalidRequest, PaymentReference? payment = null)
        : this(message, new PaymentError { Kind = PaymentErrorKind.InvalidRequest, Code = code, Retry = PaymentRetry.NewAttempt }, PaymentOutcome.NeverSent, payment)
    {
    }
}

/// <summary>The provider refused our credentials, or they lack a permission.</summary>
/// <inheritdoc />
public sealed class PaymentAuthenticationException(string message, PaymentError error, PaymentOutcome outcome, PaymentReference? payment = null, Exception? innerException = null)
    : PaymentException(message, error, outcome, payment, innerException);

/// <summary>The provider, or the payment memory, knows no such payment or refund.</summary>
/// <inheritdoc />
public sealed class PaymentNotFoundException(string message, PaymentError error, PaymentOutcome outcome, PaymentReference? payment = null, Exception? innerException = null)
    : PaymentException(message, error, outcome, payment, innerException);

/// <summary>The payment is in a state that does not allow the call, or another call is at work on it.</summary>
/// <inheritdoc />
public sealed class PaymentConflictException(string message, PaymentError error, PaymentOutcome outcome, PaymentReference? payment = null, Exception? innerException = null)
    : PaymentException(message, error, outcome, payment, innerException)
{
    /// <summary>A call that our own memory of the payment refuses before anything is sent.</summary>
    /// <param name="message">The rule, and what to change.</param>
    /// <param name="code">The reason.</param>
    /// <param name="payment">The payment; null when there is none.</param>
    public PaymentConflictException(string message, PaymentErrorCode code, PaymentReference? payment = null)
        : this(message, new PaymentError { Kind = PaymentErrorKind.Conflict, Code = code }, PaymentOutcome.NeverSent, payment)
    {
    }
}

/// <summary>Too many calls: wait as long as <see cref="PaymentError.RetryAfter"/> says.</summary>
/// <inheritdoc />
public sealed class PaymentRateLimitedException(string message, PaymentError error, PaymentOutcome outcome, PaymentReference? payment = null, Exception? innerException = null)
    : PaymentException(message, error, outcome, payment, innerException);

/// <summary>The provider cannot be reached, or says that it did not carry the request out.</summary>
/// <inheritdoc />
public sealed class PaymentProviderUnavailableException(string message, PaymentError error, PaymentOutcome outcome, PaymentReference? payment = null, Exception? innerException = null)
    : PaymentException(message, error, outcome, payment, innerException);

/// <summary>
/// The request was sent and nobody knows whether it was carried out. Read the payment, or repeat the same request object: it carries the same
/// idempotency key. Never make a new request for it.
/// </summary>
public sealed class PaymentOutcomeUnknownException : PaymentException
{
    /// <summary>Makes the exception; <see cref="PaymentException.Outcome"/> is <see cref="PaymentOutcome.Unknown"/>.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="error">The error.</param>
    /// <param name="payment">The payment, as far as known; null when there is none.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public PaymentOutcomeUnknownException(string message, PaymentError error, PaymentReference? payment = null, Exception? innerException = null)
        : base(message, error, PaymentOutcome.Unknown, payment, innerException)
    {
    }
}

/// <summary>The provider, or this registration of it, cannot do what was asked.</summary>
public sealed class PaymentOperationNotSupportedException : PaymentException
{
    /// <summary>Makes the exception; nothing was sent.</summary>
    /// <param name="provider">The registration's name.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="reason">Why, and what to do instead; null when the provider simply lacks it.</param>
    /// <param name="payment">The payment; null when there is none.</param>
    public PaymentOperationNotSupportedException(string provider, PaymentOperations operation, string? reason = null, PaymentReference? payment = null)
        : base(
            $"{provider} does not support {operation}.{(reason is null ? "" : " " + reason)}",
            new PaymentError { Kind = PaymentErrorKind.NotSupported, Code = PaymentErrorCode.NotSupported },
            PaymentOutcome.NeverSent,
            payment)
    {
        Provider = provider;
        Operation = operation;
    }

    /// <summary>The registration's name.</summary>
    public string Provider { get; }

    /// <summary>The operation.</summary>
    public PaymentOperations Operation { get; }
}

/// <summary>A webhook that must not be believed: not signed by the provider, too old, too large, or not readable. Answer it with 400.</summary>
public sealed class WebhookVerificationException : PaymentException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong, without the message's content.</param>
    /// <param name="code">The reason.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public WebhookVerificationException(string message, PaymentErrorCode code = PaymentErrorCode.InvalidSignature, Exception? innerException = null)
        : base(message, new PaymentError { Kind = PaymentErrorKind.WebhookVerification, Code = code }, PaymentOutcome.Refused, null, innerException)
    {
    }
}
