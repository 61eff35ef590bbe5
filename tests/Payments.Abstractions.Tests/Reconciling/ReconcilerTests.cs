namespace Payments.Abstractions.Tests;

internal sealed class ReconcilerTests
{
    [Test]
    public async Task It_looks_at_growing_intervals_and_leaves_it_to_a_person_at_last()
    {
        await using var host = new PaymentHost(options: o => (o.MaxReconcileChecks, o.MaxReconcileInterval) = (6, TimeSpan.FromMinutes(10)));
        await host.CreateAsync(PaymentStatus.Processing);
        for (var i = 0; i < 10; i++)
            host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.Processing));
        List<double> waits = [];
        var last = host.Time.GetUtcNow();
        for (var minute = 0; minute < 200; minute++)
        {
            host.Step(60);
            if ((await host.Reconciler.RunOnceAsync()).Looked == 0)
                continue;
            waits.Add(Math.Round((host.Time.GetUtcNow() - last).TotalMinutes));
            last = host.Time.GetUtcNow();
        }

        Assert.That(waits, Is.EqualTo(new double[] { 5, 2, 4, 8, 10, 10 }));
        Assert.That((await host.RecordAsync())!.CheckAt, Is.Null);
        await host.TellAsync("evt_1", Make.Event("evt_1", Make.Payment(PaymentStatus.Pending, asOf: host.Time.GetUtcNow())));
        Assert.That((await host.RecordAsync())!.CheckAt, Is.Not.Null, "A sign of life begins anew.");
    }

    [Test]
    public async Task Intervals_do_not_overflow()
    {
        await using var host = new PaymentHost(options: o => (o.MaxReconcileChecks, o.ReconcileAfter) = (int.MaxValue, TimeSpan.FromDays(30)));
        await host.CreateAsync(PaymentStatus.Processing);
        for (var i = 0; i < 80; i++)
        {
            host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.Processing));
            host.Time.Advance(TimeSpan.FromHours(6));
            Assert.That(await host.Reconciler.RunOnceAsync(), Is.EqualTo(new ReconciliationResult(1, 0, 0)));
        }
    }

    [Test]
    public async Task It_finds_what_became_of_a_call_whose_outcome_is_unknown()
    {
        await using var host = new PaymentHost();
        host.Fake.Throws(PaymentOperations.Create, Make.Unknown());
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CreatePaymentAsync(Make.Request()));
        host.Time.Advance(host.Options.IdempotencyLease);
        host.Fake.Answers(PaymentOperations.Find, new FindPaymentsResult { Payments = [Make.Payment(PaymentStatus.Completed, captured: 100)], IsConclusive = false });
        Assert.That(await host.Reconciler.RunOnceAsync(), Is.EqualTo(new ReconciliationResult(1, 1, 0)));
        var record = await host.RecordAsync();
        Assert.That((record!.Payment.Status, record.Pending.Count, record.CheckAt), Is.EqualTo((PaymentStatus.Completed, 0, (DateTimeOffset?)null)));
        Assert.That(host.Handler.Changes.Single().Source, Is.EqualTo(PaymentChangeSource.Reconciliation));
    }

    // The total tells whether the refund happened; without one the reservation stays.
    [TestCase(null, 1)]
    [TestCase(60, 0)]
    [TestCase(0, 0)]
    public async Task It_clears_an_unknown_refund_by_the_total(int? refunded, int pending)
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync();
        host.Fake.Throws(PaymentOperations.Refund, Make.Unknown());
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.RefundPaymentAsync(new() { Payment = payment, Amount = Make.Usd(60) }));
        host.Time.Advance(host.Options.IdempotencyLease);
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.Completed, captured: 100, refunded: refunded));
        await host.Reconciler.RunOnceAsync();
        Assert.That((await host.RecordAsync())!.Pending.Count, Is.EqualTo(pending));
        Assert.That(PaymentTotals.Refundable((await host.RecordAsync())!), Is.EqualTo(Make.Usd(refunded == 0 ? 100 : 40)));
    }

    // The provider pays it out later, and its webhook may be lost.
    [TestCase(RefundStatus.Completed, PaymentStatus.PartiallyRefunded)]
    [TestCase(RefundStatus.Failed, PaymentStatus.Completed)]
    public async Task It_follows_a_refund_that_is_under_way(RefundStatus outcome, PaymentStatus expected)
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync();
        host.Fake.Answers(PaymentOperations.Refund, Make.Refund(60, RefundStatus.Pending));
        await host.Provider.RefundPaymentAsync(new() { Payment = payment, Amount = Make.Usd(60) });
        host.Step(3600);
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.Completed, captured: 100, refunded: 0, asOf: Make.At(3600)) with
        {
            Facts = [new RefundFact(Make.Refund(60, outcome)) { AsOf = Make.At(3600) }],
        });
        Assert.That((await host.Reconciler.RunOnceAsync()).Looked, Is.EqualTo(1));
        var record = await host.RecordAsync();
        Assert.That((record!.Payment.Status, record.CheckAt), Is.EqualTo((expected, (DateTimeOffset?)null)));
    }

    [Test]
    public async Task A_contradiction_is_read()
    {
        await using var host = new PaymentHost();
        await host.CreateAsync();
        await host.TellAsync("evt_1", Make.Event("evt_1", Make.Payment(PaymentStatus.Failed, asOf: Make.At(100))));
        host.Step(600);
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.Completed, captured: 100, asOf: Make.At(0)));
        await host.Reconciler.RunOnceAsync();
        Assert.That((await host.RecordAsync()) is { Payment.Status: PaymentStatus.Completed, NeedsRead: false, CheckAt: null });
    }

    // The oldest comes first: if it breaks, it would keep all others waiting for good.
    [Test]
    public async Task One_that_breaks_does_not_keep_the_others_waiting()
    {
        await using var host = new PaymentHost();
        for (var i = 0; i < 4; i++)
            await host.CreateAsync(PaymentStatus.Processing, order: $"Order-{i}", id: $"pay_{i}");
        host.Step(3600);
        host.Fake.Throws(PaymentOperations.Get, new InvalidOperationException("A defect."), new OperationCanceledException("A time-out inside."), Make.NeverSent());
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.Completed, id: "pay_3", order: "Order-3"));
        Assert.That(await host.Reconciler.RunOnceAsync(), Is.EqualTo(new ReconciliationResult(4, 1, 3)));
        Assert.That((await host.Reconciler.RunOnceAsync()).Looked, Is.Zero, "Those that failed wait for their next turn.");
    }

    [Test]
    public async Task The_longest_waiting_come_first_and_the_limit_holds()
    {
        await using var host = new PaymentHost();
        for (var i = 0; i < 4; i++)
            await host.CreateAsync(PaymentStatus.Processing, order: $"Order-{i}", id: $"pay_{i}");
        host.Step(3600);
        Assert.That((await host.Reconciler.RunOnceAsync(limit: 2)).Looked, Is.EqualTo(2));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Get).Select(call => call.As<PaymentReference>().PaymentId), Is.EqualTo(new[] { "pay_0", "pay_1" }));
    }

    [Test]
    public async Task A_refused_call_is_nothing_to_look_for()
    {
        await using var host = new PaymentHost();
        host.Fake.Throws(PaymentOperations.Create, Make.Refused());
        await PaymentHost.CatchAsync<PaymentRequestException>(() => host.Provider.CreatePaymentAsync(Make.Request()));
        host.Time.Advance(TimeSpan.FromDays(1));
        Assert.That((await host.Reconciler.RunOnceAsync()).Looked, Is.Zero);
    }

    [Test]
    public async Task It_stops_between_two_payments()
    {
        await using var host = new PaymentHost(options: o => o.BackgroundConcurrency = 1);
        for (var i = 0; i < 2; i++)
            await host.CreateAsync(PaymentStatus.Processing, order: $"Order-{i}", id: $"pay_{i}");
        host.Step(3600);
        using var stop = new CancellationTokenSource();
        host.Fake.Does(PaymentOperations.Get, async _ =>
        {
            await stop.CancelAsync();
            return Make.Payment(PaymentStatus.Processing, id: "pay_0", order: "Order-0");
        });
        await PaymentHost.CatchAsync<OperationCanceledException>(() => host.Reconciler.RunOnceAsync(cancellationToken: stop.Token));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Get), Has.Count.EqualTo(1));
    }
}
