using System.Text;
using Payments.Security;

namespace Payments.Square.Tests;

public class WebhookVerifyTests
{
    private static readonly string Body = Fixture.Event("payment.updated");

    [Test]
    public async Task A_signed_event_names_its_payment_by_the_object_s_own_ids()
    {
        using var square = new SquareHost();
        var webhook = await square.Provider.VerifyWebhookAsync(Webhooks.Signed(Body));
        Assert.Multiple(() =>
        {
            Assert.That((webhook.Provider, webhook.Trust), Is.EqualTo(("square", WebhookTrust.Signed)));
            Assert.That(webhook.EventIds, Is.EqualTo(new[] { "6a8f5f28-54a1-4eb0-a98a-3111513fd4fc:payment.updated" }));
            Assert.That(webhook.References.Single().ToString(), Is.EqualTo("square:?order=A-1001&related.payment=p1"));
            Assert.That(webhook.Acknowledgement.StatusCode, Is.EqualTo(200));
            Assert.That(square.Calls, Is.Zero);
        });
    }

    [TestCase("refund.updated", "square:?related.payment=p1")]
    [TestCase("dispute.state.updated", "square:?related.payment=p1")]
    [TestCase("terminal.refund.updated", "square:?related.payment=p1")]
    [TestCase("terminal.checkout.updated", "square:?order=A-1001&related.checkout=c1")]
    [TestCase("order.updated", "square:?related.order=o1")]
    [TestCase("test_notification", null)]
    public async Task Every_kind_of_object_gives_its_ids(string name, string? expected)
    {
        using var square = new SquareHost();
        var webhook = await square.Provider.VerifyWebhookAsync(Webhooks.Signed(Fixture.Event(name)));
        Assert.That(webhook.References.SingleOrDefault()?.ToString(), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_page_s_payment_is_looked_for_by_its_order_and_by_its_note()
    {
        using var square = new SquareHost();
        var webhook = await square.Provider.VerifyWebhookAsync(Webhooks.Signed(Fixture.Event("payment.updated", node =>
        {
            node["data"]!["object"]!["payment"]!["reference_id"] = null;
            node["data"]!["object"]!["payment"]!["note"] = "A-1001";
        })));
        Assert.That(webhook.References.Select(reference => reference.ToString()), Is.EqualTo(new[] { "square:?related.payment=p1&related.order=o9", "square:?order=A-1001" }));
    }

    /// <summary>Signatures that were computed with another tool (<c>openssl dgst -sha256 -hmac key -binary | base64</c>, and Python's hmac).</summary>
    [TestCase("https://shop.example/hooks/square?shop=1", "asdf_1234-signature", """{"hello":"world"}""", "z9FxfIj6vJYXR6QR6YQrpPp5uHp2RWJSkUD06V/WWTw=")]
    [TestCase("https://perfect-pond-7.webhook.example/", "asdf1234", """{"a":"ü>€"}""", "5QqSeC093jAueGG3sjCl2ZFgPwtsCB0V1Cqb5dniq34=")]
    public async Task A_known_signature_is_right(string url, string key, string body, string signature)
    {
        using var square = new SquareHost(options => options.WebhookSubscriptions = [new() { NotificationUrl = new Uri(url), SignatureKeys = { key } }]);
        Assert.That(await square.RefusedAsync(Webhooks.With(Encoding.UTF8.GetBytes(body), signature)), Is.EqualTo(PaymentErrorCode.MalformedMessage), "signed, but no event");
        Assert.That(await square.RefusedAsync(Webhooks.With(Encoding.UTF8.GetBytes(body + " "), signature)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [Test]
    public async Task Every_byte_of_the_body_counts()
    {
        using var square = new SquareHost();
        var good = Encoding.UTF8.GetBytes(Body);
        var header = Webhooks.Signature(good);
        for (var i = 0; i < good.Length; i++)
        {
            var body = (byte[])good.Clone();
            body[i] ^= 1;
            Assert.That(await square.RefusedAsync(Webhooks.With(body, header)), Is.EqualTo(PaymentErrorCode.InvalidSignature), $"byte {i}");
        }

        foreach (var changed in new[] { Body + "\n", "\uFEFF" + Body, Body.ReplaceLineEndings("\r\n"), System.Text.Json.Nodes.JsonNode.Parse(Body)!.ToJsonString(), "" })
            Assert.That(await square.RefusedAsync(Webhooks.With(Encoding.UTF8.GetBytes(changed), header)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [Test]
    public async Task Every_character_of_the_signature_counts()
    {
        using var square = new SquareHost();
        var good = Encoding.UTF8.GetBytes(Body);
        var header = Webhooks.Signature(good);
        for (var i = 0; i < header.Length - 2; i++)
        {
            var other = header[..i] + (header[i] == 'A' ? 'B' : 'A') + header[(i + 1)..];
            Assert.That(await square.RefusedAsync(Webhooks.With(good, other)), Is.EqualTo(PaymentErrorCode.InvalidSignature), $"character {i}");
        }
    }

    [Test]
    public async Task Another_form_of_the_signature_is_none()
    {
        using var square = new SquareHost();
        var good = Encoding.UTF8.GetBytes(Body);
        var header = Webhooks.Signature(good);
        var bytes = Convert.FromBase64String(header);
        string?[] others =
        [
            null, "", " ", "=", header[..43], header + "=", header.TrimEnd('='), header.Replace('+', '-').Replace('/', '_') + "!", Convert.ToHexString(bytes), header + "," + header,
            Webhooks.Signature(good, url: ""), Webhooks.Signature([], url: Webhooks.Url),
            new HmacSignature(HmacAlgorithm.Sha1, SignatureEncoding.Base64).Sign(Encoding.UTF8.GetBytes(Webhooks.Key), Encoding.UTF8.GetBytes(Webhooks.Url), good),
            Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(Webhooks.Key), (byte[])[.. good, .. Encoding.UTF8.GetBytes(Webhooks.Url)])),
        ];
        foreach (var other in others)
            Assert.That(await square.RefusedAsync(Webhooks.With(good, other)), Is.EqualTo(PaymentErrorCode.InvalidSignature), other);
    }

    [Test]
    public async Task The_older_header_does_not_open_the_door()
    {
        using var square = new SquareHost();
        var good = Encoding.UTF8.GetBytes(Body);
        Assert.That(await square.RefusedAsync(Webhooks.With(good, Webhooks.Signature(good), "x-square-signature")), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [TestCase("https://shop.example/hooks/square?shop=1", true)]
    [TestCase("http://shop.example/hooks/square?shop=1", false)]
    [TestCase("https://shop.example/hooks/square", false)]
    [TestCase("https://shop.example/hooks/square?shop=1/", false)]
    [TestCase("https://Shop.example/hooks/square?shop=1", false)]
    [TestCase("https://shop.example:443/hooks/square?shop=1", false)]
    public async Task The_address_counts_as_it_is_configured_and_not_as_the_request_seems_to_come(string signedOver, bool valid)
    {
        using var square = new SquareHost();
        var request = Webhooks.Signed(Body, url: signedOver);
        if (valid)
            await square.Provider.VerifyWebhookAsync(request);
        else
            Assert.That(await square.RefusedAsync(request), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [Test]
    public async Task Each_subscription_has_its_own_address_and_keys()
    {
        using var square = new SquareHost(options =>
        {
            options.WebhookSubscriptions.Add(new() { NotificationUrl = new Uri("https://shop.example/hooks/two"), SignatureKeys = { "key-of-two", "next-key-of-two" } });
            options.WebhookSubscriptions.Add(new() { NotificationUrl = new Uri("https://shop.example/hooks/three") });
        });
        await square.Provider.VerifyWebhookAsync(Webhooks.Signed(Body));
        await square.Provider.VerifyWebhookAsync(Webhooks.Signed(Body, "https://shop.example/hooks/two", "key-of-two"));
        await square.Provider.VerifyWebhookAsync(Webhooks.Signed(Body, "https://shop.example/hooks/two", "next-key-of-two"));
        foreach (var (url, key) in new[] { (Webhooks.Url, "key-of-two"), ("https://shop.example/hooks/two", Webhooks.Key), ("https://shop.example/hooks/three", Webhooks.Key) })
            Assert.That(await square.RefusedAsync(Webhooks.Signed(Body, url, key)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [Test]
    public async Task A_key_that_has_ended_signs_nothing()
    {
        using var square = new SquareHost(options => options.WebhookSubscriptions =
            [new() { NotificationUrl = new Uri(Webhooks.Url), SignatureKeys = { new WebhookSecret(Webhooks.Key, TestClock.Start.AddSeconds(-1)), "new" } }]);
        Assert.That(await square.RefusedAsync(Webhooks.Signed(Body)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
        await square.Provider.VerifyWebhookAsync(Webhooks.Signed(Body, key: "new"));
    }

    [Test]
    public async Task Without_a_key_nothing_is_believed()
    {
        using var none = new SquareHost(options => options.WebhookSubscriptions.Clear());
        using var empty = new SquareHost(options => options.WebhookSubscriptions = [new() { NotificationUrl = new Uri(Webhooks.Url) }]);
        Assert.That(await none.RefusedAsync(Webhooks.Signed(Body)), Is.EqualTo(PaymentErrorCode.MissingSecret));
        Assert.That(await empty.RefusedAsync(Webhooks.Signed(Body)), Is.EqualTo(PaymentErrorCode.MissingSecret));
    }

    [Test]
    public async Task The_size_is_capped_before_anything_else()
    {
        using var square = new SquareHost(options => options.MaxWebhookBytes = 2048);
        Assert.That(await square.RefusedAsync(Webhooks.Signed(Body.PadRight(2049))), Is.EqualTo(PaymentErrorCode.TooLarge));
        await square.Provider.VerifyWebhookAsync(Webhooks.Signed(Body.PadRight(2048)));

        // Some helpers put the whole body onto the stack.
        using var large = new SquareHost(options => options.MaxWebhookBytes = 16 * 1024 * 1024);
        await large.Provider.VerifyWebhookAsync(Webhooks.Signed(Body.PadRight(12 * 1024 * 1024)));
    }

    [TestCase("")]
    [TestCase("not json")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("""{"type":"payment.updated"}""")]
    [TestCase("""{"event_id":"e1"}""")]
    [TestCase("""{"event_id":"e1","type":"x"} {}""")]
    [TestCase("""{"event_id":"\ud800","type":""}""")]
    public async Task What_is_signed_but_no_event_is_refused(string body)
    {
        using var square = new SquareHost();
        Assert.That(await square.RefusedAsync(Webhooks.Signed(body)), Is.EqualTo(PaymentErrorCode.MalformedMessage));
    }

    [Test]
    public async Task Depth_is_limited()
    {
        using var square = new SquareHost();
        var deep = $$"""{"event_id":"e1","type":"payment.updated","data":{{string.Concat(Enumerable.Repeat("[", 5000))}}""";
        Assert.That(await square.RefusedAsync(Webhooks.Signed(deep)), Is.EqualTo(PaymentErrorCode.MalformedMessage));
    }

    [TestCase(null, true)]
    [TestCase("M1", true)]
    [TestCase("M2", false)]
    public async Task The_seller_has_to_be_the_registration_s(string? option, bool valid)
    {
        using var square = new SquareHost(options => options.MerchantId = option);
        if (valid)
            await square.Provider.VerifyWebhookAsync(Webhooks.Signed(Body));
        else
            Assert.That(await square.RefusedAsync(Webhooks.Signed(Body)), Is.EqualTo(PaymentErrorCode.Mismatch));
    }

    [Test]
    public async Task Ten_thousand_hostile_messages_are_refused_or_harmless()
    {
        using var square = new SquareHost();
        var random = new Random(20261123);
        var good = Encoding.UTF8.GetBytes(Body);
        for (var i = 0; i < 10_000; i++)
        {
            var body = (byte[])good.Clone();
            for (var changes = random.Next(1, 6); changes > 0; changes--)
                body[random.Next(body.Length)] = random.Next(3) == 0 ? (byte)"{}[]\":,\\0tn"[random.Next(11)] : (byte)random.Next(256);
            try
            {
                await square.Provider.VerifyWebhookAsync(Webhooks.Signed(random.Next(4) == 0 ? body[..random.Next(body.Length)] : body));
            }
            catch (WebhookVerificationException)
            {
                // As it should be.
            }
        }
    }
}
