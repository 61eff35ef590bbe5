using System.Net;

namespace Payments.Simulator.Tests.Inicis;

internal sealed class WindowTests : InicisFixture
{
    [Test]
    public async Task A_payment_goes_through_window_and_approval()
    {
        var back = await PaidWindowAsync();
        Assert.That(back["resultCode"], Is.EqualTo("0000"));
        Assert.That(back["authUrl"], Is.EqualTo(new Uri(Simulator.BaseAddress, "/api/payAuth").AbsoluteUri));
        Assert.That(Simulator.TotalsOf("A-1").Charges, Is.Zero, "The return is no payment.");

        var answer = await PostAsync("/api/payAuth", Approval(back));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Code(answer), Is.EqualTo("0000"));
            Assert.That((string?)answer["tid"], Has.Length.EqualTo(40).And.Contains(Merchant));
            Assert.That((string?)answer["authSignature"], Is.EqualTo(Sha256(Milliseconds[^1] switch
            {
                '0' => $"TotPrice=15000&tstamp={Milliseconds}&MOID=A-1",
                '5' => $"tstamp={Milliseconds}&mid={Merchant}&MOID=A-1",
                var digit => throw new NotSupportedException($"The test's clock stands at another digit: {digit}."),
            })));
            Assert.That(Simulator.TotalsOf("A-1"), Is.EqualTo(new SimulatedTotals(1, 15000, 15000, 0)));
        }
    }

    [TestCase("signature", "500201")]
    [TestCase("verification", "500201")]
    [TestCase("mKey", "500201")]
    [TestCase("price", "500201")]
    [TestCase("buyername", "500252")]
    [TestCase("returnUrl", "500252")]
    public void A_window_with_a_wrong_field_is_refused(string field, string code)
    {
        var window = Window();
        window[field] = field switch { "price" => "1500", "buyername" => new string('a', 31), _ => "x" };
        Assert.That(Assert.Throws<InvalidOperationException>(() => Simulator.Open(window))!.Message, Does.StartWith(code));
    }

    [Test]
    public async Task A_token_is_good_once()
    {
        var back = await PaidWindowAsync();
        await PostAsync("/api/payAuth", Approval(back));
        Assert.That(Code(await PostAsync("/api/payAuth", Approval(back))), Is.EqualTo("500630"));
        Assert.That(Simulator.TotalsOf("A-1").Charges, Is.EqualTo(1));
    }

    [Test]
    public async Task An_approval_without_the_key_is_refused()
    {
        var back = await PaidWindowAsync();
        Assert.That(Code(await PostAsync("/api/payAuth", Approval(back, Sha256($"authToken={back["authToken"]}&timestamp={Milliseconds}")))), Is.EqualTo("500201"));
    }

    [Test]
    public async Task A_decline_has_the_issuers_code()
    {
        var back = await PaidWindowAsync(action: PayerAction.Decline());
        Assert.That(Code(await PostAsync("/api/payAuth", Approval(back))), Is.EqualTo("120054"));
    }

    [Test]
    public async Task A_net_cancel_undoes_an_approval_and_nothing_else()
    {
        var back = await PaidWindowAsync();
        Assert.That(Code(await PostAsync("/api/netCancel", Approval(back))), Is.EqualTo("500623"), "Nothing was approved.");
        await PostAsync("/api/payAuth", Approval(back));
        Assert.That(Code(await PostAsync("/api/netCancel", Approval(back))), Is.EqualTo("0000"));
        Assert.That(Simulator.TotalsOf("A-1"), Is.EqualTo(new SimulatedTotals(1, 15000, 15000, 15000)));
    }

    [Test]
    public async Task An_order_number_is_used_once()
    {
        await ApprovedAsync();
        Assert.That(Assert.Throws<InvalidOperationException>(() => Simulator.Open(Window()))!.Message, Does.StartWith("500619"));
    }

    [Test]
    public async Task A_human_can_pay()
    {
        using var script = await BrowseAsync("/stdjs/INIStdPay.js");
        Assert.That(await script.Content.ReadAsStringAsync(), Does.Contain("INIStdPay").And.Contain("/stdpay"));
        using var opened = await BrowseAsync("/stdpay", Window());
        Assert.That(opened.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        using var page = await BrowseAsync(opened.Headers.Location!.AbsolutePath);
        Assert.That(await page.Content.ReadAsStringAsync(), Does.Contain("Two mugs").And.Contain("15000 WON"));
        using var paid = await BrowseAsync(opened.Headers.Location!.AbsolutePath, new Dictionary<string, string> { ["action"] = "pay" });
        Assert.That(await paid.Content.ReadAsStringAsync(), Does.Contain("https://shop.example/return").And.Contain("authToken"));
        using var refused = await BrowseAsync("/stdpay", Window(price: "99"));
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("500690"));
    }
}
