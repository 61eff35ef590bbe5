namespace Payments.Square.Tests;

/// <summary>What Square could not carry out is refused with the rule, before anything is sent.</summary>
public class RefusalTests
{
    private static TestCaseData Case(string name, string rule, PaymentRequest request) => new TestCaseData(request, rule).SetName(name);

    private static PaymentRequest With(
        PaymentRequest like, Money? amount = null, int? installments = null, TimeSpan? expires = null, PaymentMethod method = default, string? orderId = null,
        Dictionary<string, string>? metadata = null, Uri? returnUrl = null, CaptureMode? capture = null, params ProviderExtras[] extras) => new()
    {
        Amount = amount ?? like.Amount,
        OrderId = orderId ?? like.OrderId,
        PaymentToken = like.PaymentToken,
        Channel = like.Channel,
        CaptureMode = capture ?? like.CaptureMode,
        Installments = installments,
        ExpiresAfter = expires,
        Method = method,
        Metadata = metadata ?? [],
        ReturnUrl = returnUrl,
        Extras = extras,
    };

    private static IEnumerable<TestCaseData> Refusals()
    {
        var (page, token, terminal) = (Requests.Hosted(), Requests.Token(), Requests.AtCounter(extras: new SquarePaymentExtras { DeviceId = "d" }));
        var held = Requests.Token(capture: CaptureMode.Manual);
        yield return Case("held on a page", "CaptureMode.Manual needs a PaymentToken", With(page, capture: CaptureMode.Manual));
        yield return Case("expiry of a page", "ExpiresAfter", With(page, expires: TimeSpan.FromHours(1)));
        yield return Case("expiry of a charge", "ExpiresAfter", With(token, expires: TimeSpan.FromHours(1)));
        yield return Case("instalments", "Installments", With(page, installments: 3));
        yield return Case("a method that a page cannot be asked for", "cannot be asked for BankTransfer", With(page, method: PaymentMethod.BankTransfer));
        yield return Case("a method that Square lacks", "VirtualAccount", With(page, method: PaymentMethod.VirtualAccount));
        yield return Case("an order id that is too long", "1 to 40 characters", With(page, orderId: new string('a', 41)));
        yield return Case("too fine", "2 decimals", With(page, amount: new Money(1.001m, "USD")));
        yield return Case("zero", "above zero", With(token, amount: new Money(0m, "USD")));
        yield return Case("another currency", "not KRW", With(token, amount: new Money(1000m, "KRW")));
        yield return Case("a return address that is too long", "2048", With(page, returnUrl: new Uri("https://shop.example/" + new string('a', 2048))));
        yield return Case("too much metadata", "at most 10", With(page, metadata: Enumerable.Range(0, 11).ToDictionary(i => "k" + i, _ => "v")));
        yield return Case("a metadata key that is too long", "60", With(page, metadata: new() { [new string('k', 61)] = "v" }));
        yield return Case("a metadata key of other letters", "letters, digits", With(page, metadata: new() { ["a b"] = "v" }));
        yield return Case("a metadata value that is too long", "255", With(page, metadata: new() { ["k"] = new string('v', 256) }));
        yield return Case("no Terminal", "needs a Terminal", Requests.AtCounter());
        yield return Case("a device id of the list", "without 'device:'", Requests.AtCounter(extras: new SquarePaymentExtras { DeviceId = "device:995CS397A6475287" }));
        yield return Case("a Terminal that waits too long", "at most 5 minutes", With(terminal, expires: TimeSpan.FromMinutes(6), extras: new SquarePaymentExtras { DeviceId = "d" }));
        yield return Case("a Terminal's order completed by itself", "leave out HoldEnd or SquareOrderId", With(
            terminal, capture: CaptureMode.Manual, extras: new SquarePaymentExtras { DeviceId = "d", SquareOrderId = "o5", HoldEnd = SquareHoldEnd.Complete }));
        yield return Case("a hold at a Terminal that is too long", "36 hours", With(
            terminal, capture: CaptureMode.Manual, extras: new SquarePaymentExtras { DeviceId = "d", HoldFor = TimeSpan.FromHours(37) }));
        yield return Case("a hold that is too long", "168 hours", With(held, extras: new SquarePaymentExtras { HoldFor = TimeSpan.FromDays(8) }));
        yield return Case("a hold that is too short", "1 minute", With(held, extras: new SquarePaymentExtras { HoldFor = TimeSpan.FromSeconds(59) }));
        yield return Case("a hold of what is taken at once", "HoldFor and HoldEnd are for CaptureMode.Manual", With(token, extras: new SquarePaymentExtras { HoldFor = TimeSpan.FromHours(1) }));
        yield return Case("a device for a page", "DeviceId is not for a payment on Square's page", With(page, extras: new SquarePaymentExtras { DeviceId = "d" }));
        yield return Case("a tip on a page", "Tip is not for", With(page, extras: new SquarePaymentExtras { Tip = new Money(1m, "USD") }));
        yield return Case("tipping with a token", "AllowTipping is not for a payment with a token", With(token, extras: new SquarePaymentExtras { AllowTipping = true }));
        yield return Case("a location for a Terminal", "LocationId is not for a payment at a Terminal", With(terminal, extras: new SquarePaymentExtras { DeviceId = "d", LocationId = "L2" }));
        yield return Case("cash that is none", "'CASH'", With(token, extras: new SquarePaymentExtras { CashReceived = new Money(20m, "USD") }));
        yield return Case("external that is none", "'EXTERNAL'", With(token, extras: new SquarePaymentExtras { ExternalType = "CHECK" }));
        yield return Case("external without a source", "ExternalType and ExternalSource", With(Requests.Token("EXTERNAL"), extras: new SquarePaymentExtras { ExternalType = "CHECK" }));
        yield return Case("a statement text that is too long", "20", With(token, extras: new SquarePaymentExtras { StatementDescription = new string('x', 21) }));
        yield return Case("a tip where the payer chooses one", "Tip is for a Terminal without AllowTipping", With(
            terminal, extras: new SquarePaymentExtras { DeviceId = "d", Tip = new Money(1m, "USD"), AllowTipping = true }));
        yield return Case("a fee in another currency", "payment's currency", With(token, extras: new SquarePaymentExtras { AppFee = new Money(1m, "EUR") }));
    }

