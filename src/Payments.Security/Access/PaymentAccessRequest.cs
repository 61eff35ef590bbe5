namespace Payments.Security;

/// <summary>What a caller wants to do.</summary>
public sealed record PaymentAccessRequest
{
    /// <summary>The operation.</summary>
    public required PaymentAction Action { get; init; }

    /// <summary>Who asks. Null when nobody is known.</summary>
    public PaymentCaller? Caller { get; init; }

    /// <summary>The registration's name. Null for what belongs to no provider (the vault, the audit log).</summary>
    public string? Provider { get; init; }

    /// <summary>
    /// The payment with every id that the payment memory knows, and in <see cref="PaymentReference.Known"/> what it knows of the payment. Null for
    /// what concerns no payment.
    /// </summary>
    public PaymentReference? Payment { get; init; }

    /// <summary>
    /// How much would be moved: where the caller left the amount out, what is left of it. Null when nobody knows, or no money is moved.
    /// </summary>
    public Money? Amount { get; init; }

    /// <summary>What a card number was kept for. Null for other operations.</summary>
    public string? Purpose { get; init; }
}
