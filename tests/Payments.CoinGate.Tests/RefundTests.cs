using System.Text.Json.Nodes;

namespace Payments.CoinGate.Tests;

public class RefundTests
{
    private const string Listed = """{"id":77,"request_amount":"4.0","refund_amount":"0.00008","crypto_address":"bc1q","status":"pending","order":{"id":538}}""";

    [Test]
    public async Task What_is_missing_is_named_and_nothing_is_sent()
    {
        using var coingate = new CoinGateHost(options => options.RefundLedgerAccountId = null);
        var all = (await Assert.ThrowsAsync<PaymentRequestException>(() => coingate.Provider.RefundPaymentAsync(Requests.Refund(extras: new CoinGateRefundExtras()))))!;
        Assert.That(all.Message, Does.Contain("lacks Address, CurrencyId, PlatformId, LedgerAccountId (or CoinGateOptions.RefundLedgerAccountId), Email."));
        var one = (await Assert.ThrowsAsync<PaymentRequestException>(() => coingate.Provider.RefundPaymentAsync(Requests.Refund(
            extras: new CoinGateRefundExtras { Address = "bc1q", CurrencyId = 1, LedgerAccountId = "01", Email = "payer@example.com" }))))!;
        Assert.That(one.Message, Does.Contain("lacks PlatformId.").And.Not.Contain("bc1q").And.Not.Contain("payer@example.com"));
        Assert.That(coingate.Calls, Is.Zero);
    }

    [Test]
    public async Task A_refund_is_a_form_in_the_currency_of_the_price()
    {
        using var coingate = new CoinGateHost().OnRead().OnRefunds("");
        coingate.Expect("POST /v2/orders/538/refunds", Fixture.Answer("refund"));
        var refund = await coingate.Provider.RefundPaymentAsync(Requests.Refund(reason: "Broken"));
        Assert.Multiple(() =>
        {
            Assert.That((refund.RefundId, refund.Reference, refund.Status, refund.Amount), Is.EqualTo(("77", "R-1", RefundStatus.Pending, Requests.Euro(4))));
            Assert.That(coingate.Sent[coingate.Sent.IndexOf("POST", StringComparison.Ordinal)..], Is.EqualTo(string.Join("\n",
                "POST /v2/orders/538/refunds", "  amount=4", "  address=bc1q", "  currency_id=1", "  platform_id=6", "  ledger_account_id=01LEDGER", "  reason=Broken [R-1]",
                "  email=payer@example.com", "  callback_url=https://shop.example/hooks/coingate")));
        });
    }

    [Test]
    public async Task What_this_intention_has_made_is_the_answer()
    {
        using var coingate = new CoinGateHost().OnRead().OnRefunds(Listed.Replace("\"id\":77", "\"reason\":\"Broken [R-1]\",\"id\":77", StringComparison.Ordinal));
        var refund = await coingate.Provider.RefundPaymentAsync(Requests.Refund());
        Assert.That((refund.RefundId, refund.Reference), Is.EqualTo(("77", "R-1")));
        Assert.That(coingate.Sent, Does.Not.Contain("POST"));
    }

    [Test]
    public async Task A_refund_of_another_amount_under_our_reference_is_a_conflict()
    {
        using var coingate = new CoinGateHost().OnRead().OnRefunds(Listed.Replace("\"id\":77", "\"reason\":\"[R-1]\",\"id\":77", StringComparison.Ordinal));
        await Assert.ThrowsAsync<PaymentConflictException>(() => coingate.Provider.RefundPaymentAsync(Requests.Refund(5)));
    }

    [TestCase("0xABcd", "0xabCD", null)]
    [TestCase("0xabcd", " 0xabcd ", null)]
    [TestCase(" 0xabcd", "0xabcd", null)]
    [TestCase("0xabcd", "", null)]
    [TestCase("0xabcd", null, null)]
    [TestCase("0xabcd", "0xabcd", "")]
    [TestCase("0xabcd", "0xabcd", "customer asked")]
    public async Task What_may_be_this_refund_stops_it(string address, string? listed, string? reason)
    {
        using var coingate = new CoinGateHost().OnRead().OnRefunds(Fixture.Answer("refund", refund => (refund["address"], refund["crypto_address"], refund["reason"]) = (null, listed, reason)));
        await Assert.ThrowsAsync<PaymentConflictException>(() => coingate.Provider.RefundPaymentAsync(Requests.Refund(
            extras: new CoinGateRefundExtras { Address = address, CurrencyId = 1, PlatformId = 6, Email = "p@example.com" })));
        Assert.That(coingate.Sent, Does.Not.Contain("POST"));
    }

