namespace Payments.KakaoPay.Tests;

public class ConfirmTests
{
    [Test]
    public async Task An_approval_names_order_and_payer_as_the_memory_keeps_them()
    {
        using var kakao = new KakaoPayHost();
        kakao.On("ready", Fixture.Answer("ready")).On("approve", Fixture.Answer("approval-card"));
        var created = await kakao.Provider.CreatePaymentAsync(Requests.Page());

        var payment = await kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(created, customerId: null));

        kakao.AssertSent("ready-approve");
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((PaymentStatus.Completed, "")));
            Assert.That(payment.Reference.ToString(), Is.EqualTo("kakaopay:T1234567890123456789?order=A-1001"));
            Assert.That((payment.Amount, payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo((Requests.Won(11000), (Money?)Requests.Won(11000), (Money?)Requests.Won(0))));
            Assert.That(payment.TransactionId, Is.EqualTo("A5678901234567890123"));
            Assert.That((payment.Method, payment.ProviderMethod), Is.EqualTo((PaymentMethod.DebitCard, "CARD")));
            Assert.That(payment.Card, Is.EqualTo(new PaymentCard { Brand = "수협은행", Installments = 3, ApprovalCode = "70063530" }), "The number's first digits are not its last.");
            Assert.That(payment.CreatedAt, Is.EqualTo(new DateTimeOffset(2026, 11, 28, 21, 18, 22, TimeSpan.FromHours(9))));
            Assert.That(payment.AsOf, Is.EqualTo(KakaoPayHost.AnsweredAt));
            Assert.That(payment.NextAction, Is.Null);
        });
    }

    [Test]
    public async Task A_host_without_a_memory_gives_what_the_payment_was_made_with()
    {
        using var kakao = new KakaoPayHost();
        kakao.On("approve", Fixture.Answer("approval-card"));
        var payment = await kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(PaymentReference.Parse(Requests.Bare.ToString()), Requests.Won(11000)));
        kakao.AssertSent("approve");
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [Test]
    public async Task The_payer_of_the_ready_call_is_named_whatever_the_host_says()
    {
        using var kakao = new KakaoPayHost();
        kakao.On("ready", Fixture.Answer("ready")).On("approve", Fixture.Answer("approval-card"));
        var created = await kakao.Provider.CreatePaymentAsync(Requests.Page());
        await kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(created, customerId: "user-99"));
        kakao.AssertSent("ready-approve");
    }

    private static readonly TestCaseData[] Incomplete =
    [
        new TestCaseData(Requests.Confirm(new PaymentReference("kakaopay", null, "A-1001"), Requests.Won(11000)), "PaymentId (the tid)").SetArgDisplayNames("tid"),
        new TestCaseData(Requests.Confirm(new PaymentReference("kakaopay", Requests.Tid), Requests.Won(11000)), "OrderId").SetArgDisplayNames("order"),
        new TestCaseData(Requests.Confirm(amount: Requests.Won(11000), customerId: null), "CustomerId").SetArgDisplayNames("payer"),
        new TestCaseData(Requests.Confirm(), "Amount").SetArgDisplayNames("amount"),
        new TestCaseData(Requests.Confirm(amount: new Money(8m, "USD")), "KRW only").SetArgDisplayNames("currency"),
    ];

    [TestCaseSource(nameof(Incomplete))]
    public async Task What_is_missing_is_named_and_nothing_is_sent(ConfirmPaymentRequest request, string missing)
    {
        using var kakao = new KakaoPayHost();
        var refused = (await Assert.ThrowsAsync<PaymentRequestException>(() => kakao.Provider.ConfirmPaymentAsync(request)))!;
        Assert.That(refused.Message, Does.Contain(missing));
        Assert.That((refused.Outcome, kakao.Calls), Is.EqualTo((PaymentOutcome.NeverSent, 0)));
    }

    [Test]
    public async Task Another_amount_than_the_payment_was_made_for_is_not_sent()
    {
        using var kakao = new KakaoPayHost();
        kakao.On("ready", Fixture.Answer("ready"));
        var created = await kakao.Provider.CreatePaymentAsync(Requests.Page());
        var refused = (await Assert.ThrowsAsync<PaymentConflictException>(() => kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(created, Requests.Won(100)))))!;
        Assert.That((refused.Error.Code, refused.Outcome, kakao.Calls), Is.EqualTo((PaymentErrorCode.Mismatch, PaymentOutcome.NeverSent, 1)));
    }

    [TestCase("LACK_BALANCE", PaymentErrorCode.InsufficientFunds, "한도초과")]
    [TestCase("0002", PaymentErrorCode.LimitExceeded, "한도초과")]
    [TestCase("0026", PaymentErrorCode.SuspectedFraud, null)]
    [TestCase("9999", PaymentErrorCode.Declined, "한도초과")]
    public async Task A_decline_is_an_answer(string reason, PaymentErrorCode expected, string? toldToThePayer)
    {
        using var kakao = new KakaoPayHost();
        kakao.Refuse("approve", -780, reason);
        var payment = await kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(amount: Requests.Won(11000)));
        Assert.Multiple(() =>
        {
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Failed));
            Assert.That((payment.Error!.Kind, payment.Error.Code, payment.Error.ProviderCode), Is.EqualTo((PaymentErrorKind.Declined, expected, reason)));
            Assert.That((payment.Error.PayerMessage, payment.Error.Retry), Is.EqualTo((toldToThePayer, PaymentRetry.NewAttempt)));
            Assert.That((payment.Amount, payment.Reference), Is.EqualTo((Requests.Won(11000), Requests.Bare)));
        });
    }

    [TestCase("BANK_FIRM_UNKNOWN")]
    [TestCase("0010")]
    public async Task What_the_bank_did_may_not_be_known_yet(string reason)
    {
        using var kakao = new KakaoPayHost();
        kakao.Refuse("approve", -780, reason);
        var thrown = (await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(amount: Requests.Won(11000)))))!;
        Assert.That((thrown.Error.ProviderCode, thrown.Error.Retry), Is.EqualTo((reason, PaymentRetry.AfterReading)));
    }

    [TestCase("BANK_FIRM_UNAVAILABLE")]
    [TestCase("UNDER_CONSTRUCTION")]
    [TestCase("INTERNAL_ERROR")]
    [TestCase("BANK_FIRM_API_FAIL")]
    public async Task A_fault_that_passes_is_no_decline(string reason)
    {
        using var kakao = new KakaoPayHost();
        kakao.Refuse("approve", -780, reason);
        var thrown = (await Assert.ThrowsAsync<PaymentProviderUnavailableException>(() => kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(amount: Requests.Won(11000)))))!;
        Assert.That((thrown.Outcome, thrown.Error.ProviderCode, thrown.Error.Retry), Is.EqualTo((PaymentOutcome.Refused, reason, PaymentRetry.SameRequest)));
    }

    [TestCase(-702, null)]
    [TestCase(-783, null)]
    [TestCase(-785, null)]
    [TestCase(-780, "USER_LOCKED")]
    public async Task What_was_approved_before_is_read_and_is_ours(long code, string? reason)
    {
        using var kakao = new KakaoPayHost();
        kakao.Refuse("approve", code, reason).On("order", Fixture.Answer("order-paid"));
        var payment = await kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(amount: Requests.Won(11000)));
        Assert.That((payment.Status, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Completed, (Money?)Requests.Won(11000))));
    }

    [TestCase("amount")]
    [TestCase("order")]
    public async Task What_was_approved_before_and_differs_is_not_undone(string what)
    {
        using var kakao = new KakaoPayHost();
        kakao.Refuse("approve", -702).On("order", Fixture.Answer("order-paid", order =>
        {
            if (what == "amount")
                order["amount"]!["total"] = 12000;
            else
                order["partner_order_id"] = "A-9999";
        }));
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(amount: Requests.Won(11000)))))!;
        Assert.That((thrown.Error.Code, kakao.Calls), Is.EqualTo((PaymentErrorCode.Mismatch, 2)), "Approve and order; no cancel.");
    }

    [TestCase("READY", -701, typeof(PaymentConflictException))]
    [TestCase("AUTH_PASSWORD", -783, typeof(PaymentConflictException))]
    [TestCase("AUTH_PASSWORD", -785, typeof(PaymentOutcomeUnknownException))]
    public async Task A_state_that_is_not_paid_stays_a_refusal(string status, long code, Type expected)
    {
        using var kakao = new KakaoPayHost();
        kakao.Refuse("approve", code).On("order", Fixture.Answer("order-ready", order => order["status"] = status));
        Assert.That(await Assert.CatchAsync(() => kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(amount: Requests.Won(11000)))), Is.TypeOf(expected));
    }

    [TestCase("FAIL_PAYMENT", PaymentStatus.Failed, PaymentErrorCode.Declined)]
    [TestCase("FAIL_AUTH_PASSWORD", PaymentStatus.Failed, PaymentErrorCode.AuthenticationFailed)]
    [TestCase("QUIT_PAYMENT", PaymentStatus.Cancelled, PaymentErrorCode.PayerCancelled)]
    public async Task A_repeat_after_the_end_is_the_end_again(string status, PaymentStatus expected, PaymentErrorCode code)
    {
        using var kakao = new KakaoPayHost();
        kakao.Refuse("approve", -783).On("order", Fixture.Answer("order-ready", order => order["status"] = status));
        var payment = await kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(amount: Requests.Won(11000)));
        Assert.That((payment.Status, payment.Error!.Code, payment.Amount), Is.EqualTo((expected, code, Requests.Won(11000))));
    }

    [Test]
    public async Task A_refusal_of_a_payment_that_has_run_out_is_its_end()
    {
        using var kakao = new KakaoPayHost();
        kakao.Refuse("approve", -783).Refuse("order", -723);
        var payment = await kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(amount: Requests.Won(11000)));
        Assert.That((payment.Status, payment.Error!.Code, payment.Amount), Is.EqualTo((PaymentStatus.Expired, PaymentErrorCode.Expired, Requests.Won(11000))));
    }

    [Test]
    public async Task Approved_before_and_not_to_be_read_is_unknown()
    {
        using var kakao = new KakaoPayHost(options => options.MaxRetries = 0);
        kakao.Refuse("approve", -702).On("order", "", 503);
        Assert.That(await Assert.CatchAsync(() => kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(amount: Requests.Won(11000)))), Is.TypeOf<PaymentOutcomeUnknownException>());
    }

    [Test]
    public async Task A_payment_whose_time_is_over_is_expired()
    {
        using var kakao = new KakaoPayHost();
        kakao.Refuse("approve", -723);
        var payment = await kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(amount: Requests.Won(11000)));
        Assert.That((payment.Status, payment.Error!.Code, payment.Reference), Is.EqualTo((PaymentStatus.Expired, PaymentErrorCode.Expired, Requests.Bare)));
        Assert.That(payment.Amount, Is.EqualTo(Requests.Won(11000)));
    }

    [TestCase("amount", "12000")]
    [TestCase("partner_order_id", "A-9999")]
    [TestCase("partner_user_id", "user-99")]
    [TestCase("cid", "TC9OTHER99")]
    public async Task A_charge_that_is_not_what_was_asked_for_is_undone(string member, string value)
    {
        using var kakao = new KakaoPayHost();
        kakao.On("approve", Fixture.Answer("approval-card", approval =>
        {
            if (member == "amount")
                approval["amount"]!["total"] = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
            else
                approval[member] = value;
        })).On("cancel", Fixture.Answer("cancel"));
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(amount: Requests.Won(11000)))))!;
        Assert.That((thrown.Error.Code, thrown.Outcome), Is.EqualTo((PaymentErrorCode.Mismatch, PaymentOutcome.Refused)));
        if (member == "amount")
            kakao.AssertSent("approve-undo");
        kakao.AssertAllCalled();
    }

    [TestCase(400)]
    [TestCase(500)]
    public async Task If_the_undoing_fails_the_outcome_is_unknown(int status)
    {
        using var kakao = new KakaoPayHost();
        kakao.On("approve", Fixture.Answer("approval-card", approval => approval["amount"]!["total"] = 12000)).Refuse("cancel", -784, status: status);
        var thrown = (await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(amount: Requests.Won(11000)))))!;
        Assert.That(thrown.Message, Does.Contain("undoing it failed"));
    }

    [TestCase("{}")]
    [TestCase("<html>")]
    [TestCase("""{"aid":"A1","tid":"T1234567890123456789"}""")]
    [TestCase("""{"aid":"A1","tid":"T1234567890123456789","amount":"11000"}""")]
    [TestCase("""{"aid":"","tid":"T1234567890123456789","amount":{"total":11000}}""")]
    [TestCase("""{"aid":"A1","tid":"T9","amount":{"total":11000}}""")]
    public async Task An_answer_that_does_not_say_what_was_charged_leaves_the_outcome_open(string body)
    {
        using var kakao = new KakaoPayHost();
        kakao.On("approve", body);
        Assert.That((await Assert.CatchAsync<PaymentException>(() => kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(amount: Requests.Won(11000)))))!.Outcome, Is.EqualTo(PaymentOutcome.Unknown));
        Assert.That(kakao.Calls, Is.EqualTo(1));
    }

    [TestCase("""{"aid":1,"tid":"T1234567890123456789","amount":{"total":"11000","vat":[]},"card_info":[],"payment_method_type":"COIN","created_at":{},"x":{"y":[1]}}""")]
    [TestCase("""{"aid":"1","tid":"T1234567890123456789","amount":{"total":11000.0},"card_info":null,"payment_method_type":"COIN","partner_order_id":null,"sid":null}""")]
    public async Task An_odd_answer_is_read_as_far_as_it_goes(string body)
    {
        using var kakao = new KakaoPayHost();
        kakao.On("approve", body);
        var payment = await kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(amount: Requests.Won(11000)));
        Assert.That((payment.Status, payment.TransactionId, payment.Method, payment.Card), Is.EqualTo((PaymentStatus.Completed, "1", PaymentMethod.Other, (PaymentCard?)null)));
    }

    // A page that anybody can open proves nothing: the payment is read, and nothing is cancelled or approved.
    [TestCase("READY", PaymentStatus.RequiresAction)]
    [TestCase("QUIT_PAYMENT", PaymentStatus.Cancelled)]
    [TestCase("FAIL_AUTH_PASSWORD", PaymentStatus.Failed)]
    public async Task A_return_without_a_token_leads_to_a_read(string status, PaymentStatus expected)
    {
        using var kakao = new KakaoPayHost();
        kakao.On("order", Fixture.Answer("order-ready", order => order["status"] = status));
        var payment = await kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(token: null));
        Assert.That((payment.Status, kakao.Calls), Is.EqualTo((expected, 1)));
    }

    [Test]
    public async Task A_return_that_lost_its_token_is_told()
    {
        using var kakao = new KakaoPayHost();
        kakao.On("order", Fixture.Answer("order-ready", order => order["status"] = "AUTH_PASSWORD"));
        Assert.That(
            (await Assert.ThrowsAsync<PaymentRequestException>(() => kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(token: ""))))!.Message, Does.Contain("pg_token"));
    }
}
