namespace Payments.Security;

/// <summary>What a caller may be allowed to do, and what the audit log tells that they did.</summary>
public enum PaymentAction
{
    /// <summary>Not known here.</summary>
    Unknown,

    /// <summary><see cref="IPaymentProvider.CreatePaymentAsync"/>.</summary>
    Create,

    /// <summary><see cref="IPaymentProvider.ConfirmPaymentAsync"/>.</summary>
    Confirm,

    /// <summary><see cref="IPaymentProvider.CapturePaymentAsync"/>.</summary>
    Capture,

    /// <summary><see cref="IPaymentProvider.CancelPaymentAsync"/>.</summary>
    Cancel,

    /// <summary><see cref="IPaymentProvider.RefundPaymentAsync"/>.</summary>
    Refund,

    /// <summary>Reading payments and refunds from a provider.</summary>
    Read,

    /// <summary><see cref="ITokenVault.DetokenizeAsync"/>.</summary>
    Detokenize,

    /// <summary>Taking payments or the audit log out of the system as a file.</summary>
    Export,

    /// <summary>Reading the audit log.</summary>
    ReadAudit,

    /// <summary>Removing old entries of the audit log.</summary>
    RemoveAudit,
}
