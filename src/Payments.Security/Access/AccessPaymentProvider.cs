namespace Payments.Security;

/// <summary>Asks before every operation, with the payment as the memory knows it and the amount that would be moved.</summary>
internal sealed class AccessPaymentProvider(IPaymentProvider inner, PaymentAccess access) : DelegatingPaymentProvider(inner)
{
    public override Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default) => GuardAsync(
        Wanted(PaymentAction.Create, null, request.Amount), request.IdempotencyKey, request,
        static (inner, request, token) => inner.CreatePaymentAsync(request, token), cancellationToken);

    public override Task<Payment> ConfirmPaymentAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken = default) => GuardAsync(
        Wanted(PaymentAction.Confirm, request.Payment, request.Amount), request.IdempotencyKey, request,
        static (inner, request, token) => inner.ConfirmPaymentAsync(request, token), cancellationToken);

    public override Task<Payment> CapturePaymentAsync(CaptureRequest request, CancellationToken cancellationToken = default) => GuardAsync(
        Wanted(PaymentAction.Capture, request.Payment, request.Amount), request.IdempotencyKey, request,
        static (inner, request, token) => inner.CapturePaymentAsync(request, token), cancellationToken);

    public override Task<Payment> CancelPaymentAsync(CancelRequest request, CancellationToken cancellationToken = default) => GuardAsync(
        Wanted(PaymentAction.Cancel, request.Payment, request.Payment.Known is { } known ? known.AuthorizedAmount ?? known.Amount : null),
        request.IdempotencyKey, request, static (inner, request, token) => inner.CancelPaymentAsync(request, token), cancellationToken);

    public override Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default) => GuardAsync(
        Wanted(PaymentAction.Refund, request.Payment, request.Amount), request.IdempotencyKey, request,
        static (inner, request, token) => inner.RefundPaymentAsync(request, token), cancellationToken);

    public override Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default) => GuardAsync(
        Wanted(PaymentAction.Read, payment, null), null, payment, static (inner, payment, token) => inner.GetPaymentAsync(payment, token), cancellationToken);

    public override Task<Refund> GetRefundAsync(RefundReference refund, CancellationToken cancellationToken = default) => GuardAsync(
        Wanted(PaymentAction.Read, refund.Payment, null), null, refund, static (inner, refund, token) => inner.GetRefundAsync(refund, token), cancellationToken);

    public override Task<FindPaymentsResult> FindPaymentsAsync(FindPaymentsRequest request, CancellationToken cancellationToken = default) => GuardAsync(
        Wanted(PaymentAction.Read, null, null), null, request, static (inner, request, token) => inner.FindPaymentsAsync(request, token), cancellationToken);

    private PaymentAccessRequest Wanted(PaymentAction action, PaymentReference? payment, Money? amount) =>
        new() { Action = action, Provider = Name, Payment = payment, Amount = amount };

    private async Task<T> GuardAsync<TRequest, T>(
        PaymentAccessRequest wanted, string? key, TRequest request, Func<IPaymentProvider, TRequest, CancellationToken, Task<T>> call,
        CancellationToken cancellationToken)
        where T : class
    {
        AuditedCall.Current?.Resolve(wanted.Payment, wanted.Amount);
        var uses = await access.EnterAsync(wanted, key, cancellationToken).ConfigureAwait(false);
        T answer;
        try
        {
            answer = await call(Inner, request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await access.LeaveAsync(wanted.Action, uses, counts: !IsKnownNotToHaveMoved(exception)).ConfigureAwait(false);
            throw;
        }

        await access.LeaveAsync(wanted.Action, uses, counts: answer is not (Payment { Status: PaymentStatus.Failed } or Refund { Status: RefundStatus.Failed })).ConfigureAwait(false);
        return answer;
    }

    private static bool IsKnownNotToHaveMoved(Exception exception) =>
        exception is OperationCanceledException or PaymentException { Outcome: PaymentOutcome.NeverSent or PaymentOutcome.Refused };
}
