namespace Payments.EntityFrameworkCore.Tests;

/// <summary>The pipeline over the database: what a payment goes through, and what the shop's handler writes with it.</summary>
[TestFixture(DatabaseKind.SqliteFile)]
[TestFixture(DatabaseKind.SqliteMemory)]
[TestFixture(DatabaseKind.PostgreSql)]
internal sealed class PaymentFlowTests(DatabaseKind kind)
{
    [Test]
    public async Task A_payment_is_made_refunded_and_found_by_another_instance()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database);
        var payment = await host.Provider.CreatePaymentAsync(Make.Request());
        host.Step();
        var refund = await host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment, Amount = Make.Usd(30) });
        Assert.That((payment.Status, refund.Status), Is.EqualTo((PaymentStatus.Completed, RefundStatus.Completed)));

        await using var other = new ShopHost(database, host);
        var record = await other.RecordAsync();
        Assert.That((record!.Payment.Status, record.Payment.RefundedAmount, record.Pending.Count), Is.EqualTo((PaymentStatus.PartiallyRefunded, (Money?)Make.Usd(30), 0)));
        Assert.That((await other.OrdersAsync()).Select(order => order.Status), Is.EqualTo(new[] { PaymentStatus.Completed, PaymentStatus.PartiallyRefunded }));
    }

    [Test]
    public async Task A_repeat_gets_the_first_answer()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database);
        await using var other = new ShopHost(database, host);
        var request = Make.Request(key: "key-1");
        var first = await host.Provider.CreatePaymentAsync(request);
        var second = await other.Provider.CreatePaymentAsync(Make.Request(key: "key-1"));
        Assert.That(second, Is.EqualTo(first));
        Assert.That(host.Fake.Calls, Has.Count.EqualTo(1));
        Assert.That(async () => await other.Provider.CreatePaymentAsync(Make.Request(key: "key-1", amount: 5)), Throws.TypeOf<PaymentConflictException>());
    }

    [Test]
    public async Task A_webhook_is_kept_applied_once_and_remembered()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database);
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.Processing));
        await host.Provider.CreatePaymentAsync(Make.Request());
        host.Fake.Events.Enqueue(_ => [Make.Event("evt_1", Make.Payment(PaymentStatus.Completed, asOf: Make.At(10)))]);
        var webhook = new WebhookRequest { Body = "a"u8.ToArray(), Headers = new Dictionary<string, string>() };
        for (var i = 0; i < 3; i++)
            await host.Webhooks.ReceiveAsync(Make.Provider, webhook);
        Assert.That(await host.Webhooks.GetStatisticsAsync(), Is.EqualTo(new InboxStatistics(1, host.Time.GetUtcNow(), 0)));
        Assert.That(await host.Webhooks.DispatchAsync(), Is.EqualTo(1));
        await host.Webhooks.ReceiveAsync(Make.Provider, webhook);
        Assert.That(await host.Webhooks.DispatchAsync(), Is.Zero);
        Assert.That((await host.RecordAsync())!.Payment.Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That((await host.OrdersAsync()).Select(order => order.Status), Is.EqualTo(new[] { PaymentStatus.Processing, PaymentStatus.Completed }));
    }
}
