using System.Text.Json.Nodes;

namespace Payments.Inicis.Tests;

/// <summary>Reading payments.</summary>
internal sealed class ReadTests
{
    private static readonly BankDepositAction Deposit = new() { AccountNumber = "01440064018781", DueAt = TestClock.Start.AddDays(3) };

    [Test]
    public async Task A_payment_is_read_by_its_transaction()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-card"));
        var payment = await host.Provider.GetPaymentAsync(Requests.Paid);
        host.AssertSent("read");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed));
            Assert.That(payment.ProviderStatus, Is.EqualTo("APPROVAL"));
            Assert.That((payment.Amount, payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo((Requests.Amount, (Money?)Requests.Amount, (Money?)Money.Zero(Currency.KRW))));
            Assert.That((payment.Method, payment.ProviderMethod), Is.EqualTo((PaymentMethod.Card, "Card")), "The inquiry does not tell credit from debit.");
            Assert.That(payment.Card, Is.EqualTo(new PaymentCard { Brand = "국민", Last4 = "1234", Installments = 3, ApprovalCode = "30001234" }));
            Assert.That(payment.Reference, Is.EqualTo(Requests.Paid));
            Assert.That(payment.TransactionId, Is.EqualTo(Requests.Tid));
            Assert.That(payment.CreatedAt, Is.EqualTo(new DateTimeOffset(2026, 10, 30, 9, 0, 1, TimeSpan.FromHours(9))));
            Assert.That(payment.AsOf, Is.EqualTo(InicisHost.AnsweredAt));
            Assert.That(payment.Facts, Is.Empty);
        }
    }

    [Test]
    public async Task A_payment_without_a_transaction_is_read_by_its_order()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-card"));
        var payment = await host.Provider.GetPaymentAsync(Requests.Order);
        host.AssertSent("read-by-order");
        Assert.That(payment.Reference, Is.EqualTo(Requests.Paid));
    }

    [Test]
    public async Task What_the_memory_knows_better_is_kept()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-card"));
        var payment = await host.Provider.GetPaymentAsync(Requests.Paid.With(Known(PaymentStatus.Completed, method: PaymentMethod.DebitCard)));
        Assert.That(payment.Method, Is.EqualTo(PaymentMethod.DebitCard));
    }

    [Test]
    public async Task Before_the_approval_Inicis_knows_nothing()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, """{"resultCode":"500623"}""").On(InicisHost.Inquiry, """{"resultCode":"500623"}""");
        var created = await host.Provider.CreatePaymentAsync(Requests.Payment());
        var read = await host.Provider.GetPaymentAsync(created);
        Assert.That((read.Status, read.NextAction, read.AsOf), Is.EqualTo((PaymentStatus.RequiresAction, created.NextAction, (DateTimeOffset?)InicisHost.AnsweredAt)));
        Assert.That(read.IsRemembered, Is.True, "An approval may be under way: it proves nothing.");
        await Assert.ThrowsAsync<PaymentNotFoundException>(() => host.Provider.GetPaymentAsync(Requests.Order));
    }

    // After a net cancel whose answer was lost: what the reconciler asks, by the order, with what it knows.
    [Test]
    public async Task An_approval_that_was_undone_is_cancelled_by_the_order()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-card", t => t["transactionStatus"] = "CANCEL"));
        var payment = await host.Provider.GetPaymentAsync(Requests.Order.With(await host.Provider.CreatePaymentAsync(Requests.Payment())));
        Assert.That((payment.Status, payment.CapturedAmount, payment.IsRemembered), Is.EqualTo((PaymentStatus.Cancelled, (Money?)Money.Zero(Currency.KRW), false)));
        Assert.That((payment.Reference, payment.Facts.Count), Is.EqualTo((Requests.Paid, 0)));
        host.AssertSent("read-by-order");
    }

    [TestCase("FAIL")]
    [TestCase("01")]
    [TestCase("9")]
    public async Task A_code_that_is_not_known_may_say_that_there_is_no_such_order(string code)
    {
        using var host = new InicisHost();
        for (var i = 0; i < 4; i++)
            host.On(InicisHost.Inquiry, $$"""{"resultCode":"{{code}}"}""");
        var created = await host.Provider.CreatePaymentAsync(Requests.Payment());
        Assert.That((await host.Provider.GetPaymentAsync(created)).IsRemembered, Is.True);
        var found = await host.Provider.FindPaymentsAsync(new FindPaymentsRequest { OrderId = "A-1001" });
        Assert.That((found.Payments.Count, found.IsConclusive), Is.EqualTo((0, false)));
        await Assert.CatchAsync<PaymentException>(() => host.Provider.RefundPaymentAsync(Requests.Refund(created)), "Something would follow from it.");
        await Assert.CatchAsync<PaymentException>(() => host.Provider.GetPaymentAsync(Requests.Paid), "A transaction that was there is not gone.");
    }

    [Test]
    public async Task A_refusal_is_not_taken_for_an_order_that_is_not_there()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, """{"resultCode":"500201"}""");
        var created = await host.Provider.CreatePaymentAsync(Requests.Payment());
        await Assert.ThrowsAsync<PaymentAuthenticationException>(() => host.Provider.GetPaymentAsync(created));
    }

    [Test]
    public async Task A_transaction_that_should_be_there_is_missed()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, """{"resultCode":"01","detailResultCode":"500623"}""");
        await Assert.ThrowsAsync<PaymentNotFoundException>(() => host.Provider.GetPaymentAsync(Requests.Paid.With(Known(PaymentStatus.Completed))));
    }

    [Test]
    public async Task A_payment_without_any_name_is_refused()
    {
        using var host = new InicisHost();
        await Assert.ThrowsAsync<PaymentRequestException>(() => host.Provider.GetPaymentAsync(new PaymentReference("inicis", null, null, [new RelatedId("x", "1")])));
        Assert.That(host.Calls, Is.Zero);
    }

    [TestCase("000000015000")]
    [TestCase(" 15000 ")]
    public async Task Amounts_may_have_leading_zeros(string price) => Assert.That((await ReadAsync(t => t["price"] = price)).Amount, Is.EqualTo(Requests.Amount));

    [TestCase("WON", "KRW")]
    [TestCase("KRW", "KRW")]
    [TestCase("410", "KRW")]
    [TestCase("", "KRW")]
    [TestCase("USD", "USD")]
    [TestCase("840", "USD")]
    [TestCase("ZZZ", "ZZZ")]
    public async Task The_currency_has_several_names(string name, string code)
    {
        var payment = await ReadAsync(t => t["cardInfo"]!["currencyCode"] = name);
        Assert.That(payment.Amount, Is.EqualTo(new Money(code == "USD" ? 150m : 15_000m, Currency.FromCode(code))));
    }

    [Test]
    public async Task Refunds_of_parts_are_listed()
    {
        var payment = await ReadAsync(t =>
        {
            t["transactionStatus"] = "PART_CANCEL";
            t["availablePartCancelPrice"] = "9000";
            t["partCancelTransInfo"] = Parts();
        });
        var refunds = payment.Facts.OfType<RefundFact>().Select(fact => fact.Refund).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.PartiallyRefunded));
            Assert.That(payment.RefundedAmount, Is.EqualTo(new Money(6000m, "KRW")));
            Assert.That(refunds.Select(refund => (refund.RefundId, refund.Amount.Amount, refund.Status)), Is.EqualTo(new[]
            {
                ("P1", 4000m, RefundStatus.Completed), ("P2", 2000m, RefundStatus.Completed),
            }));
            Assert.That(refunds[1].CreatedAt, Is.EqualTo(new DateTimeOffset(2026, 11, 2, 15, 0, 0, TimeSpan.FromHours(9))));
            Assert.That(refunds.Select(refund => refund.Origin), Is.All.EqualTo(RefundOrigin.Merchant));
        }
    }

    [TestCase("")]
    [TestCase(null)]
    public async Task Without_Inicis_sum_the_parts_are_added_up(string? left) => Assert.That(
        (await ReadAsync(t => (t["transactionStatus"], t["availablePartCancelPrice"], t["partCancelTransInfo"]) = ("PART_CANCEL", left, Parts()))).RefundedAmount,
        Is.EqualTo(new Money(6000m, "KRW")));

    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("[{\"requestPrice\":\"x\"}]")]
    public async Task A_part_of_nobody_knows_how_much_is_not_nothing(string parts)
    {
        var payment = await ReadAsync(t => (t["transactionStatus"], t["availablePartCancelPrice"], t["partCancelTransInfo"]) = ("PART_CANCEL", "", JsonNode.Parse(parts)));
        Assert.That((payment.Status, payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo((PaymentStatus.PartiallyRefunded, (Money?)Requests.Amount, (Money?)null)));
    }

    [Test]
    public async Task Parts_that_have_emptied_the_payment_are_all_of_it()
    {
        var payment = await ReadAsync(t =>
        {
            (t["transactionStatus"], t["availablePartCancelPrice"]) = ("PART_CANCEL", "0");
            t["partCancelTransInfo"] = new JsonArray(new JsonObject { ["tid"] = "P1", ["requestPrice"] = "15000" });
        });
        Assert.That((payment.Status, payment.RefundedAmount), Is.EqualTo((PaymentStatus.Refunded, (Money?)Requests.Amount)));
    }

    [Test]
    public async Task A_whole_refund_is_listed_with_an_id_of_ours()
    {
        var payment = await ReadAsync(t => (t["transactionStatus"], t["cancelDate"], t["cancelTime"]) = ("CANCEL", "20261101", "120000"));
        var refund = payment.Facts.OfType<RefundFact>().Single().Refund;
        Assert.That((payment.Status, payment.RefundedAmount), Is.EqualTo((PaymentStatus.Refunded, (Money?)Requests.Amount)));
        Assert.That((refund.RefundId, refund.Amount, refund.Status), Is.EqualTo((Requests.Tid + "#full", Requests.Amount, RefundStatus.Completed)));
        Assert.That(refund.CreatedAt, Is.EqualTo(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.FromHours(9))));
    }

    [Test]
    public async Task The_references_of_refunds_come_out_of_the_memory()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer(
            "transaction-card", t => (t["transactionStatus"], t["availablePartCancelPrice"], t["partCancelTransInfo"]) = ("PART_CANCEL", "9000", Parts())));
        var payment = await host.Provider.GetPaymentAsync(Requests.Paid.With(Known(PaymentStatus.Completed, refund: ("P2", "r-2"))));
        Assert.That(payment.Facts.OfType<RefundFact>().Select(fact => fact.Refund.Reference), Is.EqualTo(new[] { null, "r-2" }));
    }

    [TestCase(PaymentStatus.Cancelled, PaymentStatus.Cancelled)]
    [TestCase(PaymentStatus.RequiresAction, PaymentStatus.Cancelled)]
    [TestCase(PaymentStatus.Completed, PaymentStatus.Refunded)]
    [TestCase(null, PaymentStatus.Refunded)]
    public async Task A_net_cancel_is_told_from_a_refund_by_our_own_record(PaymentStatus? known, PaymentStatus expected)
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-card", t => t["transactionStatus"] = "CANCEL"));
        var payment = await host.Provider.GetPaymentAsync(Requests.Order.With(known is { } status ? Known(status) : null));
        Assert.That(payment.Status, Is.EqualTo(expected));
        Assert.That(payment.CapturedAmount, Is.EqualTo(expected == PaymentStatus.Cancelled ? Money.Zero(Currency.KRW) : Requests.Amount));
        Assert.That(payment.Facts, Has.Count.EqualTo(expected == PaymentStatus.Cancelled ? 0 : 1));
    }

    [Test]
    public async Task An_account_waits_until_its_deadline()
    {
        using var host = new InicisHost();
        var known = Known(PaymentStatus.Pending) with { NextAction = Deposit };
        for (var i = 0; i < 3; i++)
            host.On(InicisHost.Inquiry, Fixture.Answer("transaction-account", t => t["transactionStatus"] = "NON_DEPOSIT"));
        var waiting = await host.Provider.GetPaymentAsync(Requests.Account.With(known));
        Assert.That((waiting.Status, waiting.NextAction), Is.EqualTo((PaymentStatus.Pending, (NextAction)Deposit)));
        host.Clock.Now = TestClock.Start.AddDays(3).AddSeconds(1);
        var expired = await host.Provider.GetPaymentAsync(Requests.Account.With(known));
        Assert.That((expired.Status, expired.NextAction), Is.EqualTo((PaymentStatus.Expired, (NextAction?)null)));
        Assert.That((await host.Provider.GetPaymentAsync(expired)).Status, Is.EqualTo(PaymentStatus.Expired), "It stays so, without the deadline.");
    }

    [Test]
    public async Task A_deposit_after_the_deadline_is_paid()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-account"));
        Assert.That((await host.Provider.GetPaymentAsync(Requests.Account.With(Known(PaymentStatus.Expired)))).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [TestCase("", PaymentStatus.Pending)]
    [TestCase("20261030", PaymentStatus.Completed)]
    public async Task An_approved_account_is_paid_with_a_deposit_only(string depositDate, PaymentStatus expected)
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer(
            "transaction-account", t => (t["transactionStatus"], t["vacctInfo"]!["depositDate"]) = ("APPROVAL", depositDate)));
        Assert.That((await host.Provider.GetPaymentAsync(Requests.Account)).Status, Is.EqualTo(expected));
    }

    [TestCase(null)]
    [TestCase("HoloBank")]
    public async Task What_is_described_as_an_account_waits_for_the_deposit(string? method)
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer(
            "transaction-account", t => (t["transactionStatus"], t["paymethod"], t["vacctInfo"]!["depositDate"]) = ("APPROVAL", method, "")));
        Assert.That((await host.Provider.GetPaymentAsync(Requests.Account)).Status, Is.EqualTo(PaymentStatus.Pending));
    }

    [Test]
    public async Task An_order_is_found()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-card"));
        var found = await host.Provider.FindPaymentsAsync(new FindPaymentsRequest { OrderId = "A-1001" });
        host.AssertSent("read-by-order");
        Assert.That((found.Payments.Single().Reference, found.IsConclusive), Is.EqualTo((Requests.Paid, false)));
    }

    [Test]
    public async Task Nothing_found_proves_nothing()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, """{"resultCode":"500623"}""");
        var found = await host.Provider.FindPaymentsAsync(new FindPaymentsRequest { OrderId = "A-1001" });
        Assert.That((found.Payments.Count, found.IsConclusive), Is.EqualTo((0, false)));
    }

    [Test]
    public async Task What_does_not_fit_the_search_is_not_found()
    {
        var from = new DateTimeOffset(2026, 10, 30, 9, 0, 2, TimeSpan.FromHours(9));
        foreach (var request in new[]
        {
            new FindPaymentsRequest { OrderId = "A-1001", Amount = new Money(1m, "KRW") },
            new FindPaymentsRequest { OrderId = "A-1001", CreatedFrom = from },
            new FindPaymentsRequest { OrderId = "A-1001", CreatedTo = from.AddSeconds(-1) },
        })
        {
            using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-card"));
            Assert.That((await host.Provider.FindPaymentsAsync(request)).Payments, Is.Empty);
        }
    }

    [Test]
    public async Task A_search_without_an_order_is_refused()
    {
        using var host = new InicisHost();
        await Assert.ThrowsAsync<PaymentRequestException>(() => host.Provider.FindPaymentsAsync(new FindPaymentsRequest()));
    }

    // What should be an object or a list may be an empty text, null, or of another type; nothing of it makes a good answer unreadable.
    [TestCase("cardInfo", "\"\"")]
    [TestCase("cardInfo", "null")]
    [TestCase("cardInfo", "[]")]
    [TestCase("cardInfo", "{\"cardQuota\":3,\"cardNumber\":null}")]
    [TestCase("cardInfo", "{\"cardQuota\":{},\"cardNumber\":\"12\"}")]
    [TestCase("vacctInfo", "7")]
    [TestCase("partCancelTransInfo", "\"\"")]
    [TestCase("partCancelTransInfo", "{}")]
    [TestCase("partCancelTransInfo", "[null, 7, {}, {\"requestPrice\":\"x\"}, [[]]]")]
    [TestCase("availablePartCancelPrice", "\"\"")]
    [TestCase("approvedDate", "\"2026-10-30\"")]
    [TestCase("approvedTime", "null")]
    [TestCase("paymethod", "null")]
    [TestCase("paymethod", "\"HoloPay\"")]
    [TestCase("somethingNew", "{\"deep\":[1,2,{}]}")]
    public async Task Odd_members_do_no_harm(string name, string json) =>
        Assert.That((await ReadAsync(t => t[name] = JsonNode.Parse(json))).Status, Is.EqualTo(PaymentStatus.Completed));

    [Test]
    public async Task A_card_whose_number_is_not_released_is_told_without_it() => Assert.That(
        (await ReadAsync(t => t["cardInfo"] = new JsonObject { ["cardNumber"] = null, ["cardQuota"] = "03", ["approvedNumber"] = "30001234" })).Card,
        Is.EqualTo(new PaymentCard { Installments = 3, ApprovalCode = "30001234" }));

    [Test]
    public async Task A_price_may_be_a_number() => Assert.That((await ReadAsync(t => t["price"] = 15_000)).CapturedAmount, Is.EqualTo(Requests.Amount));

    [TestCase("true")]
    [TestCase("null")]
    [TestCase("\"\"")]
    [TestCase("\"-15000\"")]
    public async Task An_answer_without_a_price_is_unreadable(string json)
    {
        var thrown = (await Assert.CatchAsync<PaymentException>(() => ReadAsync(t => t["price"] = JsonNode.Parse(json))))!;
        Assert.That((thrown.Error.Code, thrown.Outcome), Is.EqualTo((PaymentErrorCode.InvalidResponse, PaymentOutcome.Refused)));
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("<html/>")]
    [TestCase("{}")]
    [TestCase("{\"resultCode\":\"SUCCESS\"}")]
    public async Task An_unreadable_answer_is_said_to_be_one(string answer)
    {
        using var host = new InicisHost(options => options.MaxRetries = 0).On(InicisHost.Inquiry, answer);
        var thrown = (await Assert.CatchAsync<PaymentException>(() => host.Provider.GetPaymentAsync(Requests.Paid)))!;
        Assert.That((thrown.Error.Code, thrown.Outcome), Is.EqualTo((PaymentErrorCode.InvalidResponse, PaymentOutcome.Refused)));
    }

    [Test]
    public async Task A_read_is_repeated_after_Inicis_own_failures()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, """{"resultCode":"500050"}""").On(InicisHost.Inquiry, Fixture.Answer("transaction-card"));
        Assert.That((await host.Provider.GetPaymentAsync(Requests.Paid)).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    private static async Task<Payment> ReadAsync(Action<JsonNode> change)
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-card", change));
        return await host.Provider.GetPaymentAsync(Requests.Paid);
    }

    private static JsonArray Parts() =>
    [
        new JsonObject { ["tid"] = "P1", ["requestDate"] = "20261101", ["requestTime"] = "120000", ["requestPrice"] = "4000" },
        new JsonObject { ["tid"] = "P2", ["requestDate"] = "20261102", ["requestTime"] = "150000", ["requestPrice"] = "0002000" },
    ];

    private static Payment Known(PaymentStatus status, PaymentMethod method = PaymentMethod.Unspecified, (string Id, string Reference)? refund = null) => new()
    {
        Reference = Requests.Order,
        Status = status,
        ProviderStatus = "",
        Amount = Requests.Amount,
        CapturedAmount = status.IsPaid() ? Requests.Amount : Money.Zero(Currency.KRW),
        Method = method,
        CreatedAt = TestClock.Start,
        Facts = refund is not { } known ? [] :
        [
            new RefundFact(new Refund
            {
                Provider = "inicis", RefundId = known.Id, Reference = known.Reference, Payment = Requests.Paid, Status = RefundStatus.Completed, ProviderStatus = "00",
                Amount = new Money(2000m, "KRW"), CreatedAt = TestClock.Start,
            }),
        ],
    };
}
