namespace Payments.Abstractions.Tests;

/// <summary>Banks and payers take days: what may still change by itself is not left to a person.</summary>
internal sealed class ReconcilerPatienceTests
{
    [Test]
    public async Task A_deposit_is_looked_for_until_its_time_is_over()
    {
        await using var host = new PaymentHost();
        var due = Make.Start + TimeSpan.FromDays(30);
        var waiting = Make.Payment(PaymentStatus.Pending) with { NextAction = new BankDepositAction { DueAt = due } };
        host.Fake.Answers(PaymentOperations.Create, waiting);
        await host.Provider.CreatePaymentAsync(Make.Request());
        var looks = 0;
        while (host.Time.GetUtcNow() < due)
        {
            host.Step(3600);
            host.Fake.Answers(PaymentOperations.Get, waiting with { AsOf = host.Time.GetUtcNow() });
            looks += (await host.Reconciler.RunOnceAsync()).Looked;
        }

        host.Time.Advance(TimeSpan.FromHours(7));
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.Expired, asOf: host.Time.GetUtcNow()));
        Assert.That(looks, Is.InRange(100, 140), "At the longest interval, and not more often.");
    }

    [Test]
    public async Task A_deposit_that_never_ends_is_left_to_a_person_a_while_after_its_time()
    {
        await using var host = new PaymentHost();
        var waiting = Make.Payment(PaymentStatus.Pending) with { NextAction = new BankDepositAction { DueAt = Make.Start + TimeSpan.FromDays(7) } };
        host.Fake.Answers(PaymentOperations.Create, waiting);
        await host.Provider.CreatePaymentAsync(Make.Request());
        while (host.Time.GetUtcNow() < Make.Start + TimeSpan.FromDays(9))
        {
            host.Step(3600);
            host.Fake.Answers(PaymentOperations.Get, waiting with { AsOf = host.Time.GetUtcNow() });
            await host.Reconciler.RunOnceAsync();
            if (host.Time.GetUtcNow() < Make.Start + TimeSpan.FromDays(7))
                Assert.That((await host.RecordAsync())!.CheckAt, Is.Not.Null);
        }

        Assert.That((await host.RecordAsync())!.CheckAt, Is.Null);
    }

    [Test]
    public async Task A_refund_under_way_is_followed_for_a_week()
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync();
        host.Fake.Answers(PaymentOperations.Refund, Make.Refund(60, RefundStatus.Pending));
        await host.Provider.RefundPaymentAsync(new() { Payment = payment, Amount = Make.Usd(60) });
        var refund = new RefundFact(Make.Refund(60, RefundStatus.Pending)) { AsOf = Make.At(0) };
        while (host.Time.GetUtcNow() < Make.Start + TimeSpan.FromDays(8))
        {
            host.Step(3600);
            host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.Completed, captured: 100, asOf: host.Time.GetUtcNow()) with { Facts = [refund] });
            await host.Reconciler.RunOnceAsync();
            if (host.Time.GetUtcNow() < Make.Start + TimeSpan.FromDays(7))
                Assert.That((await host.RecordAsync())!.CheckAt, Is.Not.Null);
        }

        Assert.That((await host.RecordAsync())!.CheckAt, Is.Null);
    }

    // Told at first by our own reference, and with the provider's id once it has one: the first fact stays as it was.
    [Test]
    public async Task A_refund_that_got_its_id_later_is_not_under_way_any_more()
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync();
        host.Fake.Answers(PaymentOperations.Refund, Make.Refund(60, RefundStatus.Pending, id: null, reference: "R-1"));
        await host.Provider.RefundPaymentAsync(new() { Payment = payment, Amount = Make.Usd(60), Reference = "R-1" });
        await host.TellAsync("evt_1", Make.Event("evt_1", refund: Make.Refund(60, reference: "R-1")));
        Assert.That((await host.RecordAsync()) is { Payment.Status: PaymentStatus.PartiallyRefunded, CheckAt: null });
    }

    // What a search finds does not know what our own record does: it is read with that.
    [Test]
    public async Task What_was_found_by_its_order_is_read_with_what_the_memory_knows()
    {
        await using var host = new PaymentHost();
        host.Fake.Throws(PaymentOperations.Create, Make.Unknown());
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CreatePaymentAsync(Make.Request()));
        host.Time.Advance(host.Options.IdempotencyLease);
        host.Fake.Answers(PaymentOperations.Find, new FindPaymentsResult { Payments = [Make.Payment(PaymentStatus.Refunded)], IsConclusive = false });
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.Cancelled));
        await host.Reconciler.RunOnceAsync();
        var asked = host.Fake.CallsOf(PaymentOperations.Get).Single().As<PaymentReference>();
        Assert.That((asked.PaymentId, asked.Known?.Amount), Is.EqualTo(("pay_1", (Money?)Make.Usd(100))));
        Assert.That((await host.RecordAsync())!.Payment.Status, Is.EqualTo(PaymentStatus.Cancelled));
    }
}