    [TestCase("0xother", "4.0", null)]
    [TestCase("0xabcd", "3.0", null)]
    [TestCase("0xabcd", "4.0", "[R-2]")]
    public async Task What_is_surely_another_refund_does_not_stop_it(string listed, string amount, string? reason)
    {
        using var coingate = new CoinGateHost().OnRead().OnRefunds(
            Fixture.Answer("refund", refund => (refund["address"], refund["request_amount"], refund["reason"]) = (listed, amount, reason)));
        coingate.Expect("POST /v2/orders/538/refunds", Fixture.Answer("refund", refund => refund["id"] = 78));
        var refund = await coingate.Provider.RefundPaymentAsync(Requests.Refund(
            extras: new CoinGateRefundExtras { Address = "0xabcd", CurrencyId = 1, PlatformId = 6, Email = "p@example.com" }));
        Assert.That(refund.RefundId, Is.EqualTo("78"));
    }

    [Test]
    public async Task Whose_refund_it_is_comes_out_of_our_own_record_where_coingate_shows_no_reason()
    {
        using var coingate = new CoinGateHost().OnRead().OnRefunds("");
        coingate.Expect("POST /v2/orders/538/refunds", Fixture.Answer("refund"));
        var first = await coingate.Provider.RefundPaymentAsync(Requests.Refund());
        coingate.OnRead();
        var paid = await coingate.Provider.GetPaymentAsync(Requests.Bare);
        var known = Requests.Bare.With(paid with { Facts = [new RefundFact(first)] });

        coingate.OnRead().OnRefunds(Listed);
        Assert.That((await coingate.Provider.RefundPaymentAsync(Requests.Refund(payment: known))).RefundId, Is.EqualTo("77"), "it was made");
        coingate.OnRead().OnRefunds(Listed);
        coingate.Expect("POST /v2/orders/538/refunds", Fixture.Answer("refund", refund => refund["id"] = 78));
        var second = await coingate.Provider.RefundPaymentAsync(Requests.Refund(payment: known, reference: "R-2"));
        Assert.That((second.RefundId, second.Reference), Is.EqualTo(("78", "R-2")), "an equal one is known to be another");

        coingate.OnRead(order => order["refunds"] = new JsonArray(JsonNode.Parse(Fixture.Answer("refund"))));
        var read = await coingate.Provider.GetPaymentAsync(known);
        Assert.That(read.Facts.OfType<RefundFact>().Single().Refund.Reference, Is.EqualTo("R-1"), "a read does not forget it");
    }

