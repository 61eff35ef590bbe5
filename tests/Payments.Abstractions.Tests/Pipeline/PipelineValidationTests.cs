namespace Payments.Abstractions.Tests;

/// <summary>What is refused before anything is written or sent.</summary>
internal sealed class PipelineValidationTests
{
    private static readonly PaymentReference Payment = PaymentReference.From(Make.Provider, "pay_1");
    private static readonly Uri Relative = new("/return", UriKind.Relative);

    private static IEnumerable<TestCaseData> Wrong()
    {
        yield return Case("zero", p => p.CreatePaymentAsync(Make.Request(0)), PaymentErrorCode.InvalidAmount);
        yield return Case("negative", p => p.CreatePaymentAsync(Make.Request(-1)), PaymentErrorCode.InvalidAmount);
        yield return Case("finer than a cent", p => p.CreatePaymentAsync(Make.Request(1.005m)), PaymentErrorCode.InvalidAmount);
        yield return Case("finer than a won", p => p.CreatePaymentAsync(Of(new Money(10.5m, Currency.KRW))), PaymentErrorCode.InvalidAmount);
        yield return Case("no currency", p => p.CreatePaymentAsync(Of(new Money(10m, default(Currency)))), PaymentErrorCode.InvalidAmount);
        yield return Case("currency", p => p.CreatePaymentAsync(Of(new Money(10m, Currency.JPY))), PaymentErrorCode.UnsupportedCurrency);
        yield return Case("no order", p => p.CreatePaymentAsync(Make.Request(order: " ")), PaymentErrorCode.InvalidRequest);
        yield return Case("long order", p => p.CreatePaymentAsync(Make.Request(order: new string('a', 256))), PaymentErrorCode.InvalidRequest);
        yield return Case("control character", p => p.CreatePaymentAsync(Make.Request(order: "a\u0001b")), PaymentErrorCode.InvalidRequest);
        yield return Case("no key", p => p.CreatePaymentAsync(Make.Request(key: "")), PaymentErrorCode.InvalidRequest);
        yield return Case("long key", p => p.CreatePaymentAsync(Make.Request(key: new string('k', IdempotencyKey.MaxLength + 1))), PaymentErrorCode.InvalidRequest);
        yield return Case("relative return", p => p.CreatePaymentAsync(new() { Amount = Make.Usd(1), OrderId = "Order-1001", ReturnUrl = Relative }), PaymentErrorCode.InvalidRequest);
        yield return Case("relative cancel", p => p.CreatePaymentAsync(new() { Amount = Make.Usd(1), OrderId = "Order-1001", CancelUrl = Relative }), PaymentErrorCode.InvalidRequest);
        yield return Case("relative webhook", p => p.CreatePaymentAsync(new() { Amount = Make.Usd(1), OrderId = "Order-1001", WebhookUrl = Relative }), PaymentErrorCode.InvalidRequest);
        yield return Case("one instalment", p => p.CreatePaymentAsync(new() { Amount = Make.Usd(1), OrderId = "Order-1001", Installments = 1 }), PaymentErrorCode.InvalidRequest);
        yield return Case("no time", p => p.CreatePaymentAsync(new() { Amount = Make.Usd(1), OrderId = "Order-1001", ExpiresAfter = TimeSpan.Zero }), PaymentErrorCode.InvalidRequest);
        yield return Case("country", p => p.CreatePaymentAsync(new() { Amount = Make.Usd(1), OrderId = "Order-1001", CountryCode = "kr" }), PaymentErrorCode.InvalidRequest);
        yield return Case("vat above the amount", p => p.CreatePaymentAsync(new() { Amount = Make.Usd(1), OrderId = "Order-1001", Tax = new PaymentTax { Vat = Make.Usd(2) } }), PaymentErrorCode.InvalidAmount);
        yield return Case("item in another currency", p => p.CreatePaymentAsync(new() { Amount = Make.Usd(1), OrderId = "Order-1001", Items = [new PaymentItem { Name = "a", UnitPrice = new Money(1, Currency.EUR) }] }), PaymentErrorCode.InvalidAmount);
        yield return Case("capture zero", p => p.CapturePaymentAsync(new() { Payment = Payment, Amount = Make.Usd(0) }), PaymentErrorCode.InvalidAmount);
        yield return Case("refund negative", p => p.RefundPaymentAsync(new() { Payment = Payment, Amount = Make.Usd(-5) }), PaymentErrorCode.InvalidAmount);
        yield return Case("refund relative", p => p.RefundPaymentAsync(new() { Payment = Payment, WebhookUrl = Relative }), PaymentErrorCode.InvalidRequest);
        yield return Case("refund without a name", p => p.GetRefundAsync(new RefundReference(Payment)), PaymentErrorCode.InvalidRequest);
        yield return Case("find too many", p => p.FindPaymentsAsync(new() { Limit = 101 }), PaymentErrorCode.InvalidRequest);
        yield return Case("find backwards", p => p.FindPaymentsAsync(new() { CreatedFrom = Make.At(1), CreatedTo = Make.At(0) }), PaymentErrorCode.InvalidRequest);
        var foreign = PaymentReference.From("other", "pay_1");
        yield return Case("foreign confirm", p => p.ConfirmPaymentAsync(new() { Payment = foreign }), PaymentErrorCode.InvalidRequest);
        yield return Case("foreign get", p => p.GetPaymentAsync(foreign), PaymentErrorCode.InvalidRequest);
        yield return Case("foreign capture", p => p.CapturePaymentAsync(new() { Payment = foreign }), PaymentErrorCode.InvalidRequest);
        yield return Case("foreign cancel", p => p.CancelPaymentAsync(new() { Payment = foreign }), PaymentErrorCode.InvalidRequest);
        yield return Case("foreign refund", p => p.RefundPaymentAsync(new() { Payment = foreign }), PaymentErrorCode.InvalidRequest);
        yield return Case("foreign read of a refund", p => p.GetRefundAsync(new RefundReference(foreign) { RefundId = "r" }), PaymentErrorCode.InvalidRequest);

        static PaymentRequest Of(Money amount) => new() { Amount = amount, OrderId = "Order-1001" };
    }

