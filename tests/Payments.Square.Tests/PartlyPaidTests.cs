using System.Text.Json.Nodes;

namespace Payments.Square.Tests;

/// <summary>What was asked for and was not paid whole, or more than whole.</summary>
public class PartlyPaidTests
{
    private static string Of(string id, string status, int amount) => Fixture.Answer("payment", answer =>
    {
        var payment = answer["payment"]!;
        (payment["id"], payment["status"]) = (id, status);
        (payment["amount_money"]!["amount"], payment["total_money"]!["amount"]) = (amount, amount);
    });

    private static string Checkout(string status, string? reason, params string[] payments) => Fixture.Answer("checkout", answer =>
    {
        var checkout = answer["checkout"]!;
        (checkout["status"], checkout["cancel_reason"]) = (status, reason);
        checkout["payment_ids"] = new JsonArray([.. payments.Select(id => (JsonNode)id)]);
    });

    [TestCase("IN_PROGRESS", null, "COMPLETED", PaymentStatus.RequiresAction)]
    [TestCase("CANCEL_REQUESTED", null, "COMPLETED", PaymentStatus.RequiresAction)]
    [TestCase("CANCELED", "SELLER_CANCELED", "COMPLETED", PaymentStatus.Completed)]
    [TestCase("CANCELED", "TIMED_OUT", "COMPLETED", PaymentStatus.Completed)]
    [TestCase("CANCELED", "TIMED_OUT", "PENDING", PaymentStatus.Processing)]
    [TestCase("CANCELED", "TIMED_OUT", "APPROVED", PaymentStatus.Authorized)]
    [TestCase("CANCELED", "TIMED_OUT", "CANCELED", PaymentStatus.Expired)]
    public async Task A_Terminal_that_ended_has_what_was_taken_till_then(string status, string? reason, string payment, PaymentStatus expected)
    {
        using var square = new SquareHost();
        square.On("GET /v2/terminals/checkouts/c1", Checkout(status, reason, "p1")).On("GET /v2/payments/p1", Of("p1", payment, 500));
        var read = await square.Provider.GetPaymentAsync(Requests.Terminal);
        Assert.That((read.Status, read.Attention), Is.EqualTo((expected, payment == "COMPLETED" ? PaymentAttention.Underpaid : PaymentAttention.None)));
        Assert.That(read.CapturedAmount, Is.EqualTo(new Money(payment == "COMPLETED" ? 5m : 0m, "USD")));
    }

    [TestCase("OPEN", PaymentStatus.RequiresAction)]
    [TestCase("CANCELED", PaymentStatus.Completed)]
    [TestCase("COMPLETED", PaymentStatus.Completed)]
    public async Task A_page_that_ended_has_what_was_taken_till_then(string state, PaymentStatus expected)
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Fixture.Answer("order-paid", answer => answer["order"]!["state"] = state)).On("GET /v2/payments/p2", Of("p2", "COMPLETED", 500))
            .On("GET /v2/online-checkout/payment-links/l1", Fixture.Answer("link"));
        var read = await square.Provider.GetPaymentAsync(Requests.Page);
        Assert.That((read.Status, read.Attention), Is.EqualTo((expected, PaymentAttention.Underpaid)));
    }

    [Test]
    public async Task One_payment_of_too_much_is_not_several()
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Fixture.Answer("order-paid")).On("GET /v2/payments/p2", Of("p2", "COMPLETED", 2500));
        Assert.That((await square.Provider.GetPaymentAsync(Requests.Page)).Attention, Is.EqualTo(PaymentAttention.Overpaid));
    }
}
