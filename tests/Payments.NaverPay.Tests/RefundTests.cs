namespace Payments.NaverPay.Tests;

public class RefundTests
{
    [Test]
    public async Task A_part_is_refunded_under_a_guard_with_our_reference()
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval()).On("v1/cancel", Fixture.Answer("cancel"));

        var refund = await naver.Provider.RefundPaymentAsync(Requests.Refund(5000, reason: "단순 변심"));

        naver.AssertSent("refund-part");
        Assert.Multiple(() =>
        {
            Assert.That((refund.RefundId, refund.Reference, refund.Status), Is.EqualTo(("20261128NP1000000003", "R-1", RefundStatus.Completed)));
            Assert.That((refund.ProviderStatus, refund.Amount, refund.Payment), Is.EqualTo(("Success", Requests.Won(5000), Requests.Paid)));
            Assert.That(refund.CreatedAt, Is.EqualTo(new DateTimeOffset(2026, 11, 28, 22, 30, 0, TimeSpan.FromHours(9))));
        });
        Assert.That(naver.Headers[1].GetValues("X-NaverPay-Idempotency-Key").Single(), Has.Length.EqualTo(43));
    }

    [Test]
    public async Task All_that_is_left_takes_the_rest_of_each_part()
    {
        using var naver = new NaverPayHost(options => options.GuardRefunds = false);
        naver.OnHistory(
            Movements.Approval(movement => (movement["taxScopeAmount"], movement["taxExScopeAmount"], movement["environmentDepositAmount"]) = (7700, 3000, 300)),
            Movements.Refund(4000, change: movement => (movement["taxScopeAmount"], movement["taxExScopeAmount"]) = (3000, 1000))).On("v1/cancel", Fixture.Answer("cancel"));
        await naver.Provider.RefundPaymentAsync(Requests.Refund(extras: new NaverPayRefundExtras { Requester = NaverPayRequester.Buyer }));
        naver.AssertSent("refund-all");
    }

    [Test]
    public async Task The_host_says_how_much_is_free_of_tax_and_deposit()
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval(movement => (movement["taxScopeAmount"], movement["taxExScopeAmount"], movement["environmentDepositAmount"]) = (7700, 3000, 300)))
            .On("v1/cancel", Fixture.Answer("cancel"));
        await naver.Provider.RefundPaymentAsync(Requests.Refund(
            5000, new PaymentTax { TaxFree = Requests.Won(1000) }, extras: new NaverPayRefundExtras { EnvironmentDeposit = Requests.Won(100) }));
        Assert.That(naver.Sent, Does.Contain("  taxScopeAmount=3900\n  taxExScopeAmount=1000\n  environmentDepositAmount=100\n"));
    }

    [Test]
    public async Task A_long_reason_is_cut_between_characters()
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval()).On("v1/cancel", Fixture.Answer("cancel"));
        await naver.Provider.RefundPaymentAsync(Requests.Refund(5000, reason: new string('가', 100)));
        Assert.That(naver.Sent, Does.Contain($"  cancelReason={new string('가', 85)}\n"));
    }

    private static readonly TestCaseData[] Refusals =
    [
        new TestCaseData(Requests.Refund(5000), "Tax.TaxFree").SetArgDisplayNames("the tax-free part is not said"),
        new TestCaseData(Requests.Refund(5000, new PaymentTax { TaxFree = Requests.Won(3001) }), "0 KRW to 3000 KRW").SetArgDisplayNames("too much is tax-free"),
        new TestCaseData(Requests.Refund(5000, extras: new NaverPayRefundExtras { EnvironmentDeposit = Requests.Won(301) }), "EnvironmentDeposit").SetArgDisplayNames("more deposit than is left"),
        new TestCaseData(Requests.Refund(5000, new PaymentTax { Vat = Requests.Won(100) }), "Tax.Vat").SetArgDisplayNames("a VAT of the shop's"),
        new TestCaseData(new RefundRequest { Payment = Requests.Paid, Reference = new string('가', 43) }, "128 bytes").SetArgDisplayNames("a long reference"),
        new TestCaseData(new RefundRequest { Payment = Requests.Paid, Amount = new Money(1m, "USD") }, "KRW only").SetArgDisplayNames("another currency"),
    ];

    [TestCaseSource(nameof(Refusals))]
    public async Task What_cannot_be_carried_out_is_refused_before_it_is_sent(RefundRequest request, string says)
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval(movement => (movement["taxScopeAmount"], movement["taxExScopeAmount"], movement["environmentDepositAmount"]) = (7700, 3000, 300)));
        var refused = (await Assert.ThrowsAsync<PaymentRequestException>(() => naver.Provider.RefundPaymentAsync(request)))!;
        Assert.That(refused.Message, Does.Contain(says));
        Assert.That((refused.Outcome, naver.Calls), Is.EqualTo((PaymentOutcome.NeverSent, 1)), "One read.");
    }

    [TestCase(4000, PaymentErrorCode.AmountTooLarge)]
    [TestCase(11000, PaymentErrorCode.AlreadyRefunded)]
    public async Task More_than_is_left_cannot_be_given_back(long before, PaymentErrorCode expected)
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval(), Movements.Refund(before));
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => naver.Provider.RefundPaymentAsync(Requests.Refund(8000))))!;
        Assert.That((thrown.Error.Code, thrown.Outcome, naver.Calls), Is.EqualTo((expected, PaymentOutcome.NeverSent, 1)));
    }

    [Test]
    public async Task What_was_not_paid_or_is_not_understood_cannot_be_given_back()
    {
        using var naver = new NaverPayHost();
        naver.OnHistory().OnSearch().OnHistory(Movements.Approval(movement => movement["admissionState"] = "TELEPORTED")).OnSearch();
        for (var i = 0; i < 2; i++)
        {
            var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => naver.Provider.RefundPaymentAsync(Requests.Refund())))!;
            Assert.That(thrown.Error.Code, Is.EqualTo(PaymentErrorCode.InvalidState));
        }
    }

    [Test]
    public async Task A_refund_that_was_made_before_is_found_and_not_made_again()
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval(), Movements.Refund(4000, "R-1"));
        Assert.That((await naver.Provider.RefundPaymentAsync(Requests.Refund(4000))).RefundId, Is.EqualTo("H2"));
        naver.OnHistory(Movements.Approval(), Movements.Refund(4000, "R-1"));
        Assert.That(
            (await Assert.ThrowsAsync<PaymentConflictException>(() => naver.Provider.RefundPaymentAsync(Requests.Refund(1))))!.Error.Code, Is.EqualTo(PaymentErrorCode.IdempotencyKeyReused));
    }

    [Test]
    public async Task A_refund_that_failed_before_may_be_tried_again()
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval(), Movements.Refund(5000, "R-1", change: movement => movement["admissionState"] = "FAIL")).On("v1/cancel", Fixture.Answer("cancel"));
        Assert.That((await naver.Provider.RefundPaymentAsync(Requests.Refund(5000))).Status, Is.EqualTo(RefundStatus.Completed));
    }

    [TestCase("CancelNotComplete", 2)]
    [TestCase("AlreadyOnGoing", 3)]
    public async Task What_naver_goes_on_with_is_pending_and_not_sent_again(string code, int calls)
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval()).Refuse("v1/cancel", code);
        if (calls == 3)
            naver.OnHistory(Movements.Approval());
        var refund = await naver.Provider.RefundPaymentAsync(Requests.Refund(5000));
        Assert.That((refund.Status, refund.RefundId, refund.Reference, refund.ProviderStatus), Is.EqualTo((RefundStatus.Pending, (string?)null, "R-1", code)));
        Assert.That((refund.Amount, naver.Calls), Is.EqualTo((Requests.Won(5000), calls)));
    }

    [Test]
    public async Task What_naver_goes_on_with_is_read_out_of_what_is_known_until_it_is_listed()
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval()).Refuse("v1/cancel", "CancelNotComplete").OnHistory(Movements.Approval());
        var pending = await naver.Provider.RefundPaymentAsync(Requests.Refund(5000));
        var payment = await naver.Provider.GetPaymentAsync(Requests.Paid);
        var known = Requests.Paid.With(payment with { Facts = [new RefundFact(pending)] });

        naver.OnHistory(Movements.Approval());
        Assert.That(await naver.Provider.GetRefundAsync(new RefundReference(known) { Reference = "R-1" }), Is.EqualTo(pending));
        naver.OnHistory(Movements.Approval(), Movements.Refund(5000, "R-1"));
        Assert.That((await naver.Provider.GetRefundAsync(new RefundReference(known) { Reference = "R-1" })).Status, Is.EqualTo(RefundStatus.Completed));
        naver.OnHistory(Movements.Approval());
        Assert.That(async () => await naver.Provider.GetRefundAsync(new RefundReference(known) { Reference = "R-2" }), Throws.TypeOf<PaymentNotFoundException>());
    }

    [TestCase("AlreadyCanceled")]
    [TestCase("RestAmountDiff")]
    [TestCase("OverRemainAmount")]
    [TestCase("AlreadyOnGoing")]
    public async Task A_refusal_after_our_own_refund_is_that_refund(string code)
    {
        using var naver = new NaverPayHost(options => options.MaxRetries = 0);
        naver.OnHistory(Movements.Approval()).Refuse("v1/cancel", code).OnHistory(Movements.Approval(), Movements.Refund(5000, "R-1"));
        Assert.That((await naver.Provider.RefundPaymentAsync(Requests.Refund(5000))).RefundId, Is.EqualTo("H2"));
    }

    [TestCase("AlreadyCanceled", PaymentErrorCode.AlreadyRefunded)]
    [TestCase("OverRemainAmount", PaymentErrorCode.AmountTooLarge)]
    public async Task A_refusal_that_another_refund_explains_is_a_failed_refund(string code, PaymentErrorCode expected)
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval()).Refuse("v1/cancel", code).OnHistory(Movements.Approval(), Movements.Refund(7000));
        var refund = await naver.Provider.RefundPaymentAsync(Requests.Refund(5000));
        Assert.That((refund.Status, refund.RefundId, refund.Error!.Code, refund.Amount), Is.EqualTo((RefundStatus.Failed, (string?)null, expected, Requests.Won(5000))));
    }

    // The history lags: what it does not list yet may be this very refund, of a call whose answer was lost.
    [TestCase("AlreadyCanceled")]
    [TestCase("OverRemainAmount")]
    public async Task A_refusal_that_the_history_does_not_explain_is_not_known(string code)
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval()).Refuse("v1/cancel", code).OnHistory(Movements.Approval(), Movements.Refund(6000));
        var thrown = (await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => naver.Provider.RefundPaymentAsync(Requests.Refund(5000))))!;
        Assert.That((thrown.Error.ProviderCode, thrown.Error.Retry), Is.EqualTo((code, PaymentRetry.AfterReading)));
    }

    [TestCase("CancelDeadlineExpired", PaymentErrorCode.NotPermitted)]
    [TestCase("InvalidDiscountCancelCondition", PaymentErrorCode.NotPermitted)]
    public async Task A_refusal_for_a_business_reason_is_a_failed_refund(string code, PaymentErrorCode expected)
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval()).Refuse("v1/cancel", code);
        var refund = await naver.Provider.RefundPaymentAsync(Requests.Refund(5000));
        Assert.That((refund.Status, refund.RefundId, refund.Error!.Code, refund.Amount), Is.EqualTo((RefundStatus.Failed, (string?)null, expected, Requests.Won(5000))));
    }

    [TestCase("RestAmountDiff", typeof(PaymentConflictException), PaymentOutcome.Refused)]
    [TestCase("PreCancelNotComplete", typeof(PaymentConflictException), PaymentOutcome.Refused)]
    [TestCase("", typeof(PaymentOutcomeUnknownException), PaymentOutcome.Unknown)]
    public async Task A_refund_in_between_is_a_conflict(string code, Type expected, PaymentOutcome outcome)
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval()).Refuse("v1/cancel", code, code.Length == 0 ? 409 : 200).OnHistory(Movements.Approval());
        var thrown = (await Assert.CatchAsync<PaymentException>(() => naver.Provider.RefundPaymentAsync(Requests.Refund(5000))))!;
        Assert.That(thrown, Is.TypeOf(expected));
        Assert.That(thrown.Outcome, Is.EqualTo(outcome));
    }

    [TestCase("TaxScopeAmountError", typeof(PaymentRequestException))]
    [TestCase("TaxScopeAmtGreaterThanRemainError", typeof(PaymentRequestException))]
    [TestCase("InvalidPaymentId", typeof(PaymentNotFoundException))]
    [TestCase("BankCheckTime", typeof(PaymentProviderUnavailableException))]
    [TestCase("Fail", typeof(PaymentOutcomeUnknownException))]
    [TestCase("SomethingNew", typeof(PaymentOutcomeUnknownException))]
    public async Task Anything_else_is_refused_or_unknown(string code, Type expected)
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval()).Refuse("v1/cancel", code);
        Assert.That(await Assert.CatchAsync(() => naver.Provider.RefundPaymentAsync(Requests.Refund(5000))), Is.TypeOf(expected));
    }

    [Test]
    public async Task A_refund_is_read_out_of_its_payment()
    {
        using var naver = new NaverPayHost();
        for (var i = 0; i < 3; i++)
            naver.OnHistory(Movements.Approval(), Movements.Refund(4000));
        Assert.That((await naver.Provider.GetRefundAsync(new RefundReference(Requests.Paid) { RefundId = "H2" })).Reference, Is.EqualTo("R-0"));
        Assert.That((await naver.Provider.GetRefundAsync(new RefundReference(Requests.Paid) { Reference = "R-0" })).RefundId, Is.EqualTo("H2"));
        Assert.That(async () => await naver.Provider.GetRefundAsync(new RefundReference(Requests.Paid) { RefundId = "H9" }), Throws.TypeOf<PaymentNotFoundException>());
        Assert.That(async () => await naver.Provider.GetRefundAsync(new RefundReference(Requests.Paid)), Throws.TypeOf<PaymentRequestException>());
    }
}
