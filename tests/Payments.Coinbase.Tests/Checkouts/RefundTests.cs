using System.Text.Json.Nodes;

namespace Payments.Coinbase.Tests.Checkouts;

public class RefundTests
{
    private const string Path = "/api/v1/checkouts/68f7a946db0529ea9b6d3a12";
    private const string Refused = """{"errorType":"invalid_request","errorMessage":"Refund amount exceeds remaining refundable amount","correlationId":"c-1"}""";

    [Test]
    public async Task A_part_is_refunded_in_the_payments_currency_and_waits()
    {
        using var coinbase = new CheckoutsHost().On($"POST {Path}/refund", Fixture.Answer("refund"));
        var refund = await coinbase.Provider.RefundPaymentAsync(Requests.Refund(new Money(40m, "EUR")));
        coinbase.AssertSent("refund");
        Assert.Multiple(() =>
        {
            Assert.That((refund.RefundId, refund.Reference, refund.Status, refund.ProviderStatus), Is.EqualTo(("rf_1", "r-1001", RefundStatus.Pending, "PENDING")));
            Assert.That(refund.Amount, Is.EqualTo(new Money(40m, "EUR")));
            Assert.That(refund.Origin, Is.EqualTo(RefundOrigin.Merchant));
            Assert.That(refund.Payment.ToString(), Is.EqualTo("coinbase:68f7a946db0529ea9b6d3a12?order=A-1001"));
            Assert.That(coinbase.Headers[0].GetValues("X-Idempotency-Key").Single(), Does.Match("-4[0-9a-f]{3}-[89ab]"));
        });
    }

    [Test]
    public async Task All_is_what_is_left_after_refunds_that_are_done_or_under_way()
    {
        using var coinbase = new CheckoutsHost()
            .On("GET " + Path, Fixture.Answer("checkout-refunds"))
            .On($"POST {Path}/refund", Fixture.Answer("refund"));
        await coinbase.Provider.RefundPaymentAsync(Requests.Refund(null, reason: null, reference: "r-2"));
        Assert.That(coinbase.Sent, Does.EndWith("""{"amount":"65.00","currency":"EUR","reason":"[ref r-2]"}"""), "100 - 25 done - 10 pending");
    }

    [TestCase("ACTIVE", PaymentErrorCode.InvalidState)]
    [TestCase("PROCESSING", PaymentErrorCode.InvalidState)]
    [TestCase("REFUNDED", PaymentErrorCode.AlreadyRefunded)]
    public async Task Nothing_is_left_of_what_was_never_paid_or_is_given_back(string status, PaymentErrorCode code)
    {
        using var coinbase = new CheckoutsHost().On("GET " + Path, Fixture.Answer("checkout-paid", node => node["status"] = status));
        Assert.That(
            (await Assert.ThrowsAsync<PaymentConflictException>(() => coinbase.Provider.RefundPaymentAsync(Requests.Refund(null))))!.Error.Code, Is.EqualTo(code));
    }

    [TestCase("REFUNDED", "10", PaymentErrorCode.AlreadyRefunded)]
    [TestCase("COMPLETED", "100.01", PaymentErrorCode.AmountTooLarge)]
    public async Task A_refund_of_what_is_not_there_is_a_failed_refund(string status, string amount, PaymentErrorCode code)
    {
        using var coinbase = new CheckoutsHost()
            .On($"POST {Path}/refund", Refused, 400)
            .On("GET " + Path, Fixture.Answer("checkout-paid", node => node["status"] = status));
        var refund = await coinbase.Provider.RefundPaymentAsync(Requests.Refund(Money.Parse(amount + " EUR")));
        Assert.Multiple(() =>
        {
            Assert.That((refund.Status, refund.RefundId, refund.Reference), Is.EqualTo((RefundStatus.Failed, (string?)null, "r-1001")));
            Assert.That((refund.Error!.Code, refund.Error.ProviderCode, refund.Error.RequestId), Is.EqualTo((code, "invalid_request", "c-1")));
            Assert.That(refund.Amount, Is.EqualTo(Money.Parse(amount + " EUR")));
        });
    }

