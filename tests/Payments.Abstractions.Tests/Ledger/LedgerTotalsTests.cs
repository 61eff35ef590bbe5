namespace Payments.Abstractions.Tests;

/// <summary>Refunds and captures never add up to more than the payment, concurrent and unclear calls included.</summary>
internal sealed class LedgerTotalsTests
{
    [Test]
    public async Task Of_64_concurrent_refunds_of_60_on_100_one_is_sent()
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync();
        host.Fake.Close();
        var calls = Race(64, () => host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment, Amount = Make.Usd(60) }));
        await host.Fake.EnteredAsync();
        var refused = await RefusedAsync(calls, 63);
        host.Fake.Open();
        await Task.WhenAll(calls.Select(call => call.ContinueWith(_ => { }, TaskScheduler.Default)));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Refund), Has.Count.EqualTo(1));
        Assert.That(refused, Is.All.Matches<PaymentConflictException>(e => e is { Outcome: PaymentOutcome.NeverSent, Error.Code: PaymentErrorCode.AmountTooLarge }));
        var record = await host.RecordAsync();
        Assert.That((record!.Payment.Status, record.Payment.RefundedAmount), Is.EqualTo((PaymentStatus.PartiallyRefunded, (Money?)Make.Usd(60))));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Of_64_concurrent_captures_of_60_on_100_one_is_sent(bool holdIsTold)
    {
        await using var host = new PaymentHost();
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.Authorized, authorized: holdIsTold ? 100 : null));
        var payment = await host.Provider.CreatePaymentAsync(Make.Request(capture: CaptureMode.Manual));
        host.Fake.Close();
        var calls = Race(64, () => host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = payment, Amount = Make.Usd(60) }));
        await host.Fake.EnteredAsync();
        await RefusedAsync(calls, 63);
        host.Fake.Open();
        await Task.WhenAll(calls.Select(call => call.ContinueWith(_ => { }, TaskScheduler.Default)));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Capture), Has.Count.EqualTo(1));
    }

    // After the first of several captures the payment is paid; the rest of the hold is still guarded.
    [Test]
    public async Task The_rest_of_a_hold_is_guarded_too()
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync(PaymentStatus.Authorized, capture: CaptureMode.Manual);
        host.Fake.Answers(PaymentOperations.Capture, Make.Payment(PaymentStatus.Completed, captured: 60, authorized: 100)).Throws(PaymentOperations.Capture, Make.Unknown());
        await host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = payment, Amount = Make.Usd(60), IsFinal = false });
        host.Step();
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = payment, Amount = Make.Usd(40) }));
        var refused = await PaymentHost.CatchAsync<PaymentConflictException>(() => host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = payment, Amount = Make.Usd(40) }));
        Assert.That(refused.Error.Code, Is.EqualTo(PaymentErrorCode.AmountTooLarge));
    }

    [Test]
    public async Task What_a_capture_under_way_will_take_is_guarded_until_it_has_failed()
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync(PaymentStatus.Authorized, capture: CaptureMode.Manual);
        var received = new CapturedFact("c1", Make.Usd(60), MovementState.Pending) { AsOf = host.Time.GetUtcNow() };
        host.Fake.Answers(PaymentOperations.Capture, payment with { Status = PaymentStatus.Processing, IsRemembered = true, Facts = [received] });
        await host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = payment, Amount = Make.Usd(60) });
        var refused = await PaymentHost.CatchAsync<PaymentConflictException>(() => host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = payment, Amount = Make.Usd(41) }));
        Assert.That(refused.Outcome, Is.EqualTo(PaymentOutcome.NeverSent));

        host.Step();
        await host.TellAsync("evt_1", Make.Event("evt_1", reference: payment.Reference, facts: received with { State = MovementState.Failed, AsOf = host.Time.GetUtcNow() }));
        await host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = payment, Amount = Make.Usd(100) });
    }

    [Test]
    public async Task An_unknown_refund_keeps_its_reservation_until_a_webhook_tells_of_it()
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync();
        var unknown = new RefundRequest { Payment = payment, Amount = Make.Usd(60) };
        host.Fake.Throws(PaymentOperations.Refund, Make.Unknown());
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.RefundPaymentAsync(unknown));
        await PaymentHost.CatchAsync<PaymentConflictException>(() => host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment, Amount = Make.Usd(41) }));

        host.Step();
        await host.TellAsync("evt_1", Make.Event("evt_1", refund: Make.Refund(60, RefundStatus.Failed, reference: unknown.Reference) with { AsOf = host.Time.GetUtcNow() }));
        Assert.That((await host.RecordAsync())!.Pending.Count, Is.Zero);
        Assert.That((await host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment, Amount = Make.Usd(41) })).Status, Is.EqualTo(RefundStatus.Completed));
    }

    // The webhook is faster than the time-out.
    [Test]
    public async Task A_refund_that_was_told_before_its_call_timed_out_is_not_reserved_twice()
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync();
        var request = new RefundRequest { Payment = payment, Amount = Make.Usd(60) };
        host.Fake.Does(PaymentOperations.Refund, async _ =>
        {
            await host.TellAsync("evt_1", Make.Event("evt_1", refund: Make.Refund(60, reference: request.Reference) with { AsOf = host.Time.GetUtcNow() }));
            throw Make.Unknown();
        });
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.RefundPaymentAsync(request));
        Assert.That((await host.RecordAsync())!.Pending.Count, Is.Zero);
        await host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment, Amount = Make.Usd(40) });
    }

    [TestCase(PaymentOutcome.NeverSent)]
    [TestCase(PaymentOutcome.Refused)]
    public async Task A_refund_that_did_not_happen_gives_its_reservation_back(PaymentOutcome outcome)
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync();
        host.Fake.Throws(PaymentOperations.Refund, outcome is PaymentOutcome.Refused ? Make.Refused() : Make.NeverSent());
        await PaymentHost.CatchAsync<PaymentException>(() => host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment, Amount = Make.Usd(60) }));
        await host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment, Amount = Make.Usd(100) });
        Assert.That(host.Fake.CallsOf(PaymentOperations.Refund), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task More_than_was_captured_is_refused_before_sending()
    {
        await using var host = new PaymentHost();
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.Completed, captured: 70));
        var payment = await host.Provider.CreatePaymentAsync(Make.Request());
        var refused = await PaymentHost.CatchAsync<PaymentConflictException>(() => host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment, Amount = Make.Usd(71), IdempotencyKey = "k" }));
        Assert.That(refused.Outcome, Is.EqualTo(PaymentOutcome.NeverSent));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Refund), Is.Empty);
        Assert.That((await host.RecordAsync())!.Pending.Count, Is.Zero);

        // Nothing was remembered of it: the corrected request may have the same key.
        await host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment, Amount = Make.Usd(70), IdempotencyKey = "k" });
        var nothing = await PaymentHost.CatchAsync<PaymentConflictException>(() => host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment }));
        Assert.That(nothing.Error.Code, Is.EqualTo(PaymentErrorCode.AlreadyRefunded));
    }

    // The payer has paid since and nobody told: the provider decides whether there is something to refund, but never above what was asked for.
    [Test]
    public async Task Without_news_of_the_payment_refunds_stay_within_what_was_asked_for()
    {
        await using var host = new PaymentHost();
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.RequiresAction, captured: 0));
        var payment = await host.Provider.CreatePaymentAsync(Make.Request());
        host.Fake.Throws(PaymentOperations.Refund, Make.Unknown());
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment, Amount = Make.Usd(60) }));
        await PaymentHost.CatchAsync<PaymentConflictException>(() => host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment, Amount = Make.Usd(60) }));
        await host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment, Amount = Make.Usd(40) });
        await PaymentHost.CatchAsync<PaymentConflictException>(() => host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment }));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Refund), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_null_amount_is_left_to_the_provider_where_nobody_knows_what_was_taken()
    {
        await using var host = new PaymentHost();
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.RequiresAction, captured: 0));
        var payment = await host.Provider.CreatePaymentAsync(Make.Request());
        await host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment });
        Assert.That(host.Fake.CallsOf(PaymentOperations.Refund)[0].As<RefundRequest>().Amount, Is.Null);
    }

    [Test]
    public async Task Refunds_under_way_at_the_provider_count()
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync();
        host.Fake.Answers(PaymentOperations.Refund, Make.Refund(60, RefundStatus.Pending));
        await host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment, Amount = Make.Usd(60) });
        await PaymentHost.CatchAsync<PaymentConflictException>(() => host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment, Amount = Make.Usd(41) }));
    }

    [Test]
    public async Task A_null_amount_takes_what_is_left()
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync();
        await host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment, Amount = Make.Usd(60) });
        host.Step();
        await host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment });
        Assert.That(host.Fake.CallsOf(PaymentOperations.Refund)[^1].As<RefundRequest>().Amount, Is.EqualTo(Make.Usd(40)));
        Assert.That((await host.RecordAsync())!.Payment.Status, Is.EqualTo(PaymentStatus.Refunded));
    }

    private static List<Task> Race(int count, Func<Task> call) => [.. Enumerable.Range(0, count).Select(_ => Task.Run(call))];

    private static async Task<List<PaymentConflictException>> RefusedAsync(List<Task> calls, int count)
    {
        List<PaymentConflictException> refused = [];
        var left = calls.ToList();
        while (refused.Count < count)
        {
            var ended = await Task.WhenAny(left).WaitAsync(TimeSpan.FromSeconds(30));
            left.Remove(ended);
            refused.Add(await PaymentHost.CatchAsync<PaymentConflictException>(() => ended));
        }

        return refused;
    }
}
