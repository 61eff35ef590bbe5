namespace Payments.KakaoPay.Tests;

public class RefundTests
{
    [Test]
    public async Task A_part_is_refunded_under_a_guard_and_with_our_reference()
    {
        using var kakao = new KakaoPayHost();
        kakao.On("order", Fixture.Answer("order-paid")).On("cancel", Fixture.Answer("cancel"));

        var refund = await kakao.Provider.RefundPaymentAsync(Requests.Refund(5000));

        kakao.AssertSent("refund-part");
        Assert.Multiple(() =>
        {
            Assert.That((refund.RefundId, refund.Reference, refund.Status), Is.EqualTo(("A5678901234567890125", "R-1", RefundStatus.Completed)));
            Assert.That((refund.ProviderStatus, refund.Amount), Is.EqualTo(("PART_CANCEL_PAYMENT", Requests.Won(5000))));
            Assert.That((refund.Payment, refund.Origin), Is.EqualTo((Requests.Bare, RefundOrigin.Merchant)));
            Assert.That(refund.CreatedAt, Is.EqualTo(new DateTimeOffset(2026, 11, 28, 22, 0, 0, TimeSpan.FromHours(9))));
            Assert.That(refund.AsOf, Is.EqualTo(KakaoPayHost.AnsweredAt));
        });
    }

    [Test]
    public async Task All_that_is_left_takes_the_rest_of_each_part()
    {
        using var kakao = new KakaoPayHost();
        kakao.On("order", Fixture.Answer("order-part")).On("cancel", Fixture.Answer("cancel"));
        await kakao.Provider.RefundPaymentAsync(Requests.Refund());
        Assert.That(kakao.Sent, Does.Contain(
            "\"cancel_amount\":7000,\"cancel_tax_free_amount\":2300,\"cancel_vat_amount\":427,\"cancel_available_amount\":7000,\"payload\":\"R-1\""));
    }

    // 11000 with 3300 free of tax; left are 7000, of them 2300 free and 4700 taxed.
    [TestCase(5000, 400, 418)]
    [TestCase(5000, 2300, 245)]
    [TestCase(4700, 0, 427)]
    [TestCase(1, 0, 0)]
    public async Task The_host_says_how_much_is_free_of_tax(long amount, long taxFree, long vat)
    {
        using var kakao = new KakaoPayHost();
        kakao.On("order", Fixture.Answer("order-part")).On("cancel", Fixture.Answer("cancel"));
        await kakao.Provider.RefundPaymentAsync(Requests.Refund(amount, new PaymentTax { TaxFree = Requests.Won(taxFree) }));
        Assert.That(kakao.Sent, Does.Contain($"\"cancel_amount\":{amount},\"cancel_tax_free_amount\":{taxFree},\"cancel_vat_amount\":{vat},"));
    }

    [Test]
    public async Task The_host_s_own_VAT_is_sent()
    {
        using var kakao = new KakaoPayHost();
        kakao.On("order", Fixture.Answer("order-part")).On("cancel", Fixture.Answer("cancel"));
        await kakao.Provider.RefundPaymentAsync(Requests.Refund(5000, new PaymentTax { TaxFree = Requests.Won(400), Vat = Requests.Won(420) }));
        Assert.That(kakao.Sent, Does.Contain("\"cancel_vat_amount\":420,"));
    }

    [Test]
    public async Task Rounding_never_asks_for_more_VAT_than_is_left()
    {
        using var kakao = new KakaoPayHost();
        kakao.On("order", Fixture.Answer("order-paid", order => (order["canceled_amount"]!["total"], order["canceled_amount"]!["vat"]) = (10000, 910))).On("cancel", Fixture.Answer("cancel"));
        await kakao.Provider.RefundPaymentAsync(Requests.Refund(999));
        Assert.That(kakao.Sent, Does.Contain("\"cancel_vat_amount\":90,"), "An eleventh of 999 is 91, and 90 are left.");
    }

    private static readonly TestCaseData[] Refusals =
    [
        new TestCaseData(Requests.Refund(5000), "Tax.TaxFree").SetArgDisplayNames("the tax-free part is not said"),
        new TestCaseData(Requests.Refund(5000, new PaymentTax { TaxFree = Requests.Won(299) }), "300 KRW to 2300 KRW").SetArgDisplayNames("too little is tax-free"),
        new TestCaseData(Requests.Refund(5000, new PaymentTax { TaxFree = Requests.Won(2301) }), "300 KRW to 2300 KRW").SetArgDisplayNames("too much is tax-free"),
        new TestCaseData(Requests.Refund(5000, new PaymentTax { TaxFree = Requests.Won(400), Vat = Requests.Won(428) }), "Tax.Vat").SetArgDisplayNames("more VAT than is left"),
        new TestCaseData(new RefundRequest { Payment = Requests.Bare, Reference = new string('r', 201) }, "Reference").SetArgDisplayNames("a long reference"),
        new TestCaseData(new RefundRequest { Payment = Requests.Bare, Amount = new Money(1m, "USD") }, "KRW only").SetArgDisplayNames("another currency"),
    ];