    private static TestCaseData Case(string name, Func<IPaymentProvider, Task> call, PaymentErrorCode code) => new TestCaseData(call, code).SetName("Refused: " + name);

    [TestCaseSource(nameof(Wrong))]
    public async Task Wrong_requests_are_refused_and_leave_nothing(Func<IPaymentProvider, Task> call, PaymentErrorCode code)
    {
        await using var host = new PaymentHost();
        var refused = await PaymentHost.CatchAsync<PaymentRequestException>(() => call(host.Provider));
        Assert.That((refused.Error.Code, refused.Outcome), Is.EqualTo((code, PaymentOutcome.NeverSent)));
        Assert.That(host.Fake.Calls, Is.Empty);
        Assert.That(await host.RecordAsync(), Is.Null);
        Assert.That(host.Handler.Changes, Is.Empty);
    }

    [TestCase(PaymentOperations.Create)]
    [TestCase(PaymentOperations.Confirm)]
    [TestCase(PaymentOperations.Get)]
    [TestCase(PaymentOperations.Find)]
    [TestCase(PaymentOperations.Capture)]
    [TestCase(PaymentOperations.Cancel)]
    [TestCase(PaymentOperations.Refund)]
    [TestCase(PaymentOperations.GetRefund)]
    [TestCase(PaymentOperations.Webhooks)]
    public async Task What_is_not_supported_says_so_before_anything_is_sent(PaymentOperations operation)
    {
        await using var host = new PaymentHost(FakeProvider.Everything with { Operations = FakeProvider.Everything.Operations & ~operation });
        var refused = await PaymentHost.CatchAsync<PaymentOperationNotSupportedException>(() => operation switch
        {
            PaymentOperations.Create => host.Provider.CreatePaymentAsync(Make.Request()),
            PaymentOperations.Confirm => host.Provider.ConfirmPaymentAsync(new() { Payment = Payment }),
            PaymentOperations.Get => host.Provider.GetPaymentAsync(Payment),
            PaymentOperations.Find => host.Provider.FindPaymentsAsync(new()),
            PaymentOperations.Capture => host.Provider.CapturePaymentAsync(new() { Payment = Payment }),
            PaymentOperations.Cancel => host.Provider.CancelPaymentAsync(new() { Payment = Payment }),
            PaymentOperations.Refund => host.Provider.RefundPaymentAsync(new() { Payment = Payment }),
            PaymentOperations.GetRefund => host.Provider.GetRefundAsync(new RefundReference(Payment) { RefundId = "r" }),
            _ => (Task)host.Provider.ProcessWebhookAsync(new WebhookRequest { Body = default, Headers = new Dictionary<string, string>() }),
        });
        Assert.That((refused.Operation, refused.Outcome), Is.EqualTo((operation, PaymentOutcome.NeverSent)));
        Assert.That(host.Fake.Calls, Is.Empty);
    }

    [Test]
    public async Task A_hold_needs_a_provider_that_can_capture()
    {
        await using var host = new PaymentHost(FakeProvider.Everything with { Operations = PaymentOperations.Create });
        await PaymentHost.CatchAsync<PaymentOperationNotSupportedException>(() => host.Provider.CreatePaymentAsync(Make.Request(capture: CaptureMode.Manual)));
        Assert.That(host.Fake.Calls, Is.Empty);
    }

    [Test]
    public async Task Parts_need_a_provider_that_can_do_parts()
    {
        await using var host = new PaymentHost(FakeProvider.Everything with
        {
            Operations = PaymentOperations.Create | PaymentOperations.Refund | PaymentOperations.Capture,
        });
        var paid = await host.CreateAsync();
        var held = await host.CreateAsync(PaymentStatus.Authorized, capture: CaptureMode.Manual, order: "Order-1002", id: "pay_2");
        var calls = host.Fake.Calls.Count;
        var refund = await PaymentHost.CatchAsync<PaymentOperationNotSupportedException>(() => host.Provider.RefundPaymentAsync(new() { Payment = paid, Amount = Make.Usd(99) }));
        var capture = await PaymentHost.CatchAsync<PaymentOperationNotSupportedException>(() => host.Provider.CapturePaymentAsync(new() { Payment = held, Amount = Make.Usd(99) }));
        Assert.That((refund.Operation, capture.Operation), Is.EqualTo((PaymentOperations.PartialRefund, PaymentOperations.PartialCapture)));
        Assert.That(host.Fake.Calls, Has.Count.EqualTo(calls));
        await host.Provider.RefundPaymentAsync(new() { Payment = paid, Amount = Make.Usd(100) });
        await host.Provider.CapturePaymentAsync(new() { Payment = held, Amount = Make.Usd(100) });
    }

    [Test]
    public async Task Another_currency_than_the_payments_is_refused()
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync();
        var refused = await PaymentHost.CatchAsync<PaymentRequestException>(() => host.Provider.RefundPaymentAsync(new() { Payment = payment, Amount = new Money(10, Currency.EUR) }));
        Assert.That(refused.Error.Code, Is.EqualTo(PaymentErrorCode.InvalidAmount));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Refund), Is.Empty);
    }
}
