namespace Payments.Security;

/// <summary>
/// Writes down the changes that nobody here asked for. It runs inside of the change's transaction, which may hold the very database that the log
/// is in: so it queues, and does not wait.
/// </summary>
internal sealed class AuditChangeHandler(IAuditLog log) : IPaymentEventHandler
{
    private static readonly PaymentCaller Webhook = new(SystemPaymentCaller.Webhook, [], []);
    private static readonly PaymentCaller Reconciler = new(SystemPaymentCaller.Reconciler, [], []);

    public Task HandleAsync(PaymentChange change, CancellationToken cancellationToken = default)
    {
        // An answer is the outcome of a call, which is written down by the pipeline.
        if (change.Source is not PaymentChangeSource.Answer)
        {
            log.Queue(new AuditEntry
            {
                Kind = AuditEntryKind.Change,
                Action = PaymentAction.Unknown,
                Caller = CallerOf(change.Source),
                Provider = change.After.Reference.Provider,
                PaymentId = change.After.Reference.PaymentId,
                OrderId = change.After.Reference.OrderId,
                RefundId = change.Refund?.RefundId,
                RefundReference = change.Refund?.Reference,
                Refund = change.Refund?.Status,
                Source = change.Source,
                ChangeId = change.Id,
                Before = AuditState.Of(change.Before),
                After = AuditState.Of(change.After),
            });
        }

        return Task.CompletedTask;
    }

    // Who happened to read a payment did not change it.
    private static PaymentCaller? CallerOf(PaymentChangeSource source) => source switch
    {
        PaymentChangeSource.Webhook => Webhook,
        PaymentChangeSource.Reconciliation => Reconciler,
        _ => SystemPaymentCaller.Current,
    };
}
