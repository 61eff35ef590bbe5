namespace Payments.Simulator.Tests.Adyen;

internal sealed class RefusalTests : AdyenFixture
{
    protected override bool IsValidTraffic => false;

    [TestCase(null)]
    [TestCase("AQEwrong")]
    public async Task The_key_is_needed(string? key)
    {
        var refused = await SendAsync(HttpMethod.Post, "/v72/paymentLinks", $$"""{{{Order}}}""", "k", key);
        Assert.That((refused.Status, refused["errorCode"], refused["errorType"]), Is.EqualTo((401, "000", "security")));
    }

    [TestCase("/v72/paymentLinks", """{"merchantAccount":"SimulatorECOM","amount":{"currency":"EUR","value":1}}""", 422, "130")]
    [TestCase("/v72/paymentLinks", """{"merchantAccount":"SimulatorECOM","reference":"A1"}""", 422, "100")]
    [TestCase("/v72/paymentLinks", """{"merchantAccount":"SimulatorECOM","reference":"A1","amount":{"currency":"EURO","value":1}}""", 400, "702")]
    [TestCase("/v72/paymentLinks", """{"merchantAccount":"SimulatorECOM","reference":"A1","amount":{"currency":"EUR","value":1.5}}""", 400, "702")]
    [TestCase("/v72/paymentLinks", """{"merchantAccount":"OtherECOM","reference":"A1","amount":{"currency":"EUR","value":1}}""", 403, "901")]
    [TestCase("/v72/paymentLinks", """{"merchantAccount":"SimulatorECOM","reference":"A1","amount":{"currency":"EUR","value":1},"colour":"red"}""", 400, "702")]
    [TestCase("/v72/paymentLinks", """{"merchantAccount":"SimulatorECOM","reference":"A1","amount":{"currency":"EUR","value":1},"returnUrl":null}""", 400, "702")]
    [TestCase("/v72/paymentLinks", """{"merchantAccount":"SimulatorECOM","reference":"A1","amount":{"currency":"EUR","value":1},"manualCapture":"true"}""", 400, "702")]
    [TestCase("/v72/sessions", """{"merchantAccount":"SimulatorECOM","reference":"A1","amount":{"currency":"EUR","value":1}}""", 422, "000")]
    [TestCase("/v72/sessions", """{"merchantAccount":"SimulatorECOM","reference":"A1","amount":{"currency":"EUR","value":1},"returnUrl":"https://s.example","additionalData":{"manualCapture":true}}""", 400, "702")]
    [TestCase("/v72/paymentLinks", """{"merchantAccount":"SimulatorECOM","reference":"A1","amount":{"currency":"EUR","value":1},"storePaymentMethodMode":"enabled"}""", 422, "000")]
    [TestCase("/v72/payments/details", """{"details":{"redirectResult":"nobodys"}}""", 422, "14_018")]
    [TestCase("/v72/payments/NOBODYS/captures", """{"merchantAccount":"SimulatorECOM","amount":{"currency":"EUR","value":1}}""", 422, "167")]
    [TestCase("/v72/cancels", """{"merchantAccount":"SimulatorECOM"}""", 422, "000")]
    [TestCase("/v72/paymentLinks", "not json", 400, "702")]
    public async Task Wrong_bodies_are_refused(string path, string body, int status, string code)
    {
        var refused = await PostAsync(path, body);
        Assert.That((refused.Status, refused["errorCode"]), Is.EqualTo((status, code)));
        Assert.That(Simulator.Webhooks, Is.Empty);
    }

    [Test]
    public async Task A_session_is_read_with_its_own_result_only()
    {
        var session = await PostAsync("/v72/sessions", $$"""{{{Order}}}""");
        Assert.That((await GetAsync($"/v72/sessions/{session["id"]}")).Status, Is.EqualTo(422));
        Assert.That((await GetAsync($"/v72/sessions/{session["id"]}?sessionResult=x"))["message"], Is.EqualTo("Field 'sessionId' is not valid."));
    }

    [Test]
    public async Task A_key_has_one_body_and_at_most_64_characters()
    {
        await PostAsync("/v72/paymentLinks", $$"""{{{Order}}}""", "k");
        Assert.That((await PostAsync("/v72/paymentLinks", $$"""{{{Order}},"description":"another"}""", "k"))["errorCode"], Is.EqualTo("704"));
        Assert.That((await PostAsync("/v72/paymentLinks", $$"""{{{Order}}}""", new string('k', 65))).Status, Is.EqualTo(422));
    }

    [Test]
    public async Task An_error_is_the_answer_of_its_key_unless_it_was_transient()
    {
        Simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.ErrorAfterActing) { Status = 500 });
        Simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.ErrorBeforeActing) { Status = 500 });
        var stored = await PostAsync("/v72/paymentLinks", $$"""{{{Order}}}""", "stored");
        var transient = await PostAsync("/v72/paymentLinks", $$"""{{{Order}}}""", "transient");
        Assert.That((stored.Headers.Contains("Transient-Error"), transient.Headers.Contains("Transient-Error")), Is.EqualTo((false, true)));
        Assert.That((await PostAsync("/v72/paymentLinks", $$"""{{{Order}}}""", "stored")).Status, Is.EqualTo(500));
        Assert.That((await PostAsync("/v72/paymentLinks", $$"""{{{Order}}}""", "transient")).Status, Is.EqualTo(201));
    }
}