    [TestCase("insufficient_balance", 400, PaymentErrorCode.InsufficientBalance)]
    [TestCase("no_refundable_balance", 400, PaymentErrorCode.AlreadyRefunded)]
    [TestCase("refund_expired", 400, PaymentErrorCode.Expired)]
    public async Task What_the_error_says_by_itself_needs_no_read(string type, int status, PaymentErrorCode code)
    {
        using var coinbase = new CheckoutsHost().On($"POST {Path}/refund", $$"""{"errorType":"{{type}}","errorMessage":"no"}""", status);
        var refund = await coinbase.Provider.RefundPaymentAsync(Requests.Refund(new Money(40m, "EUR")));
        Assert.That((refund.Status, refund.Error!.Code), Is.EqualTo((RefundStatus.Failed, code)));
    }

    [Test]
    public async Task A_refund_of_an_unpaid_checkout_is_a_conflict_and_any_other_refusal_is_the_requests()
    {
        using var unpaid = new CheckoutsHost().On($"POST {Path}/refund", Refused, 400).On("GET " + Path, Fixture.Answer("checkout-active"));
        Assert.That(
            (await Assert.ThrowsAsync<PaymentConflictException>(() => unpaid.Provider.RefundPaymentAsync(Requests.Refund(new Money(40m, "EUR")))))!.Error.Code,
            Is.EqualTo(PaymentErrorCode.InvalidState));

        using var other = new CheckoutsHost().On($"POST {Path}/refund", Refused, 400).On("GET " + Path, Fixture.Answer("checkout-paid"));
        var thrown = (await Assert.ThrowsAsync<PaymentRequestException>(() => other.Provider.RefundPaymentAsync(Requests.Refund(new Money(40m, "EUR")))))!;
        Assert.That((thrown.Outcome, thrown.Error.ProviderCode), Is.EqualTo((PaymentOutcome.Refused, "invalid_request")));
    }

    [Test]
    public async Task A_key_with_another_body_and_an_object_that_is_there_already_are_no_refused_refunds()
    {
        using var reused = new CheckoutsHost().On($"POST {Path}/refund", """{"errorType":"idempotency_error","errorMessage":"no"}""", 422);
        Assert.That(
            (await Assert.ThrowsAsync<PaymentConflictException>(() => reused.Provider.RefundPaymentAsync(Requests.Refund(new Money(40m, "EUR")))))!.Error.Code,
            Is.EqualTo(PaymentErrorCode.IdempotencyKeyReused));

        using var exists = new CheckoutsHost().On($"POST {Path}/refund", """{"errorType":"already_exists","errorMessage":"no"}""", 409);
        var conflict = (await Assert.ThrowsAsync<PaymentConflictException>(() => exists.Provider.RefundPaymentAsync(Requests.Refund(new Money(40m, "EUR")))))!;
        Assert.That((conflict.Error.Code, conflict.Error.ProviderCode, exists.Calls), Is.EqualTo((PaymentErrorCode.InvalidState, "already_exists", 1)));
    }

    [Test]
    public async Task A_refusal_of_what_this_very_intention_has_refunded_is_its_refund()
    {
        using var coinbase = new CheckoutsHost().On($"POST {Path}/refund", Refused, 400).On("GET " + Path, Fixture.Answer("checkout-refunds"));
        var refund = await coinbase.Provider.RefundPaymentAsync(Requests.Refund(new Money(25m, "EUR")));
        Assert.That((refund.RefundId, refund.Status, refund.Error), Is.EqualTo(("rf_1", RefundStatus.Completed, (PaymentError?)null)));
    }

    [Test]
    public async Task All_that_was_refunded_under_the_reference_before_is_found_and_not_asked_for_again()
    {
        using var coinbase = new CheckoutsHost().On("GET " + Path, Fixture.Answer("checkout-refunds", node => node["status"] = "REFUNDED"));
        var refund = await coinbase.Provider.RefundPaymentAsync(Requests.Refund(null));
        Assert.That((refund.RefundId, coinbase.Calls), Is.EqualTo(("rf_1", 1)));
    }

