using Microsoft.Extensions.DependencyInjection;

namespace Payments;

/// <summary>
/// Gives the in-memory stores without the host's container, whose scopes cost more than all that these stores do. Only where every store is one of
/// ours, and for no handler: what else a host keeps in a scope is not in here.
/// </summary>
internal sealed class InMemoryScopes : IServiceScopeFactory
{
    private readonly InMemoryPayments _payments;
    private readonly InMemoryIdempotency _intentions;
    private readonly InMemoryWebhookInbox _inbox;
    private readonly TimeProvider _time;

    private InMemoryScopes(IServiceProvider services, InMemoryWebhookInbox inbox)
    {
        _payments = services.GetRequiredService<InMemoryPayments>();
        _intentions = services.GetRequiredService<InMemoryIdempotency>();
        _time = services.GetRequiredService<TimeProvider>();
        _inbox = inbox;
    }

    public IServiceScope CreateScope() => new Scope(this);

    /// <summary>Scopes that stand for the host's, given one of those; null where the host has a store of its own.</summary>
    internal static InMemoryScopes? InsteadOf(IServiceProvider scope) =>
        scope.GetRequiredService<IPaymentStore>() is InMemoryPaymentStore
        && scope.GetRequiredService<IPaymentTransactions>() is InMemoryPaymentStore
        && scope.GetRequiredService<IIdempotencyStore>() is InMemoryIdempotencyStore
        && scope.GetRequiredService<IWebhookInbox>() is InMemoryWebhookInbox inbox
            ? new InMemoryScopes(scope, inbox)
            : null;

    private sealed class Scope(InMemoryScopes scopes) : IServiceScope, IServiceProvider
    {
        private readonly InMemoryPaymentStore _store = new(scopes._payments);

        public IServiceProvider ServiceProvider => this;

        public object? GetService(Type serviceType) =>
            serviceType == typeof(IPaymentStore) || serviceType == typeof(IPaymentTransactions) ? _store
            : serviceType == typeof(IIdempotencyStore) ? new InMemoryIdempotencyStore(scopes._intentions, _store, scopes._time)
            : serviceType == typeof(IWebhookInbox) ? scopes._inbox
            : null;

        public void Dispose() => _store.Dispose();
    }
}
