using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Payments.Security;

namespace Payments.BitPay.Tests;

public class WebhookTests
{
    private const string Invoice = "GET /invoices/" + Requests.InvoiceId;
    private static readonly string Body = Fixture.Event("invoice.confirmed");

    [Test]
    public async Task A_signed_webhook_is_read_back_and_the_read_counts()
    {
        using var bitpay = new BitPayHost().On(Invoice, Fixture.Answer("invoice-paid", node => node["data"]!["status"] = "invalid"));
        var webhook = await bitpay.Provider.VerifyWebhookAsync(Signed(Body));
        Assert.That((webhook.Trust, webhook.EventIds.Single(), webhook.References.Single().ToString()), Is.EqualTo(
            (WebhookTrust.Signed, "G3viJEJgE8Jk2oekSdgT2A:invoice_confirmed:confirmed", "bitpay:G3viJEJgE8Jk2oekSdgT2A")));
        Assert.That((webhook.Acknowledgement.StatusCode, webhook.Acknowledgement.Body), Is.EqualTo((200, "")));
        var told = (await bitpay.Provider.ResolveWebhookAsync(webhook)).Single();
        Assert.That((told.Type, told.ProviderEventType, told.Payment!.Status), Is.EqualTo((PaymentEventType.PaymentUpdated, "invoice_confirmed", PaymentStatus.Processing)));
        Assert.That(told.OccurredAt, Is.EqualTo(DateTimeOffset.FromUnixTimeMilliseconds(1620734090000)));
    }

    [Test]
    public async Task A_known_signature_is_believed()
    {
        using var bitpay = new BitPayHost();

        // Computed with Python's hmac and base64 over the token of BitPayHost.
        var request = With(
            """{"event":{"code":1005,"name":"invoice_confirmed"},"data":{"id":"G3viJEJgE8Jk2oekSdgT2A","status":"confirmed"}}""",
            "PYaZIy2ke+SlnR84n7DOxO4VdabtGpfwXdtPkjAFIug=");
        Assert.That((await bitpay.Provider.VerifyWebhookAsync(request)).Trust, Is.EqualTo(WebhookTrust.Signed));
    }

    [TestCase("invoice_paidInFull", PaymentEventType.PaymentUpdated)]
    [TestCase("invoice_expired", PaymentEventType.PaymentUpdated)]
    [TestCase("invoice_confirmed", PaymentEventType.PaymentUpdated)]
    [TestCase("invoice_completed", PaymentEventType.PaymentUpdated)]
    [TestCase("invoice_manuallyNotified", PaymentEventType.PaymentUpdated)]
    [TestCase("invoice_failedToConfirm", PaymentEventType.PaymentUpdated)]
    [TestCase("invoice_refundComplete", PaymentEventType.PaymentUpdated)]
    [TestCase("invoice_declined", PaymentEventType.PaymentUpdated)]
    [TestCase("refund_created", PaymentEventType.RefundUpdated)]
    [TestCase("refund_pending", PaymentEventType.RefundUpdated)]
    [TestCase("refund_success", PaymentEventType.RefundUpdated)]
    [TestCase("refund_failure", PaymentEventType.RefundUpdated)]
    [TestCase("refund_cancelled", PaymentEventType.RefundUpdated)]
    [TestCase("refund_canceled", PaymentEventType.RefundUpdated)]
    [TestCase("invoice_complete", PaymentEventType.PaymentUpdated)]
    [TestCase("refund_teleported", PaymentEventType.RefundUpdated)]
    [TestCase("payout_completed", PaymentEventType.Other)]
    [TestCase("invoices", PaymentEventType.Other)]
    [TestCase("", PaymentEventType.Other)]
    public async Task Each_event_has_its_type_by_its_name_and_not_by_its_number(string name, PaymentEventType expected)
    {
        using var bitpay = new BitPayHost();
        if (expected is not PaymentEventType.Other)
            bitpay.On(Invoice, Fixture.Answer("invoice-paid"));
        var body = Fixture.Event("invoice.confirmed", node => (node["event"]!["name"], node["event"]!["code"], node["data"]!["invoice"]) = (name, 9999, Requests.InvoiceId));
        var told = (await bitpay.Provider.ProcessWebhookAsync(Signed(body))).Single();
        Assert.That((told.Type, told.ProviderEventType, told.Payment is null), Is.EqualTo((expected, name, expected is PaymentEventType.Other)));
        bitpay.AssertAllCalled();
    }

    [Test]
    public async Task The_older_form_without_an_event_is_understood()
    {
        using var bitpay = new BitPayHost().On(Invoice, Fixture.Answer("invoice-paid"));
        var told = (await bitpay.Provider.ProcessWebhookAsync(Signed(JsonNode.Parse(Body)!["data"]!.ToJsonString()))).Single();
        Assert.That((told.Type, told.ProviderEventType, told.Payment!.Status), Is.EqualTo((PaymentEventType.PaymentUpdated, "", PaymentStatus.Completed)));
    }

    [Test]
    public async Task A_refund_is_told_as_it_was_read()
    {
        var list = new JsonObject { ["data"] = new JsonArray(JsonNode.Parse(Fixture.Answer("refund"))!["data"]!.DeepClone()) };
        using var bitpay = BitPayHost.Merchant().On(Invoice, Fixture.Answer("invoice-paid")).On("GET /refunds?invoiceId=" + Requests.InvoiceId, list.ToJsonString());
        var told = (await bitpay.Provider.ProcessWebhookAsync(Signed(Fixture.Event("refund.success")))).Single();
        Assert.That((told.Type, told.Refund!.Status, told.Payment!.Status), Is.EqualTo((PaymentEventType.RefundUpdated, RefundStatus.Pending, PaymentStatus.Completed)), "The body is older or newer; the read counts.");
    }

