using Microsoft.Extensions.DependencyInjection;

namespace Payments;

/// <summary>
/// Forgets what is older than its retention, in small batches: answered idempotency keys and applied webhooks. Nothing that is open is ever forgotten,
/// and no payment. A host with hosted services runs it in the background; a console host calls it now and then.
/// </summary>
public sealed class PaymentRetention
{
    private const int Batch = 500;
    private readonly PaymentLedger _ledger;

    internal PaymentRetention(PaymentLedger ledger) => _ledger = ledger;

    /// <summary>One batch of each kind.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Whether there may be more.</returns>
    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken = default)
    {
        var scope = _ledger.OpenScope();
        await using var _ = scope.ConfigureAwait(false);
        var services = scope.ServiceProvider;
        var keys = await services.GetRequiredService<IIdempotencyStore>()
            .RemoveSettledAsync(_ledger.Now - _ledger.Options.IdempotencyRetention, Batch, cancellationToken).ConfigureAwait(false);
        var applied = await services.GetRequiredService<IWebhookInbox>()
            .RemoveAppliedAsync(_ledger.Now - _ledger.Options.WebhookRetention, Batch, cancellationToken).ConfigureAwait(false);
        return keys >= Batch || applied >= Batch;
    }
}
