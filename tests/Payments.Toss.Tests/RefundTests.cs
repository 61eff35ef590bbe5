using System.Text.Json.Nodes;

namespace Payments.Toss.Tests;

public class RefundTests
{
    private const string Read = "GET /v1/payments/pk_1";
    private const string Cancel = "POST /v1/payments/pk_1/cancel";

    private static string Deposited(Action<JsonNode>? change = null) => Fixture.Answer("waiting", answer =>
    {
        (answer["status"], answer["approvedAt"]) = ("DONE", "2026-01-02T10:00:00+09:00");
        change?.Invoke(answer);
    });

    private static string Refunded(decimal balance = 0, string status = "CANCELED", params (string Key, decimal Amount, string State)[] cancels) => Fixture.Answer("partial", answer =>
    {
        (answer["status"], answer["balanceAmount"]) = (status, balance);
        answer["cancels"] = new JsonArray([.. cancels.Select(cancel => new JsonObject
        {
            ["cancelAmount"] = cancel.Amount, ["transactionKey"] = cancel.Key, ["cancelStatus"] = cancel.State, ["canceledAt"] = "2026-01-02T10:00:00+09:00",
        })]);
        answer["lastTransactionKey"] = cancels[^1].Key;
    });

    private static string LastBody(TossHost toss) => toss.Sent.Split('\n')[^1].Trim();