    [TestCase("rf_1", "40", PaymentErrorCode.AmountTooLarge)]
    [TestCase("rf_1", "100", PaymentErrorCode.AlreadyRefunded)]
    public async Task A_refusal_while_other_refunds_are_under_way_is_a_failed_refund_with_the_providers_words(string id, string underWay, PaymentErrorCode code)
    {
        using var coinbase = new CheckoutsHost().On($"POST {Path}/refund", Refused, 400).On("GET " + Path, Fixture.Answer("checkout-paid", node =>
            node["refunds"] = JsonNode.Parse($$"""[{"id":"{{id}}","amount":"{{underWay}}","currency":"USDC","fiatAmount":"{{underWay}}","fiatCurrency":"EUR","status":"PENDING"}]""")));
        var refund = await coinbase.Provider.RefundPaymentAsync(Requests.Refund(new Money(61m, "EUR")));
        Assert.That((refund.Status, refund.Error!.Code, refund.Error.ProviderCode, refund.Error.RequestId), Is.EqualTo((RefundStatus.Failed, code, "invalid_request", "c-1")));
    }

    [Test]
    public async Task A_refusal_that_no_amount_explains_keeps_the_providers_words()
    {
        var answer = Fixture.Answer("checkout-refunds", node => ((JsonObject)node["refunds"]![0]!).Remove("fiatAmount"));
        using var coinbase = new CheckoutsHost().On($"POST {Path}/refund", Refused, 400).On("GET " + Path, answer);
        var thrown = (await Assert.ThrowsAsync<PaymentRequestException>(() => coinbase.Provider.RefundPaymentAsync(Requests.Refund(new Money(40m, "EUR"), reference: "r-2"))))!;
        Assert.That((thrown.Error.ProviderCode, thrown.Error.RequestId), Is.EqualTo(("invalid_request", "c-1")));

        using var unpaid = new CheckoutsHost().On($"POST {Path}/refund", Refused, 400).On("GET " + Path, Fixture.Answer("checkout-active"));
        var conflict = (await Assert.ThrowsAsync<PaymentConflictException>(() => unpaid.Provider.RefundPaymentAsync(Requests.Refund(new Money(40m, "EUR")))))!;
        Assert.That((conflict.Error.ProviderCode, conflict.Error.RequestId), Is.EqualTo(("invalid_request", "c-1")));
    }

    [Test]
    public async Task Our_reference_survives_a_long_reason_and_any_character()
    {
        using var coinbase = new CheckoutsHost().On($"POST {Path}/refund", Fixture.Answer("refund"));
        await coinbase.Provider.RefundPaymentAsync(Requests.Refund(new Money(40m, "EUR"), reason: new string('x', 600), reference: "r [1] é"));
        var reason = (string)JsonNode.Parse(coinbase.Bodies[0])!["reason"]!;
        Assert.That(reason, Has.Length.LessThanOrEqualTo(500).And.StartsWith("xxx").And.EndsWith(" [ref r [1] é]"));

        using var reading = new CheckoutsHost().On("GET " + Path, Fixture.Answer("checkout-refunds", node => node["refunds"]![0]!["reason"] = reason));
        var read = await reading.Provider.GetRefundAsync(new RefundReference(Requests.Checkout) { Reference = "r [1] é" });
        Assert.That(read.RefundId, Is.EqualTo("rf_1"));
    }

    [Test]
    public async Task What_cannot_be_refunded_so_is_refused_before_sending()
    {
        using var coinbase = new CheckoutsHost();
        await Assert.ThrowsAsync<PaymentRequestException>(() => coinbase.Provider.RefundPaymentAsync(Requests.Refund(new Money(0.001m, "USDC"))));
        await Assert.ThrowsAsync<PaymentRequestException>(() => coinbase.Provider.RefundPaymentAsync(Requests.Refund(new Money(1m, "EUR"), reference: new string('r', 500))));
        var account = new RefundBankAccount { BankCode = "1", AccountNumber = "2", HolderName = "3" };
        await Assert.ThrowsAsync<PaymentRequestException>(() => coinbase.Provider.RefundPaymentAsync(new RefundRequest { Payment = Requests.Checkout, BankAccount = account }));
        Assert.That(coinbase.Calls, Is.Zero);
    }

