namespace Payments.Security;

/// <summary>The intent could not be written to the audit log, so the operation did not happen. Nothing was sent; the same request may be repeated.</summary>
public sealed class AuditUnavailableException : PaymentException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public AuditUnavailableException(string message, Exception? innerException = null)
        : base(
            message,
            new PaymentError { Kind = PaymentErrorKind.Unavailable, Code = PaymentErrorCode.StoreError, Retry = PaymentRetry.SameRequest },
            PaymentOutcome.NeverSent,
            payment: null,
            innerException)
    {
    }
}
