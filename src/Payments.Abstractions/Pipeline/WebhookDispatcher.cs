using Microsoft.Extensions.DependencyInjection;

namespace Payments;

/// <summary>Applies what the inbox keeps for one registration.</summary>
internal sealed class WebhookDispatcher(IPaymentProviderFactory providers, PaymentLedger ledger, Func<double> random)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>Takes what is due and applies it, several at once.</summary>
    /// <returns>How many were taken.</returns>
    internal async Task<int> DispatchAsync(string provider, int limit, CancellationToken cancellationToken)
    {
        var leaseUntil = ledger.Now + Lease;
        var entries = await WithInboxAsync(inbox => inbox.TakeAsync(provider, ledger.Now, Lease, limit, cancellationToken)).ConfigureAwait(false);
        await Parallel.ForEachAsync(
            entries, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, ledger.Options.BackgroundConcurrency), CancellationToken = cancellationToken },
            async (entry, _) =>
            {
                // What is not begun within the lease is another worker's by now.
                if (ledger.Now < leaseUntil)
                    await ApplyAsync(entry, cancellationToken).ConfigureAwait(false);
            }).ConfigureAwait(false);
        return entries.Count;
    }

    private async Task ApplyAsync(InboxEntry entry, CancellationToken cancellationToken)
    {
        var provider = entry.Webhook.Provider;
        var isLast = entry.Attempts >= ledger.Options.MaxWebhookAttempts;
        string error;
        try
        {
            var delivery = WebhookDelivery.Begin(mayWait: !isLast);
            await providers.GetProvider(provider).ResolveWebhookAsync(entry.Webhook, cancellationToken).ConfigureAwait(false);
            if (!delivery.IsEarly)
            {
                await WithInboxAsync(inbox => DoneAsync(inbox.CompleteAsync(entry, ledger.Now, cancellationToken))).ConfigureAwait(false);
                return;
            }

            ledger.Logger.WebhookEarly(provider, entry.Attempts);
            error = "The payment is not known yet.";
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            ledger.Logger.WebhookFailed(provider, entry.Attempts, ExceptionTrace.Of(exception));
            error = exception is PaymentException { Error.Code: var code } ? $"{exception.GetType().Name}: {code}" : exception.GetType().Name;
        }

        if (isLast)
        {
            ledger.Logger.WebhookGivenUp(provider, entry.Attempts);
            ledger.Metrics.Webhook(provider, "dead");
        }

        await WithInboxAsync(inbox => DoneAsync(inbox.FailAsync(entry, error, ledger.Now, isLast ? null : ledger.Now + Wait(entry.Attempts), cancellationToken))).ConfigureAwait(false);
    }

    // Four seconds, then twice as long each time, and up to a half more, so that what failed together does not come back together.
    private TimeSpan Wait(int attempts) => TimeSpan.FromSeconds(Math.Pow(2, Math.Min(attempts + 1, 16)) * (1 + (random() / 2)));

    private async ValueTask<T> WithInboxAsync<T>(Func<IWebhookInbox, ValueTask<T>> ask)
    {
        var scope = ledger.OpenScope();
        await using (scope.ConfigureAwait(false))
            return await ask(scope.ServiceProvider.GetRequiredService<IWebhookInbox>()).ConfigureAwait(false);
    }

    private static async ValueTask<bool> DoneAsync(ValueTask written)
    {
        await written.ConfigureAwait(false);
        return true;
    }
}