    [TestCase("rf_2", null, "rf_2")]
    [TestCase(null, "r-1003", "rf_3")]
    [TestCase("rf_1", "r-of-another", "rf_1")]
    public async Task A_refund_is_read_out_of_its_checkout(string? id, string? reference, string expected)
    {
        using var coinbase = new CheckoutsHost().On("GET " + Path, Fixture.Answer("checkout-refunds"));
        var refund = await coinbase.Provider.GetRefundAsync(new RefundReference(Requests.Checkout) { RefundId = id, Reference = reference });
        Assert.That(refund.RefundId, Is.EqualTo(expected));
        if (expected == "rf_3")
            Assert.That(refund.Error, Is.Not.Null.And.Property(nameof(PaymentError.Kind)).EqualTo(PaymentErrorKind.Declined));
    }

    [Test]
    public async Task A_refund_that_is_not_there_is_not_found_and_one_without_a_name_is_refused()
    {
        using var coinbase = new CheckoutsHost().On("GET " + Path, Fixture.Answer("checkout-refunds"));
        await Assert.ThrowsAsync<PaymentNotFoundException>(() => coinbase.Provider.GetRefundAsync(new RefundReference(Requests.Checkout) { RefundId = "rf_9" }));
        await Assert.ThrowsAsync<PaymentRequestException>(() => coinbase.Provider.GetRefundAsync(new RefundReference(Requests.Checkout)));
    }

    [TestCase("{}")]
    [TestCase("""{"refund":{"id":"rf_1"}}""")]
    [TestCase("""{"checkout":{"id":"c"},"refund":[]}""")]
    public async Task An_answer_without_the_refund_leaves_the_outcome_unknown(string answer)
    {
        using var coinbase = new CheckoutsHost().On($"POST {Path}/refund", answer);
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => coinbase.Provider.RefundPaymentAsync(Requests.Refund(new Money(40m, "EUR"))));
    }

    [Test]
    public async Task What_was_given_back_in_another_currency_stays_in_it()
    {
        var answer = Fixture.Answer("checkout-refunds", node => ((JsonObject)node["refunds"]![0]!).Remove("fiatAmount"));
        using var coinbase = new CheckoutsHost().On("GET " + Path, answer).On("GET " + Path, answer);
        var payment = await coinbase.Provider.GetPaymentAsync(Requests.Checkout);
        Assert.That(payment.RefundedAmount, Is.Null);
        Assert.That(payment.Facts.OfType<RefundFact>().First().Refund.Amount, Is.EqualTo(new Money(27m, "USDC")));
        await Assert.ThrowsAsync<PaymentRequestException>(() => coinbase.Provider.RefundPaymentAsync(Requests.Refund(null, reference: "r-2")));
    }

    [TestCase(492, null)]
    [TestCase(492, "why")]
    [TestCase(492, "😀")]
    public async Task The_longest_reference_has_room(int length, string? reason)
    {
        using var coinbase = new CheckoutsHost().On($"POST {Path}/refund", Fixture.Answer("refund"));
        await coinbase.Provider.RefundPaymentAsync(Requests.Refund(new Money(40m, "EUR"), reason, new string('r', length)));
        Assert.That((string)JsonNode.Parse(coinbase.Bodies[0])!["reason"]!, Has.Length.LessThanOrEqualTo(500).And.EndsWith($"[ref {new string('r', length)}]"));
    }

    [TestCase(493, null)]
    [TestCase(493, "why")]
    [TestCase(494, null)]
    [TestCase(500, null)]
    public async Task A_longer_reference_is_refused_before_sending(int length, string? reason)
    {
        using var coinbase = new CheckoutsHost();
        var thrown = await Assert.ThrowsAsync<PaymentRequestException>(() =>
            coinbase.Provider.RefundPaymentAsync(Requests.Refund(new Money(40m, "EUR"), reason, new string('r', length))));
        Assert.That(thrown!.Message, Does.Contain("492"));
        Assert.That(coinbase.Calls, Is.Zero);
    }
}
