using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Payments.EntityFrameworkCore.Tests;

/// <summary>Two instances on one database: a second one acts just when the first is at a certain step.</summary>
[TestFixture(DatabaseKind.SqliteFile)]
[TestFixture(DatabaseKind.PostgreSql)]
internal sealed class OrderTests(DatabaseKind kind)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task What_is_found_in_a_transaction_is_locked_until_it_ends()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database);
        await using var other = new ShopHost(database, host);
        var payment = await host.Provider.CreatePaymentAsync(Make.Request());
        await using var one = host.Services.CreateAsyncScope();
        var first = await one.ServiceProvider.GetRequiredService<IPaymentTransactions>().BeginAsync();
        var store = one.ServiceProvider.GetRequiredService<IPaymentStore>();
        var record = await store.FindAsync(payment.Reference);

        // SQLite's second instance may poll on its thread.
        var second = Task.Run(() => other.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment, Amount = Make.Usd(60) }));
        await store.SaveAsync(record! with { CustomerId = "changed" });
        Assert.That(host.Fake.CallsOf(PaymentOperations.Refund), Is.Empty);
        await first.CommitAsync();
        await second.WaitAsync(Patience);
        var after = await host.RecordAsync();
        Assert.That((after!.CustomerId, after.Payment.RefundedAmount), Is.EqualTo(("changed", (Money?)Make.Usd(60))));
    }

    [Test]
    public async Task A_save_of_an_older_revision_is_refused()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database);
        await host.Provider.CreatePaymentAsync(Make.Request());
        var old = await host.RecordAsync();
        await host.Provider.RefundPaymentAsync(new RefundRequest { Payment = old!.Payment, Amount = Make.Usd(1) });
        await using var scope = host.Services.CreateAsyncScope();
        await using var transaction = await scope.ServiceProvider.GetRequiredService<IPaymentTransactions>().BeginAsync();
        var store = scope.ServiceProvider.GetRequiredService<IPaymentStore>();
        await store.FindByIdAsync(old.Id);
        Assert.That(async () => await store.SaveAsync(old with { Checks = 9 }), Throws.TypeOf<PaymentConflictException>());
    }

    [Test]
    public async Task Two_that_add_the_same_payment_at_once_make_one()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database);
        await using var other = new ShopHost(database, host);
        var paid = Make.Event("evt_1", Make.Payment(PaymentStatus.Completed, asOf: Make.At(10)));
        host.Fake.Events.Enqueue(_ => [paid]);
        host.Fake.Events.Enqueue(_ => [paid]);
        await Task.WhenAll(
            Task.Run(() => host.Provider.ResolveWebhookAsync(Make.Webhook("evt_1"))), Task.Run(() => other.Provider.ResolveWebhookAsync(Make.Webhook("evt_1")))).WaitAsync(Patience);
        await using var shop = database.Open();
        Assert.That(await shop.Set<PaymentRow>().CountAsync(), Is.EqualTo(1));
        Assert.That(await shop.Orders.CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task Over_refunds_by_two_instances_are_refused()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database);
        await using var other = new ShopHost(database, host);
        var payment = await host.Provider.CreatePaymentAsync(Make.Request());
        var tries = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            try
            {
                await (i % 2 == 0 ? host : other).Provider.RefundPaymentAsync(new RefundRequest { Payment = payment, Amount = Make.Usd(60) });
                return true;
            }
            catch (PaymentConflictException)
            {
                return false;
            }
        }))).WaitAsync(Patience);
        Assert.That(tries.Count(succeeded => succeeded), Is.EqualTo(1));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Refund), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task One_key_from_many_callers_is_one_call()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database);
        await using var other = new ShopHost(database, host);
        host.Fake.Close();
        var calls = Enumerable.Range(0, 16).Select(i => Task.Run(() => (i % 2 == 0 ? host : other).Provider.CreatePaymentAsync(Make.Request(key: "key-1")))).ToList();
        await host.Fake.EnteredAsync();
        host.Fake.Open();
        while (!Task.WhenAll(calls).IsCompleted)
        {
            host.Step(0.1);
            await Task.Delay(1);
        }

        Assert.That(calls.Select(call => call.Result).Distinct(), Has.Exactly(1).Items);
        Assert.That(host.Fake.Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_handler_that_throws_writes_nothing_and_hears_the_same_change_again()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var recording = new RecordingHandler();
        await using var host = new ShopHost(database, services: services => services.AddSingleton<IPaymentEventHandler>(recording));
        recording.FailsNext();
        await host.Provider.CreatePaymentAsync(Make.Request());
        Assert.That(await host.OrdersAsync(), Is.Empty, "What another handler wrote for this delivery is undone.");
        Assert.That((await host.RecordAsync())!.Payment.Status, Is.EqualTo(PaymentStatus.Completed), "The change itself stands.");

        host.Step(3600);
        await host.Reconciler.RunOnceAsync();
        Assert.That((await host.OrdersAsync()).Select(order => order.Change), Is.EqualTo(recording.Changes.Select(change => change.Id)));
        Assert.That(recording.Changes, Has.Count.EqualTo(1));
    }

    // It adds what its own table refuses, and leaves the saving to us: its fault, not a conflict of the payment.
    [Test]
    public async Task A_handlers_row_that_the_database_refuses_is_the_handlers_failure()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using (var shop = database.Open())
        {
            shop.Add(new ShopOrder { Order = "x", Change = "taken", Status = PaymentStatus.Pending });
            await shop.SaveChangesAsync();
        }

        await using var host = new ShopHost(database, services: services => services.AddScoped<IPaymentEventHandler, ClumsyHandler>());
        var payment = await host.Provider.CreatePaymentAsync(Make.Request());
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed));
        var record = await host.RecordAsync();
        Assert.That((record!.Payment.Status, record.Undelivered.Count), Is.EqualTo((PaymentStatus.Completed, 1)));
    }

    [Test]
    public async Task What_a_handler_does_to_its_context_does_not_lose_the_payment()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database, services: services => services.AddScoped<IPaymentEventHandler, ClearingHandler>());
        await host.Provider.CreatePaymentAsync(Make.Request());
        var record = await host.RecordAsync();
        Assert.That((record!.Payment.Status, record.Undelivered.Count), Is.EqualTo((PaymentStatus.Completed, 0)));
    }

    [Test]
    public async Task Two_instances_share_the_work_and_do_it_once()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database);
        await using var other = new ShopHost(database, host);
        for (var i = 0; i < 20; i++)
        {
            host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.Processing, id: $"pay_{i}", order: $"Order-{i}"));
            await host.Provider.CreatePaymentAsync(Make.Request(order: $"Order-{i}"));
        }

        host.Step(3600);
        var looks = await Task.WhenAll(Task.Run(() => host.Reconciler.RunOnceAsync()), Task.Run(() => other.Reconciler.RunOnceAsync())).WaitAsync(Patience);
        Assert.That((looks.Sum(look => look.Looked), looks.Sum(look => look.Changed)), Is.EqualTo((20, 20)));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Get), Has.Count.EqualTo(20));
    }

    // The change's id is the same for every delivery, whichever process makes it.
    [Test]
    public async Task A_process_that_dies_before_the_commit_leaves_nothing()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using (var dying = new ShopHost(database, services: services => services.Replace(ServiceDescriptor.Scoped<IPaymentTransactions>(
            provider => new DyingTransactions(provider.GetRequiredService<PaymentSession>())))))
        {
            Assert.That(async () => await dying.Provider.ResolveWebhookAsync(Tell(dying)), Throws.TypeOf<IOException>());
        }

        await using var shop = database.Open();
        Assert.That((await shop.Set<PaymentRow>().CountAsync(), await shop.Orders.CountAsync(), await shop.Set<AppliedEventRow>().CountAsync()), Is.EqualTo((0, 0, 0)));
        await using var next = new ShopHost(database);
        await next.Provider.ResolveWebhookAsync(Tell(next));
        Assert.That((await shop.Set<PaymentRow>().CountAsync(), await shop.Orders.CountAsync(), await shop.Set<AppliedEventRow>().CountAsync()), Is.EqualTo((1, 1, 1)));

        static VerifiedWebhook Tell(ShopHost host)
        {
            host.Fake.Events.Enqueue(_ => [Make.Event("evt_1", Make.Payment(PaymentStatus.Completed, asOf: Make.At(10)))]);
            return Make.Webhook("evt_1");
        }
    }

    private sealed class ClumsyHandler(ShopContext shop) : IPaymentEventHandler
    {
        public Task HandleAsync(PaymentChange change, CancellationToken cancellationToken = default)
        {
            shop.Add(new ShopOrder { Order = "x", Change = "taken", Status = change.After.Status });
            return Task.CompletedTask;
        }
    }

    private sealed class ClearingHandler(ShopContext shop) : IPaymentEventHandler
    {
        public async Task HandleAsync(PaymentChange change, CancellationToken cancellationToken = default)
        {
            await shop.SaveChangesAsync(cancellationToken);
            shop.ChangeTracker.Clear();
        }
    }
}
