namespace Payments.Security;

/// <summary>
/// Decides whether a caller may do something. Asked before anything is written or sent. Implement it to decide by the payment (its merchant, its
/// age); the one that <c>AddAccessPolicy</c> registers decides by roles and scopes. A singleton, safe for concurrent use.
/// </summary>
public interface IPaymentAccessPolicy
{
    /// <summary>Decides.</summary>
    /// <param name="request">Who wants to do what to which payment.</param>
    /// <param name="cancellationToken">Ends the deciding.</param>
    /// <returns>The decision; anything but <see cref="PaymentAccessDecision.Allowed"/> refuses.</returns>
    ValueTask<PaymentAccessDecision> DecideAsync(PaymentAccessRequest request, CancellationToken cancellationToken = default);
}
