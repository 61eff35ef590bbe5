namespace Payments.Reliability.Hosting;

/// <summary>The work that no request waits for, done when the harness says so.</summary>
internal sealed class ShopWork(PaymentWebhooks webhooks, PaymentReconciler reconciler, ShopLedger ledger)
{
    /// <summary>One round of each.</summary>
    internal async Task<WorkResult> RunOnceAsync(CancellationToken cancellationToken)
    {
        var dispatched = await webhooks.DispatchAsync(cancellationToken: cancellationToken);
        var looked = await reconciler.RunOnceAsync(cancellationToken: cancellationToken);
        return new WorkResult(dispatched, looked.Looked, await ledger.NextCheckAsync(cancellationToken));
    }
}
