using System.Text.Json.Nodes;

namespace Payments.Inicis.Tests;

/// <summary>Giving money back.</summary>
internal sealed class RefundTests
{
    private static readonly RefundBankAccount Account = new() { BankCode = "88", AccountNumber = "11012345678901", HolderName = "홍길동" };

    [Test]
    public async Task The_whole_of_an_untouched_payment_is_one_call()
    {
        using var host = Host("transaction-card").On(InicisHost.FullRefund, Fixture.Answer("refund-full"));
        var refund = await host.Provider.RefundPaymentAsync(Requests.Refund(reason: "단순 변심 \"1/2\" <&+>"));
        host.AssertSent("refund");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refund.Status, Is.EqualTo(RefundStatus.Completed));
            Assert.That((refund.RefundId, refund.Reference), Is.EqualTo((Requests.Tid + "#full", "r-1")));
            Assert.That(refund.Amount, Is.EqualTo(Requests.Amount));
            Assert.That(refund.CreatedAt, Is.EqualTo(new DateTimeOffset(2026, 10, 30, 9, 15, 0, TimeSpan.FromHours(9))));
            Assert.That(refund.Origin, Is.EqualTo(RefundOrigin.Merchant));
        }
    }

    [Test]
    public async Task A_part_names_what_has_to_be_left()
    {
        using var host = Host("transaction-card").On(InicisHost.PartialRefund, Fixture.Answer("refund-part"));
        var refund = await host.Provider.RefundPaymentAsync(Requests.Refund(amount: 4000m));
        host.AssertSent("refund-part");
        Assert.That((refund.Status, refund.RefundId, refund.Amount.Amount), Is.EqualTo((RefundStatus.Completed, "StdpayPRTCINIpayTest20261030091500000002", 4000m)));
    }

    [Test]
    public async Task What_has_to_be_left_counts_from_what_is_left_now()
    {
        using var host = Host("transaction-card", PartlyRefunded).On(InicisHost.PartialRefund, Fixture.Answer("refund-part"));
        await host.Provider.RefundPaymentAsync(Requests.Refund(amount: 3000m));
        Assert.That(host.Sent, Does.Contain("\"price\":\"3000\",\"confirmPrice\":\"8000\""));
    }

    [TestCase(null)]
    [TestCase(11000)]
    public async Task What_parts_have_left_is_another_part(int? amount)
    {
        using var host = Host("transaction-card", PartlyRefunded).On(InicisHost.PartialRefund, Fixture.Answer("refund-part"));
        var refund = await host.Provider.RefundPaymentAsync(Requests.Refund(amount: amount));
        Assert.That(host.Sent, Does.Contain("\"price\":\"11000\",\"confirmPrice\":\"0\""));
        Assert.That(refund.Amount.Amount, Is.EqualTo(11000m));
    }

    [Test]
    public async Task Taxes_are_passed_on()
    {
        using var host = Host("transaction-card").On(InicisHost.PartialRefund, Fixture.Answer("refund-part"));
        await host.Provider.RefundPaymentAsync(Requests.Refund(
            amount: 4000m, tax: new PaymentTax { Vat = new Money(300m, "KRW"), TaxFree = new Money(700m, "KRW") }));
        Assert.That(host.Sent, Does.Contain("\"tax\":\"300\",\"taxfree\":\"700\""));
    }

    [Test]
    public async Task Dollars_go_back_in_cents()
    {
        using var host = Host("transaction-card", t => t["cardInfo"]!["currencyCode"] = "USD").On(InicisHost.PartialRefund, Fixture.Answer("refund-part"));
        await host.Provider.RefundPaymentAsync(new RefundRequest { Payment = Requests.Paid, Amount = new Money(12.34m, "USD"), IdempotencyKey = "k" });
        Assert.That(host.Sent, Does.Contain("\"price\":\"1234\",\"confirmPrice\":\"13766\",\"currency\":\"USD\""));
    }

    [Test]
    public async Task Money_of_an_account_goes_to_a_bank_account()
    {
        using var host = Host("transaction-account").On(InicisHost.FormRefund, Fixture.Answer("refund-full"));
        var refund = await host.Provider.RefundPaymentAsync(Requests.Refund(Requests.Account, account: Account));
        host.AssertSent("refund-account");
        Assert.That((refund.Status, refund.RefundId), Is.EqualTo((RefundStatus.Pending, Requests.AccountTid + "#full")), "The bank transfer comes later.");
    }

    [Test]
    public async Task A_part_of_an_account_goes_to_a_bank_account()
    {
        using var host = Host("transaction-account").On(InicisHost.FormRefund, Fixture.Answer("refund-part"));
        await host.Provider.RefundPaymentAsync(Requests.Refund(Requests.Account, 4000m, account: Account));
        host.AssertSent("refund-account-part");
    }

    [Test]
    public async Task An_account_needs_a_bank_account()
    {
        using var host = Host("transaction-account");
        var thrown = (await Assert.ThrowsAsync<PaymentRequestException>(() => host.Provider.RefundPaymentAsync(Requests.Refund(Requests.Account))))!;
        Assert.That(thrown.Message, Does.Contain("BankAccount"));
        Assert.That(host.Calls, Is.EqualTo(1), "It was only read.");
    }

    [Test]
    public async Task A_card_takes_no_bank_account()
    {
        using var host = Host("transaction-card");
        await Assert.ThrowsAsync<PaymentRequestException>(() => host.Provider.RefundPaymentAsync(Requests.Refund(account: Account)));
        Assert.That(host.Calls, Is.EqualTo(1));
    }

    [TestCase("NON_DEPOSIT")]
    [TestCase("DEPOSIT_CANCELED")]
    public async Task What_was_not_paid_cannot_be_refunded(string status)
    {
        using var host = Host("transaction-account", t => t["transactionStatus"] = status);
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => host.Provider.RefundPaymentAsync(Requests.Refund(Requests.Account, account: Account))))!;
        Assert.That((thrown.Error.Code, thrown.Outcome), Is.EqualTo((PaymentErrorCode.InvalidState, PaymentOutcome.NeverSent)));
    }

    [TestCase("TELEPORTED")]
    [TestCase("PART_CANCEL")]
    public async Task What_was_taken_or_given_back_is_not_guessed(string status)
    {
        using var host = Host("transaction-card", t => (t["transactionStatus"], t["availablePartCancelPrice"]) = (status, ""));
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => host.Provider.RefundPaymentAsync(Requests.Refund())))!;
        Assert.That((thrown.Error.Code, thrown.Outcome, host.Calls), Is.EqualTo((PaymentErrorCode.InvalidState, PaymentOutcome.NeverSent, 1)));
        Assert.That(thrown.Message, Does.Contain(status));
    }

    [Test]
    public async Task More_than_is_left_is_refused_before_sending()
    {
        using var host = Host("transaction-card", PartlyRefunded);
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => host.Provider.RefundPaymentAsync(Requests.Refund(amount: 11_001m))))!;
        Assert.That((thrown.Error.Code, thrown.Outcome), Is.EqualTo((PaymentErrorCode.AmountTooLarge, PaymentOutcome.NeverSent)));
        Assert.That(host.Calls, Is.EqualTo(1));
    }

    [Test]
    public async Task Another_currency_is_refused()
    {
        using var host = Host("transaction-card");
        await Assert.ThrowsAsync<PaymentRequestException>(
            () => host.Provider.RefundPaymentAsync(new RefundRequest { Payment = Requests.Paid, Amount = new Money(10m, "USD"), IdempotencyKey = "k" }));
    }

    // The lock of a host without a payment memory: the same refund asked for again finds another rest.
    [Test]
    public async Task A_repeat_that_expects_more_to_be_left_is_refused()
    {
        var extras = new InicisRefundExtras { ExpectedRemaining = Requests.Amount };
        using var host = Host("transaction-card").On(InicisHost.PartialRefund, Fixture.Answer("refund-part"));
        await host.Provider.RefundPaymentAsync(Requests.Refund(amount: 4000m, extras: extras));

        host.On(InicisHost.Inquiry, Fixture.Answer("transaction-card", PartlyRefunded));
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => host.Provider.RefundPaymentAsync(Requests.Refund(amount: 4000m, extras: extras))))!;
        Assert.That((thrown.Error.Code, thrown.Outcome), Is.EqualTo((PaymentErrorCode.InvalidState, PaymentOutcome.NeverSent)));
        Assert.That(host.Calls, Is.EqualTo(3));
    }

    [TestCase("500412")]
    [TestCase("500705")]
    [TestCase("500706")]
    [TestCase("500749")]
    [TestCase("500826")]
    [TestCase("500906")]
    [TestCase("11C9")]
    public async Task A_refund_that_is_refused_as_business_has_failed(string code)
    {
        using var host = Host("transaction-card").On(InicisHost.PartialRefund, $$"""{"resultCode":"{{code}}","resultMsg":"no"}""");
        var refund = await host.Provider.RefundPaymentAsync(Requests.Refund(amount: 4000m));
        Assert.That((refund.Status, refund.RefundId, refund.Error!.ProviderCode), Is.EqualTo((RefundStatus.Failed, (string?)null, code)));
    }

    [TestCase("500624", PaymentErrorCode.InvalidState)]
    [TestCase("500626", PaymentErrorCode.AlreadyRefunded)]
    [TestCase("500631", PaymentErrorCode.InProgress)]
    public async Task A_refund_that_meets_another_one_is_a_conflict(string code, PaymentErrorCode expected)
    {
        using var host = Host("transaction-card").On(InicisHost.FullRefund, $$"""{"resultCode":"{{code}}"}""");
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => host.Provider.RefundPaymentAsync(Requests.Refund())))!;
        Assert.That((thrown.Error.Code, thrown.Outcome), Is.EqualTo((expected, PaymentOutcome.Refused)));
    }

    [TestCase("", 500)]
    [TestCase("<html/>", 200)]
    [TestCase("{}", 200)]
    [TestCase("{\"resultCode\":\"00\"}", 200)]
    [TestCase("{\"resultCode\":\"500050\"}", 200)]
    [TestCase("{\"resultCode\":\"500127\"}", 200)]
    [TestCase("{\"resultCode\":\"999999\"}", 200)]
    public async Task What_nobody_can_tell_is_unknown_and_sent_once(string answer, int status)
    {
        using var host = Host("transaction-card").On(InicisHost.PartialRefund, answer, status);
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => host.Provider.RefundPaymentAsync(Requests.Refund(amount: 4000m)));
        Assert.That(host.Calls, Is.EqualTo(2));
    }

    [Test]
    public async Task Nothing_is_left_after_the_last_one()
    {
        using var host = Host("transaction-card", t => t["transactionStatus"] = "CANCEL");
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => host.Provider.RefundPaymentAsync(Requests.Refund())))!;
        Assert.That(thrown.Error.Code, Is.EqualTo(PaymentErrorCode.AlreadyRefunded));
    }

    [TestCase("r-1", true)]
    [TestCase("r-2", false)]
    public async Task What_our_own_refund_has_reached_is_a_success(string reference, bool isOurs)
    {
        using var host = Host("transaction-card").On(InicisHost.FullRefund, Fixture.Answer("refund-full"));
        var first = await host.Provider.RefundPaymentAsync(Requests.Refund());
        host.On(InicisHost.Inquiry, Fixture.Answer("transaction-card", t => t["transactionStatus"] = "CANCEL"));
        var known = Requests.Paid.With(new Payment
        {
            Reference = Requests.Paid, Status = PaymentStatus.Refunded, ProviderStatus = "CANCEL", Amount = Requests.Amount, CapturedAmount = Requests.Amount,
            CreatedAt = TestClock.Start, Facts = [new RefundFact(first with { Reference = reference })],
        });
        if (isOurs)
            Assert.That((await host.Provider.RefundPaymentAsync(Requests.Refund(known))).RefundId, Is.EqualTo(first.RefundId));
        else
            await Assert.ThrowsAsync<PaymentConflictException>(() => host.Provider.RefundPaymentAsync(Requests.Refund(known)));
    }

    [Test]
    public async Task A_refund_is_read_by_its_id()
    {
        using var host = Host("transaction-card", PartlyRefunded);
        var refund = await host.Provider.GetRefundAsync(new RefundReference(Requests.Paid) { RefundId = "P1" });
        Assert.That((refund.Amount.Amount, refund.Status), Is.EqualTo((4000m, RefundStatus.Completed)));
    }

    [TestCase("WAITING_FOR_REFUND", RefundStatus.Pending)]
    [TestCase("REFUND_COMPLETED", RefundStatus.Completed)]
    public async Task A_refund_of_an_account_is_paid_out_later(string status, RefundStatus expected)
    {
        using var host = Host("transaction-account", t => t["transactionStatus"] = status);
        var refund = await host.Provider.GetRefundAsync(new RefundReference(Requests.Account) { RefundId = Requests.AccountTid + "#full" });
        Assert.That((refund.Status, refund.Amount), Is.EqualTo((expected, Requests.Amount)));
    }

    [Test]
    public async Task Only_the_last_part_of_an_account_can_be_on_its_way()
    {
        using var host = Host("transaction-account", t => (t["transactionStatus"], t["partCancelTransInfo"]) = ("WAITING_FOR_REFUND", new JsonArray(
            new JsonObject { ["tid"] = "P1", ["requestPrice"] = "4000" }, new JsonObject { ["tid"] = "P2", ["requestPrice"] = "1000" })));
        var payment = await host.Provider.GetPaymentAsync(Requests.Account);
        Assert.That(payment.Facts.OfType<RefundFact>().Select(fact => fact.Refund.Status), Is.EqualTo(new[] { RefundStatus.Completed, RefundStatus.Pending }));
        Assert.That((payment.Status, payment.CapturedAmount, payment.RefundedAmount!.Value.Amount), Is.EqualTo((PaymentStatus.Processing, (Money?)Requests.Amount, 5000m)));
    }

    [Test]
    public async Task A_refund_that_is_not_there_is_not_found()
    {
        using var host = Host("transaction-card", PartlyRefunded);
        await Assert.ThrowsAsync<PaymentNotFoundException>(() => host.Provider.GetRefundAsync(new RefundReference(Requests.Paid) { RefundId = "P9" }));
    }

    [Test]
    public async Task Our_reference_alone_needs_the_memory()
    {
        using var host = new InicisHost();
        var thrown = (await Assert.ThrowsAsync<PaymentRequestException>(() => host.Provider.GetRefundAsync(new RefundReference(Requests.Paid) { Reference = "r-1" })))!;
        Assert.That(thrown.Message, Does.Contain("RefundId"));
    }

    // The answer of our refund was lost, and so was its name: whether it was made cannot be told by the reference.
    [Test]
    public async Task A_refund_that_no_answer_has_named_is_not_said_to_be_missing()
    {
        using var host = new InicisHost();
        var thrown = (await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(
            () => host.Provider.GetRefundAsync(new RefundReference(Requests.Paid.With(Known())) { Reference = "r-1" })))!;
        Assert.That((thrown.Outcome, thrown.Error.Retry), Is.EqualTo((PaymentOutcome.Unknown, PaymentRetry.AfterReading)));
    }

    [Test]
    public async Task A_refund_that_was_refused_is_remembered()
    {
        using var host = Host("transaction-card").On(InicisHost.PartialRefund, """{"resultCode":"500412"}""");
        var refused = await host.Provider.RefundPaymentAsync(Requests.Refund(amount: 4000m));
        Assert.That(await host.Provider.GetRefundAsync(new RefundReference(Requests.Paid.With(Known(refused))) { Reference = "r-1" }), Is.EqualTo(refused));
        Assert.That(host.Calls, Is.EqualTo(2));
    }

    // Nothing but a lost answer explains it.
    [TestCase(true)]
    [TestCase(false)]
    public async Task A_refund_of_the_whole_that_nobody_else_has_made_is_ours(bool isAfterTheRead)
    {
        using var host = isAfterTheRead
            ? Host("transaction-card").On(InicisHost.FullRefund, """{"resultCode":"500626"}""").On(InicisHost.Inquiry, Fixture.Answer("transaction-card", Cancelled))
            : Host("transaction-card", Cancelled);
        var refund = await host.Provider.RefundPaymentAsync(Requests.Refund(Requests.Paid.With(Known())));
        Assert.That((refund.RefundId, refund.Reference, refund.Status, refund.Amount), Is.EqualTo((Requests.Tid + "#full", "r-1", RefundStatus.Completed, Requests.Amount)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_refund_of_another_reference_or_amount_is_not_ours(bool isOfAnotherReference)
    {
        using var host = Host("transaction-card").On(InicisHost.FullRefund, Fixture.Answer("refund-full"));
        var first = await host.Provider.RefundPaymentAsync(Requests.Refund());
        host.On(InicisHost.Inquiry, Fixture.Answer("transaction-card", Cancelled));
        var known = Requests.Paid.With(isOfAnotherReference ? Known(first with { Reference = "r-9" }) : Known());
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(
            () => host.Provider.RefundPaymentAsync(Requests.Refund(known, isOfAnotherReference ? null : 4000m))))!;
        Assert.That(thrown.Error.Code, Is.EqualTo(PaymentErrorCode.AlreadyRefunded));
    }

    [Test]
    public async Task A_refund_that_was_made_before_and_cannot_be_read_is_unknown()
    {
        using var host = new InicisHost(options => options.MaxRetries = 0).On(InicisHost.Inquiry, Fixture.Answer("transaction-card"))
            .On(InicisHost.FullRefund, """{"resultCode":"500626"}""").On(InicisHost.Inquiry, "", 503);
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => host.Provider.RefundPaymentAsync(Requests.Refund(Requests.Paid.With(Known()))));
    }

    [TestCase("110-1234-5678901")]
    [TestCase(" 110 12345678901 ")]
    public async Task The_digits_of_an_account_are_sent(string number)
    {
        using var host = Host("transaction-account").On(InicisHost.FormRefund, Fixture.Answer("refund-full"));
        await host.Provider.RefundPaymentAsync(Requests.Refund(Requests.Account, account: Account with { AccountNumber = number }));
        host.AssertSent("refund-account");
    }

    [TestCase("", "88", "A", "AccountNumber")]
    [TestCase("- -", "88", "A", "AccountNumber")]
    [TestCase("110-1234x", "88", "A", "AccountNumber")]
    [TestCase("١١٠١٢٣٤", "88", "A", "AccountNumber")]
    [TestCase("1101234", " ", "A", "BankCode")]
    [TestCase("1101234", "88", "", "HolderName")]
    public async Task What_is_no_account_is_refused_before_sending(string number, string bank, string holder, string said)
    {
        using var host = new InicisHost();
        var account = new RefundBankAccount { AccountNumber = number, BankCode = bank, HolderName = holder };
        var thrown = (await Assert.ThrowsAsync<PaymentRequestException>(() => host.Provider.RefundPaymentAsync(Requests.Refund(Requests.Account, account: account))))!;
        Assert.That(thrown.Message, Does.Contain(said));
        Assert.That(host.Calls, Is.Zero);
    }

    private static void Cancelled(JsonNode transaction) => transaction["transactionStatus"] = "CANCEL";

    private static Payment Known(params Refund[] refunds) => new()
    {
        Reference = Requests.Paid, Status = PaymentStatus.Completed, ProviderStatus = "APPROVAL", Amount = Requests.Amount, CapturedAmount = Requests.Amount,
        CreatedAt = TestClock.Start, Facts = [.. refunds.Select(refund => new RefundFact(refund))],
    };

    private static void PartlyRefunded(JsonNode transaction)
    {
        (transaction["transactionStatus"], transaction["availablePartCancelPrice"]) = ("PART_CANCEL", "11000");
        transaction["partCancelTransInfo"] = new JsonArray(
            new JsonObject { ["tid"] = "P1", ["requestDate"] = "20261101", ["requestTime"] = "120000", ["requestPrice"] = "4000" });
    }

    private static InicisHost Host(string transaction, Action<JsonNode>? change = null) => new InicisHost().On(InicisHost.Inquiry, Fixture.Answer(transaction, change));
}
