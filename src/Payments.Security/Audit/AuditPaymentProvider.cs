namespace Payments.Security;

/// <summary>Writes the intent before every operation that moves money or could, and the outcome after it.</summary>
internal sealed class AuditPaymentProvider(IPaymentProvider inner, IAuditLog log, IPaymentCaller? caller) : DelegatingPaymentProvider(inner)
{
    public override Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default) => AuditAsync(
        Intent(PaymentAction.Create, null, request.Amount) with { OrderId = request.OrderId }, request,
        static (inner, request, token) => inner.CreatePaymentAsync(request, token), cancellationToken);

    public override Task<Payment> ConfirmPaymentAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken = default) => AuditAsync(
        Intent(PaymentAction.Confirm, request.Payment, request.Amount), request,
        static (inner, request, token) => inner.ConfirmPaymentAsync(request, token), cancellationToken);

    public override Task<Payment> CapturePaymentAsync(CaptureRequest request, CancellationToken cancellationToken = default) => AuditAsync(
        Intent(PaymentAction.Capture, request.Payment, request.Amount), request,
        static (inner, request, token) => inner.CapturePaymentAsync(request, token), cancellationToken);

    public override Task<Payment> CancelPaymentAsync(CancelRequest request, CancellationToken cancellationToken = default) => AuditAsync(
        Intent(PaymentAction.Cancel, request.Payment, null) with { Reason = request.Reason }, request,
        static (inner, request, token) => inner.CancelPaymentAsync(request, token), cancellationToken);

    public override Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default) => AuditAsync(
        Intent(PaymentAction.Refund, request.Payment, request.Amount) with { RefundReference = request.Reference, Reason = request.Reason }, request,
        static (inner, request, token) => inner.RefundPaymentAsync(request, token), cancellationToken);

    private AuditEntry Intent(PaymentAction action, PaymentReference? payment, Money? amount) => new()
    {
        Kind = AuditEntryKind.Intent,
        Action = action,
        Caller = SystemPaymentCaller.Or(caller),
        Provider = Name,
        PaymentId = payment?.PaymentId,
        OrderId = payment?.OrderId,
        Amount = amount,
        Before = AuditState.Of(payment?.Known),
    };

    private async Task<T> AuditAsync<TRequest, T>(
        AuditEntry intent, TRequest request, Func<IPaymentProvider, TRequest, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        var sequence = await log.AppendAsync(intent, cancellationToken).ConfigureAwait(false);
        var seen = AuditedCall.Begin();
        T answer;
        try
        {
            answer = await call(Inner, request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await log.AppendOrQueueAsync(AuditOutcomes.Failed(intent, sequence, exception, AuditResult.Unknown, seen), CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        await log.AppendOrQueueAsync(AuditOutcomes.Ended(intent, sequence, answer, seen), CancellationToken.None).ConfigureAwait(false);
        return answer;
    }
}

/// <summary>Stands where the payment has been looked up, and tells the audit outside of it.</summary>
internal sealed class AuditedPaymentProvider(IPaymentProvider inner) : DelegatingPaymentProvider(inner)
{
    public override Task<Payment> ConfirmPaymentAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken = default)
    {
        AuditedCall.Current?.Resolve(request.Payment, request.Amount);
        return Inner.ConfirmPaymentAsync(request, cancellationToken);
    }

    public override Task<Payment> CapturePaymentAsync(CaptureRequest request, CancellationToken cancellationToken = default)
    {
        AuditedCall.Current?.Resolve(request.Payment, request.Amount);
        return Inner.CapturePaymentAsync(request, cancellationToken);
    }

    public override Task<Payment> CancelPaymentAsync(CancelRequest request, CancellationToken cancellationToken = default)
    {
        AuditedCall.Current?.Resolve(request.Payment, null);
        return Inner.CancelPaymentAsync(request, cancellationToken);
    }

    public override Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default)
    {
        AuditedCall.Current?.Resolve(request.Payment, request.Amount);
        return Inner.RefundPaymentAsync(request, cancellationToken);
    }
}
