using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Payments.Security;

namespace Payments.Coinbase.Tests.Commerce;

public class WebhookTests
{
    private static readonly string Body = Fixture.Event("charge.confirmed");

    [Test]
    public async Task A_signed_event_names_its_charge_and_tells_it_whole()
    {
        using var coinbase = new CommerceHost();
        var webhook = await coinbase.Provider.VerifyWebhookAsync(Signed(Body));
        var told = (await coinbase.Provider.ResolveWebhookAsync(webhook)).Single();
        Assert.Multiple(() =>
        {
            Assert.That((webhook.Trust, webhook.EventIds.Single(), webhook.Acknowledgement.StatusCode), Is.EqualTo((WebhookTrust.Signed, "24934862-d980-46cb-9402-43c81b0cdba6", 200)));
            Assert.That(webhook.References.Single().ToString(), Is.EqualTo("coinbase:3f2a9c1e-5b7d-4e0f-8a6c-2d1b0c9e8f7a?order=A-1001&related.code=66BEOV2A"));
            Assert.That((told.EventId, told.Type), Is.EqualTo(("24934862-d980-46cb-9402-43c81b0cdba6:charge:confirmed", PaymentEventType.PaymentUpdated)));
            Assert.That((told.Payment!.Status, told.Payment.ReceivedAmount), Is.EqualTo((PaymentStatus.Completed, (Money?)new Money(108m, "USDC"))));
            Assert.That(told.OccurredAt, Is.EqualTo(TestClock.Start.AddSeconds(361)));
            Assert.That(coinbase.Calls, Is.Zero);
        });
    }

    [Test]
    public async Task A_known_signature_is_believed()
    {
        using var coinbase = new CommerceHost();

        // Computed with Python's hmac over the secret of CommerceHost.
        var request = With("""{"id":1,"event":{"id":"e-1","type":"charge:created"}}""", "aa3d5aa31dd1c543d84db23d4bbd690ff2723d682f568a7e253a9098a124c225");
        Assert.That((await coinbase.Provider.VerifyWebhookAsync(request)).EventIds.Single(), Is.EqualTo("e-1"));
    }

    [TestCase("charge:created", "NEW", PaymentStatus.RequiresAction)]
    [TestCase("charge:pending", "PENDING", PaymentStatus.Processing)]
    [TestCase("charge:confirmed", "COMPLETED", PaymentStatus.Completed)]
    [TestCase("charge:failed", "EXPIRED", PaymentStatus.Expired)]
    [TestCase("charge:delayed", "UNRESOLVED", PaymentStatus.Processing)]
    [TestCase("charge:resolved", "RESOLVED", PaymentStatus.Completed)]
    [TestCase("charge:failed", "COMPLETED", PaymentStatus.Completed)]
    public async Task The_charge_tells_the_state_and_not_the_events_name(string type, string status, PaymentStatus expected)
    {
        using var coinbase = new CommerceHost();
        var body = Fixture.Event("charge.confirmed", node => (node["event"]!["type"], node["event"]!["data"]!["timeline"]![1]!["status"]) = (type, status));
        var told = (await coinbase.Provider.ProcessWebhookAsync(Signed(body))).Single();
        Assert.That((told.Type, told.Payment!.Status, told.ProviderEventType), Is.EqualTo((PaymentEventType.PaymentUpdated, expected, type)));
    }

    [Test]
    public async Task Unknown_events_change_nothing()
    {
        using var coinbase = new CommerceHost();
        var unknown = (await coinbase.Provider.ProcessWebhookAsync(Signed(Fixture.Event("charge.confirmed", node => node["event"]!["type"] = "charge:teleported")))).Single();
        Assert.That((unknown.Type, unknown.Payment), Is.EqualTo((PaymentEventType.Other, (Payment?)null)));
        foreach (var change in new Action<JsonNode>[] { node => node["event"]!["type"] = "invoice:created", node => node["event"]!["data"] = 7, node => node["event"]!["data"] = new JsonObject() })
        {
            var webhook = await coinbase.Provider.VerifyWebhookAsync(Signed(Fixture.Event("charge.confirmed", change)));
            Assert.That((webhook.References.Count, (await coinbase.Provider.ResolveWebhookAsync(webhook)).Count), Is.EqualTo((0, 0)));
        }
    }

    [Test]
    public async Task A_redelivery_is_the_same_event_though_its_outer_id_differs()
    {
        using var coinbase = new CommerceHost();
        var again = Fixture.Event("charge.confirmed", node => (node["id"], node["attempt_number"]) = (99, 7));
        Assert.That((await coinbase.Provider.VerifyWebhookAsync(Signed(again))).EventIds, Is.EqualTo((await coinbase.Provider.VerifyWebhookAsync(Signed(Body))).EventIds));
    }

