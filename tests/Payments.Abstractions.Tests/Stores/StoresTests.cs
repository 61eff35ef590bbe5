using Microsoft.Extensions.DependencyInjection;

namespace Payments.Abstractions.Tests;

/// <summary>The in-memory stores: bounded, and nothing that is open is ever forgotten.</summary>
internal sealed class StoresTests
{
    [Test]
    public async Task Settled_payments_make_room_open_ones_never()
    {
        await using var host = new PaymentHost(options: o => o.MaxPaymentsInMemory = 3);
        await host.CreateAsync(PaymentStatus.RequiresAction, order: "Order-open", id: "pay_open");
        for (var i = 0; i < 10; i++)
            await host.CreateAsync(order: $"Order-{i}", id: $"pay_{i}");
        Assert.That((await host.RecordAsync("Order-open"))!.Payment.Status, Is.EqualTo(PaymentStatus.RequiresAction));
        Assert.That(await host.RecordAsync("Order-0"), Is.Null);
        Assert.That(await host.RecordAsync("Order-9"), Is.Not.Null);
    }

    [Test]
    public async Task A_memory_full_of_open_payments_refuses_new_ones()
    {
        await using var host = new PaymentHost(options: o => o.MaxPaymentsInMemory = 3);
        for (var i = 0; i < 3; i++)
            await host.CreateAsync(PaymentStatus.RequiresAction, order: $"Order-{i}", id: $"pay_{i}");
        for (var i = 0; i < 3; i++)
        {
            var full = await PaymentHost.CatchAsync<PaymentException>(() => host.Provider.CreatePaymentAsync(Make.Request(order: "Order-more")));
            Assert.That((full.Outcome, full.Error.Code), Is.EqualTo((PaymentOutcome.NeverSent, PaymentErrorCode.StoreError)));
        }

        Assert.That(host.Fake.CallsOf(PaymentOperations.Create), Has.Count.EqualTo(3));
        for (var i = 0; i < 3; i++)
            Assert.That(await host.RecordAsync($"Order-{i}"), Is.Not.Null);
        await host.TellAsync("evt_1", Make.Event("evt_1", Make.Payment(PaymentStatus.Cancelled, id: "pay_1", order: "Order-1", asOf: Make.At(60))));
        await host.Provider.CreatePaymentAsync(Make.Request(order: "Order-more"));
    }

    // A flood of requests that the provider refuses must not fill the memory for good.
    [Test]
    public async Task Refused_calls_make_room()
    {
        await using var host = new PaymentHost(options: o => o.MaxPaymentsInMemory = 3);
        for (var i = 0; i < 20; i++)
        {
            host.Fake.Throws(PaymentOperations.Create, i % 2 == 0 ? Make.Refused() : Make.NeverSent());
            await PaymentHost.CatchAsync<PaymentException>(() => host.Provider.CreatePaymentAsync(Make.Request(order: $"Order-{i}")));
        }

        Assert.That(host.Fake.Calls, Has.Count.EqualTo(20));
    }

