using System.Text.Json.Nodes;

namespace Payments.NaverPay.Tests;

/// <summary>Naver Pay has no status of a payment: it is the sum of its movements.</summary>
public class ReadTests
{
    private static async Task<Payment> ReadAsync(params string[] movements)
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(movements);

        // Where no money was taken yet, another try of the payer's is looked for.
        naver.OnSearch();
        return await naver.Provider.GetPaymentAsync(Requests.Paid);
    }

    private static string Other(string type, string state, object? amount = null) => Movements.Approval(movement =>
    {
        (movement["admissionTypeCode"], movement["admissionState"], movement["payHistId"]) = (type, state, "H" + type + state);
        movement["totalPayAmount"] = amount is int number ? number : 11000;
    });

    [Test]
    public async Task A_payment_is_read_by_what_the_payer_came_back_with()
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval());
        var payment = await naver.Provider.GetPaymentAsync(PaymentReference.Parse(Requests.Paid.ToString()));
        naver.AssertSent("history");
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((PaymentStatus.Completed, "01 SUCCESS")));
            Assert.That(payment.Reference, Is.EqualTo(Requests.Paid));
            Assert.That((payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo(((Money?)Requests.Won(11000), (Money?)Requests.Won(0))));
            Assert.That(payment.AsOf, Is.EqualTo(NaverPayHost.AnsweredAt));
        });
        Assert.That(naver.Headers[0].Contains("X-NaverPay-Idempotency-Key"), Is.False, "A read has no key.");
    }

    private static readonly TestCaseData[] Sums =
    [
        Sum("approved", PaymentStatus.Completed, 11000, 0, Movements.Approval()),
        Sum("a part back", PaymentStatus.PartiallyRefunded, 11000, 4000, Movements.Approval(), Movements.Refund(4000)),
        Sum("two parts back, out of order", PaymentStatus.PartiallyRefunded, 11000, 9000, Movements.Refund(5000, "R-1", "H3"), Movements.Approval(), Movements.Refund(4000)),
        Sum("all back in parts", PaymentStatus.Refunded, 11000, 11000, Movements.Approval(), Movements.Refund(4000), Movements.Refund(7000, "R-1", "H3")),
        Sum("all back at once", PaymentStatus.Refunded, 11000, 11000, Movements.Approval(), Movements.Refund(11000, change: movement => movement["admissionTypeCode"] = "03")),
        Sum("a refund that failed", PaymentStatus.Completed, 11000, 0, Movements.Approval(), Movements.Refund(4000, change: movement => movement["admissionState"] = "FAIL")),
        Sum("only a failed approval", PaymentStatus.Failed, 0, 0, Other("01", "FAIL")),
        Sum("failed, then approved", PaymentStatus.Completed, 11000, 0, Other("01", "FAIL"), Movements.Approval()),
        Sum("in other case", PaymentStatus.Completed, 11000, 0, Other("01", "success")),
        Sum("more back than taken", PaymentStatus.Unknown, null, null, Movements.Approval(), Movements.Refund(12000)),
        Sum("an unknown type", PaymentStatus.Unknown, null, null, Movements.Approval(), Other("07", "SUCCESS")),
        Sum("an unknown state", PaymentStatus.Unknown, null, null, Other("01", "TELEPORTED")),
        Sum("no amount", PaymentStatus.Unknown, null, null, """{"paymentId":"20261128NP1000000001","merchantPayKey":"A-1001","admissionTypeCode":"01","admissionState":"SUCCESS"}"""),
    ];

    private static TestCaseData Sum(string name, PaymentStatus status, long? captured, long? refunded, params string[] movements) =>
        new TestCaseData(movements, status, captured, refunded).SetArgDisplayNames(name);

    [TestCaseSource(nameof(Sums))]
    public async Task Movements_add_up(string[] movements, PaymentStatus status, long? captured, long? refunded)
    {
        var payment = await ReadAsync(movements);
        Assert.That((payment.Status, payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo(
            (status, captured is { } taken ? Requests.Won(taken) : (Money?)null, refunded is { } back ? Requests.Won(back) : (Money?)null)));
    }

    [Test]
    public async Task What_cannot_be_is_shown_to_a_person()
    {
        Assert.That((await ReadAsync(Movements.Approval(), Movements.Refund(12000))).Attention, Is.EqualTo(PaymentAttention.Review));
        Assert.That((await ReadAsync(Movements.Approval(), Other("01", "SUCCESS"))).Attention, Is.EqualTo(PaymentAttention.Multiple));
    }

    [Test]
    public async Task Refunds_are_listed_with_our_references()
    {
        var payment = await ReadAsync(Movements.Approval(), Movements.Refund(4000), Movements.Refund(100, "", "H3", movement => movement["admissionState"] = "FAIL"));
        var refunds = payment.Facts.OfType<RefundFact>().Select(fact => fact.Refund).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(refunds.Select(refund => (refund.RefundId, refund.Reference, refund.Status, refund.ProviderStatus)), Is.EqualTo(new[]
            {
                ("H2", "R-0", RefundStatus.Completed, "04 SUCCESS"), ("H3", (string?)null, RefundStatus.Failed, "04 FAIL"),
            }));
            Assert.That((refunds[0].Amount, refunds[0].CreatedAt), Is.EqualTo((Requests.Won(4000), new DateTimeOffset(2026, 11, 28, 22, 0, 0, TimeSpan.FromHours(9)))));
            Assert.That(refunds[1].Error, Is.Not.Null);
        });
    }

    [Test]
    public async Task Every_page_is_read()
    {
        using var naver = new NaverPayHost();
        naver.On("v2.2/list/history/" + Requests.PaymentId, Movements.Page([Movements.Approval()], 1, 2))
            .On("v2.2/list/history/" + Requests.PaymentId, Movements.Page([Movements.Refund(4000)], 2, 2));
        Assert.That((await naver.Provider.GetPaymentAsync(Requests.Paid)).RefundedAmount, Is.EqualTo(Requests.Won(4000)));
        Assert.That(naver.Sent, Does.Contain("\"pageNumber\":1").And.Contain("\"pageNumber\":2"));
    }

    private static string Counted(int count, int? pages, params ReadOnlySpan<string> movements)
    {
        var page = JsonNode.Parse(Movements.Page(movements))!;
        (page["body"]!["totalCount"], page["body"]!["totalPageCount"]) = (count, pages);
        return page.ToJsonString();
    }

    [Test]
    public async Task Without_a_number_of_pages_the_movements_are_counted()
    {
        using var naver = new NaverPayHost();
        naver.On("v2.2/list/history/" + Requests.PaymentId, Counted(2, null, Movements.Approval()))
            .On("v2.2/list/history/" + Requests.PaymentId, Counted(2, null, Movements.Refund(4000)));
        Assert.That((await naver.Provider.GetPaymentAsync(Requests.Paid)).RefundedAmount, Is.EqualTo(Requests.Won(4000)));
    }

    [TestCase(1)]
    [TestCase(null)]
    public async Task Fewer_movements_than_are_counted_are_no_history(int? pages)
    {
        using var naver = new NaverPayHost();
        naver.On("v2.2/list/history/" + Requests.PaymentId, Counted(2, pages, Movements.Approval()));
        if (pages is null)
            naver.On("v2.2/list/history/" + Requests.PaymentId, Counted(2, pages));
        Assert.That(
            async () => await naver.Provider.GetPaymentAsync(Requests.Paid),
            Throws.InstanceOf<PaymentException>().With.Property("Error").Property("Code").EqualTo(PaymentErrorCode.InvalidResponse));
    }

    [Test]
    public async Task An_order_among_too_many_is_told_what_to_name_it_by()
    {
        using var naver = new NaverPayHost();
        for (var page = 1; page <= 200; page++)
            naver.On("v2.2/list/history", Movements.Page([], page, 101));
        Assert.That(
            async () => await naver.Provider.GetPaymentAsync(Requests.Reserved),
            Throws.TypeOf<PaymentRequestException>().With.Message.Contains("'payment'").And.Message.Not.Contains("CreatedFrom"));
        Assert.That(
            async () => await naver.Provider.FindPaymentsAsync(new FindPaymentsRequest()), Throws.TypeOf<PaymentRequestException>().With.Message.Contains("CreatedFrom"));
    }

    [Test]
    public async Task Before_the_return_a_payment_is_found_by_time_and_our_key()
    {
        using var naver = new NaverPayHost();
        var foreign = Movements.Approval(movement => (movement["merchantPayKey"], movement["paymentId"]) = ("A-9999", "P9"));
        naver.OnSearch(foreign, Movements.Approval()).OnHistory(Movements.Approval(), Movements.Refund(4000));
        var payment = await naver.Provider.GetPaymentAsync(Requests.Reserved);
        Assert.That((payment.Status, payment.Reference), Is.EqualTo((PaymentStatus.PartiallyRefunded, Requests.Paid)));
    }

    // An agreement that was applied at the last moment takes a while.
    [TestCase(44, PaymentStatus.RequiresAction)]
    [TestCase(46, PaymentStatus.Expired)]
    public async Task Without_a_movement_a_payment_waits_until_its_time_is_over(int minutes, PaymentStatus expected)
    {
        using var naver = new NaverPayHost();
        naver.On("v2/reserve", Fixture.Answer("reserve")).OnSearch();
        var created = await naver.Provider.CreatePaymentAsync(Requests.Page());
        var known = PaymentReference.FromPayment(created with { CreatedAt = NaverPayHost.AnsweredAt - TimeSpan.FromMinutes(minutes) });
        var payment = await naver.Provider.GetPaymentAsync(known);
        Assert.That((payment.Status, payment.NextAction is null), Is.EqualTo((expected, expected is PaymentStatus.Expired)));
    }

    [Test]
    public async Task Why_the_payer_came_back_without_a_payment_is_kept()
    {
        using var naver = new NaverPayHost();
        naver.On("v2/reserve", Fixture.Answer("reserve")).OnSearch().OnSearch();
        var created = await naver.Provider.CreatePaymentAsync(Requests.Page());
        var back = await naver.Provider.ConfirmPaymentAsync(Requests.Confirm(created, resultCode: "UserCancel", paymentId: null));
        Assert.That((await naver.Provider.GetPaymentAsync(back)).Error, Is.EqualTo(back.Error).And.Not.Null);
    }

    [Test]
    public async Task An_order_that_has_no_movement_waits_for_its_payer()
    {
        using var naver = new NaverPayHost();
        naver.OnSearch();
        Assert.That((await naver.Provider.GetPaymentAsync(new PaymentReference("naverpay", null, "A-1001"))).Status, Is.EqualTo(PaymentStatus.RequiresAction));
    }

    [Test]
    public async Task A_movement_of_our_payment_without_a_key_is_not_taken_for_nothing()
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval(movement => movement["merchantPayKey"] = null));
        Assert.That((await naver.Provider.GetPaymentAsync(Requests.Paid)).Status, Is.EqualTo(PaymentStatus.Unknown));
    }

    [Test]
    public async Task Another_try_of_the_payer_s_is_found()
    {
        using var naver = new NaverPayHost();
        var second = Movements.Approval(movement => movement["paymentId"] = "P2");
        naver.OnHistory(Other("01", "FAIL")).OnSearch(second).On("v2.2/list/history/P2", Movements.Page([second]));
        var payment = await naver.Provider.GetPaymentAsync(Requests.Paid);
        Assert.That((payment.Status, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Completed, (Money?)Requests.Won(11000))));
        Assert.That(payment.Reference.Related, Does.Contain(new RelatedId("payment", "P2")));
    }

    [Test]
    public async Task A_foreign_movement_is_never_counted()
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval(movement => movement["merchantPayKey"] = "A-9999")).OnSearch();
        Assert.That((await naver.Provider.GetPaymentAsync(Requests.Paid)).Status, Is.EqualTo(PaymentStatus.RequiresAction));
    }

    [Test]
    public async Task What_nobody_made_is_not_found()
    {
        using var naver = new NaverPayHost();
        naver.OnHistory();
        Assert.That(
            async () => await naver.Provider.GetPaymentAsync(PaymentReference.From("naverpay", Requests.PaymentId)),
            Throws.TypeOf<PaymentNotFoundException>());
        Assert.That(
            async () => await naver.Provider.GetPaymentAsync(new PaymentReference("naverpay", null, null, [new RelatedId("reserve", "R1")])),
            Throws.TypeOf<PaymentRequestException>().With.Message.Contains("OrderId"));
    }

    [TestCase("InvalidMerchant", 200, typeof(PaymentAuthenticationException))]
    [TestCase("MaintenanceOngoing", 503, typeof(PaymentProviderUnavailableException))]
    [TestCase("SomethingNew", 200, typeof(PaymentException))]
    [TestCase("Fail", 200, typeof(PaymentException))]
    public async Task A_history_that_is_refused_is_no_empty_history(string code, int status, Type expected)
    {
        using var naver = new NaverPayHost(options => options.MaxRetries = 0);
        naver.Refuse("v2.2/list/history/" + Requests.PaymentId, code, status);
        var thrown = (await Assert.CatchAsync<PaymentException>(() => naver.Provider.GetPaymentAsync(Requests.Paid)))!;
        Assert.That(thrown, Is.TypeOf(expected));
        Assert.That(thrown.Outcome, Is.EqualTo(PaymentOutcome.Refused));
    }

    [TestCase("{}")]
    [TestCase("<html>")]
    [TestCase("""{"code":"Success"}""")]
    [TestCase("""{"code":"Success","body":{"list":"none"}}""")]
    [TestCase("""{"code":"Success","body":{"list":[null]}}""")]
    [TestCase("""{"code":"Success","body":{"list":[7]}}""")]
    public async Task A_history_that_cannot_be_read_is_no_empty_history(string body)
    {
        using var naver = new NaverPayHost();
        naver.On("v2.2/list/history/" + Requests.PaymentId, body);
        Assert.That(
            async () => await naver.Provider.GetPaymentAsync(Requests.Paid),
            Throws.InstanceOf<PaymentException>().With.Property("Error").Property("Code").EqualTo(PaymentErrorCode.InvalidResponse));
    }

    [Test]
    public async Task Payments_are_found_newest_first_and_each_is_read_whole()
    {
        using var naver = new NaverPayHost();
        string Approved(string id, string time) => Movements.Approval(movement => (movement["paymentId"], movement["admissionYmdt"], movement["merchantPayKey"]) = (id, time, "O-" + id));
        string[] all = [Approved("P1", "20261101090000"), Approved("P3", "20261103090000"), Approved("P2", "20261102090000")];
        naver.OnSearch(all).On("v2.2/list/history/P3", Movements.Page([all[1]])).On("v2.2/list/history/P2", Movements.Page([all[2]]));
        var from = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.FromHours(9));
        var first = await naver.Provider.FindPaymentsAsync(new FindPaymentsRequest { CreatedFrom = from, CreatedTo = from.AddDays(30), Limit = 2 });
        Assert.That(first.Payments.Select(payment => payment.Reference.OrderId), Is.EqualTo(new[] { "O-P3", "O-P2" }));
        Assert.That((first.IsConclusive, first.NextPageToken is not null), Is.EqualTo((false, true)));

        naver.OnSearch(all).On("v2.2/list/history/P1", Movements.Page([all[0]]));
        var second = await naver.Provider.FindPaymentsAsync(new FindPaymentsRequest { CreatedFrom = from, CreatedTo = from.AddDays(30), Limit = 2, PageToken = first.NextPageToken });
        Assert.That((second.Payments.Single().Reference.OrderId, second.NextPageToken), Is.EqualTo(("O-P1", (string?)null)));
        naver.AssertSent("find");
    }

    [Test]
    public async Task An_order_that_nobody_paid_is_not_found_and_proves_nothing()
    {
        using var naver = new NaverPayHost();
        naver.OnSearch(Movements.Approval());
        var found = await naver.Provider.FindPaymentsAsync(new FindPaymentsRequest { OrderId = "NOBODY-1" });
        Assert.That((found.Payments.Count, found.IsConclusive), Is.EqualTo((0, false)));
    }

    [Test]
    public async Task A_search_that_cannot_be_made_is_refused()
    {
        using var naver = new NaverPayHost();
        var from = TestClock.Start.AddDays(-40);
        Assert.That(async () => await naver.Provider.FindPaymentsAsync(new FindPaymentsRequest { CreatedFrom = from }), Throws.TypeOf<PaymentRequestException>().With.Message.Contains("31 days"));
        foreach (var token in new[] { "x", "1-", "-1", "99999999999999-0" })
            Assert.That(async () => await naver.Provider.FindPaymentsAsync(new FindPaymentsRequest { PageToken = token }), Throws.TypeOf<PaymentRequestException>(), token);
        Assert.That(naver.Calls, Is.Zero);
    }
}
