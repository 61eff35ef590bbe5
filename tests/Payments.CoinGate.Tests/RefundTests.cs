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

    [TestCase("Broken [R-1]", "R-1")]
    [TestCase("[R-1]", "R-1")]
    [TestCase("[a] b [R-2]", "R-2")]
    [TestCase("[]", null)]
    [TestCase("R-1]", null)]
    [TestCase("customer asked", null)]
    [TestCase("", null)]
    [TestCase(null, null)]
    public void Our_reference_is_read_out_of_a_reason(string? reason, string? expected) => Assert.That(CoinGateReason.ReferenceIn(reason), Is.EqualTo(expected));
}
