using Microsoft.Extensions.DependencyInjection;

namespace Payments;

/// <summary>Folds what webhooks tell into the payment memory. An event that was applied before gives nothing again.</summary>
internal sealed class WebhookLedgerPaymentProvider(IPaymentProvider inner, PaymentLedger ledger) : DelegatingPaymentProvider(inner)
{
    public override async Task<IReadOnlyList<PaymentEvent>> ResolveWebhookAsync(VerifiedWebhook webhook, CancellationToken cancellationToken = default)
    {
        PaymentLedger.ThrowIfHandling();
        var startedAt = ledger.Now;
        var events = await Inner.ResolveWebhookAsync(webhook, cancellationToken).ConfigureAwait(false);
        if (events.Count == 0)
            return events;

        List<PaymentEvent> applied = [];
        foreach (var @event in events)
        {
            var id = WebhookIds.Of(webhook, @event.EventId);
            if (webhook.Trust is WebhookTrust.Signed && await WasAppliedAsync(id, cancellationToken).ConfigureAwait(false))
                continue;
            await ApplyAsync(webhook, @event, id, startedAt, cancellationToken).ConfigureAwait(false);
            applied.Add(@event);
        }

        return applied;
    }

    private async Task ApplyAsync(VerifiedWebhook webhook, PaymentEvent @event, string id, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        var facts = FactsOf(webhook, @event);
        var reference = ReferenceOf(@event);
        if (facts.Count > 0 && reference is not null)
        {
            var entry = new LedgerEntry
            {
                Reference = reference.With(null),
                Source = PaymentChangeSource.Webhook,
                StartedAt = webhook.Trust is WebhookTrust.Hint ? startedAt : null,
                Facts = facts,
                Adopt = @event.Payment,
                Refund = @event.Refund,
                Dispute = @event.Dispute,
                EventId = webhook.Trust is WebhookTrust.Signed ? id : null,
            };
            if (await ledger.ApplyAsync(entry, cancellationToken).ConfigureAwait(false) is not null)
                return;
            if (webhook.Trust is WebhookTrust.Signed && await AdoptAsync(reference, cancellationToken).ConfigureAwait(false)
                && await ledger.ApplyAsync(entry, cancellationToken).ConfigureAwait(false) is not null)
                return;
        }

        // It tells of nothing that is kept: only that it came is remembered. What names a payment that is not here yet may come again, or waits where no
        // read could make the payment known.
        if (facts.Count == 0)
        {
            if (webhook.Trust is WebhookTrust.Signed)
                await MarkAppliedAsync(id, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (Capabilities.NeedsWebhooks && WebhookDelivery.Current is { MayWait: true } delivery)
        {
            delivery.IsEarly = true;
            return;
        }

        ledger.Logger.WebhookForeign(Name, @event.ProviderEventType);
        ledger.Metrics.Webhook(Name, WebhookResults.Foreign);
    }

    // A signed part (a refund, a dispute) of a payment that this memory does not have: the whole is read, if anyone listens.
    private async Task<bool> AdoptAsync(PaymentReference reference, CancellationToken cancellationToken)
    {
        if (!ledger.HasHandlers || !Capabilities.Supports(PaymentOperations.Get))
            return false;
        try
        {
            await Inner.GetPaymentAsync(reference, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is PaymentNotFoundException or PaymentOperationNotSupportedException)
        {
            return false;
        }
    }

    private async Task<bool> WasAppliedAsync(string id, CancellationToken cancellationToken)
    {
        var scope = ledger.OpenScope();
        await using (scope.ConfigureAwait(false))
            return await scope.ServiceProvider.GetRequiredService<IWebhookInbox>().WasAppliedAsync(Name, id, cancellationToken).ConfigureAwait(false);
    }

    private async Task MarkAppliedAsync(string id, CancellationToken cancellationToken)
    {
        var scope = ledger.OpenScope();
        await using var _ = scope.ConfigureAwait(false);
        var transaction = await scope.ServiceProvider.GetRequiredService<IPaymentTransactions>().BeginAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        await scope.ServiceProvider.GetRequiredService<IWebhookInbox>().MarkAppliedAsync(Name, id, ledger.Now, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static PaymentReference? ReferenceOf(PaymentEvent @event)
    {
        var own = @event.Payment?.Reference ?? @event.Refund?.Payment ?? @event.Dispute?.Payment;
        return (own, @event.Reference) switch
        {
            (null, var named) => named,
            (var told, null) => told,
            var (told, named) => told.Complete(named),
        };
    }

    // The time that an unsigned message names is anybody's word: what was read is as new as the reading.
    private List<PaymentFact> FactsOf(VerifiedWebhook webhook, PaymentEvent @event)
    {
        var toldAt = webhook.Trust is WebhookTrust.Hint ? ledger.Now : @event.OccurredAt;
        List<PaymentFact> facts = [.. @event.Facts];
        if (@event.Payment is { } payment)
            facts.Add(new SnapshotFact(payment, IsAnswer: webhook.Trust is WebhookTrust.Hint) { AsOf = payment.AsOf ?? toldAt, Version = payment.Version });
        if (@event.Refund is { } refund)
            facts.Add(new RefundFact(refund) { AsOf = refund.AsOf ?? toldAt, Version = refund.Version });
        if (@event.Dispute is { } dispute)
            facts.Add(new DisputeFact(dispute) { AsOf = dispute.AsOf ?? toldAt, Version = dispute.Version });
        return facts;
    }
}