    [Test]
    public async Task Every_byte_of_body_and_signature_counts()
    {
        using var coinbase = new CommerceHost();
        var good = Signed(Body);
        for (var i = 0; i < good.Body.Length; i++)
        {
            var changed = good.Body.ToArray();
            changed[i] ^= 1;
            Assert.That(await coinbase.RefusedAsync(new WebhookRequest { Body = changed, Headers = good.Headers }), Is.EqualTo(PaymentErrorCode.InvalidSignature));
        }

        var signature = good.GetHeader("X-CC-Webhook-Signature")!;
        for (var i = 0; i < signature.Length; i++)
            Assert.That(await coinbase.RefusedAsync(With(Body, signature[..i] + (signature[i] == 'a' ? 'b' : 'a') + signature[(i + 1)..])), Is.EqualTo(PaymentErrorCode.InvalidSignature));
        foreach (var header in new[] { null, "", "00", signature + "00", signature[1..], "sha256=" + signature, new string('z', 64) })
            Assert.That(await coinbase.RefusedAsync(With(Body, header)), Is.EqualTo(PaymentErrorCode.InvalidSignature), header);
    }

    [Test]
    public async Task The_shared_secret_signs_and_not_the_API_key()
    {
        using var coinbase = new CommerceHost(options => options.WebhookSecrets.Add(new WebhookSecret("new")));
        Assert.That(await coinbase.RefusedAsync(Signed(Body, "commerce-key")), Is.EqualTo(PaymentErrorCode.InvalidSignature));
        await coinbase.Provider.VerifyWebhookAsync(Signed(Body, "new"));
        using var none = new CommerceHost(options => options.WebhookSecrets.Clear());
        Assert.That(await none.RefusedAsync(Signed(Body)), Is.EqualTo(PaymentErrorCode.MissingSecret));
        using var small = new CommerceHost(options => options.MaxWebhookBytes = 1024);
        Assert.That(await small.RefusedAsync(Signed(Body.PadRight(1025))), Is.EqualTo(PaymentErrorCode.TooLarge));
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("17")]
    [TestCase("""[{"event":{"id":"e","type":"x"}}]""")]
    [TestCase("""{"event":{"id":"e","type":"x"}""")]
    [TestCase("""{"event":{"id":"e","type":"x"}} {}""")]
    [TestCase("""{"event":{"id":"e","type":"\ud800"}}""")]
    public async Task What_is_signed_but_no_JSON_object_is_refused(string body)
    {
        using var coinbase = new CommerceHost();
        Assert.That(await coinbase.RefusedAsync(Signed(body)), Is.EqualTo(PaymentErrorCode.MalformedMessage));
    }

    [TestCase("{}")]
    [TestCase("""{"id":1,"attempt_number":1}""")]
    [TestCase("""{"event":{"type":"charge:created"}}""")]
    [TestCase("""{"event":{"id":"e-1","data":{"id":"c"}}}""")]
    [TestCase("""{"event":"charge:created"}""")]
    public async Task Whatever_else_is_signed_is_acknowledged_and_changes_nothing(string body)
    {
        using var coinbase = new CommerceHost();
        var webhook = await coinbase.Provider.VerifyWebhookAsync(Signed(body));
        Assert.That((webhook.Trust, webhook.EventIds.Single().Length, webhook.References.Count, webhook.Acknowledgement.StatusCode), Is.EqualTo((WebhookTrust.Signed, 64, 0, 200)));
        Assert.That(await coinbase.Provider.ResolveWebhookAsync(webhook with { Parsed = null }), Is.Empty);
    }

    [Test]
    public async Task What_deliveries_have_in_common_is_the_event_as_it_came()
    {
        using var coinbase = new CommerceHost();
        const string Event = """{ "id":"e-1", "type":"charge:confirmed",  "data":{"id":"c-1","note":"\u00e9 }","timeline":[{"status":"COMPLETED","time":"2026-10-30T00:06:00Z"}]} }""";
        var first = await coinbase.Provider.VerifyWebhookAsync(Signed($$"""{"id":17,"attempt_number":1,"event": {{Event}} }"""));
        var again = await coinbase.Provider.VerifyWebhookAsync(Signed($$"""{"event":{{Event}},"attempt_number":7,"id":"99"}"""));
        Assert.That(Encoding.UTF8.GetString(first.Identity!.Value.Span), Is.EqualTo(Event));
        Assert.That(Encoding.UTF8.GetString(again.Identity!.Value.Span), Is.EqualTo(Event));
        var told = (await coinbase.Provider.ResolveWebhookAsync(again with { Parsed = null })).Single();
        Assert.That((told.EventId, told.Payment!.Status, told.Reference!.PaymentId), Is.EqualTo(("e-1:charge:confirmed", PaymentStatus.Completed, "c-1")));
    }

    private static WebhookRequest Signed(string body, string secret = CommerceHost.Secret) =>
        With(body, Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body))));

    private static WebhookRequest With(string body, string? signature) => new()
    {
        Body = Encoding.UTF8.GetBytes(body),
        Headers = signature is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["x-cc-webhook-signature"] = signature },
    };
}
