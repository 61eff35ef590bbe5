using System.Text.Json.Nodes;

namespace Payments.Adyen.Tests;

/// <summary>Each type of action that Adyen's page lists, and what the payer is to do.</summary>
public class ActionTests
{
    private static async Task<Payment> CreateAsync(string action, string result = "RedirectShopper")
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments", $$"""{"resultCode":"{{result}}","action":{{action}}}""");
        return await adyen.Provider.CreatePaymentAsync(Requests.Payment(token: Requests.Card));
    }

    [Test]
    public async Task A_redirect_without_an_id_yet_is_named_by_its_order()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments", Fixture.Answer("redirect"));
        var payment = await adyen.Provider.CreatePaymentAsync(Requests.Payment(token: Requests.Card));
        Assert.That((payment.Reference.ToString(), payment.Status), Is.EqualTo(("adyen:?order=ord-1001", PaymentStatus.RequiresAction)));
        Assert.That(payment.NextAction, Is.EqualTo(new RedirectAction(new Uri("https://checkoutshopper-test.adyen.com/pay?x=1"))));
        Assert.That((payment.Method, payment.ProviderMethod), Is.EqualTo((PaymentMethod.BankTransfer, "ideal")));
    }

    [Test]
    public async Task A_redirect_by_post_is_a_form()
    {
        var payment = await CreateAsync("""{"type":"redirect","method":"POST","url":"https://acs.example/x","data":{"MD":"a","PaReq":"b","x":1}}""");
        var form = (FormPostAction)payment.NextAction!;
        Assert.That(form.Url.OriginalString, Is.EqualTo("https://acs.example/x"));
        Assert.That(form.Fields, Is.EqualTo(new Dictionary<string, string> { ["MD"] = "a", ["PaReq"] = "b" }));
    }

    [TestCase("threeDS2", "IdentifyShopper")]
    [TestCase("threeDS2", "ChallengeShopper")]
    [TestCase("nativeRedirect", "RedirectShopper")]
    [TestCase("sdk", "Pending")]
    [TestCase("wechatpaySDK", "Pending")]
    [TestCase("delegatedAuthentication", "IdentifyShopper")]
    public async Task What_the_component_does_is_handed_to_it_whole(string type, string result)
    {
        var action = $$"""{"type":"{{type}}","token":"eyJ0","paymentData":"Ab02b4c0!data"}""";
        var payment = await CreateAsync(action, result);
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.RequiresAction));
        Assert.That(((ClientSdkAction)payment.NextAction!).Parameters.Reveal(), Is.EqualTo($$"""{"environment":"test","clientKey":"test_CLIENTKEY","action":{{action}}}"""));
        Assert.That(payment.ProviderState?.Reveal(), Is.EqualTo("Ab02b4c0!data"), "It goes back with the details.");
        Assert.That(payment.ToString(), Does.Not.Contain("eyJ0").And.Not.Contain("!data"));
    }

    [Test]
    public async Task A_qr_code_is_shown_as_a_text()
    {
        var payment = await CreateAsync("""{"type":"qrCode","qrCodeData":"00020126","expiresAt":"2026-10-30T01:00:00Z","paymentData":"d"}""", "Pending");
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.RequiresAction));
        Assert.That(payment.NextAction, Is.EqualTo(new DisplayAction { Kind = "qrCode", Data = "00020126", ExpiresAt = TestClock.Start.AddHours(1) }));
    }

    [Test]
    public async Task A_qr_code_may_be_a_picture()
    {
        var payment = await CreateAsync("""{"type":"qrCode","qrCodeData":"iVBORw0KGgo="}""", "Pending");
        Assert.That(payment.NextAction, Is.EqualTo(new DisplayAction { Kind = "qrCode", ImageUrl = new Uri("data:image/png;base64,iVBORw0KGgo=") }));
    }

    [Test]
    public async Task A_voucher_is_shown()
    {
        var payment = await CreateAsync(
            """{"type":"voucher","paymentMethodType":"multibanco","entity":"12101","reference":"501422944","expiresAt":"2026-11-02T00:00:00","downloadUrl":"https://v.example/1"}""",
            "PresentToShopper");
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.RequiresAction));
        Assert.That(payment.NextAction, Is.EqualTo(new DisplayAction
        {
            Kind = "multibanco", Data = "12101 501422944", PageUrl = new Uri("https://v.example/1"), ExpiresAt = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero),
        }));
    }

    [Test]
    public async Task A_bank_transfer_says_where_to_pay()
    {
        var payment = await CreateAsync(
            """{"type":"bankTransfer","iban":"NL13TEST0123456789","bic":"TESTNL02","beneficiary":"Shop","reference":"R1","totalAmount":{"currency":"EUR","value":1250}}""",
            "Received");
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.RequiresAction));
        Assert.That(payment.NextAction, Is.EqualTo(new BankDepositAction
        {
            AccountNumber = "NL13TEST0123456789", Bank = "TESTNL02", AccountHolder = "Shop", TransferReference = "R1", Amount = Requests.Eur,
        }));
    }

    [Test]
    public async Task An_agreement_on_the_phone_is_awaited()
    {
        var payment = await CreateAsync("""{"type":"await","paymentData":"d"}""", "Pending");
        Assert.That((payment.Status, payment.NextAction), Is.EqualTo((PaymentStatus.RequiresAction, (NextAction?)new WaitAction())));
    }

    [TestCase("""{"type":"hologram","x":1}""", "hologram")]
    [TestCase("""{"type":"redirect","url":"not a url"}""", "redirect")]
    [TestCase("""{"type":"qrCode"}""", "qrCode")]
    [TestCase("""{"type":"voucher"}""", "voucher")]
    [TestCase("""{"type":"bankTransfer"}""", "bankTransfer")]
    [TestCase("""{"url":"https://x.example"}""", "")]
    public async Task What_is_not_known_is_handed_on_raw(string action, string kind)
    {
        var payment = await CreateAsync(action, "Pending");
        var other = (OtherAction)payment.NextAction!;
        Assert.That((payment.Status, other.Kind, other.Raw.Reveal()), Is.EqualTo((PaymentStatus.RequiresAction, kind, JsonNode.Parse(action)!.ToJsonString())));
    }
}