    [TestCaseSource(nameof(Refusals))]
    public async Task Refused(object request, string rule)
    {
        using var square = new SquareHost();
        var refused = (await Assert.ThrowsAsync<PaymentRequestException>(() => square.Provider.CreatePaymentAsync((PaymentRequest)request)))!;
        Assert.Multiple(() =>
        {
            Assert.That(refused.Message, Does.Contain(rule));
            Assert.That(refused.Outcome, Is.EqualTo(PaymentOutcome.NeverSent));
            Assert.That(square.Calls, Is.Zero);
        });
    }

    [Test]
    public async Task The_location_s_currency_refuses_every_other()
    {
        using var square = new SquareHost(options => options.Currency = "EUR");
        var refused = (await Assert.ThrowsAsync<PaymentRequestException>(() => square.Provider.CreatePaymentAsync(Requests.Token())))!;
        Assert.That(refused.Error.Code, Is.EqualTo(PaymentErrorCode.UnsupportedCurrency));
        Assert.That(square.Provider.Capabilities.Currencies.Known, Is.EquivalentTo(new[] { Currency.EUR }));
    }

    [Test]
    public async Task Several_captures_are_not_supported()
    {
        using var square = new SquareHost();
        var refused = (await Assert.ThrowsAsync<PaymentOperationNotSupportedException>(
            () => square.Provider.CapturePaymentAsync(new CaptureRequest { Payment = Requests.Single, IsFinal = false })))!;
        Assert.That((refused.Operation, square.Calls), Is.EqualTo((PaymentOperations.MultipleCapture, 0)));
    }

    [Test]
    public async Task A_confirmation_is_not_supported()
    {
        using var square = new SquareHost();
        await Assert.ThrowsAsync<PaymentOperationNotSupportedException>(() => square.Provider.ConfirmPaymentAsync(new ConfirmPaymentRequest { Payment = Requests.Single }));
    }
}
