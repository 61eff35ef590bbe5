namespace Payments.Toss.Tests;

public class ConfirmTests
{
    private const string Confirm = "POST /v1/payments/confirm";
    private const string Read = "GET /v1/payments/pk_1";

    [Test]
    public async Task The_stored_amount_is_confirmed_and_the_key_names_the_payment_from_then_on()
    {
        using var toss = new TossHost();
        toss.On(Confirm, Fixture.Answer("done"));
        var payment = await toss.Provider.ConfirmPaymentAsync(Requests.Confirm());
        Assert.Multiple(() =>
        {
            Assert.That(toss.Sent, Is.EqualTo("POST /v1/payments/confirm\n  {\"paymentKey\":\"pk_1\",\"orderId\":\"A-1001\",\"amount\":15000}"));
            Assert.That((payment.Status, payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo((PaymentStatus.Completed, Requests.Won, new Money(0, "KRW"))));
            Assert.That(payment.Reference.ToString(), Is.EqualTo("toss:pk_1?order=A-1001"));
            Assert.That(payment.ProviderState!.Value.Reveal(), Is.EqualTo("ps_secret1"));
            Assert.That(payment.AsOf, Is.EqualTo(TossHost.AnsweredAt));
        });
    }

    [Test]
    public async Task A_deposit_is_confirmed_before_it_comes()
    {
        using var toss = new TossHost();
        toss.On(Confirm, Fixture.Answer("waiting"));
        var payment = await toss.Provider.ConfirmPaymentAsync(Requests.Confirm());
        Assert.That((payment.Status, payment.NextAction), Is.EqualTo((PaymentStatus.Pending, payment.NextAction as BankDepositAction)));
        Assert.That(payment.NextAction, Is.Not.Null);
    }

    [Test]
    public async Task Each_payment_key_has_an_idempotency_key_of_its_own()
    {
        using var toss = new TossHost();
        foreach (var key in new[] { "pk_1", "pk_1", "pk_2" })
        {
            toss.On(Confirm, Fixture.Answer("done"));
            await toss.Provider.ConfirmPaymentAsync(Requests.Confirm(key: key));
        }

        Assert.That(toss.KeyOf(1), Is.EqualTo(toss.KeyOf(0)));
        Assert.That(toss.KeyOf(2), Is.Not.EqualTo(toss.KeyOf(0)), "the body is not compared, so a key that two payments share would bring the first one's answer");
    }

    [TestCase("14999", "A-1001", "another amount")]
    [TestCase("15000.5", "A-1001", "another amount")]
    [TestCase("much", "A-1001", "another amount")]
    [TestCase("15000", "B-2002", "another order")]
    public async Task What_the_browser_brought_is_compared_before_anything_is_sent(string amount, string order, string rule)
    {
        using var toss = new TossHost();
        var refused = (await Assert.ThrowsAsync<PaymentRequestException>(() => toss.Provider.ConfirmPaymentAsync(Requests.Confirm(orderId: order, told: amount))))!;
        Assert.That(refused.Message, Does.Contain(rule));
        Assert.That((refused.Error.Code, refused.Outcome, toss.Calls), Is.EqualTo((PaymentErrorCode.Mismatch, PaymentOutcome.NeverSent, 0)));
    }

    [Test]
    public async Task An_amount_that_the_payment_was_not_made_for_is_refused()
    {
        using var toss = new TossHost();
        var request = Requests.Confirm(Requests.Known(PaymentStatus.RequiresAction), new Money(1m, "KRW"), told: "1");
        Assert.That((await Assert.ThrowsAsync<PaymentConflictException>(() => toss.Provider.ConfirmPaymentAsync(request)))!.Error.Code, Is.EqualTo(PaymentErrorCode.Mismatch));
        Assert.That(toss.Calls, Is.Zero);
    }

    [Test]
    public async Task The_same_amount_may_be_written_otherwise()
    {
        using var toss = new TossHost();
        toss.On(Confirm, Fixture.Answer("done", answer => answer["totalAmount"] = "15000.00"));
        Assert.That((await toss.Provider.ConfirmPaymentAsync(Requests.Confirm(told: "15000.00"))).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [TestCase("no key", "paymentKey")]
    [TestCase("no amount", "Amount is missing")]
    [TestCase("no order", "order id is missing")]
    public async Task What_is_missing_is_named(string what, string rule)
    {
        using var toss = new TossHost();
        var request = new ConfirmPaymentRequest
        {
            Payment = what == "no order" ? new PaymentReference("toss", "pk_1") : Requests.Order,
            Amount = what == "no amount" ? null : Requests.Won,
            ReturnParameters = what == "no key" ? new Dictionary<string, string>() : new Dictionary<string, string> { ["paymentKey"] = "pk_1" },
        };
        Assert.That((await Assert.ThrowsAsync<PaymentRequestException>(() => toss.Provider.ConfirmPaymentAsync(request)))!.Message, Does.Contain(rule));
        Assert.That(toss.Calls, Is.Zero);
    }

    [Test]
    public async Task What_the_memory_knows_fills_what_the_request_leaves_out()
    {
        using var toss = new TossHost();
        toss.On(Confirm, Fixture.Answer("done"));
        await toss.Provider.ConfirmPaymentAsync(new ConfirmPaymentRequest { Payment = Requests.Known(PaymentStatus.RequiresConfirmation, Requests.Paid) });
        Assert.That(toss.Sent, Does.Contain("""{"paymentKey":"pk_1","orderId":"A-1001","amount":15000}"""), "a window's payment has its key from the beginning");
    }

    [Test]
    public async Task A_payer_s_second_try_has_another_key()
    {
        using var toss = new TossHost();
        toss.On(Confirm, Fixture.Answer("done", answer => answer["paymentKey"] = "pk_2"));
        var payment = await toss.Provider.ConfirmPaymentAsync(Requests.Confirm(Requests.Known(PaymentStatus.RequiresAction, Requests.Paid), key: "pk_2"));
        Assert.That(payment.Reference.PaymentId, Is.EqualTo("pk_2"));
    }

    [TestCase(PaymentStatus.Cancelled, "pk_1", PaymentErrorCode.AlreadyCancelled)]
    [TestCase(PaymentStatus.Completed, "pk_2", PaymentErrorCode.AlreadyCaptured)]
    public async Task What_has_ended_is_not_confirmed(PaymentStatus known, string key, PaymentErrorCode code)
    {
        using var toss = new TossHost();
        var conflict = (await Assert.ThrowsAsync<PaymentConflictException>(
            () => toss.Provider.ConfirmPaymentAsync(Requests.Confirm(Requests.Known(known, Requests.Paid), key: key))))!;
        Assert.That((conflict.Error.Code, conflict.Outcome, toss.Calls), Is.EqualTo((code, PaymentOutcome.NeverSent, 0)));
    }

    [Test]
    public async Task A_decline_is_an_answer_with_the_key()
    {
        using var toss = new TossHost();
        toss.Fails(Confirm, "REJECT_CARD_COMPANY", 403);
        var payment = await toss.Provider.ConfirmPaymentAsync(Requests.Confirm());
        Assert.That((payment.Status, payment.Error!.Code, payment.Reference.PaymentId), Is.EqualTo((PaymentStatus.Failed, PaymentErrorCode.Declined, "pk_1")));
    }

    [TestCase("ALREADY_PROCESSED_PAYMENT")]
    [TestCase("ALREADY_COMPLETED_PAYMENT")]
    public async Task What_was_confirmed_before_is_read_and_is_a_success(string code)
    {
        using var toss = new TossHost();
        toss.Fails(Confirm, code).On(Read, Fixture.Answer("done"));
        Assert.That((await toss.Provider.ConfirmPaymentAsync(Requests.Confirm())).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [TestCase("COMMON_ERROR", 500)]
    [TestCase("FORBIDDEN_CONSECUTIVE_REQUEST", 429)]
    [TestCase("UNAUTHORIZED_KEY", 401)]
    public async Task What_was_confirmed_before_and_cannot_be_read_is_unknown(string code, int status)
    {
        using var toss = new TossHost();
        toss.Fails(Confirm, "ALREADY_PROCESSED_PAYMENT").Fails(Read, code, status);
        var unknown = (await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => toss.Provider.ConfirmPaymentAsync(Requests.Confirm())))!;
        Assert.That(unknown.Error.ProviderCode, Is.EqualTo(code));
    }

    [Test]
    public async Task What_was_confirmed_before_and_is_not_found_is_unknown()
    {
        using var toss = new TossHost();
        toss.Fails(Confirm, "ALREADY_PROCESSED_PAYMENT").Fails(Read, "NOT_FOUND_PAYMENT", 404);
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => toss.Provider.ConfirmPaymentAsync(Requests.Confirm()));
    }

    [TestCase("FORBIDDEN_REQUEST", 403)]
    [TestCase("NOT_FOUND_PAYMENT", 404)]
    [TestCase("IDEMPOTENT_REQUEST_PROCESSING", 409)]
    public async Task A_key_that_nobody_has_checked_is_no_name_of_the_payment(string code, int status)
    {
        using var toss = new TossHost();
        toss.Fails(Confirm, code, status);
        var refused = (await Assert.CatchAsync<PaymentException>(() => toss.Provider.ConfirmPaymentAsync(Requests.Confirm(key: "pk_of_another"))))!;
        Assert.That(refused.Payment!.ToString(), Is.EqualTo("toss:A-1001?order=A-1001"));
    }

    [TestCase("IN_PROGRESS")]
    [TestCase("READY")]
    [TestCase("teleported")]
    public async Task What_was_confirmed_before_and_does_not_look_so_is_unknown(string status)
    {
        using var toss = new TossHost();
        toss.Fails(Confirm, "ALREADY_PROCESSED_PAYMENT").On(Read, Fixture.Answer("ready", answer => answer["status"] = status));
        var unknown = (await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => toss.Provider.ConfirmPaymentAsync(Requests.Confirm())))!;
        Assert.That((unknown.Error.ProviderCode, unknown.Error.Retry), Is.EqualTo(("ALREADY_PROCESSED_PAYMENT", PaymentRetry.AfterReading)));
    }

    [TestCase(500)]
    [TestCase(200)]
    public async Task What_a_first_call_left_open_stays_open_where_the_second_says_that_it_was_done(int status)
    {
        using var toss = new TossHost();
        var waits = Fixture.Answer("ready", answer => answer["status"] = "IN_PROGRESS");
        toss.Fails(Confirm, "PROVIDER_ERROR").On(Read, waits).Fails(Confirm, "ALREADY_PROCESSED_PAYMENT");
        if (status == 200)
            toss.On(Read, waits);
        else
            toss.Fails(Read, "COMMON_ERROR", status);
        var unknown = (await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => toss.Provider.ConfirmPaymentAsync(Requests.Confirm())))!;
        Assert.That(unknown.Error.ProviderCode, Is.EqualTo("PROVIDER_ERROR"));
    }

    [Test]
    public async Task An_order_that_another_key_has_paid_is_refused()
    {
        using var toss = new TossHost();
        toss.Fails(Confirm, "DUPLICATED_ORDER_ID").On(Read, Fixture.Answer("ready", answer => answer["status"] = "IN_PROGRESS"));
        var conflict = (await Assert.ThrowsAsync<PaymentConflictException>(() => toss.Provider.ConfirmPaymentAsync(Requests.Confirm())))!;
        Assert.That((conflict.Error.Code, conflict.Outcome), Is.EqualTo((PaymentErrorCode.DuplicateOrder, PaymentOutcome.Refused)));
    }

    [Test]
    public async Task A_key_of_another_order_is_neither_a_failure_nor_a_name_of_ours()
    {
        using var toss = new TossHost();
        toss.Fails(Confirm, "ALREADY_PROCESSED_PAYMENT").On(Read, Fixture.Answer("ready", answer => (answer["status"], answer["orderId"]) = ("ABORTED", "B-2002")));
        var conflict = (await Assert.ThrowsAsync<PaymentConflictException>(() => toss.Provider.ConfirmPaymentAsync(Requests.Confirm())))!;
        Assert.That((conflict.Error.Code, conflict.Payment!.ToString()), Is.EqualTo((PaymentErrorCode.Mismatch, "toss:A-1001?order=A-1001")));
    }

    [Test]
    public async Task A_deposit_that_was_confirmed_before_is_one_too()
    {
        using var toss = new TossHost();
        toss.Fails(Confirm, "ALREADY_PROCESSED_PAYMENT").On(Read, Fixture.Answer("waiting"));
        Assert.That((await toss.Provider.ConfirmPaymentAsync(Requests.Confirm())).Status, Is.EqualTo(PaymentStatus.Pending));
    }

    [TestCase("totalAmount", 14000)]
    [TestCase("orderId", "B-2002")]
    [TestCase("currency", "USD")]
    [TestCase("mId", "another")]
    public async Task What_was_confirmed_before_and_is_not_ours_is_a_conflict_and_stays(string member, object value)
    {
        using var toss = new TossHost(options => options.MerchantId = "shop1");
        toss.Fails(Confirm, "ALREADY_PROCESSED_PAYMENT")
            .On(Read, Fixture.Answer("done", answer => answer[member] = value is int number ? number : (string)value));
        var conflict = (await Assert.ThrowsAsync<PaymentConflictException>(() => toss.Provider.ConfirmPaymentAsync(Requests.Confirm())))!;
        Assert.That((conflict.Error.Code, conflict.Outcome), Is.EqualTo((PaymentErrorCode.Mismatch, PaymentOutcome.Refused)));
        Assert.That(toss.Calls, Is.EqualTo(2), "nothing is undone");
    }

    [TestCase("totalAmount", 14000)]
    [TestCase("orderId", "B-2002")]
    [TestCase("currency", "USD")]
    [TestCase("mId", "another")]
    public async Task A_charge_of_this_call_that_is_not_what_was_asked_for_goes_back(string member, object value)
    {
        using var toss = new TossHost(options => options.MerchantId = "shop1");
        toss.On(Confirm, Fixture.Answer("done", answer => answer[member] = value is int number ? number : (string)value)).On("POST /v1/payments/pk_1/cancel", Fixture.Answer("partial"));
        var conflict = (await Assert.ThrowsAsync<PaymentConflictException>(() => toss.Provider.ConfirmPaymentAsync(Requests.Confirm())))!;
        Assert.That((conflict.Error.Code, conflict.Outcome), Is.EqualTo((PaymentErrorCode.Mismatch, PaymentOutcome.Refused)));
        Assert.That(toss.Sent, Does.EndWith("POST /v1/payments/pk_1/cancel\n  {\"cancelReason\":\"The charge differs from the order\"}"));
        Assert.That(toss.KeyOf(1), Is.Not.EqualTo(toss.KeyOf(0)));
    }

    [Test]
    public async Task A_charge_that_cannot_be_undone_is_said_to_be_unknown()
    {
        using var toss = new TossHost();
        toss.On(Confirm, Fixture.Answer("done", answer => answer["totalAmount"] = 1)).Fails("POST /v1/payments/pk_1/cancel", "FAILED_REFUND_PROCESS", 500);
        var unknown = (await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => toss.Provider.ConfirmPaymentAsync(Requests.Confirm())))!;
        Assert.That((unknown.Error.Code, unknown.Payment!.PaymentId), Is.EqualTo((PaymentErrorCode.Mismatch, "pk_1")));
    }