    [Test]
    public async Task What_is_no_invoice_of_ours_changes_nothing()
    {
        using var bitpay = new BitPayHost().On(Invoice, """{"status":"error","code":"020101","error":"Invoice not found"}""", 404);
        Assert.That(await bitpay.Provider.ProcessWebhookAsync(Signed(Body)), Is.Empty);
    }

    [TestCase("""{"error":"Object not found"}""", 404)]
    [TestCase("""{"error":"Object not found"}""", 200)]
    [TestCase("""{"status":"error","code":"020201","error":"Refund not found"}""", 404)]
    public async Task A_paid_invoice_is_told_though_its_refunds_are_not_found(string answer, int status)
    {
        using var bitpay = BitPayHost.Merchant().On(Invoice, Fixture.Answer("invoice-paid")).On("GET /refunds?invoiceId=" + Requests.InvoiceId, answer, status);
        var told = (await bitpay.Provider.ProcessWebhookAsync(Signed(Body))).Single().Payment!;
        Assert.That((told.Status, told.RefundedAmount), Is.EqualTo((PaymentStatus.Completed, (Money?)null)), "What was given back is not known.");
        bitpay.AssertAllCalled();
    }

    [Test]
    public async Task Every_byte_of_body_and_signature_counts()
    {
        using var bitpay = new BitPayHost(options => options.AcceptUnsignedWebhooks = true);
        var good = Signed(Body);
        for (var i = 0; i < good.Body.Length; i++)
        {
            var changed = good.Body.ToArray();
            changed[i] ^= 1;
            Assert.That(await bitpay.RefusedAsync(new WebhookRequest { Body = changed, Headers = good.Headers }), Is.EqualTo(PaymentErrorCode.InvalidSignature));
        }

        // The last character before the padding has bits that mean nothing.
        var signature = good.GetHeader("X-Signature")!;
        for (var i = 0; i < signature.Length - 2; i++)
            Assert.That(await bitpay.RefusedAsync(With(Body, signature[..i] + (signature[i] == 'a' ? 'b' : 'a') + signature[(i + 1)..])), Is.EqualTo(PaymentErrorCode.InvalidSignature));
        var hex = Convert.ToHexStringLower(Convert.FromBase64String(signature));
        foreach (var header in new[] { "", "00", signature + "00", signature[1..], hex, Sign(Body, ""), Sign(Body, "another"), new string('!', 44) })
            Assert.That(await bitpay.RefusedAsync(With(Body, header)), Is.EqualTo(PaymentErrorCode.InvalidSignature), header);
    }

    [Test]
    public async Task Unsigned_is_refused_or_by_option_a_hint_that_is_read()
    {
        using var strict = new BitPayHost();
        Assert.That(await strict.RefusedAsync(With(Body, null)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
        using var lenient = new BitPayHost(options => options.AcceptUnsignedWebhooks = true).On(Invoice, Fixture.Answer("invoice"));
        var webhook = await lenient.Provider.VerifyWebhookAsync(With(Body, null));
        Assert.That(webhook.Trust, Is.EqualTo(WebhookTrust.Hint));
        Assert.That((await lenient.Provider.ResolveWebhookAsync(webhook)).Single().Payment!.Status, Is.EqualTo(PaymentStatus.RequiresAction), "The body said confirmed.");
    }

    [Test]
    public async Task Former_tokens_count_until_they_end_and_the_current_one_always()
    {
        using var bitpay = new BitPayHost(options => options.WebhookSecrets.Add(new WebhookSecret("old-token", TestClock.Start.AddDays(1))));
        await bitpay.Provider.VerifyWebhookAsync(Signed(Body));
        await bitpay.Provider.VerifyWebhookAsync(Signed(Body, "old-token"));
        bitpay.Clock.Now += TimeSpan.FromDays(2);
        Assert.That(await bitpay.RefusedAsync(Signed(Body, "old-token")), Is.EqualTo(PaymentErrorCode.InvalidSignature));
        await bitpay.Provider.VerifyWebhookAsync(Signed(Body));
        using var small = new BitPayHost(options => options.MaxWebhookBytes = 1024);
        Assert.That(await small.RefusedAsync(Signed(Body.PadRight(1025))), Is.EqualTo(PaymentErrorCode.TooLarge));
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("""{"event":{"name":"invoice_confirmed"},"data":{}}""")]
    [TestCase("""{"event":7,"data":{"id":null}}""")]
    [TestCase("""{"event":{"name":"\ud800"},"data":{"id":"x"}}""")]
    public async Task What_is_signed_and_names_nothing_is_refused(string body)
    {
        using var bitpay = new BitPayHost();
        Assert.That(await bitpay.RefusedAsync(Signed(body)), Is.EqualTo(PaymentErrorCode.MalformedMessage));
    }

    [Test]
    public async Task A_refund_that_names_no_invoice_changes_nothing()
    {
        using var bitpay = BitPayHost.Merchant();
        var told = await bitpay.Provider.ProcessWebhookAsync(Signed(Fixture.Event("refund.success", node => node["data"]!["invoice"] = null)));
        Assert.That((told.Single().Type, told.Single().Payment, bitpay.Calls), Is.EqualTo((PaymentEventType.Other, (Payment?)null, 0)));
    }

    private static WebhookRequest Signed(string body, string token = BitPayHost.Token) => With(body, Sign(body, token));

    private static string Sign(string body, string token) => Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(body)));

    private static WebhookRequest With(string body, string? signature) => new()
    {
        Body = Encoding.UTF8.GetBytes(body),
        Headers = signature is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["x-signature"] = signature },
    };
}
