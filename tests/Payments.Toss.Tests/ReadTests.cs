namespace Payments.Toss.Tests;

public class ReadTests
{
    private const string ByOrder = "GET /v1/payments/orders/A-1001";

    [TestCase("toss:A-1001?order=A-1001", "/v1/payments/orders/A-1001")]
    [TestCase("toss:?order=A-1001", "/v1/payments/orders/A-1001")]
    [TestCase("toss:pk_1?order=A-1001", "/v1/payments/pk_1")]
    [TestCase("toss:pk_1", "/v1/payments/pk_1")]
    [TestCase("toss:A-1001?order=A-1001&related.payment=pk_1", "/v1/payments/pk_1")]
    [TestCase("toss:p%20k", "/v1/payments/p%20k")]
    public async Task A_payment_is_read_by_its_key_or_else_by_its_order(string reference, string path)
    {
        using var toss = new TossHost();
        toss.On("GET " + path, Fixture.Answer("done"));
        var payment = await toss.Provider.GetPaymentAsync(PaymentReference.Parse(reference));
        Assert.That(toss.Sent, Is.EqualTo("GET " + path));
        Assert.That(payment.Reference.ToString(), Is.EqualTo("toss:pk_1?order=A-1001"));
        Assert.That(toss.Headers[0].Contains("Idempotency-Key"), Is.False);
    }

    [Test]
    public async Task The_newest_key_that_is_known_is_the_one()
    {
        using var toss = new TossHost();
        toss.On("GET /v1/payments/pk_2", Fixture.Answer("done"));
        var known = Requests.Known(PaymentStatus.Completed, new PaymentReference("toss", "pk_2", "A-1001", [new RelatedId("payment", "A-1001"), new RelatedId("payment", "pk_1")]));
        await toss.Provider.GetPaymentAsync(Requests.Order.Complete(known.Known!.Reference).With(known.Known));
        toss.AssertAllCalled();
    }

    [Test]
    public async Task After_a_try_that_failed_the_order_is_read_since_another_may_have_followed()
    {
        using var toss = new TossHost();
        toss.On(ByOrder, Fixture.Answer("done", answer => answer["paymentKey"] = "pk_2"));
        var payment = await toss.Provider.GetPaymentAsync(Requests.Known(PaymentStatus.Failed, Requests.Paid));
        Assert.That((payment.Status, payment.Reference.PaymentId), Is.EqualTo((PaymentStatus.Completed, "pk_2")));
    }

