namespace Payments.Security;

/// <summary>The host's own policy does not let this caller do it. Nothing was sent. Answer it with 403, without details.</summary>
public sealed class PaymentAccessDeniedException : PaymentException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="action">What was refused.</param>
    /// <param name="decision">Why.</param>
    /// <param name="payment">The payment; null when there is none.</param>
    public PaymentAccessDeniedException(PaymentAction action, PaymentAccessDecision decision, PaymentReference? payment = null)
        : base(
            decision switch
            {
                PaymentAccessDecision.NoCaller => $"{action} needs a caller: register an IPaymentCaller that knows who asks (AddAspNetCoreCaller() with ASP.NET Core), or name a job's with SystemPaymentCaller.BeginScope.",
                PaymentAccessDecision.LimitReached => $"A limit of the caller for {action} is reached.",
                _ => $"The caller may not {action}.",
            },
            new PaymentError
            {
                Kind = PaymentErrorKind.AccessDenied,
                Code = decision is PaymentAccessDecision.LimitReached ? PaymentErrorCode.LimitExceeded : PaymentErrorCode.PermissionDenied,
            },
            PaymentOutcome.NeverSent,
            payment)
    {
        Action = action;
        Decision = decision;
    }

    /// <summary>What was refused.</summary>
    public PaymentAction Action { get; }

    /// <summary>Why.</summary>
    public PaymentAccessDecision Decision { get; }
}
