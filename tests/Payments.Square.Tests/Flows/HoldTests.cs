using Payments.Simulator;

namespace Payments.Square.Tests.Flows;

/// <summary>What is taken of held money, with the whole pipeline: a capture without an amount takes all that is held, its tip included.</summary>
public class HoldTests
{
    private static readonly Money Eleven = new(11m, "USD");

    [TestCase(false)]
    [TestCase(true)]
    public async Task The_whole_of_a_tipped_hold_is_its_amount_and_its_tip(bool isNamed)
    {
        await using var shop = await Shop.OpenAsync();
        var held = await shop.CreateAsync(Tipped());
        var payment = await shop.Provider.CapturePaymentAsync(new CaptureRequest { Payment = held, Amount = isNamed ? Eleven : null });
        Assert.That((held.AuthorizedAmount, payment.CapturedAmount), Is.EqualTo(((Money?)Eleven, (Money?)Eleven)));
        Assert.That((shop.Square.TotalsOf("A-1001").Captured, payment.AuthorizedAmount), Is.EqualTo((1100m, (Money?)Eleven)));
    }

    [Test]
    public async Task A_hold_that_was_lowered_and_not_taken_is_taken_as_it_is_now()
    {
        await using var shop = await Shop.OpenAsync();
        var held = await shop.CreateAsync(Requests.Token(capture: CaptureMode.Manual));
        shop.Square.Faults.Add(SimulatorFaultKind.RateLimited, "POST /v2/payments/*/complete");
        await Assert.ThrowsAsync<PaymentRateLimitedException>(
            () => shop.Provider.CapturePaymentAsync(new CaptureRequest { Payment = held.Reference, Amount = new Money(8m, "USD") }));

        var stale = (await Assert.CatchAsync<PaymentException>(() => shop.Provider.CapturePaymentAsync(new CaptureRequest { Payment = held.Reference })))!;
        Assert.That((stale.Outcome, stale.Error.Retry, stale.Message), Is.EqualTo((
            PaymentOutcome.NeverSent, PaymentRetry.AfterReading, "12.5 USD were held, and the hold was lowered to 8 USD since: read the payment, then capture again.")));

        Assert.That((await shop.ReadAsync(held)).AuthorizedAmount, Is.EqualTo(new Money(8m, "USD")));
        var payment = await shop.Provider.CapturePaymentAsync(new CaptureRequest { Payment = held.Reference });
        Assert.That((payment.CapturedAmount, payment.AuthorizedAmount), Is.EqualTo(((Money?)new Money(8m, "USD"), (Money?)new Money(8m, "USD"))));
    }

    private static PaymentRequest Tipped() => new()
    {
        Amount = new Money(10m, "USD"), OrderId = "A-1001", PaymentToken = "cnon:card-nonce-ok", CaptureMode = CaptureMode.Manual,
        Extras = [new SquarePaymentExtras { Tip = new Money(1m, "USD") }],
    };
}
