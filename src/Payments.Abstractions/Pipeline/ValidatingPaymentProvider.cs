namespace Payments;

/// <summary>Refuses requests that no provider or not this one takes, before anything is written or sent.</summary>
internal sealed class ValidatingPaymentProvider(IPaymentProvider inner, PaymentsOptions options) : DelegatingPaymentProvider(inner)
{
    public override Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default)
    {
        Require(PaymentOperations.Create);
        RequestRules.Check(Inner, request);
        return Inner.CreatePaymentAsync(request, cancellationToken);
    }

    public override Task<Payment> ConfirmPaymentAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken = default)
    {
        Require(PaymentOperations.Confirm, request.Payment);
        RequestRules.Check(Inner, request);
        return Inner.ConfirmPaymentAsync(request, cancellationToken);
    }

    public override Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default)
    {
        RequestRules.Payment(Inner, payment);
        return Inner.GetPaymentAsync(payment, cancellationToken);
    }

    public override Task<FindPaymentsResult> FindPaymentsAsync(FindPaymentsRequest request, CancellationToken cancellationToken = default)
    {
        Require(PaymentOperations.Find);
        RequestRules.Check(request);
        return Inner.FindPaymentsAsync(request, cancellationToken);
    }

    public override Task<Payment> CapturePaymentAsync(CaptureRequest request, CancellationToken cancellationToken = default)
    {
        Require(PaymentOperations.Capture, request.Payment);
        RequestRules.Check(Inner, request);
        return Inner.CapturePaymentAsync(request, cancellationToken);
    }

    public override Task<Payment> CancelPaymentAsync(CancelRequest request, CancellationToken cancellationToken = default)
    {
        Require(PaymentOperations.Cancel, request.Payment);
        RequestRules.Check(Inner, request);
        return Inner.CancelPaymentAsync(request, cancellationToken);
    }

    public override Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default)
    {
        Require(PaymentOperations.Refund, request.Payment);
        RequestRules.Check(Inner, request);
        return Inner.RefundPaymentAsync(request, cancellationToken);
    }

    public override Task<Refund> GetRefundAsync(RefundReference refund, CancellationToken cancellationToken = default)
    {
        Require(PaymentOperations.GetRefund, refund.Payment);
        RequestRules.Payment(Inner, refund.Payment);
        if (refund is { RefundId: null, Reference: null, Related.Count: 0 })
            throw new PaymentRequestException("A refund is named by the provider's id or by our reference.", payment: refund.Payment);
        return Inner.GetRefundAsync(refund, cancellationToken);
    }

    public override Task<VerifiedWebhook> VerifyWebhookAsync(WebhookRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        Require(PaymentOperations.Webhooks);
        if (request.Body.Length > options.MaxWebhookBytes)
            throw new WebhookVerificationException("The webhook is larger than PaymentsOptions.MaxWebhookBytes.", PaymentErrorCode.TooLarge);
        return Inner.VerifyWebhookAsync(request, cancellationToken);
    }

    public override async Task<IReadOnlyList<PaymentEvent>> ResolveWebhookAsync(VerifiedWebhook webhook, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        if (webhook.Provider != Name)
            throw new WebhookVerificationException($"The webhook was verified by the registration '{webhook.Provider}', this is '{Name}'.", PaymentErrorCode.InvalidRequest);
        return await Inner.ResolveWebhookAsync(webhook, cancellationToken).ConfigureAwait(false);
    }

    private void Require(PaymentOperations operation, PaymentReference? payment = null)
    {
        if (!Capabilities.Supports(operation))
            throw new PaymentOperationNotSupportedException(Name, operation, payment: payment);
    }
}