    [Test]
    public async Task Too_late_is_a_conflict_that_says_so()
    {
        using var toss = new TossHost();
        toss.Fails(Confirm, "NOT_FOUND_PAYMENT_SESSION", 404).On(Read, Fixture.Answer("ready", answer => answer["status"] = "EXPIRED"));
        var conflict = (await Assert.ThrowsAsync<PaymentConflictException>(() => toss.Provider.ConfirmPaymentAsync(Requests.Confirm())))!;
        Assert.That((conflict.Error.Code, conflict.Error.ProviderCode), Is.EqualTo((PaymentErrorCode.Expired, "NOT_FOUND_PAYMENT_SESSION")));
        Assert.That(conflict.Message, Does.Contain("let the payer pay again"));
    }

    [Test]
    public async Task After_a_failure_that_says_nothing_it_is_read_what_has_become_of_it()
    {
        using var toss = new TossHost();
        toss.Fails(Confirm, "FAILED_INTERNAL_SYSTEM_PROCESSING", 500).On(Read, Fixture.Answer("done"));
        Assert.That((await toss.Provider.ConfirmPaymentAsync(Requests.Confirm())).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [Test]
    public async Task A_failure_that_ended_the_payment_is_told_with_its_reason()
    {
        using var toss = new TossHost();
        toss.Fails(Confirm, "FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING", 500).On(Read, Fixture.Answer("ready", answer =>
        {
            answer["status"] = "ABORTED";
            answer["failure"] = new System.Text.Json.Nodes.JsonObject { ["code"] = "REJECT_CARD_PAYMENT", ["message"] = "한도초과" };
        }));
        var payment = await toss.Provider.ConfirmPaymentAsync(Requests.Confirm());
        Assert.That((payment.Status, payment.Error!.Code, payment.Error.ProviderMessage), Is.EqualTo((PaymentStatus.Failed, PaymentErrorCode.InsufficientFunds, "한도초과")));
    }

    [Test]
    public async Task What_still_waits_is_confirmed_once_more_under_another_key()
    {
        using var toss = new TossHost();
        toss.Fails(Confirm, "PROVIDER_ERROR").On(Read, Fixture.Answer("ready", answer => answer["status"] = "IN_PROGRESS")).On(Confirm, Fixture.Answer("done"));
        Assert.That((await toss.Provider.ConfirmPaymentAsync(Requests.Confirm())).Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(toss.KeyOf(2), Is.Not.EqualTo(toss.KeyOf(0)));
    }

    [TestCase("teleported")]
    [TestCase("IN_PROGRESS")]
    public async Task What_stays_open_is_unknown(string status)
    {
        using var toss = new TossHost();
        toss.Fails(Confirm, "PROVIDER_ERROR").On(Read, Fixture.Answer("ready", answer => answer["status"] = status));
        if (status == "IN_PROGRESS")
            toss.Fails(Confirm, "COMMON_ERROR", 500);
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => toss.Provider.ConfirmPaymentAsync(Requests.Confirm()));
        toss.AssertAllCalled();
    }

    [Test]
    public async Task A_read_that_fails_leaves_the_outcome_unknown()
    {
        using var toss = new TossHost();
        toss.Fails(Confirm, "PROVIDER_ERROR").Fails(Read, "UNAUTHORIZED_KEY", 401);
        var unknown = (await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => toss.Provider.ConfirmPaymentAsync(Requests.Confirm())))!;
        Assert.That(unknown.Error.ProviderCode, Is.EqualTo("PROVIDER_ERROR"));
    }

    [Test]
    public async Task A_call_under_way_is_neither_read_nor_repeated()
    {
        using var toss = new TossHost();
        toss.Fails(Confirm, "IDEMPOTENT_REQUEST_PROCESSING", 409);
        var unknown = (await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => toss.Provider.ConfirmPaymentAsync(Requests.Confirm())))!;
        Assert.That((unknown.Error.Code, unknown.Error.Retry), Is.EqualTo((PaymentErrorCode.InProgress, PaymentRetry.SameRequest)));
    }

