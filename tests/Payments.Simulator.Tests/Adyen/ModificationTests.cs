using System.Security.Cryptography;
using System.Text;

namespace Payments.Simulator.Tests.Adyen;

internal sealed class ModificationTests : AdyenFixture
{
    private const string Account = "\"merchantAccount\":\"SimulatorECOM\"";

    private static string Amount(long value) => $$$"""{{{{Account}}},"amount":{"currency":"EUR","value":{{{value}}}},"reference":"R-1"}""";

    [Test]
    public async Task What_is_received_is_decided_later()
    {
        var held = await HoldAsync();
        var capture = await PostAsync($"/v72/payments/{held["pspReference"]}/captures", Amount(1000));
        Assert.That((capture.Status, capture["status"], capture["paymentPspReference"]), Is.EqualTo((201, "received", held["pspReference"])));
        Assert.That(Told, Is.EqualTo(new[] { "AUTHORISATION true" }));
        Assert.That(await Simulator.SettlePendingAsync(capture["pspReference"]), Is.EqualTo(1));
        var refund = await PostAsync($"/v72/payments/{held["pspReference"]}/refunds", Amount(1001));
        Assert.That(refund.Status, Is.EqualTo(201), "Too much is found out later.");
        await Simulator.SettlePendingAsync();
        Assert.That(Told, Is.EqualTo(new[] { "AUTHORISATION true", "CAPTURE true", "REFUND false" }));
        Assert.That((Items[^1]["reason"]!.ToString(), Items[^1]["originalReference"]!.ToString(), Items[^1]["merchantReference"]!.ToString()), Is.EqualTo(
            ("Insufficient balance on payment", held["pspReference"], "R-1")));
        Assert.That(Simulator.TotalsOf("A1"), Is.EqualTo(new SimulatedTotals(1, 1250, 1000, 0)));
    }

    [Test]
    public async Task A_hold_is_let_go_by_its_id_or_by_our_reference()
    {
        var held = await HoldAsync();
        await PostAsync($"/v72/payments/{held["pspReference"]}/cancels", $$"""{{{Account}}}""");
        await Simulator.SettlePendingAsync();
        var byOrder = await PostAsync("/v72/cancels", $$"""{{{Account}},"paymentReference":"A1"}""");
        Assert.That((byOrder.Status, byOrder["paymentReference"]), Is.EqualTo((201, "A1")));
        await Simulator.SettlePendingAsync();
        Assert.That(Told.Skip(1), Is.EqualTo(new[] { "CANCELLATION true", "TECHNICAL_CANCEL false" }));
    }

    [Test]
    public async Task What_the_account_takes_later_can_be_let_go_until_then()
    {
        Options.CaptureDelay = TimeSpan.FromHours(24);
        var early = await PayAsync(AdyenTestMethods.Card);
        await PostAsync("/v72/cancels", $$"""{{{Account}},"paymentReference":"A1"}""");
        await Simulator.SettlePendingAsync();
        Time.Advance(TimeSpan.FromHours(24));
        Assert.That((Told.Last(), Simulator.TotalsOf(early["pspReference"]!).Captured), Is.EqualTo(("TECHNICAL_CANCEL true", 0L)));

        var late = await PayAsync(AdyenTestMethods.Card);
        Time.Advance(TimeSpan.FromHours(24));
        await PostAsync($"/v72/payments/{late["pspReference"]}/cancels", $$"""{{{Account}}}""");
        await Simulator.SettlePendingAsync();
        Assert.That((Told.Last(), Simulator.TotalsOf(late["pspReference"]!).Captured), Is.EqualTo(("CANCELLATION false", 1250L)));
    }

    [TestCase("", 0)]
    [TestCase(",\"captureDelayHours\":0", 1250)]
    [TestCase(",\"additionalData\":{\"manualCapture\":\"true\"}", 0)]
    [TestCase(",\"additionalData\":{\"manualCapture\":\"false\"}", 0)]
    public async Task A_payment_may_say_when_its_money_is_taken(string more, long captured)
    {
        Options.CaptureDelay = TimeSpan.FromHours(24);
        await PayAsync(AdyenTestMethods.Card, more);
        Assert.That(Simulator.TotalsOf("A1").Captured, Is.EqualTo(captured));
        Time.Advance(TimeSpan.FromHours(24));
        Assert.That(Simulator.TotalsOf("A1").Captured, Is.EqualTo(more.Contains("true", StringComparison.Ordinal) ? 0 : 1250));
    }

    [TestCase(true, "cancel")]
    [TestCase(false, "refund")]
    public async Task A_reversal_says_what_it_was(bool isHeld, string action)
    {
        var paid = isHeld ? await HoldAsync() : await PayAsync(AdyenTestMethods.Card);
        await PostAsync($"/v72/payments/{paid["pspReference"]}/reversals", $$"""{{{Account}}}""");
        await Simulator.SettlePendingAsync();
        Assert.That((Told.Last(), Items[^1]["additionalData"]!["modification.action"]!.ToString()), Is.EqualTo(("CANCEL_OR_REFUND true", action)));
        Assert.That(Simulator.TotalsOf("A1").Captured - Simulator.TotalsOf("A1").Refunded, Is.Zero);
    }

    [Test]
    public async Task Late_surprises_say_success()
    {
        var paid = await PayAsync(AdyenTestMethods.Card);
        var refund = await PostAsync($"/v72/payments/{paid["pspReference"]}/refunds", Amount(1250));
        await Simulator.SettlePendingAsync();
        await Simulator.FailRefundAsync(refund["pspReference"]!);
        var dispute = await Simulator.OpenDisputeAsync("A1");
        await Simulator.CloseDisputeAsync(dispute, won: true);
        await Simulator.FailCaptureAsync("A1");
        Assert.That(Told.Skip(2), Is.EqualTo(new[]
        {
            "REFUND_FAILED true", "NOTIFICATION_OF_CHARGEBACK true", "CHARGEBACK true", "CHARGEBACK_REVERSED true", "CAPTURE_FAILED true",
        }));
        Assert.That(Items.Skip(3).Take(3).Select(item => item["pspReference"]!.ToString()), Is.All.EqualTo(dispute));
    }

    [Test]
    public async Task Each_item_is_signed_inside_of_the_body()
    {
        await PayAsync(AdyenTestMethods.Card);
        var item = Items.Single();
        var data = $"{item["pspReference"]}::SimulatorECOM:A1:1250:EUR:AUTHORISATION:true";
        var key = Convert.FromHexString(AdyenSimulator.DefaultWebhookSecret);
        Assert.That(item["additionalData"]!["hmacSignature"]!.ToString(), Is.EqualTo(Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(data)))));
        Assert.That(Simulator.Webhooks[0].Headers.Keys, Does.Not.Contain("HmacSignature"));
    }

    [Test]
    public void Any_other_body_is_signed_in_a_header()
    {
        var signed = Simulator.SignBody("""{"type":"recurring.token.created"}"""u8.ToArray());
        var key = Convert.FromHexString(AdyenSimulator.DefaultWebhookSecret);
        Assert.That(signed.Headers["HmacSignature"], Is.EqualTo(Convert.ToBase64String(HMACSHA256.HashData(key, signed.Body.Span))));
    }
}
