using static Payments.Abstractions.Tests.IdempotencyTests;

namespace Payments.Abstractions.Tests;

/// <summary>A call whose outcome nobody knows: sent again under a living key, else read first, never blindly repeated.</summary>
internal sealed class IdempotencyUnknownTests
{
    [Test]
    public async Task Under_a_living_key_it_is_sent_again_with_the_same_key()
    {
        await using var host = new PaymentHost(WithKeys(PaymentOperations.Create));
        host.Fake.Throws(PaymentOperations.Create, Make.Unknown(), new InvalidOperationException("A defect after sending."));
        var request = Make.Request(key: "k");
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CreatePaymentAsync(request));
        await PaymentHost.CatchAsync<InvalidOperationException>(() => host.Provider.CreatePaymentAsync(request));
        await host.Provider.CreatePaymentAsync(request);
        Assert.That(host.Fake.Calls.Select(call => (call.Operation, call.Key)), Is.All.EqualTo((PaymentOperations.Create, "k")).And.Exactly(3).Items);
    }

    // What counts from the intention (an expiry) must not make the repeat another request to the provider.
    [Test]
    public async Task A_later_repeat_was_requested_at_the_same_time()
    {
        await using var host = new PaymentHost(WithKeys(PaymentOperations.Create));
        host.Fake.Throws(PaymentOperations.Create, Make.Unknown());
        var request = Make.Request(key: "k");
        var first = host.Time.GetUtcNow();
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CreatePaymentAsync(request));
        host.Step(90);
        await host.Provider.CreatePaymentAsync(request);
        Assert.That(host.Fake.Calls.Select(call => call.As<PaymentRequest>().RequestedAt), Is.All.EqualTo(first).And.Exactly(2).Items);
    }

    // A cancelled call means 'nothing was sent' to the host; here something was.
    [TestCase(true)]
    [TestCase(false)]
    public async Task A_repeat_that_the_caller_cancels_still_says_unknown(bool withKey)
    {
        await using var host = new PaymentHost(withKey ? WithKeys(PaymentOperations.Create) : null);
        host.Fake.Throws(PaymentOperations.Create, Make.Unknown(), new OperationCanceledException());
        host.Fake.Throws(PaymentOperations.Find, new OperationCanceledException());
        var request = Make.Request(key: "k");
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CreatePaymentAsync(request));
        var second = await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CreatePaymentAsync(request));
        Assert.That(second.InnerException, Is.InstanceOf<OperationCanceledException>());
    }

    // Too many calls, wrong credentials: the answer says nothing of what was sent before. A new key would charge twice.
    [TestCase(PaymentErrorKind.RateLimited)]
    [TestCase(PaymentErrorKind.Authentication)]
    [TestCase(PaymentErrorKind.Conflict)]
    [TestCase(PaymentErrorKind.Unavailable)]
    public async Task A_refusal_that_says_nothing_of_the_first_call_leaves_it_unknown(PaymentErrorKind kind)
    {
        await using var host = new PaymentHost(WithKeys(PaymentOperations.Create));
        host.Fake.Throws(PaymentOperations.Create, Make.Unknown(), Make.Refused(kind));
        var request = Make.Request(key: "k");
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CreatePaymentAsync(request));
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CreatePaymentAsync(request));
        Assert.That((await host.RecordAsync())!.Pending.Count, Is.EqualTo(1));
        await host.Provider.CreatePaymentAsync(request);
        Assert.That(host.Fake.Calls.Select(call => call.Key), Is.All.EqualTo("k"));
    }

    [Test]
    public async Task A_refusal_of_the_body_settles_an_unknown_call()
    {
        await using var host = new PaymentHost(WithKeys(PaymentOperations.Create));
        host.Fake.Throws(PaymentOperations.Create, Make.Unknown(), Make.Refused());
        var request = Make.Request(key: "k");
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CreatePaymentAsync(request));
        await PaymentHost.CatchAsync<PaymentRequestException>(() => host.Provider.CreatePaymentAsync(request));
        await host.Provider.CreatePaymentAsync(request);
        Assert.That(host.Fake.Calls.Select(call => call.Key), Is.EqualTo(new[] { "k", "k", "k~2" }));
    }

    // The host would take 'never sent' for 'nothing happened', and make a new request.
    [Test]
    public async Task A_repeat_that_was_never_sent_still_says_unknown()
    {
        await using var host = new PaymentHost(WithKeys(PaymentOperations.Create));
        host.Fake.Throws(PaymentOperations.Create, Make.Unknown(), Make.NeverSent());
        var request = Make.Request(key: "k");
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CreatePaymentAsync(request));
        var second = await PaymentHost.CatchAsync<PaymentException>(() => host.Provider.CreatePaymentAsync(request));
        Assert.That(second.Outcome, Is.EqualTo(PaymentOutcome.Unknown));
        Assert.That(second.InnerException, Is.InstanceOf<PaymentProviderUnavailableException>());
        Assert.That((await host.Provider.CreatePaymentAsync(request)).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [Test]
    public async Task After_the_keys_lifetime_the_order_is_searched_for_first()
    {
        await using var host = new PaymentHost(WithKeys(PaymentOperations.Create));
        var request = await UnknownCreateAsync(host);
        host.Step(TimeSpan.FromHours(25).TotalSeconds);
        host.Fake.Answers(PaymentOperations.Find, new FindPaymentsResult { Payments = [Make.Payment(PaymentStatus.Completed)], IsConclusive = false });
        Assert.That((await host.Provider.CreatePaymentAsync(request)).Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Create), Has.Count.EqualTo(1));
        Assert.That((await host.RecordAsync())!.Pending.Count, Is.Zero);
        Assert.That((await host.Provider.CreatePaymentAsync(request)).Reference.PaymentId, Is.EqualTo("pay_1"));
    }

    [Test]
    public async Task A_search_that_proves_that_there_is_nothing_permits_to_send_again()
    {
        await using var host = new PaymentHost();
        var request = await UnknownCreateAsync(host);
        Assert.That((await host.Provider.CreatePaymentAsync(request)).Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(host.Fake.Calls.Select(call => call.Operation), Is.EqualTo(new[] { PaymentOperations.Create, PaymentOperations.Find, PaymentOperations.Create }));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Create).Select(call => call.Key), Is.All.EqualTo(request.IdempotencyKey));
    }

    [Test]
    public async Task A_search_that_lags_does_not()
    {
        await using var host = new PaymentHost();
        var request = await UnknownCreateAsync(host);
        host.Fake.Answers(PaymentOperations.Find, new FindPaymentsResult { Payments = [], IsConclusive = false });
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CreatePaymentAsync(request));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Create), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Without_a_way_to_read_it_stays_unknown_until_a_webhook_tells()
    {
        await using var host = new PaymentHost(FakeProvider.Everything with { Operations = PaymentOperations.Create | PaymentOperations.Webhooks });
        var request = await UnknownCreateAsync(host);
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CreatePaymentAsync(request));
        await host.TellAsync("evt_1", Make.Event("evt_1", Make.Payment(PaymentStatus.Completed, asOf: Make.At(5))));
        var answer = await host.Provider.CreatePaymentAsync(request);
        Assert.That((answer.Status, answer.Reference.PaymentId), Is.EqualTo((PaymentStatus.Completed, "pay_1")));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Create), Has.Count.EqualTo(1));
    }

    // Whatever happens to the read, the intention is free again and the host is told the truth about the money.
    [Test]
    public async Task A_read_that_fails_leaves_it_unknown_and_free()
    {
        await using var host = new PaymentHost();
        var request = await UnknownCreateAsync(host);
        host.Fake.Throws(PaymentOperations.Find, Make.NeverSent(), Make.Unknown(), new InvalidOperationException("A defect."));
        for (var i = 0; i < 3; i++)
        {
            var failed = await PaymentHost.CatchAsync<PaymentException>(() => host.Provider.CreatePaymentAsync(request).WaitAsync(TimeSpan.FromSeconds(20)));
            Assert.That(failed.Outcome, Is.EqualTo(PaymentOutcome.Unknown));
        }

        Assert.That((await host.Provider.CreatePaymentAsync(request)).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [Test]
    public async Task A_refusal_after_the_read_is_a_refusal()
    {
        await using var host = new PaymentHost();
        var request = await UnknownCreateAsync(host);
        host.Fake.Throws(PaymentOperations.Create, Make.Refused());
        await PaymentHost.CatchAsync<PaymentRequestException>(() => host.Provider.CreatePaymentAsync(request));
        await host.Provider.CreatePaymentAsync(request);
        Assert.That(host.Fake.CallsOf(PaymentOperations.Create)[^1].Key, Is.EqualTo(request.IdempotencyKey + "~2"));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Find), Has.Count.EqualTo(1));
    }

    [TestCase(PaymentStatus.Completed, 1)]
    [TestCase(PaymentStatus.Authorized, 2)]
    public async Task A_capture_is_read_by_id(PaymentStatus read, int calls)
    {
        await using var host = new PaymentHost(FakeProvider.Everything with { Operations = FakeProvider.Everything.Operations & ~PaymentOperations.MultipleCapture });
        var payment = await host.CreateAsync(PaymentStatus.Authorized, capture: CaptureMode.Manual);
        var request = new CaptureRequest { Payment = payment };
        host.Fake.Throws(PaymentOperations.Capture, Make.Unknown());
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CapturePaymentAsync(request));
        host.Step();
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(read, captured: read.IsPaid() ? 100 : null));
        Assert.That((await host.Provider.CapturePaymentAsync(request)).Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Capture), Has.Count.EqualTo(calls));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Get)[0].As<PaymentReference>().PaymentId, Is.EqualTo("pay_1"));
    }

    // The first of two captures went well, the second is unknown: that the payment is paid says nothing of the second.
    [Test]
    public async Task A_second_capture_is_not_taken_for_done_because_the_first_was()
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync(PaymentStatus.Authorized, capture: CaptureMode.Manual);
        host.Fake.Answers(PaymentOperations.Capture, Make.Payment(PaymentStatus.Completed, captured: 60, authorized: 100)).Throws(PaymentOperations.Capture, Make.Unknown());
        await host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = payment, Amount = Make.Usd(60), IsFinal = false });
        host.Step();
        var second = new CaptureRequest { Payment = payment, Amount = Make.Usd(30) };
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CapturePaymentAsync(second));
        host.Step();
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.Completed, captured: 60, authorized: 100));
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CapturePaymentAsync(second));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Capture), Has.Count.EqualTo(2));
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.Completed, captured: 100, authorized: 100));
        Assert.That((await host.Provider.CapturePaymentAsync(second)).CapturedAmount, Is.EqualTo(Make.Usd(100)));
    }

    [TestCase(PaymentStatus.Cancelled, 1)]
    [TestCase(PaymentStatus.Authorized, 2)]
    public async Task A_cancellation_is_read_by_id(PaymentStatus read, int calls)
    {
        await using var host = new PaymentHost();
        var request = new CancelRequest { Payment = await host.CreateAsync(PaymentStatus.Authorized, capture: CaptureMode.Manual) };
        host.Fake.Throws(PaymentOperations.Cancel, Make.Unknown());
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CancelPaymentAsync(request));
        host.Step();
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(read));
        Assert.That((await host.Provider.CancelPaymentAsync(request)).Status, Is.EqualTo(PaymentStatus.Cancelled));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Cancel), Has.Count.EqualTo(calls));
    }

    [TestCase(PaymentStatus.Completed, 1)]
    [TestCase(PaymentStatus.RequiresConfirmation, 2)]
    public async Task A_confirmation_is_read_by_id(PaymentStatus read, int calls)
    {
        await using var host = new PaymentHost();
        var request = new ConfirmPaymentRequest { Payment = await host.CreateAsync(PaymentStatus.RequiresConfirmation) };
        host.Fake.Throws(PaymentOperations.Confirm, Make.Unknown());
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.ConfirmPaymentAsync(request));
        host.Step();
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(read));
        Assert.That((await host.Provider.ConfirmPaymentAsync(request)).Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Confirm), Has.Count.EqualTo(calls));
    }

    // A read that does not show a refund proves nothing: the provider's list may lag.
    [Test]
    public async Task A_refund_is_never_sent_again_but_found_by_our_reference()
    {
        await using var host = new PaymentHost();
        var request = new RefundRequest { Payment = await host.CreateAsync(), Amount = Make.Usd(60) };
        host.Fake.Throws(PaymentOperations.Refund, Make.Unknown());
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.RefundPaymentAsync(request));
        host.Step();
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.Completed, captured: 100));
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.RefundPaymentAsync(request));
        host.Step();
        var told = Make.Payment(PaymentStatus.PartiallyRefunded, captured: 100) with { Facts = [new RefundFact(Make.Refund(60, reference: request.Reference))] };
        host.Fake.Answers(PaymentOperations.Get, told);
        var answer = await host.Provider.RefundPaymentAsync(request);
        Assert.That((answer.RefundId, answer.Status), Is.EqualTo(("re_1", RefundStatus.Completed)));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Refund), Has.Count.EqualTo(1));
        Assert.That((await host.RecordAsync())!.Pending.Count, Is.Zero);
    }

    [Test]
    public async Task A_refund_that_a_webhook_told_of_needs_no_list_of_the_provider()
    {
        await using var host = new PaymentHost();
        var request = new RefundRequest { Payment = await host.CreateAsync(), Amount = Make.Usd(60) };
        host.Fake.Throws(PaymentOperations.Refund, Make.Unknown());
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.RefundPaymentAsync(request));
        host.Step();
        await host.TellAsync("evt_1", Make.Event("evt_1", refund: Make.Refund(60, reference: request.Reference) with { AsOf = host.Time.GetUtcNow() }));
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.PartiallyRefunded, captured: 100, refunded: 60));
        Assert.That((await host.Provider.RefundPaymentAsync(request)).RefundId, Is.EqualTo("re_1"));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Refund), Has.Count.EqualTo(1));
    }

    private static async Task<PaymentRequest> UnknownCreateAsync(PaymentHost host)
    {
        var request = Make.Request();
        host.Fake.Throws(PaymentOperations.Create, Make.Unknown());
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CreatePaymentAsync(request));
        host.Step();
        return request;
    }
}
