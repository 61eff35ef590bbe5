using System.Globalization;

namespace Payments.Abstractions.Tests;

/// <summary>One intention is one call, whoever repeats it, whenever.</summary>
internal sealed class IdempotencyTests
{
    private const int Many = 1000;

    [Test]
    public async Task A_thousand_callers_with_one_request_make_one_call()
    {
        await using var host = new PaymentHost();
        var request = Make.Request();
        await OneCallAsync(host, () => request);
    }

    [Test]
    public async Task A_thousand_requests_with_one_key_make_one_call()
    {
        await using var host = new PaymentHost();
        await OneCallAsync(host, () => Make.Request(key: "double-click"));
    }

    private static async Task OneCallAsync(PaymentHost host, Func<PaymentRequest> request)
    {
        host.Fake.Close();
        var calls = Enumerable.Range(0, Many).Select(_ => Task.Run(() => host.Provider.CreatePaymentAsync(request()))).ToList();
        await host.Fake.EnteredAsync();
        host.Fake.Open();
        var answers = await Task.WhenAll(calls);
        Assert.That(host.Fake.Calls, Has.Count.EqualTo(1));
        Assert.That(answers.Distinct().ToList(), Has.Count.EqualTo(1));
        Assert.That(answers[0].Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [Test]
    public async Task A_changed_body_is_refused()
    {
        await using var host = new PaymentHost();
        await host.Provider.CreatePaymentAsync(Make.Request(key: "k"));
        var refused = await PaymentHost.CatchAsync<PaymentConflictException>(() => host.Provider.CreatePaymentAsync(Make.Request(amount: 101, key: "k")));
        Assert.That((refused.Error.Code, refused.Outcome), Is.EqualTo((PaymentErrorCode.IdempotencyKeyReused, PaymentOutcome.NeverSent)));
        Assert.That(host.Fake.Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Declines_are_replayed_too()
    {
        await using var host = new PaymentHost();
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.Failed) with { Error = Make.Error(PaymentErrorCode.Declined, PaymentErrorKind.Declined) });
        var request = Make.Request();
        var first = await host.Provider.CreatePaymentAsync(request);
        host.Step();
        Assert.That(await host.Provider.CreatePaymentAsync(request), Is.EqualTo(first));
        Assert.That(first.Error?.Code, Is.EqualTo(PaymentErrorCode.Declined));
        Assert.That(host.Fake.Calls, Has.Count.EqualTo(1));
    }

    // What the caller got is what a repeat gets, with what the memory added to the provider's answer.
    [Test]
    public async Task A_repeat_gets_the_very_same_answer()
    {
        await using var host = new PaymentHost();
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.RequiresAction, order: null) with { NextAction = new WaitAction() });
        var request = Make.Request();
        var first = await host.Provider.CreatePaymentAsync(request);
        Assert.That((first.Method, first.Reference.OrderId, first.NextAction), Is.EqualTo((PaymentMethod.Card, "Order-1001", (NextAction)new WaitAction())));
        Assert.That(await host.Provider.CreatePaymentAsync(request), Is.EqualTo(first));
    }

    [Test]
    public async Task A_refused_call_is_a_new_attempt_with_a_key_of_its_own()
    {
        await using var host = new PaymentHost();
        host.Fake.Throws(PaymentOperations.Create, Make.Refused(), Make.Refused());
        var request = Make.Request(key: "k");
        for (var i = 0; i < 2; i++)
            await PaymentHost.CatchAsync<PaymentRequestException>(() => host.Provider.CreatePaymentAsync(request));
        await host.Provider.CreatePaymentAsync(request);
        Assert.That(host.Fake.Calls.Select(call => call.Key), Is.EqualTo(new[] { "k", "k~2", "k~3" }));
        Assert.That(await host.RecordAsync(), Is.Not.Null, "Two records of one order would not be found by the order.");
    }

