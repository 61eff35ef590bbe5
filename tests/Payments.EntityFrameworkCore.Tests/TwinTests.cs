using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.EntityFrameworkCore.Tests;

/// <summary>Two rows that turn out to be one payment become one, with all that was known of both.</summary>
[TestFixture(DatabaseKind.SqliteFile)]
[TestFixture(DatabaseKind.PostgreSql)]
internal sealed class TwinTests(DatabaseKind kind)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Test]
    public async Task A_webhook_that_beats_the_answer_leaves_one_payment()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database);
        await using var other = new ShopHost(database, host);
        var call = await StartAsync(host);
        await TellAsync(other, "evt_1", Nameless());
        await TellAsync(other, "evt_2", refund: Make.Refund(30) with { AsOf = Make.At(11), Payment = Nameless().Reference });
        host.Fake.Open();
        var payment = await call.WaitAsync(Patience);
        await using var shop = database.Open();
        var row = await shop.Set<PaymentRow>().SingleAsync();
        Assert.That((row.Status, row.OrderId, row.RefundedAmount, payment.Status), Is.EqualTo((PaymentStatus.PartiallyRefunded, "Order-1001", 30m, PaymentStatus.PartiallyRefunded)));
        Assert.That(await shop.Set<PaymentReferenceRow>().Select(there => there.Payment).Distinct().ToListAsync(), Is.EqualTo(new[] { row.Id }));
        Assert.That(await shop.Set<RefundRow>().CountAsync(), Is.EqualTo(1));
        Assert.That((await host.OrdersAsync()).Select(order => (order.Order, order.Status)), Is.EqualTo(new[]
        {
            ("", PaymentStatus.Completed), ("", PaymentStatus.PartiallyRefunded), ("Order-1001", PaymentStatus.PartiallyRefunded),
        }));
        Assert.That((await host.RecordAsync())!.Facts, Has.Count.GreaterThanOrEqualTo(2));
    }

    // It comes after the answer looked for another record, and before the answer is written.
    [Test]
    public async Task A_webhook_at_the_same_moment_leaves_one_payment()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        Task? told = null;
        ShopHost? other = null;
        var recording = new RecordingHandler();
        recording.Next.Enqueue(async _ =>
        {
            using (ExecutionContext.SuppressFlow())
                told = Task.Run(() => TellAsync(other!, "evt_1", Nameless()));

            // SQLite's one writer is this transaction.
            if (kind is DatabaseKind.PostgreSql)
                await told;
        });
        await using var host = new ShopHost(database, services: services => services.AddSingleton<IPaymentEventHandler>(recording));
        await using var _ = other = new ShopHost(database, host);
        var call = await StartAsync(host);
        host.Fake.Open();
        await call.WaitAsync(Patience);
        await told!.WaitAsync(Patience);
        await using var shop = database.Open();
        var row = await shop.Set<PaymentRow>().SingleAsync();
        Assert.That((row.Status, row.OrderId, row.PaymentId), Is.EqualTo((PaymentStatus.Completed, "Order-1001", "pay_1")));
        Assert.That((await host.OrdersAsync())[^1].Order, Is.EqualTo("Order-1001"));
    }

    private static async Task<Task<Payment>> StartAsync(ShopHost host)
    {
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.Processing, asOf: Make.At(1)));
        host.Fake.Close();
        var call = Task.Run(() => host.Provider.CreatePaymentAsync(Make.Request()));
        await host.Fake.EnteredAsync();
        host.Step();
        return call;
    }

    private static Task<IReadOnlyList<PaymentEvent>> TellAsync(ShopHost host, string id, Payment? payment = null, Refund? refund = null)
    {
        host.Fake.Events.Enqueue(_ => [Make.Event(id, payment, refund: refund) with { Reference = Nameless().Reference }]);
        return host.Provider.ResolveWebhookAsync(Make.Webhook(id, body: id));
    }

    private static Payment Nameless() => Make.Payment(PaymentStatus.Completed, asOf: Make.At(10)) with { Reference = PaymentReference.From(Make.Provider, "pay_1") };
}
