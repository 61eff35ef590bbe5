using System.Text.Json.Nodes;

namespace Payments.NaverPay.Tests;

public class ConfirmTests
{
    private static string Applied(Action<JsonNode>? change = null, string code = "Success", string paymentId = Requests.PaymentId) =>
        $$"""{"code":"{{code}}","message":"","body":{"paymentId":"{{paymentId}}","detail":{{Movements.Approval(change)}}},"dazRE":"mDgrJ"}""";

    [Test]
    public async Task An_apply_takes_the_money()
    {
        using var naver = new NaverPayHost();
        naver.On("v2.2/apply/payment", Applied());

        var payment = await naver.Provider.ConfirmPaymentAsync(Requests.Confirm());

        naver.AssertSent("apply");
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((PaymentStatus.Completed, "01 SUCCESS")));
            Assert.That(payment.Reference, Is.EqualTo(Requests.Paid));
            Assert.That((payment.Amount, payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo((Requests.Won(11000), (Money?)Requests.Won(11000), (Money?)Requests.Won(0))));
            Assert.That(payment.TransactionId, Is.EqualTo("20261128NP1000000002"));
            Assert.That((payment.Method, payment.ProviderMethod), Is.EqualTo((PaymentMethod.Card, "CARD")));
            Assert.That(payment.Card, Is.EqualTo(new PaymentCard { Brand = "C0", Last4 = "1234", Installments = 3, ApprovalCode = "17545616" }));
            Assert.That(payment.CreatedAt, Is.EqualTo(new DateTimeOffset(2026, 11, 28, 21, 18, 22, TimeSpan.FromHours(9))), "Naver Pay writes Korean time.");
            Assert.That(payment.NextAction, Is.Null);
        });
        Assert.That(naver.Headers[0].GetValues("X-NaverPay-Idempotency-Key").Single(), Has.Length.EqualTo(43));
    }

    [TestCase(409, "Success")]
    [TestCase(200, "SUCCESS")]
    public async Task The_first_answer_again_is_an_answer_in_any_case(int status, string code)
    {
        using var naver = new NaverPayHost();
        naver.On("v2.2/apply/payment", Applied(code: code), status);
        Assert.That((await naver.Provider.ConfirmPaymentAsync(Requests.Confirm())).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    private static readonly TestCaseData[] Incomplete =
    [
        new TestCaseData(Requests.Confirm(paymentId: null), "paymentId").SetArgDisplayNames("paymentId"),
        new TestCaseData(Requests.Confirm(paymentId: "a b"), "paymentId").SetArgDisplayNames("paymentId with a blank"),
        new TestCaseData(Requests.Confirm(paymentId: new string('1', 101)), "paymentId").SetArgDisplayNames("a long paymentId"),
        new TestCaseData(Requests.Confirm(reserveId: "R2"), "another reserve").SetArgDisplayNames("another reserve"),
        new TestCaseData(Requests.Confirm(amount: null), "Amount").SetArgDisplayNames("amount"),
        new TestCaseData(Requests.Confirm(new PaymentReference("naverpay", "R1")), "OrderId").SetArgDisplayNames("order"),
    ];

    [TestCaseSource(nameof(Incomplete))]
    public async Task What_is_missing_is_named_and_nothing_is_sent(ConfirmPaymentRequest request, string missing)
    {
        using var naver = new NaverPayHost();
        var refused = (await Assert.ThrowsAsync<PaymentRequestException>(() => naver.Provider.ConfirmPaymentAsync(request)))!;
        Assert.That(refused.Message, Does.Contain(missing));
        Assert.That((refused.Outcome, naver.Calls), Is.EqualTo((PaymentOutcome.NeverSent, 0)));
    }

    [TestCase("NotEnoughAccountBalance", PaymentErrorCode.InsufficientFunds)]
    [TestCase("notenoughaccountbalance", PaymentErrorCode.InsufficientFunds)]
    [TestCase("OwnerAuthFail", PaymentErrorCode.NotPermitted)]
    [TestCase("Fail", PaymentErrorCode.Declined)]
    public async Task A_decline_is_an_answer_with_naver_s_own_words(string code, PaymentErrorCode expected)
    {
        using var naver = new NaverPayHost();
        naver.Refuse("v2.2/apply/payment", code);
        var payment = await naver.Provider.ConfirmPaymentAsync(Requests.Confirm());
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.Error!.Code, payment.Error.ProviderCode), Is.EqualTo((PaymentStatus.Failed, expected, code)));
            Assert.That(payment.Error.PayerMessage, Is.EqualTo("네이버페이의 말"));
            Assert.That(payment.Reference, Is.EqualTo(Requests.Reserved), "A payment that a payer brought is not ours until Naver Pay says so.");
        });
    }

    [Test]
    public async Task A_charge_that_failed_on_the_way_is_a_decline()
    {
        using var naver = new NaverPayHost();
        naver.On("v2.2/apply/payment", Applied(detail => detail["admissionState"] = "FAIL"));
        var payment = await naver.Provider.ConfirmPaymentAsync(Requests.Confirm());
        Assert.That((payment.Status, payment.Error!.Kind, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Failed, PaymentErrorKind.Declined, (Money?)Requests.Won(0))));
    }

    [Test]
    public async Task Too_late_is_expired_and_nothing_was_charged()
    {
        using var naver = new NaverPayHost();
        naver.Refuse("v2.2/apply/payment", "TimeExpired");
        var payment = await naver.Provider.ConfirmPaymentAsync(Requests.Confirm());
        Assert.That((payment.Status, payment.Error!.Code, payment.NextAction), Is.EqualTo((PaymentStatus.Expired, PaymentErrorCode.Expired, (NextAction?)null)));
    }

    [TestCase("BankMaintenance")]
    [TestCase("BankCheckTime")]
    [TestCase("MaintenanceOngoing")]
    [TestCase("FaultCheckOngoing")]
    public async Task A_closed_bank_did_nothing(string code)
    {
        using var naver = new NaverPayHost();
        naver.Refuse("v2.2/apply/payment", code);
        var thrown = (await Assert.ThrowsAsync<PaymentProviderUnavailableException>(() => naver.Provider.ConfirmPaymentAsync(Requests.Confirm())))!;
        Assert.That((thrown.Outcome, thrown.Error.PayerMessage), Is.EqualTo((PaymentOutcome.Refused, "네이버페이의 말")));
    }

    [TestCase("AlreadyComplete")]
    [TestCase("AlreadyOnGoing")]
    public async Task What_was_applied_before_is_read_and_is_ours(string code)
    {
        using var naver = new NaverPayHost();
        naver.Refuse("v2.2/apply/payment", code).OnHistory(Movements.Approval());
        var payment = await naver.Provider.ConfirmPaymentAsync(Requests.Confirm());
        Assert.That((payment.Status, payment.Reference), Is.EqualTo((PaymentStatus.Completed, Requests.Paid)));
    }

    [TestCase("AlreadyComplete")]
    [TestCase("AlreadyOnGoing")]
    public async Task What_was_applied_before_and_is_not_listed_is_not_known(string code)
    {
        using var naver = new NaverPayHost();
        naver.Refuse("v2.2/apply/payment", code).OnHistory().OnSearch();
        var thrown = (await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => naver.Provider.ConfirmPaymentAsync(Requests.Confirm())))!;
        Assert.That((thrown.Payment, thrown.Error.ProviderCode), Is.EqualTo((Requests.Reserved, code)));
        naver.AssertAllCalled();
    }

    // Only what became of this agreement counts, and one that is under way has not failed.
    [TestCase("AlreadyComplete", "P0", false)]
    [TestCase("AlreadyComplete", Requests.PaymentId, true)]
    [TestCase("AlreadyOnGoing", "P0", false)]
    [TestCase("AlreadyOnGoing", Requests.PaymentId, false)]
    public async Task An_older_try_that_failed_says_nothing_of_this_one(string code, string failed, bool isFailed)
    {
        using var naver = new NaverPayHost();
        var movement = Movements.Approval(movement => (movement["paymentId"], movement["admissionState"]) = (failed, "FAIL"));
        naver.Refuse("v2.2/apply/payment", code);
        if (failed == Requests.PaymentId)
            naver.OnHistory(movement).OnSearch(movement);
        else
            naver.OnHistory().OnSearch(movement).On("v2.2/list/history/" + failed, Movements.Page([movement]));
        if (isFailed)
            Assert.That((await naver.Provider.ConfirmPaymentAsync(Requests.Confirm())).Status, Is.EqualTo(PaymentStatus.Failed));
        else
            await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => naver.Provider.ConfirmPaymentAsync(Requests.Confirm()));
        naver.AssertAllCalled();
    }

    [Test]
    public async Task What_was_applied_before_with_another_amount_is_not_undone()
    {
        using var naver = new NaverPayHost();
        var other = Movements.Approval(movement => movement["totalPayAmount"] = 12000);
        naver.Refuse("v2.2/apply/payment", "AlreadyComplete").OnHistory(other);
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => naver.Provider.ConfirmPaymentAsync(Requests.Confirm())))!;
        Assert.That((thrown.Error.Code, naver.Calls), Is.EqualTo((PaymentErrorCode.Mismatch, 2)), "Apply and history; no cancel.");
    }

    // The payer brings the payment of another order of the shop's.
    [Test]
    public async Task A_foreign_payment_that_was_applied_before_is_never_credited()
    {
        using var naver = new NaverPayHost();
        naver.Refuse("v2.2/apply/payment", "AlreadyComplete").OnHistory(Movements.Approval(movement => movement["merchantPayKey"] = "A-9999")).OnSearch();
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => naver.Provider.ConfirmPaymentAsync(Requests.Confirm())))!;
        Assert.That((thrown.Error.Code, thrown.Outcome), Is.EqualTo((PaymentErrorCode.Mismatch, PaymentOutcome.Refused)));
        Assert.That(thrown.Payment, Is.EqualTo(Requests.Reserved), "Nor is its id kept.");
    }

    [Test]
    public async Task A_foreign_payment_does_not_take_the_name_of_one_that_is_paid()
    {
        using var naver = new NaverPayHost();
        naver.Refuse("v2.2/apply/payment", "AlreadyComplete")
            .On("v2.2/list/history/20261128NP9999999999", Movements.Page([Movements.Approval(movement => movement["merchantPayKey"] = "A-9999")]))
            .OnSearch(Movements.Approval()).OnHistory(Movements.Approval());
        var payment = await naver.Provider.ConfirmPaymentAsync(Requests.Confirm(paymentId: "20261128NP9999999999"));
        Assert.That(payment.Reference, Is.EqualTo(Requests.Paid));
    }

    [TestCase("amount")]
    [TestCase("order")]
    public async Task A_charge_that_is_not_what_was_asked_for_is_undone(string what)
    {
        using var naver = new NaverPayHost();
        naver.On("v2.2/apply/payment", Applied(detail =>
        {
            if (what == "amount")
                (detail["totalPayAmount"], detail["taxScopeAmount"], detail["taxExScopeAmount"]) = (100, 60, 40);
            else
                detail["merchantPayKey"] = "A-9999";
        })).On("v1/cancel", Fixture.Answer("cancel"));
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => naver.Provider.ConfirmPaymentAsync(Requests.Confirm())))!;
        Assert.That((thrown.Error.Code, thrown.Outcome, thrown.Payment), Is.EqualTo((PaymentErrorCode.Mismatch, PaymentOutcome.Refused, Requests.Reserved)));
        if (what == "amount")
            naver.AssertSent("apply-undo");
        naver.AssertAllCalled();
        Assert.That(naver.Headers.Select(headers => headers.GetValues("X-NaverPay-Idempotency-Key").Single()).Distinct().Count(), Is.EqualTo(2));
    }

    [TestCase("CancelNotComplete", typeof(PaymentConflictException))]
    [TestCase("AlreadyCanceled", typeof(PaymentConflictException))]
    [TestCase("RestAmountDiff", typeof(PaymentOutcomeUnknownException))]
    [TestCase("AlreadyOnGoing", typeof(PaymentOutcomeUnknownException))]
    [TestCase("SomethingNew", typeof(PaymentOutcomeUnknownException))]
    public async Task The_undoing_is_done_under_way_or_unknown(string code, Type expected)
    {
        using var naver = new NaverPayHost();
        naver.On("v2.2/apply/payment", Applied(detail => detail["totalPayAmount"] = 100)).Refuse("v1/cancel", code);
        var thrown = (await Assert.CatchAsync(() => naver.Provider.ConfirmPaymentAsync(Requests.Confirm())))!;
        Assert.That(thrown, Is.TypeOf(expected));
        if (expected == typeof(PaymentOutcomeUnknownException))
            Assert.That(thrown.Message, Does.Contain(Requests.PaymentId), "Somebody has to find it.");
    }

    [Test]
    public async Task A_foreign_charge_that_failed_needs_no_undoing()
    {
        using var naver = new NaverPayHost();
        naver.On("v2.2/apply/payment", Applied(detail => (detail["merchantPayKey"], detail["admissionState"]) = ("A-9999", "FAIL")));
        await Assert.ThrowsAsync<PaymentConflictException>(() => naver.Provider.ConfirmPaymentAsync(Requests.Confirm()));
        Assert.That(naver.Calls, Is.EqualTo(1));
    }

    // What was sent once is not sent again before the history was looked at.
    [TestCase("", 409, typeof(PaymentOutcomeUnknownException))]
    [TestCase("", 429, typeof(PaymentRateLimitedException))]
    [TestCase("", 500, typeof(PaymentOutcomeUnknownException))]
    [TestCase("Fail", 503, typeof(PaymentOutcomeUnknownException))]
    public async Task An_apply_is_not_repeated_by_itself(string code, int status, Type expected)
    {
        using var naver = new NaverPayHost();
        naver.Refuse("v2.2/apply/payment", code, status);
        if (status == 409)
            naver.OnHistory().OnSearch();
        Assert.That(await Assert.CatchAsync(() => naver.Provider.ConfirmPaymentAsync(Requests.Confirm())), Is.TypeOf(expected));
        Assert.That(naver.Sent.Split("apply/payment"), Has.Length.EqualTo(2));
    }

    // A host without a memory may use a key again: the answer to another order's charge is never taken for this one's, and never undone.
    [Test]
    public async Task The_key_of_an_apply_is_of_this_order_and_this_agreement()
    {
        using var naver = new NaverPayHost();
        (string Order, string Payment)[] charges = [("A-1001", "P1"), ("A-1001", "P2"), ("A-1002", "P1"), ("A-1001", "P1")];
        foreach (var (order, paymentId) in charges)
        {
            var detail = Movements.Approval(movement => (movement["merchantPayKey"], movement["paymentId"]) = (order, paymentId));
            naver.On("v2.2/apply/payment", $$$"""{"code":"Success","body":{"paymentId":"{{{paymentId}}}","detail":{{{detail}}}}}""");
            await naver.Provider.ConfirmPaymentAsync(Requests.Confirm(new PaymentReference("naverpay", "R1", order, [new RelatedId("reserve", "R1")]), paymentId: paymentId));
        }

        var keys = naver.Headers.Select(headers => headers.GetValues("X-NaverPay-Idempotency-Key").Single()).ToList();
        Assert.That((keys.Distinct().Count(), keys[3]), Is.EqualTo((3, keys[0])));
    }

    [TestCase("""{"code":"Success"}""")]
    [TestCase("""{"code":"Success","body":{"paymentId":"20261128NP1000000001","detail":{}}}""")]
    [TestCase("""{"code":"Success","body":{"paymentId":"20261128NP1000000001","detail":{"admissionTypeCode":"01","admissionState":"TELEPORTED","totalPayAmount":11000,"merchantPayKey":"A-1001"}}}""")]
    [TestCase("""{"code":"Success","body":{"paymentId":"20261128NP1000000001","detail":{"admissionTypeCode":"07","admissionState":"SUCCESS","totalPayAmount":11000,"merchantPayKey":"A-1001"}}}""")]
    [TestCase("""{"code":"Success","body":{"paymentId":"another","detail":{"admissionTypeCode":"01","admissionState":"SUCCESS","totalPayAmount":11000,"merchantPayKey":"A-1001"}}}""")]
    public async Task An_answer_that_does_not_say_what_was_charged_leaves_the_outcome_open(string body)
    {
        using var naver = new NaverPayHost();
        naver.On("v2.2/apply/payment", body);
        Assert.That((await Assert.CatchAsync<PaymentException>(() => naver.Provider.ConfirmPaymentAsync(Requests.Confirm())))!.Outcome, Is.EqualTo(PaymentOutcome.Unknown));
    }

    [Test]
    public async Task Points_alone_have_no_means_and_no_card()
    {
        using var naver = new NaverPayHost();
        const string Detail = """{"paymentId":"20261128NP1000000001","payHistId":7,"merchantPayKey":"A-1001","admissionTypeCode":"01","admissionState":"SUCCESS","totalPayAmount":"11000","npointPayAmount":11000,"primaryPayMeans":"","cardCorpCode":"","new":{"a":[1]}}""";
        naver.On("v2.2/apply/payment", $$$"""{"code":"Success","body":{"detail":{{{Detail}}}}}""");
        var payment = await naver.Provider.ConfirmPaymentAsync(Requests.Confirm());
        Assert.That((payment.Status, payment.Method, payment.ProviderMethod, payment.Card, payment.TransactionId),
            Is.EqualTo((PaymentStatus.Completed, PaymentMethod.DigitalWallet, (string?)null, (PaymentCard?)null, "7")));
    }

    [TestCase("Fail", "userCancel", PaymentErrorCode.PayerCancelled)]
    [TestCase("UserCancel", null, PaymentErrorCode.PayerCancelled)]
    [TestCase("Fail", "OwnerAuthFail", PaymentErrorCode.NotPermitted)]
    [TestCase("Fail", "paymentTimeExpire", PaymentErrorCode.Expired)]
    [TestCase("Fail", "minAmountUnder", PaymentErrorCode.AmountTooSmall)]
    [TestCase("Fail", "something new", PaymentErrorCode.Unknown)]
    public async Task A_return_that_failed_is_a_hint_and_ends_nothing(string resultCode, string? message, PaymentErrorCode expected)
    {
        using var naver = new NaverPayHost();
        naver.OnSearch();
        var payment = await naver.Provider.ConfirmPaymentAsync(Requests.Confirm(resultCode: resultCode, message: message, paymentId: null));
        Assert.That((payment.Status, payment.Error!.Code, payment.Error.ProviderCode, payment.Error.PayerMessage), Is.EqualTo((PaymentStatus.RequiresAction, expected, resultCode, message)));
    }

    [Test]
    public async Task A_return_that_failed_is_a_hint_for_an_order_without_any_id()
    {
        using var naver = new NaverPayHost();
        naver.OnSearch();
        var payment = await naver.Provider.ConfirmPaymentAsync(Requests.Confirm(
            new PaymentReference("naverpay", null, "A-1001"), resultCode: "Fail", message: "userCancel", paymentId: null, reserveId: null));
        Assert.That((payment.Status, payment.Error!.Code), Is.EqualTo((PaymentStatus.RequiresAction, PaymentErrorCode.PayerCancelled)));
    }

    [Test]
    public async Task What_a_browser_brought_is_masked_as_what_a_server_says()
    {
        using var naver = new NaverPayHost();
        naver.OnSearch();
        var payment = await naver.Provider.ConfirmPaymentAsync(Requests.Confirm(
            resultCode: "4111111111111111", message: "jenny@example.com\u0007 4111111111111111 " + new string('x', 400), paymentId: null));
        Assert.That(payment.Error!.ProviderCode, Does.Not.Contain("41111111"));
        Assert.That(payment.Error.PayerMessage, Does.Not.Contain("jenny@").And.Not.Contain("41111111").And.Length.LessThanOrEqualTo(300));
        Assert.That(payment.Error.PayerMessage!.Any(char.IsControl), Is.False);
    }

    [Test]
    public async Task A_return_that_failed_does_not_hide_a_payment_that_was_made()
    {
        using var naver = new NaverPayHost();
        naver.OnSearch(Movements.Approval()).OnHistory(Movements.Approval());
        var payment = await naver.Provider.ConfirmPaymentAsync(Requests.Confirm(resultCode: "Fail", message: "userCancel"));
        Assert.That((payment.Status, payment.Error), Is.EqualTo((PaymentStatus.Completed, (PaymentError?)null)));
    }
}
