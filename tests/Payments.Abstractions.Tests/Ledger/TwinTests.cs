using Microsoft.Extensions.DependencyInjection;

namespace Payments.Abstractions.Tests;

/// <summary>A webhook that names the provider's id alone beats the answer to the call that made the payment: two records turn out to be one payment.</summary>
internal sealed class TwinTests
{
    [Test]
    public async Task What_was_heard_before_the_answer_is_not_lost()
    {
        await using var host = new PaymentHost();
        var payment = await CreateAsync(host, async () =>
        {
            await host.TellAsync("evt_1", Make.Event("evt_1", Nameless(PaymentStatus.Completed, 10)));
            await host.TellAsync("evt_2", Make.Event("evt_2", refund: Make.Refund(30) with { AsOf = Make.At(11), Payment = Nameless(PaymentStatus.Completed, 10).Reference }));
        });
        var record = await host.RecordAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.PartiallyRefunded));
            Assert.That((record!.Payment.Status, record.Payment.RefundedAmount, record.Pending.Count), Is.EqualTo((PaymentStatus.PartiallyRefunded, (Money?)Make.Usd(30), 0)));
            Assert.That((record.Reference.PaymentId, record.Reference.OrderId, record.Payment.Amount), Is.EqualTo(("pay_1", "Order-1001", Make.Usd(100))));
            Assert.That(await FindAsync(host, store => store.FindAsync(PaymentReference.From(Make.Provider, "pay_1"))), Is.EqualTo(record));
            Assert.That(await FindAsync(host, store => store.FindByIdAsync($"{Make.Provider}::pay_1")), Is.Null);
        }

        // The last one says whose the payment is, though nothing else is new.
        Assert.That(Told(host), Is.EqualTo(new[]
        {
            "->Completed ", "Completed->PartiallyRefunded ", "PartiallyRefunded->PartiallyRefunded Order-1001",
        }));
        host.Step(86_400);
        await host.TellAsync("evt_3", Make.Event("evt_3", Nameless(PaymentStatus.Refunded, 20) with { CapturedAmount = Make.Usd(100), RefundedAmount = Make.Usd(100) }));
        Assert.That((await host.RecordAsync())!.Payment.Status, Is.EqualTo(PaymentStatus.Refunded));
    }

    [Test]
    public async Task What_handlers_refused_they_hear_in_order()
    {
        await using var host = new PaymentHost();
        host.Handler.FailsNext();
        await CreateAsync(host, () => host.TellAsync("evt_1", Make.Event("evt_1", Nameless(PaymentStatus.Completed, 10))));
        Assert.That(Told(host), Is.EqualTo(new[] { "->Completed ", "Completed->Completed Order-1001" }));
        Assert.That((await host.RecordAsync())!.Undelivered.Count, Is.Zero);
    }

    // The other record is made after the answer looked for one, and before it is written.
    [Test]
    public async Task A_record_that_is_made_at_the_same_moment_is_taken_over_too()
    {
        await using var host = new PaymentHost();
        host.Handler.Next.Enqueue(_ =>
        {
            using (ExecutionContext.SuppressFlow())
                return Task.Run(() => host.TellAsync("evt_1", Make.Event("evt_1", Nameless(PaymentStatus.Completed, 10))));
        });
        await CreateAsync(host, () => Task.CompletedTask);
        Assert.That((await host.RecordAsync())!.Payment.Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(await FindAsync(host, store => store.FindByIdAsync($"{Make.Provider}::pay_1")), Is.Null);
    }

    [Test]
    public async Task What_was_taken_over_makes_room_once()
    {
        await using var host = new PaymentHost(options: options => options.MaxPaymentsInMemory = 2);
        await CreateAsync(host, () => host.TellAsync("evt_1", Make.Event("evt_1", Nameless(PaymentStatus.Completed, 10))));
        await host.CreateAsync(order: "Order-2", id: "pay_2", status: PaymentStatus.RequiresAction);
        await host.CreateAsync(order: "Order-3", id: "pay_3", status: PaymentStatus.RequiresAction);
        Assert.That(async () => await host.CreateAsync(order: "Order-4", id: "pay_4"), Throws.InstanceOf<PaymentException>().With.Property(nameof(PaymentException.Error)).Property("Code").EqualTo(PaymentErrorCode.StoreError));
    }

    private static async Task<Payment> CreateAsync(PaymentHost host, Func<Task> meanwhile)
    {
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.Processing, asOf: Make.At(1)));
        host.Fake.Close();
        var call = Task.Run(() => host.Provider.CreatePaymentAsync(Make.Request()));
        await host.Fake.EnteredAsync();
        host.Step();
        await meanwhile();
        host.Fake.Open();
        return await call;
    }

    private static List<string> Told(PaymentHost host) =>
        [.. host.Handler.Changes.Select(change => $"{change.Before?.Status}->{change.After.Status} {change.After.Reference.OrderId}")];

    private static Payment Nameless(PaymentStatus status, double asOf) =>
        Make.Payment(status, asOf: Make.At(asOf)) with { Reference = PaymentReference.From(Make.Provider, "pay_1") };

    private static async Task<PaymentRecord?> FindAsync(PaymentHost host, Func<IPaymentStore, ValueTask<PaymentRecord?>> find)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await find(scope.ServiceProvider.GetRequiredService<IPaymentStore>());
    }
}