    [TestCase("PAY_PROCESS_CANCELED", PaymentErrorCode.PayerCancelled)]
    [TestCase("PAY_PROCESS_ABORTED", PaymentErrorCode.Declined)]
    [TestCase("REJECT_CARD_COMPANY", PaymentErrorCode.Declined)]
    [TestCase("a_new_code", PaymentErrorCode.Declined)]
    public async Task A_payer_who_did_not_agree_leads_to_a_read_and_may_try_again(string code, PaymentErrorCode expected)
    {
        using var toss = new TossHost();
        toss.Fails("GET /v1/payments/orders/A-1001", "NOT_FOUND_PAYMENT", 404);
        var payment = await toss.Provider.ConfirmPaymentAsync(new ConfirmPaymentRequest
        {
            Payment = Requests.Known(PaymentStatus.RequiresAction),
            ReturnParameters = new Dictionary<string, string> { ["code"] = code, ["message"] = "Words." },
        });
        Assert.That((payment.Status, payment.Error!.Code, payment.Error.ProviderCode), Is.EqualTo((PaymentStatus.RequiresAction, expected, code)));
    }

    [Test]
    public async Task BrandPay_is_confirmed_at_its_own_path_with_its_customer()
    {
        using var toss = new TossHost();
        toss.On("POST /v1/brandpay/payments/confirm", Fixture.Answer("done"));
        await toss.Provider.ConfirmPaymentAsync(Requests.Confirm(type: "BRANDPAY", customerId: "c_1"));
        Assert.That(toss.Sent, Does.Contain("""{"paymentKey":"pk_1","orderId":"A-1001","amount":15000,"customerKey":"c_1"}"""));
        var refused = (await Assert.ThrowsAsync<PaymentRequestException>(() => toss.Provider.ConfirmPaymentAsync(Requests.Confirm(type: "BRANDPAY"))))!;
        Assert.That(refused.Message, Does.Contain("CustomerId is missing"));
    }

    [Test]
    public async Task Dollars_keep_their_cents()
    {
        using var toss = new TossHost();
        toss.On(Confirm, Fixture.Answer("done", answer => (answer["currency"], answer["totalAmount"], answer["balanceAmount"]) = ("USD", 1.25, 1.25)));
        var payment = await toss.Provider.ConfirmPaymentAsync(Requests.Confirm(amount: new Money(1.250m, "USD"), told: "1.25"));
        Assert.That(toss.Sent, Does.Contain("\"amount\":1.25}"));
        Assert.That(payment.CapturedAmount, Is.EqualTo(new Money(1.25m, "USD")));
    }
}