    // A late payment revives a crypto order that expired.
    [Test]
    public async Task Expired_crypto_payments_stay()
    {
        await using var host = new PaymentHost(options: o => o.MaxPaymentsInMemory = 2);
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.Expired, id: "pay_c", order: "Order-c") with { Method = PaymentMethod.Cryptocurrency });
        await host.Provider.CreatePaymentAsync(Make.Request(order: "Order-c"));
        for (var i = 0; i < 5; i++)
            await host.CreateAsync(PaymentStatus.Expired, order: $"Order-{i}", id: $"pay_{i}");
        Assert.That(await host.RecordAsync("Order-c"), Is.Not.Null);
    }

    [Test]
    public async Task Two_attempts_of_one_order_are_found_by_their_own_ids_only()
    {
        await using var host = new PaymentHost();
        await host.CreateAsync(id: "pay_1");
        await host.CreateAsync(id: "pay_2");
        Assert.That(await host.RecordAsync(), Is.Null);
        await using var scope = host.Services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IPaymentStore>();
        Assert.That((await store.FindAsync(PaymentReference.From(Make.Provider, "pay_2")))?.Reference.PaymentId, Is.EqualTo("pay_2"));
    }

    [Test]
    public async Task What_is_not_committed_is_not_there()
    {
        await using var host = new PaymentHost();
        var record = new PaymentRecord { Id = "r", Initial = Make.Payment(PaymentStatus.Pending), Payment = Make.Payment(PaymentStatus.Pending), UpdatedAt = Make.Start };
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var store = scope.ServiceProvider.GetRequiredService<IPaymentStore>();
            await using var transaction = await scope.ServiceProvider.GetRequiredService<IPaymentTransactions>().BeginAsync();
            await store.AddAsync(record);
            await using var other = host.Services.CreateAsyncScope();
            Assert.That(await other.ServiceProvider.GetRequiredService<IPaymentStore>().FindByIdAsync("r"), Is.Null);
        }

        await using var next = host.Services.CreateAsyncScope();
        var again = next.ServiceProvider.GetRequiredService<IPaymentStore>();
        await using var second = await next.ServiceProvider.GetRequiredService<IPaymentTransactions>().BeginAsync();
        Assert.That(await again.FindByIdAsync("r"), Is.Null);
        Assert.That((await again.AddAsync(record)).Revision, Is.EqualTo(1));
        await second.CommitAsync();
        Assert.That(async () => await again.SaveAsync(record), Throws.Nothing);
    }

    [Test]
    public async Task A_transaction_waits_for_another_on_the_same_payment()
    {
        await using var host = new PaymentHost();
        await host.CreateAsync();
        var reference = PaymentReference.From(Make.Provider, "pay_1");
        await using var one = host.Services.CreateAsyncScope();
        await using var two = host.Services.CreateAsyncScope();
        var first = await one.ServiceProvider.GetRequiredService<IPaymentTransactions>().BeginAsync();
        var record = await one.ServiceProvider.GetRequiredService<IPaymentStore>().FindAsync(reference);
        await using var second = await two.ServiceProvider.GetRequiredService<IPaymentTransactions>().BeginAsync();
        var waiting = two.ServiceProvider.GetRequiredService<IPaymentStore>().FindAsync(reference).AsTask();
        Assert.That(waiting.IsCompleted, Is.False);
        await one.ServiceProvider.GetRequiredService<IPaymentStore>().SaveAsync(record! with { CustomerId = "changed" });
        await first.CommitAsync();
        await first.DisposeAsync();
        Assert.That((await waiting)!.CustomerId, Is.EqualTo("changed"));
    }

    [Test]
    public async Task Answers_are_forgotten_after_their_retention_unclear_intentions_never()
    {
        await using var host = new PaymentHost(IdempotencyTests.WithKeys(PaymentOperations.Create), o => o.MaxPaymentsInMemory = 100);
        host.Fake.Throws(PaymentOperations.Create, Make.Unknown());
        var unclear = Make.Request(order: "Order-unclear");
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CreatePaymentAsync(unclear));
        var answered = Make.Request(order: "Order-answered");
        await host.Provider.CreatePaymentAsync(answered);
        host.Time.Advance(host.Options.IdempotencyRetention + TimeSpan.FromMinutes(1));
        for (var i = 0; i < 10; i++)
            await host.CreateAsync(order: $"Order-{i}", id: $"pay_x{i}");
        var calls = host.Fake.Calls.Count;
        await host.Provider.CreatePaymentAsync(answered);
        Assert.That(host.Fake.Calls, Has.Count.EqualTo(calls + 1), "It was forgotten, so it is sent.");
        await host.Provider.CreatePaymentAsync(unclear);
        Assert.That(host.Fake.CallsOf(PaymentOperations.Find), Has.Count.EqualTo(1), "It is still unclear, and the provider's key has run out: it is read first.");
    }
}
