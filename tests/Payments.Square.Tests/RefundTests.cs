using System.Text.Json.Nodes;

namespace Payments.Square.Tests;

public class RefundTests
{
    private static RefundRequest Part(Money? amount, PaymentReference? payment = null, params ProviderExtras[] extras) => new()
    {
        Payment = payment ?? Requests.Single,
        Amount = amount,
        Reference = "R-1",
        Reason = "The coat did not fit",
        IdempotencyKey = "key-3",
        Extras = extras,
    };

    private static readonly Money Five = new(5m, "USD");

    [Test]
    public async Task A_part_is_refunded_with_our_reference_at_the_end_of_the_reason()
    {
        using var square = new SquareHost();
        square.On("POST /v2/refunds", Fixture.Answer("refund"));

        var refund = await square.Provider.RefundPaymentAsync(Part(Five, extras: new SquareRefundExtras { AppFee = new Money(0.1m, "USD") }));

        square.AssertSent("refund-part");
        Assert.Multiple(() =>
        {
            Assert.That((refund.RefundId, refund.Reference, refund.Status), Is.EqualTo(("p1_r1", "R-1", RefundStatus.Pending)), "PENDING is not done");
            Assert.That((refund.Amount, refund.Origin, refund.Error), Is.EqualTo((Five, RefundOrigin.Merchant, (PaymentError?)null)));
            Assert.That(refund.Payment.ToString(), Is.EqualTo("square:p1?order=A-1001&related.payment=p1"));
            Assert.That(refund.AsOf, Is.EqualTo(new DateTimeOffset(2026, 10, 30, 1, 0, 0, 508, TimeSpan.Zero)));
            Assert.That(refund.Version, Is.Null, "only messages have one: it would make every read look older");
        });
    }

