namespace Payments;

/// <summary>The base of a provider. Every operation that is not overridden throws <see cref="PaymentOperationNotSupportedException"/>.</summary>
/// <param name="name">The registration's name.</param>
public abstract class PaymentProvider(string name) : IPaymentProvider
{
    /// <inheritdoc />
    public string Name { get; } = name;

    /// <inheritdoc />
    public abstract PaymentProviderCapabilities Capabilities { get; }

    /// <inheritdoc />
    public virtual Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default) =>
        Task.FromException<Payment>(NotSupported(PaymentOperations.Create));

    /// <inheritdoc />
    public virtual Task<Payment> ConfirmPaymentAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken = default) =>
        Task.FromException<Payment>(NotSupported(PaymentOperations.Confirm));

    /// <inheritdoc />
    public virtual Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default) =>
        Task.FromException<Payment>(NotSupported(PaymentOperations.Get));

    /// <inheritdoc />
    public virtual Task<FindPaymentsResult> FindPaymentsAsync(FindPaymentsRequest request, CancellationToken cancellationToken = default) =>
        Task.FromException<FindPaymentsResult>(NotSupported(PaymentOperations.Find));

    /// <inheritdoc />
    public virtual Task<Payment> CapturePaymentAsync(CaptureRequest request, CancellationToken cancellationToken = default) =>
        Task.FromException<Payment>(NotSupported(PaymentOperations.Capture));

    /// <inheritdoc />
    public virtual Task<Payment> CancelPaymentAsync(CancelRequest request, CancellationToken cancellationToken = default) =>
        Task.FromException<Payment>(NotSupported(PaymentOperations.Cancel));

    /// <inheritdoc />
    public virtual Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default) =>
        Task.FromException<Refund>(NotSupported(PaymentOperations.Refund));

    /// <inheritdoc />
    public virtual Task<Refund> GetRefundAsync(RefundReference refund, CancellationToken cancellationToken = default) =>
        Task.FromException<Refund>(NotSupported(PaymentOperations.GetRefund));

    /// <inheritdoc />
    public virtual Task<VerifiedWebhook> VerifyWebhookAsync(WebhookRequest request, CancellationToken cancellationToken = default) =>
        Task.FromException<VerifiedWebhook>(NotSupported(PaymentOperations.Webhooks));

    /// <inheritdoc />
    public virtual Task<IReadOnlyList<PaymentEvent>> ResolveWebhookAsync(VerifiedWebhook webhook, CancellationToken cancellationToken = default) =>
        Task.FromException<IReadOnlyList<PaymentEvent>>(NotSupported(PaymentOperations.Webhooks));

    /// <inheritdoc />
    public virtual object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;
    }

    private PaymentOperationNotSupportedException NotSupported(PaymentOperations operation) => new(Name, operation);
}