    [TestCase(PaymentStatus.RequiresAction)]
    [TestCase(PaymentStatus.RequiresConfirmation)]
    [TestCase(PaymentStatus.Expired)]
    public async Task What_is_not_paid_is_read_by_its_order_since_the_answer_about_another_try_may_be_lost(PaymentStatus known)
    {
        using var toss = new TossHost();
        toss.On(ByOrder, Fixture.Answer("done", answer => answer["paymentKey"] = "pk_2"));
        Assert.That((await toss.Provider.GetPaymentAsync(Requests.Known(known, Requests.Paid))).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [Test]
    public async Task Where_the_order_is_not_known_yet_the_try_s_own_key_says_what_has_become_of_it()
    {
        using var toss = new TossHost();
        toss.Fails(ByOrder, "NOT_FOUND_PAYMENT", 404).On("GET /v1/payments/pk_1", Fixture.Answer("ready", answer => answer["status"] = "EXPIRED"));
        Assert.That((await toss.Provider.GetPaymentAsync(Requests.Known(PaymentStatus.RequiresAction, Requests.Paid))).Status, Is.EqualTo(PaymentStatus.Expired));
    }

    [Test]
    public async Task A_key_of_another_order_says_nothing_of_this_one()
    {
        using var toss = new TossHost();
        var other = Fixture.Answer("done", answer => answer["orderId"] = "B-2002");
        toss.Fails(ByOrder, "NOT_FOUND_PAYMENT", 404).On("GET /v1/payments/pk_1", other).On("GET /v1/payments/pk_1", other).On("GET /v1/payments/pk_1", other);
        var known = Requests.Known(PaymentStatus.RequiresAction, Requests.Paid);
        Assert.That((await toss.Provider.GetPaymentAsync(known)).Status, Is.EqualTo(PaymentStatus.RequiresAction));
        Assert.That((await Assert.ThrowsAsync<PaymentConflictException>(() => toss.Provider.GetPaymentAsync(Requests.Paid)))!.Error.Code, Is.EqualTo(PaymentErrorCode.Mismatch));
        await Assert.ThrowsAsync<PaymentConflictException>(() => toss.Provider.RefundPaymentAsync(Requests.Refund(5000m)));
        toss.AssertAllCalled();
    }

    [TestCase("NOT_FOUND_PAYMENT", 404)]
    [TestCase("UNAPPROVED_ORDER_ID", 400)]
    public async Task What_nobody_has_opened_yet_stays_what_it_was(string code, int status)
    {
        using var toss = new TossHost();
        toss.Fails(ByOrder, code, status);
        var payment = await toss.Provider.GetPaymentAsync(Requests.Known(PaymentStatus.RequiresAction));
        Assert.That((payment.Status, payment.AsOf), Is.EqualTo((PaymentStatus.RequiresAction, TossHost.AnsweredAt)));
    }

    [TestCase(24 * 60, PaymentStatus.RequiresAction)]
    [TestCase((24 * 60) + 1, PaymentStatus.Expired)]
    public async Task What_nobody_has_opened_in_a_day_has_expired(int minutes, PaymentStatus expected)
    {
        using var toss = new TossHost();
        toss.Fails(ByOrder, "NOT_FOUND_PAYMENT", 404);
        var payment = await toss.Provider.GetPaymentAsync(Requests.Known(PaymentStatus.RequiresAction, createdAt: TossHost.AnsweredAt.AddMinutes(-minutes)));
        Assert.That(payment.Status, Is.EqualTo(expected));
    }

    [TestCase(null)]
    [TestCase(PaymentStatus.Completed)]
    public async Task What_nobody_knows_is_not_found(PaymentStatus? known)
    {
        using var toss = new TossHost();
        toss.Fails(known is null ? ByOrder : "GET /v1/payments/pk_1", "NOT_FOUND_PAYMENT", 404);
        var missing = (await Assert.ThrowsAsync<PaymentNotFoundException>(
            () => toss.Provider.GetPaymentAsync(known is { } status ? Requests.Known(status, Requests.Paid) : Requests.Order)))!;
        Assert.That(missing.Outcome, Is.EqualTo(PaymentOutcome.Refused));
    }

    [TestCase("READY")]
    [TestCase("IN_PROGRESS")]
    [TestCase("ABORTED")]
    [TestCase("EXPIRED")]
    public async Task What_we_have_given_up_stays_cancelled_whatever_the_payer_does(string status)
    {
        using var toss = new TossHost();
        toss.On(ByOrder, Fixture.Answer("ready", answer => answer["status"] = status));
        var payment = await toss.Provider.GetPaymentAsync(Requests.Known(PaymentStatus.Cancelled));
        Assert.That((payment.Status, payment.NextAction, payment.ProviderStatus), Is.EqualTo((PaymentStatus.Cancelled, (NextAction?)null, status)));
    }

    [Test]
    public async Task Money_that_was_taken_after_all_is_told()
    {
        using var toss = new TossHost();
        toss.On(ByOrder, Fixture.Answer("done"));
        Assert.That((await toss.Provider.GetPaymentAsync(Requests.Known(PaymentStatus.Cancelled))).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [Test]
    public async Task The_page_keeps_its_parameters_while_the_payment_is_open()
    {
        using var toss = new TossHost();
        var begun = await toss.Provider.CreatePaymentAsync(Requests.Payment());
        toss.On(ByOrder, Fixture.Answer("ready", answer => answer["checkout"] = null));
        Assert.That((await toss.Provider.GetPaymentAsync(begun)).NextAction, Is.EqualTo(begun.NextAction));
    }

    [TestCase("null")]
    [TestCase("""{"accountNumber":"X6505636518308"}""")]
    public async Task A_deposit_keeps_its_end_where_a_read_does_not_tell_it(string account)
    {
        using var toss = new TossHost();
        toss.On("POST /v1/virtual-accounts", Fixture.Answer("waiting"))
            .On("GET /v1/payments/pk_1", Fixture.Answer("waiting", answer => answer["virtualAccount"] = System.Text.Json.Nodes.JsonNode.Parse(account)));
        var issued = await toss.Provider.CreatePaymentAsync(Requests.Payment(extras: new() { Bank = "20" }, customer: Requests.Customer));
        Assert.That((await toss.Provider.GetPaymentAsync(issued)).NextAction, Is.EqualTo(issued.NextAction));
    }

    [Test]
    public async Task A_deposit_that_was_taken_back_is_waited_for_again()
    {
        using var toss = new TossHost();
        toss.On("GET /v1/payments/pk_1", Fixture.Answer("waiting"));
        var payment = await toss.Provider.GetPaymentAsync(Requests.Known(PaymentStatus.Completed, Requests.Paid));
        Assert.That((payment.Status, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Pending, new Money(0, "KRW"))));
        Assert.That(payment.NextAction, Is.InstanceOf<BankDepositAction>());
    }

    [Test]
    public async Task A_refund_keeps_the_reference_that_only_the_memory_knows()
    {
        using var toss = new TossHost();
        toss.On("GET /v1/payments/pk_1", Fixture.Answer("partial"));
        var payment = await toss.Provider.GetPaymentAsync(Requests.Known(PaymentStatus.PartiallyRefunded, Requests.Paid, facts: Told("txrd_y", "r-1")));
        var refund = payment.Facts.OfType<RefundFact>().Single().Refund;
        Assert.That((refund.RefundId, refund.Reference, refund.Amount, refund.Status), Is.EqualTo(("txrd_y", "r-1", new Money(5000m, "KRW"), RefundStatus.Completed)));
        Assert.That((payment.RefundedAmount, payment.CapturedAmount, payment.TransactionId), Is.EqualTo((new Money(5000m, "KRW"), Requests.Won, (string?)null)));
    }

    [TestCase("UNKNOWN_ERROR", 500)]
    [TestCase("PROVIDER_ERROR", 400)]
    [TestCase("FORBIDDEN_CONSECUTIVE_REQUEST", 403)]
    public async Task A_read_is_tried_again_after_what_passes(string code, int status)
    {
        using var toss = new TossHost(options => options.MaxRetries = 1);
        toss.Fails("GET /v1/payments/pk_1", code, status).On("GET /v1/payments/pk_1", Fixture.Answer("done"));
        Assert.That((await toss.Provider.GetPaymentAsync(Requests.Paid)).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [Test]
    public async Task A_payment_is_found_by_its_order_and_nothing_found_proves_nothing()
    {
        using var toss = new TossHost();
        toss.On(ByOrder, Fixture.Answer("done")).Fails(ByOrder, "NOT_FOUND_PAYMENT", 404);
        var found = await toss.Provider.FindPaymentsAsync(new FindPaymentsRequest { OrderId = "A-1001", Amount = Requests.Won });
        Assert.That((found.Payments.Single().Reference.PaymentId, found.IsConclusive, found.NextPageToken), Is.EqualTo(("pk_1", false, (string?)null)));
        Assert.That((await toss.Provider.FindPaymentsAsync(new FindPaymentsRequest { OrderId = "A-1001" })).Payments, Is.Empty);
    }

    [Test]
    public async Task What_does_not_fit_the_search_is_left_out()
    {
        using var toss = new TossHost();
        var made = new DateTimeOffset(2026, 1, 1, 1, 0, 0, TimeSpan.Zero);
        foreach (var (request, count) in new[]
        {
            (new FindPaymentsRequest { OrderId = "A-1001", Amount = new Money(1m, "KRW") }, 0),
            (new FindPaymentsRequest { OrderId = "A-1001", CreatedFrom = made.AddSeconds(1) }, 0),
            (new FindPaymentsRequest { OrderId = "A-1001", CreatedTo = made }, 0),
            (new FindPaymentsRequest { OrderId = "A-1001", CreatedFrom = made, CreatedTo = made.AddSeconds(1) }, 1),
        })
        {
            toss.On(ByOrder, Fixture.Answer("done"));
            Assert.That((await toss.Provider.FindPaymentsAsync(request)).Payments, Has.Count.EqualTo(count));
        }
    }

    [Test]
    public async Task A_search_without_an_order_is_not_supported()
    {
        using var toss = new TossHost();
        var refused = (await Assert.ThrowsAsync<PaymentOperationNotSupportedException>(() => toss.Provider.FindPaymentsAsync(new FindPaymentsRequest())))!;
        Assert.That(refused.Message, Does.Contain("OrderId"));
    }

    internal static PaymentFact Told(string id, string? reference) => new RefundFact(new Refund
    {
        Provider = "toss", RefundId = id, Reference = reference, Payment = Requests.Paid, Status = RefundStatus.Completed, ProviderStatus = "DONE",
        Amount = new Money(5000m, "KRW"), CreatedAt = TestClock.Start,
    });
}
