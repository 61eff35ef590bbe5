namespace Payments.Square.Tests;

/// <summary>Square may delete an order that nobody paid 30 days after it was last touched.</summary>
public class GonePageTests
{
    private static Payment Known(PaymentStatus status = PaymentStatus.RequiresAction) => new()
    {
        Reference = Requests.Page, Status = status, ProviderStatus = "DRAFT", Amount = new Money(20m, "USD"), CreatedAt = TestClock.Start,
        NextAction = new RedirectAction(new Uri("https://square.link/u/l1")), AsOf = TestClock.Start,
    };

    [Test]
    public async Task A_known_page_whose_unpaid_order_is_gone_has_expired()
    {
        using var square = new SquareHost();
        square.Clock.Now += TimeSpan.FromDays(30);
        square.On("GET /v2/orders/o1", SquareHost.Error("NOT_FOUND"), 404);
        var payment = await square.Provider.GetPaymentAsync(Known());
        Assert.That((payment.Status, payment.NextAction, payment.ProviderStatus), Is.EqualTo((PaymentStatus.Expired, (NextAction?)null, "")));
        Assert.That((payment.Amount, payment.CapturedAmount, payment.AsOf), Is.EqualTo((new Money(20m, "USD"), (Money?)new Money(0m, "USD"), (DateTimeOffset?)square.Clock.Now)));
        Assert.That(payment.Reference, Is.EqualTo(Requests.Page));
    }

    [Test]
    public async Task Closing_it_then_is_a_success()
    {
        using var square = new SquareHost();
        square.Clock.Now += TimeSpan.FromDays(30);
        square.On("GET /v2/orders/o1", SquareHost.Error("NOT_FOUND"), 404);
        Assert.That((await square.Provider.CancelPaymentAsync(new CancelRequest { Payment = Known() })).Status, Is.EqualTo(PaymentStatus.Expired));
    }

    [TestCase(29, true)]
    [TestCase(31, false)]
    public async Task What_is_too_young_or_not_known_is_not_found(int days, bool isKnown)
    {
        using var square = new SquareHost();
        square.Clock.Now += TimeSpan.FromDays(days);
        square.On("GET /v2/orders/o1", SquareHost.Error("NOT_FOUND"), 404);
        await Assert.ThrowsAsync<PaymentNotFoundException>(() => square.Provider.GetPaymentAsync(isKnown ? Known() : Requests.Page));
    }

    [Test]
    public async Task One_that_was_paid_is_told_by_its_payments()
    {
        using var square = new SquareHost();
        square.Clock.Now += TimeSpan.FromDays(400);
        square.On("GET /v2/orders/o1", SquareHost.Error("NOT_FOUND"), 404).On("GET /v2/payments/p2", Fixture.Answer("order-payment"));
        var paid = Requests.Page.Complete(new PaymentReference("square", null, null, [new RelatedId("payment", "p2")]));
        var payment = await square.Provider.GetPaymentAsync(paid.With(Known(PaymentStatus.Completed) with { Reference = paid }));
        Assert.That((payment.Status, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Completed, (Money?)new Money(20m, "USD"))));
    }
}
