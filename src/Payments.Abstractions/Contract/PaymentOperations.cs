namespace Payments;

/// <summary>What a provider can do.</summary>
[Flags]
public enum PaymentOperations
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><see cref="IPaymentProvider.CreatePaymentAsync"/>.</summary>
    Create = 1 << 0,

    /// <summary><see cref="IPaymentProvider.ConfirmPaymentAsync"/>.</summary>
    Confirm = 1 << 1,

    /// <summary><see cref="IPaymentProvider.GetPaymentAsync"/>.</summary>
    Get = 1 << 2,

    /// <summary><see cref="IPaymentProvider.FindPaymentsAsync"/>.</summary>
    Find = 1 << 3,

    /// <summary>Holding money and <see cref="IPaymentProvider.CapturePaymentAsync"/>.</summary>
    Capture = 1 << 4,

    /// <summary>Capturing less than what is held.</summary>
    PartialCapture = 1 << 5,

    /// <summary>Capturing more than once.</summary>
    MultipleCapture = 1 << 6,

    /// <summary><see cref="IPaymentProvider.CancelPaymentAsync"/>.</summary>
    Cancel = 1 << 7,

    /// <summary><see cref="IPaymentProvider.RefundPaymentAsync"/> of the whole amount.</summary>
    Refund = 1 << 8,

    /// <summary>Refunding a part, several times.</summary>
    PartialRefund = 1 << 9,

    /// <summary><see cref="IPaymentProvider.GetRefundAsync"/>.</summary>
    GetRefund = 1 << 10,

    /// <summary><see cref="IPaymentProvider.VerifyWebhookAsync"/> and <see cref="IPaymentProvider.ResolveWebhookAsync"/>.</summary>
    Webhooks = 1 << 11,
}