    [TestCaseSource(nameof(Refusals))]
    public async Task What_cannot_be_carried_out_is_refused_before_it_is_sent(RefundRequest request, string says)
    {
        using var kakao = new KakaoPayHost();
        kakao.On("order", Fixture.Answer("order-part"));
        var refused = (await Assert.ThrowsAsync<PaymentRequestException>(() => kakao.Provider.RefundPaymentAsync(request)))!;
        Assert.That(refused.Message, Does.Contain(says));
        Assert.That((refused.Outcome, kakao.Calls), Is.EqualTo((PaymentOutcome.NeverSent, 1)), "One read.");
    }

    [Test]
    public async Task A_bank_account_is_refused_and_nothing_is_read()
    {
        using var kakao = new KakaoPayHost();
        var account = new RefundBankAccount { BankCode = "04", AccountNumber = "1", HolderName = "J" };
        Assert.That(
            async () => await kakao.Provider.RefundPaymentAsync(new RefundRequest { Payment = Requests.Bare, BankAccount = account }),
            Throws.TypeOf<PaymentRequestException>().With.Message.Contains("BankAccount"));
        Assert.That(kakao.Calls, Is.Zero);
    }

    [Test]
    public async Task A_cup_deposit_goes_back_with_the_whole_only()
    {
        using var kakao = new KakaoPayHost();
        kakao.On("order", Fixture.Answer("order-paid", order => order["amount"]!["green_deposit"] = 300));
        Assert.That(async () => await kakao.Provider.RefundPaymentAsync(Requests.Refund(300)), Throws.TypeOf<PaymentRequestException>().With.Message.Contains("cup deposit"));
    }

