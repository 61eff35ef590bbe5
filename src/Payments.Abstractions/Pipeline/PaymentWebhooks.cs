using Microsoft.Extensions.DependencyInjection;

namespace Payments;

/// <summary>
/// Webhooks with an inbox: <see cref="ReceiveAsync"/> verifies, keeps and acknowledges; <see cref="DispatchAsync"/> applies what was kept, with
/// retries. Packages host them; a host without one calls <see cref="PaymentProviderExtensions.ProcessWebhookAsync"/>.
/// </summary>
public sealed class PaymentWebhooks
{
    private const int MaxAttempts = 12;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private readonly IPaymentProviderFactory _providers;
    private readonly PaymentLedger _ledger;

    internal PaymentWebhooks(IPaymentProviderFactory providers, PaymentLedger ledger) => (_providers, _ledger) = (providers, ledger);

    /// <summary>Verifies a webhook and keeps it until it is dispatched.</summary>
    /// <param name="provider">The registration's name.</param>
    /// <param name="request">The webhook as it came in.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What to answer, once this has returned.</returns>
    /// <exception cref="ArgumentException">No provider of that name is registered.</exception>
    /// <exception cref="WebhookVerificationException">It must not be believed.</exception>
    public async Task<WebhookAcknowledgement> ReceiveAsync(string provider, WebhookRequest request, CancellationToken cancellationToken = default)
    {
        var webhook = await _providers.GetProvider(provider).VerifyWebhookAsync(request, cancellationToken).ConfigureAwait(false);
        var scope = _ledger.OpenScope();
        await using (scope.ConfigureAwait(false))
        {
            if (webhook.Trust is WebhookTrust.Signed || await NamesKnownPaymentAsync(webhook, cancellationToken).ConfigureAwait(false))
                await scope.ServiceProvider.GetRequiredService<IWebhookInbox>().AddAsync(webhook with { Parsed = null }, _ledger.Now, cancellationToken).ConfigureAwait(false);
            else
                _ledger.Metrics.Webhook(webhook.Provider, WebhookResults.Foreign);
        }

        return webhook.Acknowledgement;
    }

    /// <summary>Applies webhooks that are waiting.</summary>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Ends the work between two webhooks.</param>
    /// <returns>How many were taken.</returns>
    public async Task<int> DispatchAsync(int limit = 100, CancellationToken cancellationToken = default)
    {
        var scope = _ledger.OpenScope();
        await using var _ = scope.ConfigureAwait(false);
        var inbox = scope.ServiceProvider.GetRequiredService<IWebhookInbox>();
        var entries = await inbox.TakeAsync(_ledger.Now, Lease, limit, cancellationToken).ConfigureAwait(false);
        foreach (var entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var retryAt = entry.Attempts >= MaxAttempts ? (DateTimeOffset?)null : _ledger.Now + TimeSpan.FromSeconds(Math.Pow(2, entry.Attempts + 1));
            try
            {
                var delivery = WebhookDelivery.Begin(mayWait: retryAt is not null);
                await _providers.GetProvider(entry.Webhook.Provider).ResolveWebhookAsync(entry.Webhook, cancellationToken).ConfigureAwait(false);
                if (delivery.IsEarly)
                {
                    _ledger.Logger.WebhookEarly(entry.Webhook.Provider, entry.Attempts);
                    _ledger.Metrics.Delivery(entry.Webhook.Provider, WebhookResults.Early);
                    await inbox.FailAsync(entry, "The payment is not known yet.", retryAt, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    await inbox.CompleteAsync(entry, cancellationToken).ConfigureAwait(false);
                    _ledger.Metrics.Delivery(entry.Webhook.Provider, WebhookResults.Applied);
                }
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                _ledger.Logger.WebhookFailed(entry.Webhook.Provider, entry.Attempts, ExceptionTrace.Of(exception));
                _ledger.Metrics.Delivery(entry.Webhook.Provider, retryAt is null ? WebhookResults.GivenUp : WebhookResults.Failed);
                if (retryAt is null)
                    _ledger.Logger.WebhookGivenUp(entry.Webhook.Provider, entry.Attempts);
                await inbox.FailAsync(entry, exception.GetType().Name, retryAt, cancellationToken).ConfigureAwait(false);
            }
        }

        return entries.Count;
    }

    private async ValueTask<bool> NamesKnownPaymentAsync(VerifiedWebhook webhook, CancellationToken cancellationToken)
    {
        // A hint that names none needs a read to know: it is no reason to drop it.
        if (webhook.References.Count == 0)
            return true;
        foreach (var reference in webhook.References)
        {
            if (await _ledger.FindAsync(reference, cancellationToken).ConfigureAwait(false) is not null)
                return true;
        }

        return false;
    }
}
