namespace Payments.Simulator.Tests.Adyen;

internal sealed class CheckoutTests : AdyenFixture
{
    [Test]
    public async Task A_link_is_paid_on_its_page()
    {
        var link = await PostAsync("/v72/paymentLinks", $$"""{{{Order}},"description":"Tea & cake"}""");
        Assert.That((link.Status, link["status"], link["reference"]), Is.EqualTo((201, "active", "A1")));
        Assert.That(link["pspReference"], Is.Null, "There is no payment yet.");
        Assert.That((await Simulator.PayAsync(link["url"]!)).Url, Is.EqualTo(new Uri("https://shop.example/back")));
        var read = await GetAsync("/v72/paymentLinks/" + link["id"]);
        Assert.That((read.Status, read["status"], read["updatedAt"]), Is.EqualTo((200, "completed", read["updatedAt"]!)));
        Assert.That(Told, Is.EqualTo(new[] { "AUTHORISATION true" }), "An automatic capture is not told.");
        Assert.That(Simulator.TotalsOf("A1"), Is.EqualTo(new SimulatedTotals(1, 1250, 1250, 0)));
    }

    [Test]
    public async Task A_link_is_closed_or_runs_out()
    {
        var closed = await PostAsync("/v72/paymentLinks", $$"""{{{Order}}}""");
        var patched = await SendAsync(HttpMethod.Patch, "/v72/paymentLinks/" + closed["id"], """{"status":"expired"}""", null);
        Assert.That((patched.Status, patched["status"]), Is.EqualTo((200, "expired")));
        var old = await PostAsync("/v72/paymentLinks", $$"""{{{Order}}}""");
        Time.Advance(TimeSpan.FromHours(25));
        Assert.That((await GetAsync("/v72/paymentLinks/" + old["id"]))["status"], Is.EqualTo("expired"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Simulator.PayAsync(old["id"]!));
    }

    [Test]
    public async Task A_session_has_a_result_that_stays_as_it_was()
    {
        var session = await PostAsync("/v72/sessions", $$"""{{{Order}}}""");
        Assert.That((session.Status, session["mode"], session["sessionData"]), Is.EqualTo((201, "embedded", session["sessionData"]!)));
        var back = await Simulator.PlayAsync(session["id"]!, PayerAction.PayLate);
        var query = back.Url!.Query;
        Assert.That(query, Does.StartWith("?sessionId=" + session["id"]));
        await Simulator.SettlePendingAsync();
        var read = await GetAsync($"/v72/sessions/{session["id"]}?sessionResult={query.Split("sessionResult=")[1]}");
        Assert.That((read["status"], read.Json["payments"]![0]!["resultCode"]!.ToString()), Is.EqualTo(("paymentPending", "Received")));
    }

    [Test]
    public async Task A_bank_sends_the_payer_back_with_a_result_that_is_good_once()
    {
        var open = await PayAsync(AdyenTestMethods.Ideal);
        Assert.That((open["resultCode"], open["pspReference"]), Is.EqualTo(("RedirectShopper", (string?)null)));
        var back = await Simulator.PayAsync((string)open.Json["action"]!["url"]!);
        var details = $$$"""{"details":{"redirectResult":"{{{Uri.UnescapeDataString(back.Url!.Query.Split('=', 2)[1])}}}"}}""";
        var paid = await PostAsync("/v72/payments/details", details, "one");
        Assert.That((paid["resultCode"], paid["merchantReference"]), Is.EqualTo(("Authorised", "A1")));
        var again = await PostAsync("/v72/payments/details", details, "one");
        Assert.That((again.Status, again["pspReference"], again.Headers.GetValues("Idempotency-Key").Single()), Is.EqualTo((200, paid["pspReference"], "one")));
        Assert.That((await PostAsync("/v72/payments/details", details, "two"))["errorCode"], Is.EqualTo("704"));
    }

    [TestCase("REFUSED 24", "24", "CVC Declined")]
    [TestCase("REFUSED 2", "2", "Refused")]
    public async Task A_refusal_has_status_200(string holder, string code, string words)
    {
        var refused = await PayAsync(AdyenTestMethods.RefusedCard(int.Parse(holder.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.That((refused.Status, refused["resultCode"], refused["refusalReasonCode"], refused["refusalReason"]), Is.EqualTo((200, "Refused", code, words)));
        Assert.That(Told, Is.EqualTo(new[] { "AUTHORISATION false" }));
        Assert.That(Simulator.TotalsOf("A1").Charges, Is.Zero);
    }

    [Test]
    public async Task A_human_can_pay_on_the_page()
    {
        var link = await PostAsync("/v72/paymentLinks", $$"""{{{Order}}}""");
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        Assert.That(await http.GetStringAsync(new Uri(link["url"]!)), Does.Contain("Order A1").And.Contain("value=\"pay\""));
        using var form = new FormUrlEncodedContent([new("action", "pay")]);
        using var pressed = await http.PostAsync(new Uri(link["url"]!), form);
        Assert.That(pressed.Headers.Location, Is.EqualTo(new Uri("https://shop.example/back")));
    }
}
