namespace Payments;

/// <summary>Middleware: passes every call on to the provider inside. Override what concerns you.</summary>
/// <param name="inner">The provider inside.</param>
public class DelegatingPaymentProvider(IPaymentProvider inner) : IPaymentProvider
{
    /// <inheritdoc />
    public string Name => Inner.Name;

    /// <inheritdoc />
    public virtual PaymentProviderCapabilities Capabilities => Inner.Capabilities;

    /// <summary>The provider inside.</summary>
    protected IPaymentProvider Inner { get; } = inner ?? throw new ArgumentNullException(nameof(inner));

    /// <inheritdoc />
    public virtual Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default) =>
        Inner.CreatePaymentAsync(request, cancellationToken);

    /// <inheritdoc />
    public virtual Task<Payment> ConfirmPaymentAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken = default) =>
        Inner.ConfirmPaymentAsync(request, cancellationToken);

    /// <inheritdoc />
    public virtual Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default) =>
        Inner.GetPaymentAsync(payment, cancellationToken);

    /// <inheritdoc />
    public virtual Task<FindPaymentsResult> FindPaymentsAsync(FindPaymentsRequest request, CancellationToken cancellationToken = default) =>
        Inner.FindPaymentsAsync(request, cancellationToken);

    /// <inheritdoc />
    public virtual Task<Payment> CapturePaymentAsync(CaptureRequest request, CancellationToken cancellationToken = default) =>
        Inner.CapturePaymentAsync(request, cancellationToken);

    /// <inheritdoc />
    public virtual Task<Payment> CancelPaymentAsync(CancelRequest request, CancellationToken cancellationToken = default) =>
        Inner.CancelPaymentAsync(request, cancellationToken);

    /// <inheritdoc />
    public virtual Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default) =>
        Inner.RefundPaymentAsync(request, cancellationToken);

    /// <inheritdoc />
    public virtual Task<Refund> GetRefundAsync(RefundReference refund, CancellationToken cancellationToken = default) =>
        Inner.GetRefundAsync(refund, cancellationToken);

    /// <inheritdoc />
    public virtual Task<VerifiedWebhook> VerifyWebhookAsync(WebhookRequest request, CancellationToken cancellationToken = default) =>
        Inner.VerifyWebhookAsync(request, cancellationToken);

    /// <inheritdoc />
    public virtual Task<IReadOnlyList<PaymentEvent>> ResolveWebhookAsync(VerifiedWebhook webhook, CancellationToken cancellationToken = default) =>
        Inner.ResolveWebhookAsync(webhook, cancellationToken);

    /// <inheritdoc />
    public virtual object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : Inner.GetService(serviceType, serviceKey);
    }
}
