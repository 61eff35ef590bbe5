namespace Payments.Abstractions.Tests;

/// <summary>What a call may do depends on those that are under way: "all that is left" is an amount of the first try, and a confirmation and a cancellation exclude each other.</summary>
internal sealed class CallsBesideOthersTests
{
    [Test]
    public async Task A_repeated_refund_of_all_asks_for_what_the_first_try_asked_for()
    {
        await using var host = new PaymentHost(KeysFor(PaymentOperations.Refund));
        var payment = await host.CreateAsync();
        var all = new RefundRequest { Payment = payment };
        host.Fake.Throws(PaymentOperations.Refund, Make.Unknown());
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.RefundPaymentAsync(all));
        await host.Provider.RefundPaymentAsync(all);
        Assert.That(host.Fake.CallsOf(PaymentOperations.Refund).Select(call => (call.Key, call.As<RefundRequest>().Amount)), Is.EqualTo(new[]
        {
            (all.IdempotencyKey, (Money?)Make.Usd(100)), (all.IdempotencyKey, Make.Usd(100)),
        }));
    }

    [Test]
    public async Task So_it_does_after_a_webhook_has_told_of_the_refund()
    {
        await using var host = new PaymentHost(KeysFor(PaymentOperations.Refund));
        var payment = await host.CreateAsync();
        var all = new RefundRequest { Payment = payment };
        host.Fake.Throws(PaymentOperations.Refund, Make.Unknown());
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.RefundPaymentAsync(all));
        await host.TellAsync("evt_1", Make.Event("evt_1", refund: Make.Refund(100, reference: all.Reference)));
        var refund = await host.Provider.RefundPaymentAsync(all);
        Assert.That(host.Fake.CallsOf(PaymentOperations.Refund)[1].As<RefundRequest>().Amount, Is.EqualTo(Make.Usd(100)));
        Assert.That((refund.Status, (await host.RecordAsync())!.Payment.RefundedAmount), Is.EqualTo((RefundStatus.Completed, (Money?)Make.Usd(100))));
    }

    [Test]
    public async Task A_repeated_capture_of_all_does_too()
    {
        await using var host = new PaymentHost(KeysFor(PaymentOperations.Capture));
        var payment = await host.CreateAsync(PaymentStatus.Authorized, capture: CaptureMode.Manual);
        var all = new CaptureRequest { Payment = payment };
        host.Fake.Throws(PaymentOperations.Capture, Make.Unknown());
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CapturePaymentAsync(all));
        await host.Provider.CapturePaymentAsync(all);
        Assert.That(host.Fake.CallsOf(PaymentOperations.Capture).Select(call => call.As<CaptureRequest>().Amount), Is.All.EqualTo(Make.Usd(100)));
    }

    [Test]
    public async Task A_second_capture_of_all_is_refused_while_the_first_is_under_way()
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync(PaymentStatus.Authorized, capture: CaptureMode.Manual);
        var received = new CapturedFact("c1", Make.Usd(100), MovementState.Pending) { AsOf = host.Time.GetUtcNow() };
        host.Fake.Answers(PaymentOperations.Capture, payment with { Status = PaymentStatus.Processing, IsRemembered = true, Facts = [received] });
        await host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = payment });
        var refused = await PaymentHost.CatchAsync<PaymentConflictException>(() => host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = payment }));
        Assert.That((refused.Error.Code, refused.Outcome), Is.EqualTo((PaymentErrorCode.AlreadyCaptured, PaymentOutcome.NeverSent)));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Capture), Has.Count.EqualTo(1));
    }

    // A payment that was paid in two parts: the sum of both is not what one of them has left.
    [Test]
    public async Task A_refund_of_one_capture_without_an_amount_is_left_to_the_provider()
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync();
        await host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment, CaptureId = "c1" });
        Assert.That(host.Fake.CallsOf(PaymentOperations.Refund).Single().As<RefundRequest>().Amount, Is.Null);
    }

    [Test]
    public async Task Where_nobody_told_how_much_went_back_the_rest_is_left_to_the_provider()
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync();
        host.Step();
        await host.TellAsync("evt_1", Make.Event("evt_1", Make.Payment(PaymentStatus.PartiallyRefunded, asOf: host.Time.GetUtcNow())));
        await host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment });
        Assert.That(host.Fake.CallsOf(PaymentOperations.Refund).Single().As<RefundRequest>().Amount, Is.Null);
    }

    [Test]
    public async Task What_is_being_confirmed_is_not_cancelled()
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync(PaymentStatus.RequiresConfirmation);
        host.Fake.Throws(PaymentOperations.Confirm, Make.Unknown());
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.ConfirmPaymentAsync(new() { Payment = payment }));
        var refused = await PaymentHost.CatchAsync<PaymentConflictException>(() => host.Provider.CancelPaymentAsync(new() { Payment = payment }));
        Assert.That((refused.Error.Code, refused.Error.Retry, refused.Outcome), Is.EqualTo((PaymentErrorCode.InProgress, PaymentRetry.AfterReading, PaymentOutcome.NeverSent)));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Cancel), Is.Empty);
    }

    [Test]
    public async Task What_is_being_cancelled_is_not_confirmed()
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync(PaymentStatus.RequiresConfirmation);
        host.Fake.Throws(PaymentOperations.Cancel, Make.Unknown());
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CancelPaymentAsync(new() { Payment = payment }));
        var refused = await PaymentHost.CatchAsync<PaymentConflictException>(() => host.Provider.ConfirmPaymentAsync(new() { Payment = payment }));
        Assert.That((refused.Error.Code, refused.Outcome), Is.EqualTo((PaymentErrorCode.InProgress, PaymentOutcome.NeverSent)));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Confirm), Is.Empty);
    }

    private static PaymentProviderCapabilities KeysFor(PaymentOperations operation) => FakeProvider.Everything with
    {
        IdempotencyKeyLifetimes = new Dictionary<PaymentOperations, TimeSpan> { [operation] = TimeSpan.FromHours(24) },
    };
}
