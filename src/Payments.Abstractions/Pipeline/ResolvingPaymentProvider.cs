namespace Payments;

/// <summary>
/// Completes what the host names a payment by with what the memory knows, and gives a missing amount its value, so that whoever decides after
/// this (access, the host's own middleware) sees the real one.
/// </summary>
internal sealed class ResolvingPaymentProvider(IPaymentProvider inner, PaymentLedger ledger) : DelegatingPaymentProvider(inner)
{
    public override async Task<Payment> ConfirmPaymentAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken = default)
    {
        var (payment, record) = await CompleteAsync(request.Payment, cancellationToken).ConfigureAwait(false);
        // The key is made of what the caller gave: a completed reference would give a repeat another one.
        var key = ConfirmOperation.Instance.KeyOf(request);
        return await Inner.ConfirmPaymentAsync(
            request.With(payment, request.Amount ?? payment.Known?.Amount, request.CustomerId ?? record?.CustomerId, key), cancellationToken).ConfigureAwait(false);
    }

    public override async Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default)
    {
        var (completed, _) = await CompleteAsync(payment, cancellationToken).ConfigureAwait(false);
        return await Inner.GetPaymentAsync(completed, cancellationToken).ConfigureAwait(false);
    }

    public override async Task<Payment> CapturePaymentAsync(CaptureRequest request, CancellationToken cancellationToken = default)
    {
        var (payment, record) = await CompleteAsync(request.Payment, cancellationToken).ConfigureAwait(false);
        var amount = request.Amount ?? (record is null ? null
            : PaymentTotals.Reserved(record, PaymentOperations.Capture, request.IdempotencyKey) ?? PaymentTotals.Capturable(record));
        CheckAmount(request.Amount, payment, PaymentOperations.PartialCapture, payment.Known?.AuthorizedAmount ?? payment.Known?.Amount);
        return await Inner.CapturePaymentAsync(request.With(payment, Positive(amount), request.IdempotencyKey), cancellationToken).ConfigureAwait(false);
    }

    public override async Task<Payment> CancelPaymentAsync(CancelRequest request, CancellationToken cancellationToken = default)
    {
        var (payment, _) = await CompleteAsync(request.Payment, cancellationToken).ConfigureAwait(false);
        return await Inner.CancelPaymentAsync(request.With(payment, request.IdempotencyKey), cancellationToken).ConfigureAwait(false);
    }

    public override async Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default)
    {
        var (payment, record) = await CompleteAsync(request.Payment, cancellationToken).ConfigureAwait(false);
        // What is left of one of several captures, the provider knows alone.
        var amount = request.Amount ?? (record is null || request.CaptureId is not null ? null : RefundOperation.AmountOf(request, record));
        CheckAmount(request.Amount, payment, PaymentOperations.PartialRefund, payment.Known?.CapturedAmount ?? payment.Known?.Amount);
        return await Inner.RefundPaymentAsync(request.With(payment, Positive(amount), request.IdempotencyKey), cancellationToken).ConfigureAwait(false);
    }

    public override async Task<Refund> GetRefundAsync(RefundReference refund, CancellationToken cancellationToken = default)
    {
        var (payment, _) = await CompleteAsync(refund.Payment, cancellationToken).ConfigureAwait(false);
        return await Inner.GetRefundAsync(refund with { Payment = payment }, cancellationToken).ConfigureAwait(false);
    }

    public override async Task<IReadOnlyList<PaymentEvent>> ResolveWebhookAsync(VerifiedWebhook webhook, CancellationToken cancellationToken = default)
    {
        if (webhook.References.Count == 0)
            return await Inner.ResolveWebhookAsync(webhook, cancellationToken).ConfigureAwait(false);
        var references = new PaymentReference[webhook.References.Count];
        for (var i = 0; i < references.Length; i++)
            (references[i], _) = await CompleteAsync(webhook.References[i], cancellationToken).ConfigureAwait(false);
        return await Inner.ResolveWebhookAsync(webhook with { References = references }, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<(PaymentReference Payment, PaymentRecord? Record)> CompleteAsync(PaymentReference payment, CancellationToken cancellationToken)
    {
        var record = await ledger.FindAsync(payment, cancellationToken).ConfigureAwait(false);
        return record is null ? (payment, null) : (payment.Complete(record.Reference).With(record.Payment), record);
    }

    // Nothing left is not an amount: the repeat of a refund of all that was left must still reach the answer that is remembered for it.
    private static Money? Positive(Money? amount) => amount is { IsPositive: true } ? amount : null;

    private void CheckAmount(Money? amount, PaymentReference payment, PaymentOperations partly, Money? whole)
    {
        if (amount is not { } money || whole is not { } all)
            return;
        if (money.Currency != all.Currency)
            throw new PaymentRequestException($"The amount is in {money.Currency.Code}, the payment in {all.Currency.Code}.", PaymentErrorCode.InvalidAmount, payment);
        if (money < all && !Capabilities.Supports(partly))
            throw new PaymentOperationNotSupportedException(Name, partly, "Leave Amount out for the whole.", payment);
    }
}