    [Test]
    public async Task All_that_is_left_is_an_amount_too()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", Fixture.Answer("payment", answer => answer["payment"]!["refunded_money"] = JsonNode.Parse("""{"amount":750,"currency":"USD"}""")))
            .On("POST /v2/refunds", Fixture.Answer("refund"));
        await square.Provider.RefundPaymentAsync(Part(null));
        Assert.That(square.Sent, Does.Contain("""{"amount":500,"currency":"USD"}"""));
    }

    [TestCase("COMPLETED", 1250, PaymentErrorCode.AlreadyRefunded)]
    [TestCase("APPROVED", 0, PaymentErrorCode.InvalidState)]
    public async Task Where_nothing_is_left_nothing_is_sent(string status, int back, PaymentErrorCode expected)
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", Fixture.Answer("payment", answer =>
        {
            answer["payment"]!["status"] = status;
            answer["payment"]!["refunded_money"] = new JsonObject { ["amount"] = back, ["currency"] = "USD" };
        }));
        var conflict = (await Assert.ThrowsAsync<PaymentConflictException>(() => square.Provider.RefundPaymentAsync(Part(null))))!;
        Assert.That((conflict.Error.Code, conflict.Outcome), Is.EqualTo((expected, PaymentOutcome.NeverSent)));
    }

    [Test]
    public async Task A_page_s_payment_is_found_by_its_order()
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Fixture.Answer("order-paid")).On("GET /v2/payments/p2", Fixture.Answer("order-payment"))
            .On("POST /v2/refunds", Fixture.Answer("refund", answer => answer["refund"]!["payment_id"] = "p2"));
        var refund = await square.Provider.RefundPaymentAsync(Part(Five, Requests.Page));
        Assert.That(square.Sent, Does.Contain("\"payment_id\":\"p2\""));
        Assert.That((refund.Payment.PaymentId, refund.Payment.GetRelated("payment")), Is.EqualTo(("order:o1", "p2")));
    }

    [Test]
    public async Task What_the_payment_is_known_by_saves_the_reading()
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Fixture.Answer("order-paid")).On("GET /v2/payments/p2", Fixture.Answer("order-payment")).On("POST /v2/refunds", Fixture.Answer("refund"));
        var known = await square.Provider.GetPaymentAsync(Requests.Page);
        await square.Provider.RefundPaymentAsync(Part(Five, known));
        Assert.That(square.Calls, Is.EqualTo(3));
    }

    [Test]
    public async Task An_unpaid_page_is_cancelled_not_refunded()
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Fixture.Answer("order")).On("GET /v2/online-checkout/payment-links/l1", Fixture.Answer("link"));
        var conflict = (await Assert.ThrowsAsync<PaymentConflictException>(() => square.Provider.RefundPaymentAsync(Part(Five, Requests.Page))))!;
        Assert.That(conflict.Message, Does.Contain("cancel the payment instead"));
    }

    [Test]
    public async Task Of_several_payments_the_host_says_which()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p2", Of("p2", "COMPLETED")).On("GET /v2/payments/p3", Of("p3", "COMPLETED")).On("GET /v2/payments/p4", Of("p4", "CANCELED"));
        var refused = (await Assert.ThrowsAsync<PaymentRequestException>(() => square.Provider.RefundPaymentAsync(Part(Five, Several("p2", "p3", "p4")))))!;
        Assert.That(refused.Message, Does.Contain("CaptureId").And.Contain("p2, p3."));
        square.AssertAllCalled();

        square.On("POST /v2/refunds", Fixture.Answer("refund"));
        await square.Provider.RefundPaymentAsync(new RefundRequest { Payment = Several("p2", "p3", "p4"), Amount = Five, CaptureId = "p3" });
        Assert.That(square.Sent, Does.Contain("\"payment_id\":\"p3\""));
    }

    [Test]
    public async Task Of_several_payments_that_one_was_paid_is_refunded()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p2", Of("p2", "CANCELED")).On("GET /v2/payments/p3", Of("p3", "COMPLETED")).On("POST /v2/refunds", Fixture.Answer("refund"));
        await square.Provider.RefundPaymentAsync(Part(Five, Several("p2", "p3")));
        Assert.That(square.Sent, Does.Contain("\"payment_id\":\"p3\""));
    }

    [Test]
    public async Task The_rest_of_one_of_several_payments_is_its_own()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p3", Of("p3", "COMPLETED")).On("POST /v2/refunds", Fixture.Answer("refund"));
        await square.Provider.RefundPaymentAsync(new RefundRequest { Payment = Several("p2", "p3"), CaptureId = "p3" });
        Assert.That(square.Sent, Does.Contain("""{"amount":1250,"currency":"USD"}"""));
    }

    private static PaymentReference Several(params string[] ids) => new("square", "order:o1", "A-1001", [.. ids.Select(id => new RelatedId("payment", id))]);

    private static string Of(string id, string status) => Fixture.Answer("payment", answer => (answer["payment"]!["id"], answer["payment"]!["status"]) = (id, status));

    [TestCase("REFUND_AMOUNT_INVALID", PaymentErrorCode.AmountTooLarge)]
    [TestCase("PAYMENT_NOT_REFUNDABLE", PaymentErrorCode.NotPermitted)]
    [TestCase("PAYMENT_NOT_REFUNDABLE_DUE_TO_DISPUTE", PaymentErrorCode.Disputed)]
    [TestCase("REFUND_DECLINED", PaymentErrorCode.Declined)]
    [TestCase("RESERVATION_DECLINED", PaymentErrorCode.Declined)]
    [TestCase("CARD_MISMATCH", PaymentErrorCode.InvalidCard)]
    [TestCase("CARD_PRESENCE_REQUIRED", PaymentErrorCode.NotPermitted)]
    [TestCase("A_NEW_REASON", PaymentErrorCode.Declined)]
    public async Task A_refusal_is_a_failed_refund(string code, PaymentErrorCode expected)
    {
        using var square = new SquareHost();
        square.OnError("POST /v2/refunds", code, "REFUND_ERROR");
        var refund = await square.Provider.RefundPaymentAsync(Part(Five));
        Assert.That(
            (refund.Status, refund.RefundId, refund.Reference, refund.Amount, refund.Error!.Code, refund.Error.ProviderCode),
            Is.EqualTo((RefundStatus.Failed, (string?)null, "R-1", Five, expected, code)));
    }

    [TestCase("REFUND_ALREADY_PENDING", "REFUND_ERROR", typeof(PaymentConflictException))]
    [TestCase("REFUND_ERROR_PAYMENT_NEEDS_COMPLETION", "REFUND_ERROR", typeof(PaymentConflictException))]
    [TestCase("INSUFFICIENT_PERMISSIONS_FOR_REFUND", "REFUND_ERROR", typeof(PaymentAuthenticationException))]
    [TestCase("NOT_FOUND", "INVALID_REQUEST_ERROR", typeof(PaymentNotFoundException))]
    public async Task Everything_else_is_an_exception(string code, string category, Type expected)
    {
        using var square = new SquareHost();
        square.OnError("POST /v2/refunds", code, category);
        var failed = await Assert.CatchAsync<PaymentException>(() => square.Provider.RefundPaymentAsync(Part(Five)));
        Assert.That(failed, Is.TypeOf(expected));
        Assert.That(failed!.Outcome, Is.EqualTo(PaymentOutcome.Refused));
    }

    [Test]
    public async Task A_word_in_the_detail_says_that_the_card_has_to_be_present()
    {
        using var square = new SquareHost();
        square.On("POST /v2/refunds", """{"errors":[{"category":"INVALID_REQUEST_ERROR","code":"BAD_REQUEST","detail":"CARD_PRESENCE_REQUIRED: use a terminal"}]}""", 400);
        Assert.That((await square.Provider.RefundPaymentAsync(Part(Five))).Error!.Code, Is.EqualTo(PaymentErrorCode.NotPermitted));
    }

    [Test]
    public async Task A_failed_refund_beside_the_error_keeps_its_id()
    {
        using var square = new SquareHost();
        square.On("POST /v2/refunds", $$"""
            {"errors":[{"category":"REFUND_ERROR","code":"REFUND_DECLINED"}],"refund":{{JsonNode.Parse(Fixture.Answer("refund", answer => answer["refund"]!["status"] = "FAILED"))!["refund"]!.ToJsonString()}}}
            """, 400);
        var refund = await square.Provider.RefundPaymentAsync(Part(Five));
        Assert.That((refund.Status, refund.RefundId, refund.ProviderStatus), Is.EqualTo((RefundStatus.Failed, "p1_r1", "FAILED")));
    }

    [Test]
    public async Task With_a_device_the_card_is_presented_again()
    {
        using var square = new SquareHost();
        square.On("POST /v2/terminals/refunds", Fixture.Answer("terminal-refund"));
        var refund = await square.Provider.RefundPaymentAsync(Part(Five, extras: new SquareRefundExtras { DeviceId = "dbb5d83a" }));
        square.AssertSent("refund-terminal");
        Assert.That((refund.Status, refund.RefundId, refund.Reference), Is.EqualTo((RefundStatus.RequiresAction, (string?)null, "R-1")));
        Assert.That(refund.Related, Is.EqualTo(new[] { new RelatedId("terminal_refund", "tr1") }));

        square.On("GET /v2/terminals/refunds/tr1", Fixture.Answer("terminal-refund", answer =>
        {
            answer["refund"]!["status"] = "COMPLETED";
            answer["refund"]!["refund_id"] = "p1_r9";
        }));
        var done = await square.Provider.GetRefundAsync(refund);
        Assert.That((done.Status, done.RefundId, done.Reference), Is.EqualTo((RefundStatus.Completed, "p1_r9", "R-1")));
    }

    [TestCase("PENDING", RefundStatus.Pending)]
    [TestCase("COMPLETED", RefundStatus.Completed)]
    [TestCase("REJECTED", RefundStatus.Failed)]
    [TestCase("FAILED", RefundStatus.Failed)]
    [TestCase("APPROVED", RefundStatus.Completed)]
    [TestCase("TELEPORTED", RefundStatus.Unknown)]
    public async Task A_refund_is_read_by_its_id(string word, RefundStatus expected)
    {
        using var square = new SquareHost();
        square.On("GET /v2/refunds/p1_r1", Fixture.Answer("refund", answer => answer["refund"]!["status"] = word));
        var refund = await square.Provider.GetRefundAsync(new RefundReference(Requests.Single) { RefundId = "p1_r1" });
        Assert.That((refund.Status, refund.ProviderStatus, refund.Reference, refund.Error is not null), Is.EqualTo((expected, word, "R-1", expected == RefundStatus.Failed)));
    }

    [Test]
    public async Task A_refund_is_found_by_our_reference_among_those_of_the_payment()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", Fixture.Answer("payment", answer => answer["payment"]!["refund_ids"] = new JsonArray("p1_r1", "p1_r2")))
            .On("GET /v2/refunds/p1_r2", Fixture.Answer("refund", answer => answer["refund"]!["reason"] = "Damaged [x]"))
            .On("GET /v2/refunds/p1_r1", Fixture.Answer("refund"));
        Assert.That((await square.Provider.GetRefundAsync(new RefundReference(Requests.Single) { Reference = "R-1" })).RefundId, Is.EqualTo("p1_r1"));
        square.AssertAllCalled();
    }

    [Test]
    public async Task A_reference_that_no_refund_has_is_not_found()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", Fixture.Answer("payment"));
        await Assert.ThrowsAsync<PaymentNotFoundException>(() => square.Provider.GetRefundAsync(new RefundReference(Requests.Single) { Reference = "R-1" }));
        await Assert.ThrowsAsync<PaymentRequestException>(() => square.Provider.GetRefundAsync(new RefundReference(Requests.Single)));
    }

    [TestCase(null, "[R-1]")]
    [TestCase("  ", "[R-1]")]
    [TestCase("Damaged", "Damaged [R-1]")]
    public void The_reference_stands_at_the_end(string? reason, string expected)
    {
        Assert.That(SquareAnswers.ReasonWith(reason, "R-1"), Is.EqualTo(expected));
        Assert.That(SquareAnswers.ReferenceIn(expected), Is.EqualTo("R-1"));
    }

    [Test]
    public void A_long_reason_is_cut_and_the_reference_is_not()
    {
        var written = SquareAnswers.ReasonWith(new string('x', 185) + "\U0001F9E5 coat", new string('r', 60));
        Assert.That(written, Has.Length.LessThanOrEqualTo(192));
        Assert.That(SquareAnswers.ReferenceIn(written), Is.EqualTo(new string('r', 60)));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("no mark")]
    [TestCase("[]")]
    [TestCase("]")]
    [TestCase("[a] later")]
    public void Other_reasons_have_none(string? reason) => Assert.That(SquareAnswers.ReferenceIn(reason), Is.Null);

    [TestCase("")]
    [TestCase("a]b")]
    [TestCase("0123456789012345678901234567890123456789012345678901234567890")]
    public async Task A_reference_that_would_not_come_back_is_refused(string reference)
    {
        using var square = new SquareHost();
        await Assert.ThrowsAsync<PaymentRequestException>(() => square.Provider.RefundPaymentAsync(new RefundRequest { Payment = Requests.Single, Amount = Five, Reference = reference }));
        Assert.That(square.Calls, Is.Zero);
    }

    [TestCase(0.1, "USD", "d", "at a Terminal")]
    [TestCase(0.1, "EUR", null, "in the refund's currency")]
    [TestCase(-0.1, "USD", null, "not negative")]
    [TestCase(5.01, "USD", null, "not above the refund")]
    public async Task A_fee_that_would_not_be_borne_is_refused(decimal fee, string currency, string? device, string rule)
    {
        using var square = new SquareHost();
        var refused = (await Assert.ThrowsAsync<PaymentRequestException>(
            () => square.Provider.RefundPaymentAsync(Part(Five, extras: new SquareRefundExtras { DeviceId = device, AppFee = new Money(fee, currency) }))))!;
        Assert.That((refused.Outcome, square.Calls), Is.EqualTo((PaymentOutcome.NeverSent, 0)));
        Assert.That(refused.Message, Does.Contain(rule));
    }

    [Test]
    public async Task A_bank_account_is_refused()
    {
        using var square = new SquareHost();
        await Assert.ThrowsAsync<PaymentRequestException>(() => square.Provider.RefundPaymentAsync(new RefundRequest
        {
            Payment = Requests.Single, Amount = Five, BankAccount = new RefundBankAccount { BankCode = "1", AccountNumber = "2", HolderName = "3" },
        }));
    }
}
