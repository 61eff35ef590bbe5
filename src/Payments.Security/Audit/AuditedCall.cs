namespace Payments.Security;

/// <summary>
/// The audited call that is under way: the audit stands outside of the place where the payment is looked up, and learns from inside of it what was
/// resolved.
/// </summary>
internal sealed class AuditedCall
{
    private static readonly AsyncLocal<AuditedCall?> Local = new();

    internal static AuditedCall? Current => Local.Value;

    internal PaymentReference? Payment { get; private set; }

    internal Money? Amount { get; private set; }

    /// <summary>Begins a call. It ends with the asynchronous method that began it.</summary>
    internal static AuditedCall Begin() => Local.Value = new AuditedCall();

    internal void Resolve(PaymentReference? payment, Money? amount)
    {
        Payment = payment ?? Payment;
        Amount = amount ?? Amount;
    }
}