    [Test]
    public async Task A_part_is_given_back_with_the_balance_that_is_expected()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("done")).On(Cancel, Fixture.Answer("partial"));
        var request = Requests.Refund(5000m);
        var refund = await toss.Provider.RefundPaymentAsync(request);
        Assert.Multiple(() =>
        {
            Assert.That(LastBody(toss), Is.EqualTo("""{"cancelReason":"size","cancelAmount":5000,"refundableAmount":15000}"""));
            Assert.That((refund.RefundId, refund.Reference), Is.EqualTo(("txrd_y", request.Reference)));
            Assert.That((refund.Status, refund.ProviderStatus, refund.Amount), Is.EqualTo((RefundStatus.Completed, "DONE", new Money(5000m, "KRW"))));
            Assert.That((refund.Origin, refund.InitiatedByProvider), Is.EqualTo((RefundOrigin.Merchant, false)));
            Assert.That(refund.Payment.ToString(), Is.EqualTo("toss:pk_1?order=A-1001"));
            Assert.That(refund.CreatedAt, Is.EqualTo(new DateTimeOffset(2026, 1, 2, 10, 0, 0, TimeSpan.FromHours(9))));
        });
    }

    [TestCase(null)]
    [TestCase(15000)]
    public async Task All_that_is_left_is_asked_for_by_leaving_the_amount_out(int? amount)
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("done")).On(Cancel, Refunded(cancels: ("txrd_a", 15000, "DONE")));
        Assert.That((await toss.Provider.RefundPaymentAsync(Requests.Refund(amount))).Amount, Is.EqualTo(Requests.Won));
        Assert.That(LastBody(toss), Is.EqualTo("""{"cancelReason":"size","refundableAmount":15000}"""));
    }

    [Test]
    public async Task The_rest_after_a_part_is_what_is_left()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("partial")).On(Cancel, Refunded(cancels: [("txrd_y", 5000, "DONE"), ("txrd_z", 10000, "DONE")]));
        Assert.That((await toss.Provider.RefundPaymentAsync(Requests.Refund(10000m))).RefundId, Is.EqualTo("txrd_z"));
        Assert.That(LastBody(toss), Is.EqualTo("""{"cancelReason":"size","refundableAmount":10000}"""));
    }

    [Test]
    public async Task A_payment_that_was_never_read_is_found_by_its_order()
    {
        using var toss = new TossHost();
        toss.On("GET /v1/payments/orders/A-1001", Fixture.Answer("done")).On(Cancel, Fixture.Answer("partial"));
        await toss.Provider.RefundPaymentAsync(Requests.Refund(5000m, Requests.Order));
        toss.AssertAllCalled();
    }

    [Test]
    public async Task The_refund_is_the_one_of_the_last_transaction_wherever_it_stands()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("done")).On(Cancel, Fixture.Answer("partial", answer =>
        {
            var mine = answer["cancels"]![0]!.DeepClone();
            var other = mine.DeepClone();
            (other["transactionKey"], other["cancelAmount"]) = ("txrd_other", 1);
            answer["cancels"] = new JsonArray(mine, other);
        }));
        Assert.That((await toss.Provider.RefundPaymentAsync(Requests.Refund(5000m))).RefundId, Is.EqualTo("txrd_y"));
    }

    [Test]
    public async Task Without_a_last_transaction_it_is_the_one_that_was_not_there_before()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("partial")).On(Cancel, Fixture.Answer("partial", answer =>
        {
            var mine = answer["cancels"]![0]!.DeepClone();
            (mine["transactionKey"], mine["cancelAmount"]) = ("txrd_z", 1000);
            ((JsonArray)answer["cancels"]!).Insert(0, mine);
            answer["lastTransactionKey"] = null;
        }));
        Assert.That((await toss.Provider.RefundPaymentAsync(Requests.Refund(1000m))).RefundId, Is.EqualTo("txrd_z"));
    }

    [Test]
    public async Task An_answer_that_lists_no_refund_is_unknown()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("done")).On(Cancel, Fixture.Answer("done"));
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => toss.Provider.RefundPaymentAsync(Requests.Refund(5000m)));
    }

    [Test]
    public async Task A_deposit_goes_back_to_an_account_of_the_payer_s_under_the_name_that_requests_have()
    {
        using var toss = new TossHost();
        toss.On(Read, Deposited()).On(Cancel, Refunded(cancels: ("txrd_a", 15000, "DONE")));
        await toss.Provider.RefundPaymentAsync(Requests.Refund(account: Requests.Account));
        Assert.That(LastBody(toss), Is.EqualTo(
            """{"cancelReason":"size","refundableAmount":15000,"refundReceiveAccount":{"bank":"06","accountNumber":"01234567890","holderName":"\uAE40\uD1A0\uC2A4"}}"""));
    }

    [TestCase(null, null, null, "BankAccount is missing")]
    [TestCase("06", "012-3456-7890", "kim", "digits")]
    [TestCase("06", "012345678901234567890", "kim", "digits")]
    [TestCase("06", "", "kim", "digits")]
    [TestCase("06", "X6505636518308", "kim", "digits")]
    [TestCase("06", "9505636518308", "kim", "virtual account itself")]
    [TestCase("06", "0123456789", "", "HolderName")]
    [TestCase("", "0123456789", "kim", "BankCode")]
    public async Task An_account_that_cannot_be_is_refused_with_the_rule(string? bank, string? number, string? holder, string rule)
    {
        using var toss = new TossHost();
        toss.On(Read, Deposited(answer => answer["virtualAccount"]!["accountNumber"] = "9505636518308"));
        var account = bank is null ? null : new RefundBankAccount { BankCode = bank, AccountNumber = number!, HolderName = holder! };
        var refused = (await Assert.ThrowsAsync<PaymentRequestException>(() => toss.Provider.RefundPaymentAsync(Requests.Refund(account: account))))!;
        Assert.That(refused.Message, Does.Contain(rule).And.Not.Contain("6505636"));
        Assert.That((refused.Outcome, toss.Calls), Is.EqualTo((PaymentOutcome.NeverSent, 1)));
    }

    [Test]
    public async Task An_account_for_a_card_is_refused()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("done"));
        var refused = (await Assert.ThrowsAsync<PaymentRequestException>(() => toss.Provider.RefundPaymentAsync(Requests.Refund(account: Requests.Account))))!;
        Assert.That(refused.Message, Does.Contain("leave BankAccount out"));
    }

    [Test]
    public async Task A_part_of_what_goes_back_as_a_whole_only_is_refused()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("done", answer => answer["isPartialCancelable"] = false));
        var refused = (await Assert.ThrowsAsync<PaymentRequestException>(() => toss.Provider.RefundPaymentAsync(Requests.Refund(5000m))))!;
        Assert.That((refused.Error.Code, toss.Calls), Is.EqualTo((PaymentErrorCode.NotPermitted, 1)));
        toss.On(Read, Fixture.Answer("done", answer => answer["isPartialCancelable"] = false)).On(Cancel, Refunded(cancels: ("txrd_a", 15000, "DONE")));
        Assert.That((await toss.Provider.RefundPaymentAsync(Requests.Refund(15000m))).Status, Is.EqualTo(RefundStatus.Completed));
    }

    [Test]
    public async Task Another_currency_says_so_in_the_call_and_must_be_the_payment_s()
    {
        using var toss = new TossHost();
        string Dollars(string name) => Fixture.Answer(name, answer => (answer["currency"], answer["totalAmount"], answer["balanceAmount"]) = ("USD", 20.5, 20.5));
        toss.On(Read, Dollars("done")).On(Cancel, Dollars("partial"));
        await toss.Provider.RefundPaymentAsync(Requests.Refund(1.250m, currency: "USD"));
        Assert.That(LastBody(toss), Is.EqualTo("""{"cancelReason":"size","cancelAmount":1.25,"refundableAmount":20.5,"currency":"USD"}"""));
        toss.On(Read, Dollars("done"));
        Assert.That((await Assert.ThrowsAsync<PaymentRequestException>(() => toss.Provider.RefundPaymentAsync(Requests.Refund(5000m))))!.Error.Code, Is.EqualTo(PaymentErrorCode.InvalidAmount));
    }

    [Test]
    public async Task The_part_that_is_free_of_tax_goes_along()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("done")).On(Cancel, Fixture.Answer("partial"));
        await toss.Provider.RefundPaymentAsync(new RefundRequest
        {
            Payment = Requests.Paid, Amount = new Money(5000m, "KRW"), Tax = new PaymentTax { TaxFree = new Money(600m, "KRW"), Vat = new Money(400m, "KRW") },
        });
        Assert.That(LastBody(toss), Is.EqualTo("""{"cancelReason":"Refunded by the merchant","cancelAmount":5000,"refundableAmount":15000,"taxFreeAmount":600}"""));
    }

    [TestCase(0)]
    [TestCase(-1)]
    public async Task Nothing_is_no_amount_to_refund(int amount)
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("done"));
        Assert.That((await Assert.ThrowsAsync<PaymentRequestException>(() => toss.Provider.RefundPaymentAsync(Requests.Refund(amount))))!.Error.Code, Is.EqualTo(PaymentErrorCode.InvalidAmount));
    }

    [TestCase("waiting", null)]
    [TestCase("ready", null)]
    [TestCase("ready", "IN_PROGRESS")]
    [TestCase("ready", "ABORTED")]
    [TestCase("ready", "EXPIRED")]
    [TestCase("waiting", "CANCELED")]
    public async Task What_was_never_paid_is_not_refunded(string answer, string? status)
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer(answer, body => body["status"] = status ?? (string)body["status"]!));
        var conflict = (await Assert.ThrowsAsync<PaymentConflictException>(() => toss.Provider.RefundPaymentAsync(Requests.Refund())))!;
        Assert.That((conflict.Error.Code, toss.Calls), Is.EqualTo((PaymentErrorCode.InvalidState, 1)));
    }

    [Test]
    public async Task A_refund_that_comes_later_is_pending_and_can_be_found_by_its_event()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("done")).On(Cancel, Fixture.Answer("partial", answer =>
            (answer["cancels"]![0]!["cancelStatus"], answer["cancels"]![0]!["cancelRequestId"]) = ("IN_PROGRESS", "cr_1")));
        var refund = await toss.Provider.RefundPaymentAsync(Requests.Refund(5000m));
        Assert.Multiple(() =>
        {
            Assert.That(refund.Status, Is.EqualTo(RefundStatus.Pending));
            Assert.That(refund.Related, Is.EqualTo(new[] { new RelatedId("cancel_request", "cr_1") }));
            Assert.That(refund.Payment.GetRelated("cancel"), Is.EqualTo("txrd_y"));
            Assert.That(refund.Payment.GetRelated("cancel_request"), Is.EqualTo("cr_1"));
        });
    }

    [Test]
    public async Task A_new_balance_leads_to_another_try_under_another_key()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("done")).Fails(Cancel, "NOT_MATCHES_REFUNDABLE_AMOUNT").On(Read, Fixture.Answer("partial"))
            .On(Cancel, Refunded(9000, "PARTIAL_CANCELED", ("txrd_y", 5000, "DONE"), ("txrd_z", 1000, "DONE")));
        var refund = await toss.Provider.RefundPaymentAsync(Requests.Refund(1000m));
        Assert.That(refund.RefundId, Is.EqualTo("txrd_z"));
        Assert.That(LastBody(toss), Does.Contain("\"refundableAmount\":10000"));
        Assert.That(toss.KeyOf(3), Is.Not.EqualTo(toss.KeyOf(1)));
    }

    [Test]
    public async Task After_a_failure_that_did_nothing_it_is_tried_once_more_with_the_balance_to_guard_it()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("done")).Fails(Cancel, "FAILED_REFUND_PROCESS", 500).On(Read, Fixture.Answer("done")).On(Cancel, Fixture.Answer("partial"));
        Assert.That((await toss.Provider.RefundPaymentAsync(Requests.Refund(5000m))).Status, Is.EqualTo(RefundStatus.Completed));
        Assert.That(LastBody(toss), Does.Contain("\"refundableAmount\":15000"));
    }

    [TestCase("NOT_MATCHES_REFUNDABLE_AMOUNT", 400)]
    [TestCase("ALREADY_CANCELED_PAYMENT", 400)]
    [TestCase("NOT_CANCELABLE_AMOUNT", 403)]
    [TestCase("UNAUTHORIZED_KEY", 401)]
    public async Task What_a_first_call_left_open_stays_open(string code, int status)
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("done")).Fails(Cancel, "FAILED_REFUND_PROCESS", 500).On(Read, Fixture.Answer("done")).Fails(Cancel, code, status);
        var unknown = (await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => toss.Provider.RefundPaymentAsync(Requests.Refund(5000m))))!;
        Assert.That(unknown.Error.ProviderCode, Is.EqualTo("FAILED_REFUND_PROCESS"));
    }

    [Test]
    public async Task A_refund_that_may_have_been_made_is_never_made_again()
    {
        using var toss = new TossHost();
        // The first call was carried out, although it said that it failed; its repeat gets the same words.
        toss.On(Read, Fixture.Answer("partial")).Fails(Cancel, "FAILED_REFUND_PROCESS", 500).On(Read, Fixture.Answer("partial"));
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => toss.Provider.RefundPaymentAsync(Requests.Refund(5000m)));
        Assert.That(toss.Calls, Is.EqualTo(3));
    }

    [Test]
    public async Task A_refund_of_the_same_amount_that_is_another_one_s_is_no_reason_to_stop()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("partial")).Fails(Cancel, "FAILED_REFUND_PROCESS", 500).On(Read, Fixture.Answer("partial"))
            .On(Cancel, Refunded(5000, "PARTIAL_CANCELED", ("txrd_y", 5000, "DONE"), ("txrd_z", 5000, "DONE")));
        var payment = Requests.Known(PaymentStatus.PartiallyRefunded, Requests.Paid, facts: ReadTests.Told("txrd_y", "r-another"));
        Assert.That((await toss.Provider.RefundPaymentAsync(Requests.Refund(5000m, payment))).RefundId, Is.EqualTo("txrd_z"));
    }

    // All was given back before.

    [TestCase(null, "txrd_a")]
    [TestCase(15000, "txrd_a")]
    [TestCase(5000, null)]
    public async Task What_was_given_back_before_is_done_if_it_is_the_refund_that_was_asked_for(int? amount, string? id)
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("done")).Fails(Cancel, "ALREADY_CANCELED_PAYMENT").On(Read, Refunded(cancels: ("txrd_a", 15000, "DONE")));
        var refund = await toss.Provider.RefundPaymentAsync(Requests.Refund(amount));
        Assert.That((refund.RefundId, refund.Status), Is.EqualTo((id, id is null ? RefundStatus.Failed : RefundStatus.Completed)));
        Assert.That((refund.Reference, refund.Error?.Code), Is.EqualTo((Requests.Refund().Reference, id is null ? PaymentErrorCode.AlreadyRefunded : (PaymentErrorCode?)null)));
    }

    [Test]
    public async Task What_another_refund_gave_back_is_not_this_one()
    {
        using var toss = new TossHost();
        var all = Refunded(cancels: [("txrd_y", 5000, "DONE"), ("txrd_z", 10000, "DONE")]);
        toss.On(Read, Fixture.Answer("done")).Fails(Cancel, "ALREADY_CANCELED_PAYMENT").On(Read, all);
        var payment = Requests.Known(PaymentStatus.PartiallyRefunded, Requests.Paid, facts: ReadTests.Told("txrd_y", "r-another"));
        var refund = await toss.Provider.RefundPaymentAsync(Requests.Refund(5000m, payment));
        Assert.That((refund.Status, refund.RefundId, refund.Error!.Code), Is.EqualTo((RefundStatus.Failed, (string?)null, PaymentErrorCode.AlreadyRefunded)));
    }

    [Test]
    public async Task While_something_is_left_a_refund_was_not_made_before()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("done")).Fails(Cancel, "ALREADY_REFUND_PAYMENT").On(Read, Fixture.Answer("partial"));
        Assert.That((await toss.Provider.RefundPaymentAsync(Requests.Refund(5000m))).Status, Is.EqualTo(RefundStatus.Failed));
    }

    [Test]
    public async Task What_was_given_back_before_and_cannot_be_read_is_unknown()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("done")).Fails(Cancel, "ALREADY_CANCELED_PAYMENT").Fails(Read, "COMMON_ERROR", 500);
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => toss.Provider.RefundPaymentAsync(Requests.Refund()));
    }

    [TestCase("DONE", "PENDING", RefundStatus.Pending, "PENDING", PaymentAttention.None)]
    [TestCase("DONE", "COMPLETED", RefundStatus.Completed, "COMPLETED", PaymentAttention.None)]
    [TestCase("DONE", "FAILED", RefundStatus.Failed, "FAILED", PaymentAttention.Review)]
    [TestCase("DONE", "PARTIAL_FAILED", RefundStatus.Unknown, "PARTIAL_FAILED", PaymentAttention.Review)]
    [TestCase("DONE", "NONE", RefundStatus.Completed, "DONE", PaymentAttention.None)]
    [TestCase("DONE", "teleported", RefundStatus.Completed, "DONE", PaymentAttention.None)]
    [TestCase("ABORTED", "COMPLETED", RefundStatus.Failed, "ABORTED", PaymentAttention.None)]
    public async Task A_deposit_s_money_is_on_its_way_for_days(string cancel, string moved, RefundStatus expected, string word, PaymentAttention attention)
    {
        using var toss = new TossHost();
        string Body() => Deposited(answer =>
        {
            (answer["status"], answer["balanceAmount"], answer["lastTransactionKey"]) = ("CANCELED", 0, "txrd_b");
            answer["virtualAccount"]!["refundStatus"] = moved;
            answer["cancels"] = JsonNode.Parse($$"""
                [{"transactionKey":"txrd_a","cancelAmount":5000,"cancelStatus":"DONE"},{"transactionKey":"txrd_b","cancelAmount":10000,"cancelStatus":"{{cancel}}"}]
                """);
        });
        toss.On(Read, Body()).On(Read, Body());
        var refund = await toss.Provider.GetRefundAsync(new RefundReference(Requests.Paid) { RefundId = "txrd_b" });
        Assert.That((refund.Status, refund.ProviderStatus, refund.Error is null), Is.EqualTo((expected, word, expected != RefundStatus.Failed)));
        var payment = await toss.Provider.GetPaymentAsync(Requests.Paid);
        Assert.That(payment.Attention, Is.EqualTo(attention));
        Assert.That(payment.Facts.OfType<RefundFact>().First().Refund.Status, Is.EqualTo(RefundStatus.Completed), "the earlier one is not the one that is told of");
    }

    [Test]
    public async Task Where_one_refund_alone_can_be_the_one_that_failed_in_part_it_has()
    {
        using var toss = new TossHost();
        toss.On(Read, Deposited(answer =>
        {
            (answer["status"], answer["balanceAmount"], answer["lastTransactionKey"], answer["virtualAccount"]!["refundStatus"]) = ("CANCELED", 0, "txrd_a", "PARTIAL_FAILED");
            answer["cancels"] = JsonNode.Parse("""[{"transactionKey":"txrd_a","cancelAmount":15000,"cancelStatus":"DONE"},{"transactionKey":"txrd_b","cancelAmount":1,"cancelStatus":"ABORTED"}]""");
        }));
        Assert.That((await toss.Provider.GetRefundAsync(new RefundReference(Requests.Paid) { RefundId = "txrd_a" })).Status, Is.EqualTo(RefundStatus.Failed));
    }

    [Test]
    public async Task A_refund_is_read_by_its_id_by_its_request_and_by_what_the_memory_knows_of_our_reference()
    {
        using var toss = new TossHost();
        var body = Fixture.Answer("partial", answer => answer["cancels"]![0]!["cancelRequestId"] = "cr_1");
        toss.On(Read, body).On(Read, body).On(Read, body);
        var known = Requests.Known(PaymentStatus.PartiallyRefunded, Requests.Paid, facts: ReadTests.Told("txrd_y", "r-1"));
        Assert.That((await toss.Provider.GetRefundAsync(new RefundReference(Requests.Paid) { RefundId = "txrd_y" })).Amount, Is.EqualTo(new Money(5000m, "KRW")));
        Assert.That((await toss.Provider.GetRefundAsync(new RefundReference(Requests.Paid) { Related = [new RelatedId("cancel_request", "cr_1")] })).RefundId, Is.EqualTo("txrd_y"));
        var ours = await toss.Provider.GetRefundAsync(new RefundReference(known) { Reference = "r-1" });
        Assert.That((ours.RefundId, ours.Reference), Is.EqualTo(("txrd_y", "r-1")));
    }

    [Test]
    public async Task A_refund_that_is_not_there_is_not_found_and_our_reference_alone_is_not_enough()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("partial"));
        await Assert.ThrowsAsync<PaymentNotFoundException>(() => toss.Provider.GetRefundAsync(new RefundReference(Requests.Paid) { RefundId = "txrd_other" }));
        var refused = (await Assert.ThrowsAsync<PaymentRequestException>(() => toss.Provider.GetRefundAsync(new RefundReference(Requests.Paid) { Reference = "r-1" })))!;
        Assert.That(refused.Message, Does.Contain("give RefundId"));
    }
}
