namespace Payments.Security;

/// <summary>How a payment stood.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Amount">What was asked for.</param>
/// <param name="Captured">What was taken. Null when the provider did not say.</param>
/// <param name="Refunded">What was given back. Null when the provider did not say.</param>
public readonly record struct AuditState(PaymentStatus Status, Money Amount, Money? Captured, Money? Refunded)
{
    /// <summary>How a payment stands.</summary>
    /// <param name="payment">The payment; null for one that is not known.</param>
    /// <returns>Its state; null for one that is not known.</returns>
    public static AuditState? Of(Payment? payment) =>
        payment is null ? null : new AuditState(payment.Status, payment.Amount, payment.CapturedAmount, payment.RefundedAmount);
}
