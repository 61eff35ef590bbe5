using System.Text.Json.Nodes;

namespace Payments.CoinGate.Tests;

public class ReadTests
{
    [Test]
    public async Task A_paid_order_is_told_in_both_currencies_and_what_is_underpaid_on_it_says_nothing()
    {
        using var coingate = new CoinGateHost().OnRead();
        var payment = await coingate.Provider.GetPaymentAsync(Requests.Bare);
        Assert.Multiple(() =>
        {
            Assert.That((payment.Amount, payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo((Requests.Euro(10.5m), (Money?)Requests.Euro(10.5m), (Money?)Requests.Euro(0))));
            Assert.That(payment.ReceivedAmount, Is.EqualTo(new Money(0.00021m, Currency.BTC)));
            Assert.That((payment.Attention, payment.TransactionId, payment.ProviderMethod), Is.EqualTo((PaymentAttention.None, "tx-1", "BTC")));
            Assert.That(payment.AsOf, Is.EqualTo(CoinGateHost.AnsweredAt));
        });
    }

    [TestCase("confirming")]
    [TestCase("pending")]
    [TestCase("invalid")]
    public async Task Money_that_was_seen_in_time_is_not_late_however_long_it_takes(string before)
    {
        static void Slowly(JsonNode order) => order["paid_at"] = "2026-04-30T17:00:00+02:00";
        using var coingate = new CoinGateHost().OnRead(Slowly).OnRead(order => (order["status"], order["underpaid_amount"]) = (before, "0")).OnRead(Slowly);
        Assert.That((await coingate.Provider.GetPaymentAsync(Requests.Bare)).Attention, Is.EqualTo(PaymentAttention.None), "20 minutes are for paying, not for confirming");
        var open = await coingate.Provider.GetPaymentAsync(Requests.Bare);
        Assert.That((await coingate.Provider.GetPaymentAsync(open)).Attention, Is.EqualTo(PaymentAttention.None));
    }

    [TestCase("expired")]
    [TestCase("canceled")]
    public async Task Money_after_an_end_that_is_known_is_late(string status)
    {
        using var coingate = new CoinGateHost().OnRead(order => order["status"] = status).OnRead(order => (order["status"], order["underpaid_amount"]) = ("confirming", "0")).OnRead();
        var ended = await coingate.Provider.GetPaymentAsync(Requests.Bare);
        var seen = await coingate.Provider.GetPaymentAsync(ended);
        var paid = await coingate.Provider.GetPaymentAsync(seen);
        Assert.That((seen.Status, seen.Attention), Is.EqualTo((PaymentStatus.Processing, PaymentAttention.Late)));
        Assert.That((paid.Status, paid.Attention), Is.EqualTo((PaymentStatus.Completed, PaymentAttention.Late)));
    }

    [Test]
    public async Task Too_little_and_too_much_are_noticed()
    {
        using var coingate = new CoinGateHost().OnRead(order => (order["status"], order["underpaid_amount"]) = ("pending", "0.0001")).OnRead(order => order["overpaid_amount"] = "0.0001");
        Assert.That((await coingate.Provider.GetPaymentAsync(Requests.Bare)).Attention, Is.EqualTo(PaymentAttention.Underpaid));
        Assert.That((await coingate.Provider.GetPaymentAsync(Requests.Bare)).Attention, Is.EqualTo(PaymentAttention.Overpaid));
    }

    [TestCase("""{"id":538}""")]
    [TestCase("""{"id":"538","status":null,"price_amount":null,"price_currency":7,"refunds":{},"blockchain_transactions":"x","created_at":[],"is_refundable":"maybe","pay_amount":{}}""")]
    [TestCase("""{"id":538,"status":{"a":[1]},"refunds":[null,7,{"id":null},{"id":9,"request_amount":"x","order":[]}],"payment_url":"::","underpaid_amount":"1e99","new_member":{"x":[[[]]]}}""")]
    public async Task Odd_answers_are_read(string body)
    {
        using var coingate = new CoinGateHost();
        coingate.Expect("GET /v2/orders/538", body);
        var payment = await coingate.Provider.GetPaymentAsync(Requests.Bare);
        Assert.That((payment.Status, payment.Reference.PaymentId), Is.EqualTo((PaymentStatus.Unknown, "538")));
    }

    [TestCase("", "application/json")]
    [TestCase("null", "application/json")]
    [TestCase("[]", "application/json")]
    [TestCase("{}", "application/json")]
    [TestCase("<html></html>", "text/html")]
    public async Task What_is_no_order_is_an_error(string body, string type)
    {
        using var coingate = new CoinGateHost();
        coingate.Expect("GET /v2/orders/538", body, contentType: type);
        Assert.That(await Assert.CatchAsync(() => coingate.Provider.GetPaymentAsync(Requests.Bare)), Is.InstanceOf<PaymentException>());
    }

    [Test]
    [SetCulture("de-DE")]
    public async Task Culture_does_not_count()
    {
        using var coingate = new CoinGateHost().OnRead();
        Assert.That((await coingate.Provider.GetPaymentAsync(Requests.Bare)).Amount, Is.EqualTo(Requests.Euro(10.5m)));
    }

    [Test]
    public async Task An_order_without_its_id_cannot_be_read()
    {
        using var coingate = new CoinGateHost();
        await Assert.ThrowsAsync<PaymentRequestException>(() => coingate.Provider.GetPaymentAsync(new PaymentReference("coingate", null, "A-1001")));
        Assert.That(coingate.Calls, Is.Zero);
    }

    [Test]
    public async Task A_search_picks_its_order_out_and_is_never_conclusive()
    {
        using var coingate = new CoinGateHost();
        coingate.Expect("GET /v2/orders", $$"""{"current_page":1,"total_pages":3,"orders":[{{Fixture.Answer("order-paid", order => (order["id"], order["order_id"]) = (1, "a-1001"))}},{{Fixture.Answer("order-paid")}}]}""");
        var found = await coingate.Provider.FindPaymentsAsync(new FindPaymentsRequest { OrderId = "A-1001", Amount = Requests.Euro(10.5m), CreatedFrom = new DateTimeOffset(2026, 4, 30, 16, 0, 0, TimeSpan.FromHours(2)) });
        Assert.That(found.Payments.Single().Reference.PaymentId, Is.EqualTo("538"));
        Assert.That((found.IsConclusive, found.NextPageToken), Is.EqualTo((false, "2")));
        Assert.That(coingate.Sent, Is.EqualTo("GET /v2/orders\n  per_page=100\n  page=1\n  sort=created_at_desc\n  created_at[from]=2026-04-30T14:00:00Z"));
    }

    [TestCase(99, null)]
    [TestCase(100, "2")]
    public async Task A_full_page_is_not_the_last_where_no_one_says_how_many_there_are(int count, string? next)
    {
        using var coingate = new CoinGateHost();
        var orders = string.Join(',', Enumerable.Range(1, count).Select(id => Fixture.Answer("order-paid", order => (order["id"], order["order_id"]) = (id, "other"))));
        coingate.Expect("GET /v2/orders", $$"""{"orders":[{{orders}}]}""");
        Assert.That((await coingate.Provider.FindPaymentsAsync(new FindPaymentsRequest { OrderId = "A-1001" })).NextPageToken, Is.EqualTo(next));
    }
}