    [TestCase("CANCEL_PAYMENT", 11000, 5000, PaymentErrorCode.AlreadyRefunded)]
    [TestCase("PART_CANCEL_PAYMENT", 7000, 5000, PaymentErrorCode.AmountTooLarge)]
    [TestCase("AUTH_PASSWORD", 0, 5000, PaymentErrorCode.InvalidState)]
    [TestCase("READY", 0, 5000, PaymentErrorCode.InvalidState)]
    [TestCase("TELEPORTED", 0, 5000, PaymentErrorCode.InvalidState)]
    public async Task What_is_not_there_cannot_be_given_back(string status, int canceled, long amount, PaymentErrorCode expected)
    {
        using var kakao = new KakaoPayHost();
        kakao.On("order", Fixture.Answer("order-paid", order => (order["status"], order["canceled_amount"]!["total"]) = (status, canceled)));
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => kakao.Provider.RefundPaymentAsync(Requests.Refund(amount))))!;
        Assert.That((thrown.Error.Code, thrown.Outcome, kakao.Calls), Is.EqualTo((expected, PaymentOutcome.NeverSent, 1)));
    }

    [Test]
    public async Task A_refund_that_was_made_before_is_found_and_not_made_again()
    {
        using var kakao = new KakaoPayHost();
        kakao.On("order", Fixture.Answer("order-part"));
        var refund = await kakao.Provider.RefundPaymentAsync(new RefundRequest { Payment = Requests.Bare, Amount = Requests.Won(4000), Reference = "R-0" });
        Assert.That((refund.RefundId, refund.Status, kakao.Calls), Is.EqualTo(("A5678901234567890124", RefundStatus.Completed, 1)));
    }

    [Test]
    public async Task The_reference_of_another_refund_is_refused()
    {
        using var kakao = new KakaoPayHost();
        kakao.On("order", Fixture.Answer("order-part"));
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() =>
            kakao.Provider.RefundPaymentAsync(new RefundRequest { Payment = Requests.Bare, Amount = Requests.Won(1), Reference = "R-0" })))!;
        Assert.That(thrown.Error.Code, Is.EqualTo(PaymentErrorCode.IdempotencyKeyReused));
    }

    [TestCase(-710, null, PaymentErrorCode.AmountTooLarge)]
    [TestCase(-781, "INVALID_CANCEL_AMOUNT", PaymentErrorCode.AmountTooLarge)]
    [TestCase(-781, "0025", PaymentErrorCode.AlreadyRefunded)]
    [TestCase(-781, "LIMIT_BALANCE", PaymentErrorCode.LimitExceeded)]
    [TestCase(-781, null, PaymentErrorCode.Declined)]
    public async Task A_refusal_is_a_failed_refund(long code, string? reason, PaymentErrorCode expected)
    {
        using var kakao = new KakaoPayHost();
        kakao.On("order", Fixture.Answer("order-paid")).Refuse("cancel", code, reason).On("order", Fixture.Answer("order-paid"));
        var refund = await kakao.Provider.RefundPaymentAsync(Requests.Refund());
        Assert.That((refund.Status, refund.RefundId, refund.Error!.Code), Is.EqualTo((RefundStatus.Failed, (string?)null, expected)));
        Assert.That((refund.Amount, refund.Reference), Is.EqualTo((Requests.Won(11000), "R-1")));
    }

    [TestCase(-722)]
    [TestCase(-784)]
    public async Task A_payment_that_changed_in_between_is_a_conflict(long code)
    {
        using var kakao = new KakaoPayHost();
        kakao.On("order", Fixture.Answer("order-paid")).Refuse("cancel", code).On("order", Fixture.Answer("order-paid"));
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => kakao.Provider.RefundPaymentAsync(Requests.Refund(5000))))!;
        Assert.That((thrown.Outcome, thrown.Error.Code, thrown.Error.Retry), Is.EqualTo((PaymentOutcome.Refused, PaymentErrorCode.InvalidState, PaymentRetry.AfterReading)));
    }

    [TestCase("BANK_FIRM_UNAVAILABLE")]
    [TestCase("UNDER_CONSTRUCTION")]
    [TestCase("INTERNAL_ERROR")]
    [TestCase("BANK_FIRM_API_FAIL")]
    public async Task A_fault_that_passes_is_no_failed_refund(string reason)
    {
        using var kakao = new KakaoPayHost();
        kakao.On("order", Fixture.Answer("order-paid")).Refuse("cancel", -781, reason);
        var thrown = (await Assert.ThrowsAsync<PaymentProviderUnavailableException>(() => kakao.Provider.RefundPaymentAsync(Requests.Refund())))!;
        Assert.That((thrown.Outcome, thrown.Error.Retry), Is.EqualTo((PaymentOutcome.Refused, PaymentRetry.SameRequest)));
    }

    [TestCase(-785, null)]
    [TestCase(-784, null)]
    [TestCase(-722, null)]
    [TestCase(-710, null)]
    [TestCase(-781, "0025")]
    [TestCase(-781, "INVALID_CANCEL_AMOUNT")]
    [TestCase(-781, "INVALID_CANCEL_STATUS")]
    public async Task A_refusal_of_what_was_done_before_is_the_refund_that_was_made(long code, string? reason)
    {
        using var kakao = new KakaoPayHost();
        kakao.On("order", Fixture.Answer("order-paid")).Refuse("cancel", code, reason)
            .On("order", Fixture.Answer("order-part", order => order["payment_action_details"]![1]!["payload"] = "R-1"));
        Assert.That((await kakao.Provider.RefundPaymentAsync(Requests.Refund(4000))).RefundId, Is.EqualTo("A5678901234567890124"));
    }

    [TestCase(-784)]
    [TestCase(-710)]
    public async Task What_may_have_been_made_before_and_cannot_be_read_is_unknown(long code)
    {
        using var kakao = new KakaoPayHost(options => options.MaxRetries = 0);
        kakao.On("order", Fixture.Answer("order-paid")).Refuse("cancel", code).On("order", "", 503);
        Assert.That(async () => await kakao.Provider.RefundPaymentAsync(Requests.Refund(4000)), Throws.TypeOf<PaymentOutcomeUnknownException>());
    }

    [Test]
    public async Task A_duplicate_that_cannot_be_found_is_unknown()
    {
        using var kakao = new KakaoPayHost();
        kakao.On("order", Fixture.Answer("order-paid")).Refuse("cancel", -785).On("order", Fixture.Answer("order-paid"));
        Assert.That(async () => await kakao.Provider.RefundPaymentAsync(Requests.Refund(4000)), Throws.TypeOf<PaymentOutcomeUnknownException>());
    }

    [TestCase(-1, 500)]
    [TestCase(-1, 400)]
    public async Task An_unclear_refund_is_not_repeated(long code, int status)
    {
        using var kakao = new KakaoPayHost();
        kakao.On("order", Fixture.Answer("order-paid")).Refuse("cancel", code, status: status);
        Assert.That(async () => await kakao.Provider.RefundPaymentAsync(Requests.Refund(4000)), Throws.TypeOf<PaymentOutcomeUnknownException>());
        Assert.That(kakao.Calls, Is.EqualTo(2));
    }

    [Test]
    public async Task A_refund_is_read_out_of_its_payment()
    {
        using var kakao = new KakaoPayHost();
        kakao.On("order", Fixture.Answer("order-part")).On("order", Fixture.Answer("order-part")).On("order", Fixture.Answer("order-part"));
        Assert.That((await kakao.Provider.GetRefundAsync(new RefundReference(Requests.Bare) { RefundId = "A5678901234567890124" })).Reference, Is.EqualTo("R-0"));
        Assert.That((await kakao.Provider.GetRefundAsync(new RefundReference(Requests.Bare) { Reference = "R-0" })).RefundId, Is.EqualTo("A5678901234567890124"));
        var thrown = await Assert.ThrowsAsync<PaymentNotFoundException>(() => kakao.Provider.GetRefundAsync(new RefundReference(Requests.Bare) { RefundId = "A1" }));
        Assert.That(thrown!.Outcome, Is.EqualTo(PaymentOutcome.Refused));
        Assert.That(async () => await kakao.Provider.GetRefundAsync(new RefundReference(Requests.Bare)), Throws.TypeOf<PaymentRequestException>());
    }
}
