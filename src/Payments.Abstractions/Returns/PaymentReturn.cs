namespace Payments;

/// <summary>What became of a payer's return.</summary>
public sealed record PaymentReturn
{
    /// <summary>A return that names no payment of this provider.</summary>
    public static PaymentReturn NotRecognised { get; } = new() { Result = PaymentReturnResult.NotRecognised };

    /// <summary>What was done.</summary>
    public required PaymentReturnResult Result { get; init; }

    /// <summary>The payment as the payment memory has it now: this decides what the payer is told, never what the browser brought. Null when none is named.</summary>
    public Payment? Payment { get; init; }

    /// <summary>Why the confirmation or the reading did not come off. Null when it did, or none was needed.</summary>
    public PaymentError? Error { get; init; }
}

/// <summary>What was done when the payer came back.</summary>
public enum PaymentReturnResult
{
    /// <summary>Nothing: the return names no payment of this provider, or not by the value that was put into its address.</summary>
    NotRecognised,

    /// <summary>Nothing: the payment memory knew the outcome already.</summary>
    Known,

    /// <summary>The provider confirmed the payment, or said why not: see its status.</summary>
    Confirmed,

    /// <summary>The payment was read from the provider.</summary>
    Read,

    /// <summary>The provider could not be asked, or did not say: the payment is as it was before, and the webhook or the reconciler brings the outcome.</summary>
    Unclear,
}