    [Test]
    public async Task A_call_that_was_never_sent_keeps_its_key()
    {
        await using var host = new PaymentHost();
        host.Fake.Throws(PaymentOperations.Create, Make.NeverSent(), new OperationCanceledException());
        var request = Make.Request(key: "k");
        await PaymentHost.CatchAsync<PaymentProviderUnavailableException>(() => host.Provider.CreatePaymentAsync(request));
        await PaymentHost.CatchAsync<OperationCanceledException>(() => host.Provider.CreatePaymentAsync(request));
        Assert.That((await host.Provider.CreatePaymentAsync(request)).Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(host.Fake.Calls.Select(call => call.Key), Is.All.EqualTo("k"));
        Assert.That((await host.RecordAsync())!.Pending.Count, Is.Zero);
    }

    // A process died in the middle: after the lease the intention counts as unknown, not as open.
    [Test]
    public async Task After_the_lease_a_lost_call_counts_as_unknown()
    {
        await using var host = new PaymentHost(WithKeys(PaymentOperations.Create));
        host.Fake.Close();
        var lost = host.Provider.CreatePaymentAsync(Make.Request(key: "k"));
        await host.Fake.EnteredAsync();
        var open = host.Fake;
        host.Step(host.Options.IdempotencyLease.TotalSeconds);
        var second = host.Provider.CreatePaymentAsync(Make.Request(key: "k"));
        await open.EnteredAsync();
        open.Open();
        Assert.That((await second).Status, Is.EqualTo(PaymentStatus.Completed));
        await lost;
        Assert.That(open.Calls.Select(call => call.Key), Is.EqualTo(new[] { "k", "k" }));
    }

    // The slow one comes back after another took over: it must not open the intention again.
    [Test]
    public async Task A_call_whose_lease_was_taken_over_does_not_settle_it()
    {
        await using var host = new PaymentHost(WithKeys(PaymentOperations.Create));
        var slow = new TaskCompletionSource();
        host.Fake.Does(PaymentOperations.Create, async _ =>
        {
            await slow.Task;
            throw Make.Refused();
        });
        var first = host.Provider.CreatePaymentAsync(Make.Request(key: "k"));
        await host.Fake.EnteredAsync();
        host.Step(host.Options.IdempotencyLease.TotalSeconds);
        var answer = await host.Provider.CreatePaymentAsync(Make.Request(key: "k"));
        slow.SetResult();
        await PaymentHost.CatchAsync<PaymentException>(() => first);
        Assert.That((await host.Provider.CreatePaymentAsync(Make.Request(key: "k"))).Status, Is.EqualTo(answer.Status));
        Assert.That(host.Fake.Calls, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_waiter_can_give_up_without_harm()
    {
        await using var host = new PaymentHost();
        host.Fake.Close();
        var first = host.Provider.CreatePaymentAsync(Make.Request(key: "k"));
        await host.Fake.EnteredAsync();
        using var cancel = new CancellationTokenSource();
        var waiter = host.Provider.CreatePaymentAsync(Make.Request(key: "k"), cancel.Token);
        await cancel.CancelAsync();
        await PaymentHost.CatchAsync<OperationCanceledException>(() => waiter);
        host.Fake.Open();
        Assert.That((await first).Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(host.Fake.Calls, Has.Count.EqualTo(1));
        Assert.That(host.Time.ActiveTimers, Is.Zero);
    }

    [Test]
    public async Task Extras_count_as_a_part_of_the_body()
    {
        await using var host = new PaymentHost();
        await host.Provider.CreatePaymentAsync(WithExtras("a"));
        await host.Provider.CreatePaymentAsync(WithExtras("a"));
        var refused = await PaymentHost.CatchAsync<PaymentConflictException>(() => host.Provider.CreatePaymentAsync(WithExtras("b")));
        Assert.That(refused.Error.Code, Is.EqualTo(PaymentErrorCode.IdempotencyKeyReused));

        static PaymentRequest WithExtras(string value) =>
            new() { Amount = Make.Usd(1), OrderId = "Order-1001", IdempotencyKey = "k", Extras = [new FakeExtras(value)] };
    }

    private sealed class FakeExtras(string value) : ProviderExtras
    {
        protected internal override void WriteFingerprint(RequestFingerprint fingerprint) => fingerprint.Add("value", value);
    }

    // The payer reloads the return page. Meanwhile the memory has learnt the provider's id, and the host may use it.
    [Test]
    public async Task Confirmation_derives_one_key_from_what_came_back()
    {
        await using var host = new PaymentHost();
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.RequiresAction, id: "") with { Reference = new PaymentReference(Make.Provider, null, "Order-1001") });
        await host.Provider.CreatePaymentAsync(Make.Request());
        host.Step();
        host.Fake.Answers(PaymentOperations.Confirm, Make.Payment(PaymentStatus.Completed));
        var byOrder = new PaymentReference(Make.Provider, null, "Order-1001");
        var first = await host.Provider.ConfirmPaymentAsync(Confirm(byOrder, "t1"));
        Assert.That(await host.Provider.ConfirmPaymentAsync(Confirm(byOrder, "t1")), Is.EqualTo(first));
        Assert.That(await host.Provider.ConfirmPaymentAsync(Confirm(first, "t1")), Is.EqualTo(first));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Confirm), Has.Count.EqualTo(1));
        await host.Provider.ConfirmPaymentAsync(Confirm(byOrder, "t2"));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Confirm), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_confirmation_that_sends_the_payer_back_is_not_the_last_one()
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync(PaymentStatus.RequiresConfirmation);
        host.Fake.Answers(PaymentOperations.Confirm, Make.Payment(PaymentStatus.RequiresAction));
        var request = Confirm(payment, "t1");
        Assert.That((await host.Provider.ConfirmPaymentAsync(request)).Status, Is.EqualTo(PaymentStatus.RequiresAction));
        host.Step();
        Assert.That((await host.Provider.ConfirmPaymentAsync(request)).Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Confirm).Select(call => call.Key).Distinct(), Has.Exactly(2).Items);
    }

    private static ConfirmPaymentRequest Confirm(PaymentReference payment, string token) =>
        new() { Payment = payment, ReturnParameters = new Dictionary<string, string> { ["token"] = token } };

    [Test]
    public async Task A_repeated_refund_of_all_gets_the_first_answer_although_nothing_is_left()
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync();
        var request = new RefundRequest { Payment = payment };
        var first = await host.Provider.RefundPaymentAsync(request);
        host.Step();
        Assert.That(host.Fake.CallsOf(PaymentOperations.Refund)[0].As<RefundRequest>().Amount, Is.EqualTo(Make.Usd(100)));
        Assert.That(await host.Provider.RefundPaymentAsync(request), Is.EqualTo(first));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Refund), Has.Count.EqualTo(1));
    }

    // The host names the payment by its order first, and by what it learnt later.
    [Test]
    public async Task A_payment_may_be_named_in_another_way_in_a_repeat()
    {
        await using var host = new PaymentHost();
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.Authorized, authorized: 100) with { Reference = new PaymentReference(Make.Provider, null, "Order-1001") });
        await host.Provider.CreatePaymentAsync(Make.Request(capture: CaptureMode.Manual));
        host.Step();
        host.Fake.Answers(PaymentOperations.Capture, Make.Payment(PaymentStatus.Completed, captured: 100));
        var first = await host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = new PaymentReference(Make.Provider, null, "Order-1001"), IdempotencyKey = "k" });
        host.Step();
        Assert.That(await host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = first, IdempotencyKey = "k" }), Is.EqualTo(first));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Capture), Has.Count.EqualTo(1));
    }

    [TestCase("tr-TR")]
    [TestCase("ar-SA")]
    public async Task The_culture_of_a_repeat_does_not_matter(string culture)
    {
        await using var host = new PaymentHost();
        var first = await host.Provider.CreatePaymentAsync(Rich());
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            Assert.That(await host.Provider.CreatePaymentAsync(Rich()), Is.EqualTo(first));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        static PaymentRequest Rich() => new()
        {
            Amount = new Money(1234.5m, Currency.USD), OrderId = "Order-1001", IdempotencyKey = "k", Method = PaymentMethod.DigitalWallet, Installments = 12,
            ExpiresAfter = TimeSpan.FromHours(1.5), Items = [new PaymentItem { Name = "i", Quantity = 3, UnitPrice = new Money(411.5m, Currency.USD) }],
            Metadata = new Dictionary<string, string> { ["I"] = "ı", ["i"] = "İ" }, Tax = new PaymentTax { Vat = new Money(10.25m, Currency.USD) },
        };
    }

    internal static PaymentProviderCapabilities WithKeys(params PaymentOperations[] operations) =>
        FakeProvider.Everything with { IdempotencyKeyLifetimes = operations.ToDictionary(operation => operation, _ => TimeSpan.FromHours(24)) };
}
