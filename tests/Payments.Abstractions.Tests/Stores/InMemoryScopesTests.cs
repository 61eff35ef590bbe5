using Microsoft.Extensions.DependencyInjection;

namespace Payments.Abstractions.Tests;

/// <summary>Without handlers the in-memory stores are used without the host's container; nobody can tell.</summary>
internal sealed class InMemoryScopesTests
{
    private static (ServiceProvider Host, FakeProvider Fake, IPaymentProvider Provider) Start(Action<IServiceCollection>? configure = null)
    {
        var fake = new FakeProvider(Make.Provider);
        var services = new ServiceCollection();
        services.AddPayments().AddProvider(Make.Provider, (_, _) => fake);
        configure?.Invoke(services);
        var host = services.BuildServiceProvider(validateScopes: true);
        return (host, fake, host.GetRequiredService<IPaymentProvider>());
    }

    [Test]
    public async Task A_repeat_is_answered_from_memory()
    {
        var (host, fake, provider) = Start();
        await using var _ = host;
        var request = Make.Request();
        var first = await provider.CreatePaymentAsync(request);
        var again = await provider.CreatePaymentAsync(request);
        Assert.That(again, Is.EqualTo(first));
        Assert.That(fake.CallsOf(PaymentOperations.Create), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Twenty_callers_of_one_key_make_one_call()
    {
        var (host, fake, provider) = Start();
        await using var _ = host;
        var request = Make.Request();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => provider.CreatePaymentAsync(request))));
        Assert.That(answers.Distinct().Count(), Is.EqualTo(1));
        Assert.That(fake.CallsOf(PaymentOperations.Create), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_call_that_was_refused_leaves_the_key_free()
    {
        var (host, fake, provider) = Start();
        await using var _ = host;
        fake.Throws(PaymentOperations.Create, new PaymentRequestException("No."));
        var request = Make.Request();
        await PaymentHost.CatchAsync<PaymentRequestException>(() => provider.CreatePaymentAsync(request));
        Assert.That((await provider.CreatePaymentAsync(request)).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [Test]
    public async Task What_the_ledger_wrote_is_found_in_the_hosts_own_scopes()
    {
        var (host, _, provider) = Start();
        await using var _ = host;
        var payment = await provider.CreatePaymentAsync(Make.Request());
        await using var scope = host.CreateAsyncScope();
        Assert.That((await scope.ServiceProvider.GetRequiredService<IPaymentStore>().FindAsync(payment.Reference))?.Payment, Is.EqualTo(payment));
    }

    [Test]
    public async Task A_store_of_the_hosts_own_is_used_for_every_step()
    {
        var opened = 0;
        var (host, _, provider) = Start(services => services.AddScoped<IIdempotencyStore>(scope =>
        {
            Interlocked.Increment(ref opened);
            return new OwnStore(new InMemoryIdempotencyStore(
                scope.GetRequiredService<InMemoryIdempotency>(), scope.GetRequiredService<InMemoryPaymentStore>(), scope.GetRequiredService<TimeProvider>()));
        }));
        await using var _ = host;
        await provider.CreatePaymentAsync(Make.Request());
        await provider.CreatePaymentAsync(Make.Request(order: "Order-1002"));
        Assert.That(opened, Is.EqualTo(4), "claim and settle, twice");
    }

    private sealed class OwnStore(IIdempotencyStore inner) : IIdempotencyStore
    {
        public ValueTask<IdempotencyClaimResult> ClaimAsync(IdempotencyClaim claim, CancellationToken cancellationToken = default) => inner.ClaimAsync(claim, cancellationToken);

        public ValueTask SettleAsync(IdempotencyRecord record, CancellationToken cancellationToken = default) => inner.SettleAsync(record, cancellationToken);

        public ValueTask WaitAsync(IdempotencyRecordKey key, CancellationToken cancellationToken = default) => inner.WaitAsync(key, cancellationToken);
    }
}
