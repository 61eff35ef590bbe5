namespace Payments.Adyen.Tests;

public class ReadTests
{
    private static async Task<Payment> ReadAsync(Action<System.Text.Json.Nodes.JsonNode> change, PaymentReference? payment = null, Action<AdyenOptions>? configure = null)
    {
        using var adyen = new AdyenHost(configure);
        adyen.On("GET /v72/paymentLinks/PL0A1B", Fixture.Answer("link", change));
        return await adyen.Provider.GetPaymentAsync(payment ?? Requests.Linked);
    }

    [Test]
    public async Task An_open_link_shows_its_page()
    {
        var payment = await ReadAsync(_ => { });
        Assert.That((payment.Status, payment.CapturedAmount), Is.EqualTo((PaymentStatus.RequiresAction, (Money?)new Money(0m, "EUR"))));
        Assert.That(payment.NextAction, Is.EqualTo(new RedirectAction(new Uri("https://test.adyen.link/PL0A1B"))));
        Assert.That(payment.Reference.OrderId, Is.EqualTo("ord-1001"));
    }

    // An id says nothing by its look: a pspReference may begin in any way.
    [TestCase("PL34ABCD5678EFGH")]
    [TestCase("CS34ABCD5678EFGH")]
    public async Task An_id_without_a_kind_is_the_payments_own(string psp)
    {
        using var adyen = new AdyenHost();
        adyen.On($"POST /v72/payments/{psp}/refunds", Fixture.Answer("receipt"), 201);
        await adyen.Provider.RefundPaymentAsync(new RefundRequest { Payment = PaymentReference.From("adyen", psp), Amount = Requests.Eur });
        var refused = await Assert.ThrowsAsync<PaymentOperationNotSupportedException>(() => adyen.Provider.GetPaymentAsync(PaymentReference.From("adyen", psp)));
        Assert.That(refused!.Message, Does.Contain("payment_link"));
        adyen.AssertAllCalled();
    }

    [Test]
    public async Task A_paid_link_says_when_and_nothing_of_what_came_later()
    {
        var payment = await ReadAsync(link =>
        {
            link["status"] = "completed";
            link["updatedAt"] = "2026-10-29T23:59:00Z";
        });
        Assert.That((payment.Status, payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo((PaymentStatus.Completed, (Money?)Requests.Eur, (Money?)null)));
        Assert.That((payment.AsOf, payment.Version, payment.NextAction), Is.EqualTo(((DateTimeOffset?)TestClock.Start.AddMinutes(-1), (long?)1, (NextAction?)null)));
    }

    [Test]
    public async Task A_paid_link_whose_money_is_held()
    {
        var payment = await ReadAsync(link =>
        {
            link["status"] = "completed";
            link["manualCapture"] = true;
        });
        Assert.That((payment.Status, payment.AuthorizedAmount, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Authorized, (Money?)Requests.Eur, (Money?)null)));
        var byAccount = await ReadAsync(link => link["status"] = "paid", configure: options => options.AccountCaptureMode = CaptureMode.Manual);
        Assert.That(byAccount.Status, Is.EqualTo(PaymentStatus.Authorized));
    }

    [Test]
    public async Task What_the_memory_knows_beyond_the_link_is_not_overwritten()
    {
        var known = Requests.Known(PaymentStatus.PartiallyRefunded, Requests.Linked, captured: 12.50m, refunded: 5m, facts: Requests.Held());
        var payment = await ReadAsync(link => link["status"] = "completed", known);
        Assert.That((payment.Status, payment.RefundedAmount, payment.IsRemembered), Is.EqualTo((PaymentStatus.PartiallyRefunded, (Money?)new Money(5m, "EUR"), true)));
        Assert.That(payment.Facts, Is.EqualTo(known.Facts));
    }

    [TestCase("ABCD1234EFGH5678", "psp_reference")]
    [TestCase("CS0A1B", "checkout_session")]
    public async Task A_payment_that_nobody_can_read_is_what_the_memory_says(string id, string kind)
    {
        using var adyen = new AdyenHost();
        var reference = new PaymentReference("adyen", id, "ord-1001", [new RelatedId(kind, id)]);
        var payment = await adyen.Provider.GetPaymentAsync(Requests.Known(PaymentStatus.Authorized, reference));
        Assert.That((payment.Status, payment.IsRemembered), Is.EqualTo((PaymentStatus.Authorized, true)));
        await Assert.ThrowsAsync<PaymentOperationNotSupportedException>(() => adyen.Provider.GetPaymentAsync(reference));
        Assert.That(adyen.Calls, Is.Zero);
    }

    [TestCase(404, "")]
    [TestCase(404, """{"type":"https://docs.adyen.com/errors/not-found","title":"Not Found","status":404,"detail":"No such link"}""")]
    public async Task A_link_that_nobody_made_is_not_found(int status, string body)
    {
        using var adyen = new AdyenHost();
        adyen.On("GET /v72/paymentLinks/PL0A1B", body, status);
        await Assert.ThrowsAsync<PaymentNotFoundException>(() => adyen.Provider.GetPaymentAsync(Requests.Linked));
    }

    // It may have been paid in its last minute, and whoever reads it later still sees how it ended.
    [TestCase(null)]
    [TestCase("2026-11-30T00:00:00Z")]
    public async Task A_link_that_ran_out_does_not_undo_what_was_paid(string? updatedAt)
    {
        using var adyen = new AdyenHost();
        var expired = await ReadAsync(link => (link["status"], link["updatedAt"]) = ("expired", updatedAt));
        Assert.That((expired.Status, expired.Version, expired.AsOf), Is.EqualTo((PaymentStatus.Expired, (long?)0, (DateTimeOffset?)AdyenHost.AnsweredAt)));
        var payment = await Notifications.FoldAsync(adyen, Requests.Known(PaymentStatus.RequiresAction, Requests.Linked), Notifications.Body("AUTHORISATION"), expired);
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [TestCase("""{"status":7,"url":null,"amount":null,"reference":[]}""", PaymentStatus.Unknown)]
    [TestCase("""{"id":1,"status":"teleported","amount":{"currency":"XYZ","value":"12"}}""", PaymentStatus.Unknown)]
    [TestCase("""{"status":"active","amount":{"currency":"EUR","value":"1250"},"url":"nothing","new":{"x":[1]}}""", PaymentStatus.RequiresAction)]
    [TestCase("{}", PaymentStatus.Unknown)]
    public async Task Odd_answers_survive(string body, PaymentStatus expected)
    {
        using var adyen = new AdyenHost();
        adyen.On("GET /v72/paymentLinks/PL0A1B", body);
        Assert.That((await adyen.Provider.GetPaymentAsync(Requests.Linked)).Status, Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("<html>Bad gateway</html>")]
    [TestCase("[]")]
    [TestCase("""{"amount":"much"}""")]
    public async Task What_is_no_answer_is_told_as_such(string body)
    {
        using var adyen = new AdyenHost();
        adyen.On("GET /v72/paymentLinks/PL0A1B", body);
        var thrown = await Assert.ThrowsAsync<PaymentProviderUnavailableException>(() => adyen.Provider.GetPaymentAsync(Requests.Linked));
        Assert.That((thrown!.Error.Code, thrown.Outcome), Is.EqualTo((PaymentErrorCode.InvalidResponse, PaymentOutcome.Refused)));
    }
}
