namespace Payments;

/// <summary>
/// Idempotency and the payment memory: claim, reservation and intent commit together before a call that moves money; answer, state and what the
/// handlers wrote commit together after it. Two concerns in one middleware, because they share these two transactions; see <see cref="LedgerWriter"/>.
/// </summary>
internal sealed class LedgerPaymentProvider(IPaymentProvider inner, PaymentLedger ledger) : DelegatingPaymentProvider(inner)
{
    private readonly LedgerWriter _writer = new(inner, ledger);

    public override Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default) =>
        _writer.WriteAsync(CreateOperation.Instance, request, cancellationToken);

    public override Task<Payment> ConfirmPaymentAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken = default) =>
        _writer.WriteAsync(ConfirmOperation.Instance, request, cancellationToken);

    public override Task<Payment> CapturePaymentAsync(CaptureRequest request, CancellationToken cancellationToken = default) =>
        _writer.WriteAsync(CaptureOperation.Instance, request, cancellationToken);

    public override Task<Payment> CancelPaymentAsync(CancelRequest request, CancellationToken cancellationToken = default) =>
        _writer.WriteAsync(CancelOperation.Instance, request, cancellationToken);

    public override Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default) =>
        _writer.WriteAsync(RefundOperation.Instance, request, cancellationToken);

    public override async Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payment);
        PaymentLedger.ThrowIfHandling();
        if (!Capabilities.Supports(PaymentOperations.Get))
            return payment.Known ?? throw new PaymentOperationNotSupportedException(Name, PaymentOperations.Get, "The payment memory does not know it either.", payment);

        var startedAt = ledger.Now;
        ledger.Metrics.Attempt(Name, PaymentOperations.Get, payment.Known);
        var answer = await Inner.GetPaymentAsync(payment, cancellationToken).ConfigureAwait(false);
        if (answer.IsRemembered && (answer.Facts.Count == 0 || answer.Facts.Equals(payment.Known?.Facts)))
            return answer;
        var folded = await FoldReadAsync(PaymentOperations.Get, new LedgerEntry
        {
            Reference = answer.Reference.Complete(payment).With(null),
            Source = PaymentChangeSource.Read,
            StartedAt = startedAt,
            Adopt = answer.IsRemembered ? null : answer,
            Facts = CreateOperation.Instance.FactsOf(answer, ledger.Now),
        }).ConfigureAwait(false);
        return folded is null ? answer : CreateOperation.Instance.Complete(answer, folded);
    }

    public override async Task<Refund> GetRefundAsync(RefundReference refund, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(refund);
        PaymentLedger.ThrowIfHandling();
        var startedAt = ledger.Now;
        ledger.Metrics.Attempt(Name, PaymentOperations.GetRefund, refund.Payment.Known);
        var answer = await Inner.GetRefundAsync(refund, cancellationToken).ConfigureAwait(false);
        await FoldReadAsync(PaymentOperations.GetRefund, new LedgerEntry
        {
            Reference = answer.Payment.Complete(refund.Payment).With(null),
            Source = PaymentChangeSource.Read,
            StartedAt = startedAt,
            Refund = answer,
            Facts = RefundOperation.Instance.FactsOf(answer, ledger.Now),
        }).ConfigureAwait(false);
        return answer;
    }

    /// <summary>Reads a payment for the reconciler: by its id, else by the order if exactly one payment has it. Null when there is no way to read it.</summary>
    internal async Task<Payment?> ReadBareAsync(PaymentRecord record, CancellationToken cancellationToken) =>
        (await PaymentReading.ReadAsync(Inner, record.Reference, record, cancellationToken).ConfigureAwait(false)).Payment;

    private async ValueTask<Payment?> FoldReadAsync(PaymentOperations operation, LedgerEntry entry)
    {
        try
        {
            return (await ledger.ApplyAsync(entry, CancellationToken.None).ConfigureAwait(false))?.Payment;
        }
        catch (Exception exception)
        {
            ledger.Logger.NotRecorded(Name, operation, entry.Reference.OrderId, ExceptionTrace.Of(exception));
            return null;
        }
    }
}
