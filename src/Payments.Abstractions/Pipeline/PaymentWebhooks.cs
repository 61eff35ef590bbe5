using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace Payments;

/// <summary>
/// Webhooks with an inbox: <see cref="ReceiveAsync"/> verifies, keeps and acknowledges; <see cref="DispatchAsync"/> applies what was kept, with
/// retries. A host with hosted services dispatches by itself; a host without an inbox calls <see cref="PaymentProviderExtensions.ProcessWebhookAsync"/>.
/// </summary>
public sealed class PaymentWebhooks
{
    private readonly IPaymentProviderFactory _providers;
    private readonly PaymentLedger _ledger;
    private readonly WebhookDispatcher _dispatcher;
    private readonly HintLimit _hints;
    private readonly ConcurrentDictionary<string, WakeUp> _arrivals = new(StringComparer.OrdinalIgnoreCase);

    internal PaymentWebhooks(IPaymentProviderFactory providers, PaymentLedger ledger, WebhookDispatcher dispatcher, HintLimit hints) =>
        (_providers, _ledger, _dispatcher, _hints) = (providers, ledger, dispatcher, hints);

    /// <summary>
    /// Verifies a webhook and keeps it until it is dispatched. A hint is kept only when it names a payment that is known, or none at all, and while not
    /// too many wait; others are counted and dropped.
    /// </summary>
    /// <param name="provider">The registration's name.</param>
    /// <param name="request">The webhook as it came in.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What to answer, once this has returned.</returns>
    /// <exception cref="ArgumentException">No provider of that name is registered.</exception>
    /// <exception cref="WebhookVerificationException">It must not be believed.</exception>
    /// <exception cref="PaymentRateLimitedException">More hints come than <see cref="PaymentsOptions.MaxHintsPerSecond"/>: the provider should send it again later.</exception>
    public async Task<WebhookAcknowledgement> ReceiveAsync(string provider, WebhookRequest request, CancellationToken cancellationToken = default)
    {
        var webhook = await _providers.GetProvider(provider).VerifyWebhookAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            await KeepAsync(webhook, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not PaymentRateLimitedException && !cancellationToken.IsCancellationRequested)
        {
            _ledger.Metrics.Webhook(webhook.Provider, WebhookResults.Unkept);
            throw;
        }

        return webhook.Acknowledgement;
    }

    /// <summary>Applies webhooks that are waiting; those of one provider do not wait for another's.</summary>
    /// <param name="limit">At most so many of each registration.</param>
    /// <param name="cancellationToken">Ends the work between two webhooks.</param>
    /// <returns>How many were taken.</returns>
    public async Task<int> DispatchAsync(int limit = 100, CancellationToken cancellationToken = default) =>
        (await Task.WhenAll(_providers.ProviderNames.Select(provider => _dispatcher.DispatchAsync(provider, limit, cancellationToken))).ConfigureAwait(false)).Sum();

    /// <summary>Webhooks that were given up, for a person to look at. Their bodies may hold personal data.</summary>
    /// <param name="afterId">Only those with a greater id; 0 for all.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The dead letters, by their id.</returns>
    public async Task<IReadOnlyList<DeadLetter>> GetDeadLettersAsync(long afterId = 0, int limit = 100, CancellationToken cancellationToken = default) =>
        await WithInboxAsync(inbox => inbox.FindDeadLettersAsync(afterId, limit, cancellationToken)).ConfigureAwait(false);

    /// <summary>Tries a dead letter again, from now on as if it had just come.</summary>
    /// <param name="id">The entry's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether there was such a dead letter.</returns>
    public async Task<bool> ReplayAsync(long id, CancellationToken cancellationToken = default)
    {
        var entry = await WithInboxAsync(inbox => inbox.ReplayAsync(id, _ledger.Now, cancellationToken)).ConfigureAwait(false);
        if (entry is not null)
            ArrivalOf(entry.Webhook.Provider).Call();
        return entry is not null;
    }

    /// <summary>Ends a dead letter that nobody needs.</summary>
    /// <param name="id">The entry's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether there was such a dead letter.</returns>
    public async Task<bool> DiscardAsync(long id, CancellationToken cancellationToken = default) =>
        await WithInboxAsync(inbox => inbox.DiscardAsync(id, _ledger.Now, cancellationToken)).ConfigureAwait(false);

    /// <summary>How the inbox stands, for health checks and gauges.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The figures.</returns>
    public async Task<InboxStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default) =>
        await WithInboxAsync(inbox => inbox.CountAsync(cancellationToken)).ConfigureAwait(false);

    /// <summary>Wakes who dispatches the webhooks of a registration.</summary>
    internal WakeUp ArrivalOf(string provider) => _arrivals.GetOrAdd(provider, static _ => new WakeUp());

    private async ValueTask KeepAsync(VerifiedWebhook webhook, CancellationToken cancellationToken)
    {
        var arrival = webhook.Trust is WebhookTrust.Signed
            ? new InboxArrival(webhook with { Parsed = null }, _ledger.Now) { DedupeKey = WebhookIds.DedupeKeyOf(webhook, null) }
            : await HintAsync(webhook, cancellationToken).ConfigureAwait(false);
        if (arrival is null)
            _ledger.Metrics.Webhook(webhook.Provider, WebhookResults.Foreign);
        else if (await WithInboxAsync(inbox => inbox.AddAsync(arrival, cancellationToken)).ConfigureAwait(false) is null)
            _ledger.Metrics.Webhook(webhook.Provider, WebhookResults.Repeated);
        else
            ArrivalOf(webhook.Provider).Call();
    }

    // Null for one that nobody here knows.
    private async ValueTask<InboxArrival?> HintAsync(VerifiedWebhook webhook, CancellationToken cancellationToken)
    {
        if (!_hints.TryTake(webhook.Provider))
        {
            _ledger.Metrics.Webhook(webhook.Provider, WebhookResults.Limited);
            throw new PaymentRateLimitedException(
                $"More unsigned webhooks of '{webhook.Provider}' come than PaymentsOptions.MaxHintsPerSecond.",
                new PaymentError { Kind = PaymentErrorKind.RateLimited, Code = PaymentErrorCode.RateLimited, RetryAfter = TimeSpan.FromSeconds(30) }, PaymentOutcome.NeverSent);
        }

        string? payment = null;
        foreach (var reference in webhook.References)
            payment ??= (await _ledger.FindAsync(reference, cancellationToken).ConfigureAwait(false))?.Id;
        if (payment is null && webhook.References.Count > 0)
            return null;
        return new InboxArrival(webhook with { Parsed = null }, _ledger.Now)
        {
            DedupeKey = WebhookIds.DedupeKeyOf(webhook, payment),
            Group = payment ?? webhook.Provider + "?",
            GroupLimit = payment is null ? _ledger.Options.MaxUnnamedHints : _ledger.Options.MaxHintsPerPayment,
        };
    }

    private async ValueTask<T> WithInboxAsync<T>(Func<IWebhookInbox, ValueTask<T>> ask)
    {
        var scope = _ledger.OpenScope();
        await using (scope.ConfigureAwait(false))
            return await ask(scope.ServiceProvider.GetRequiredService<IWebhookInbox>()).ConfigureAwait(false);
    }
}