    [Test]
    public async Task One_that_looks_the_same_and_says_nothing_stops_it_until_the_host_knows_better()
    {
        using var coingate = new CoinGateHost().OnRead().OnRefunds(Listed);
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => coingate.Provider.RefundPaymentAsync(Requests.Refund())))!;
        Assert.That(thrown.Message, Does.Contain("AllowEqualRefund"));
        coingate.OnRead().OnRefunds(Listed);
        coingate.Expect("POST /v2/orders/538/refunds", Fixture.Answer("refund"));
        await coingate.Provider.RefundPaymentAsync(Requests.Refund(extras: new CoinGateRefundExtras { Address = "bc1q", CurrencyId = 1, PlatformId = 6, Email = "p@example.com", AllowEqualRefund = true }));
        coingate.AssertAllCalled();
    }

    [Test]
    public async Task All_means_what_is_left_and_what_was_rejected_does_not_count()
    {
        var rejected = Listed.Replace("pending", "rejected", StringComparison.Ordinal).Replace("77", "78", StringComparison.Ordinal);
        using var coingate = new CoinGateHost().OnRead().OnRefunds(Listed + "," + rejected);
        coingate.Expect("POST /v2/orders/538/refunds", Fixture.Answer("refund"));
        await coingate.Provider.RefundPaymentAsync(Requests.Refund(null));
        Assert.That(coingate.Sent, Does.Contain("  amount=6.5\n"));
    }

    [TestCase("new", "true", 4)]
    [TestCase("confirming", "true", 4)]
    [TestCase("paid", "false", 4)]
    [TestCase("paid", "0", 4)]
    [TestCase("paid", "true", 10.51)]
    public async Task What_cannot_be_given_back_is_a_conflict(string status, string isRefundable, double amount)
    {
        using var coingate = new CoinGateHost().OnRead(order => (order["status"], order["is_refundable"]) = (status, isRefundable)).OnRefunds("");
        await Assert.ThrowsAsync<PaymentConflictException>(() => coingate.Provider.RefundPaymentAsync(Requests.Refund((decimal)amount)));
        Assert.That(coingate.Sent, Does.Not.Contain("POST"));
    }

    [Test]
    public async Task A_refund_whose_answer_is_lost_is_unclear_and_not_sent_again()
    {
        using var coingate = new CoinGateHost().OnRead().OnRefunds("");
        coingate.Expect("POST /v2/orders/538/refunds", "{}", 504);
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => coingate.Provider.RefundPaymentAsync(Requests.Refund()));
        Assert.That(coingate.Calls, Is.EqualTo(3));
    }

    [Test]
    public async Task A_refund_is_found_by_our_reference()
    {
        using var coingate = new CoinGateHost().OnRead(order => order["refunds"] = Refunds("customer asked", "Broken [R-1]"));
        Assert.That((await coingate.Provider.GetRefundAsync(new RefundReference(Requests.Bare) { Reference = "R-1" })).RefundId, Is.EqualTo("1"));
    }

    [Test]
    public async Task That_no_refund_is_there_is_said_only_where_each_says_whose_it_is()
    {
        var wanted = new RefundReference(Requests.Bare) { Reference = "R-1" };
        using var coingate = new CoinGateHost().OnRead().OnRead(order => order["refunds"] = Refunds("[R-2]", "[R-3]"));
        await Assert.ThrowsAsync<PaymentNotFoundException>(() => coingate.Provider.GetRefundAsync(wanted));
        await Assert.ThrowsAsync<PaymentNotFoundException>(() => coingate.Provider.GetRefundAsync(wanted));
        foreach (var silent in new[] { null, "", "customer asked" })
        {
            coingate.OnRead(order => order["refunds"] = Refunds("[R-2]", silent));
            await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => coingate.Provider.GetRefundAsync(wanted));
        }

        coingate.OnRead(order => order["refunds"] = null);
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => coingate.Provider.GetRefundAsync(wanted), "an order that lists none says nothing");
    }

    [Test]
    public async Task A_refund_without_a_name_is_not_looked_for()
    {
        using var coingate = new CoinGateHost();
        await Assert.ThrowsAsync<PaymentRequestException>(() => coingate.Provider.GetRefundAsync(new RefundReference(Requests.Bare)));
        Assert.That(coingate.Calls, Is.Zero);
    }

    [Test]
    public async Task Refunds_are_listed_to_the_end_where_no_one_says_how_many_pages_there_are()
    {
        using var coingate = new CoinGateHost().OnRead();
        var page = string.Join(',', Enumerable.Range(1_000, 100).Select(id => Fixture.Answer("refund", refund => (refund["id"], refund["request_amount"]) = (id, "0.01"))));
        coingate.Expect("GET /v2/orders/538/refunds", $$"""{"refunds":[{{page}}]}""");
        coingate.Expect("GET /v2/orders/538/refunds", $$"""{"refunds":[{{Listed}}]}""");
        await Assert.ThrowsAsync<PaymentConflictException>(() => coingate.Provider.RefundPaymentAsync(Requests.Refund()));
        coingate.OnRead();
        coingate.Expect("GET /v2/orders/538/refunds", $$"""{"refunds":[{{page}}]}""");
        coingate.Expect("GET /v2/orders/538/refunds", $$"""{"refunds":[{{page}}]}""");
        coingate.Expect("POST /v2/orders/538/refunds", Fixture.Answer("refund"));
        await coingate.Provider.RefundPaymentAsync(Requests.Refund(null));
        Assert.That(coingate.Sent, Does.Contain("  amount=9.50\n"), "a page that comes again brings nothing");
    }

    [TestCase("Broken [R-1]", "R-1")]
    [TestCase("[R-1]", "R-1")]
    [TestCase("[a] b [R-2]", "R-2")]
    [TestCase("[]", null)]
    [TestCase("R-1]", null)]
    [TestCase("customer asked", null)]
    [TestCase("", null)]
    [TestCase(null, null)]
    public void Our_reference_is_read_out_of_a_reason(string? reason, string? expected) => Assert.That(CoinGateReason.ReferenceIn(reason), Is.EqualTo(expected));

    private static JsonArray Refunds(params string?[] reasons) =>
        [.. reasons.Select((reason, at) => JsonNode.Parse(Fixture.Answer("refund", refund => (refund["id"], refund["reason"]) = (at, reason))))];
}
