using System.Text;
using System.Text.Json.Nodes;
using Payments.Security;

namespace Payments.PayPal.Tests;

public class WebhookVerifyTests
{
    private static readonly string Body = Fixture.Event("capture").ReplaceLineEndings("\n");

    [Test]
    public async Task A_signed_event_is_a_hint_that_names_its_payment()
    {
        using var paypal = Webhooks.Host();
        paypal.On(Webhooks.CertificateCall, TestSigner.Good.Pem);
        var webhook = await paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Body));
        Assert.Multiple(() =>
        {
            Assert.That((webhook.Provider, webhook.Trust), Is.EqualTo(("paypal", WebhookTrust.Hint)), "only a CRC-32 of it is signed");
            Assert.That(webhook.EventIds, Is.EqualTo(new[] { "WH-1" }));
            Assert.That(webhook.References.Single().ToString(), Is.EqualTo("paypal:5O190127TN364715T?order=A-1001&related.capture=3C679366HH908993F"));
            Assert.That(webhook.Acknowledgement.StatusCode, Is.EqualTo(200));
            Assert.That(paypal.Headers.Single().Authorization, Is.Null, "no credentials go to where a message points");
        });
    }

    [Test]
    public async Task A_signature_that_was_made_elsewhere_is_known()
    {
        // Text, CRC-32 (157261782) and signature were made with Python's zlib and cryptography, and checked with openssl dgst -verify.
        using var paypal = new PayPalHost(options => options.WebhookCertificateRoots.Add(Fixture.Text("Certificates/root.pem")), signsIn: false);
        paypal.On(Webhooks.CertificateCall, Fixture.Text("Certificates/signer-chain.pem"));
        var webhook = await paypal.Provider.VerifyWebhookAsync(Webhooks.With(Encoding.UTF8.GetBytes(Body), Webhooks.Headers(Fixture.Text("Certificates/signature.txt"))));
        Assert.That(webhook.EventIds.Single(), Is.EqualTo("WH-1"));
        Assert.That(PayPalCrc32.Compute(Encoding.UTF8.GetBytes(Body)), Is.EqualTo(157261782));
    }

    [TestCase("", 0u)]
    [TestCase("a", 3904355907u)]
    [TestCase("123456789", 3421780262u)]
    [TestCase("The quick brown fox jumps over the lazy dog", 1095738169u)]
    public void The_checksum_is_zlib_s(string text, uint expected) => Assert.That(PayPalCrc32.Compute(Encoding.ASCII.GetBytes(text)), Is.EqualTo(expected));

    [Test]
    public async Task Every_byte_of_the_body_counts()
    {
        using var paypal = await Webhooks.ReadyAsync();
        var bytes = Encoding.UTF8.GetBytes(Body);
        var headers = Webhooks.Signed(bytes).Headers;
        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = (byte[])bytes.Clone();
            changed[i] ^= 1;
            Assert.That(await paypal.RefusedAsync(Webhooks.With(changed, headers)), Is.EqualTo(PaymentErrorCode.InvalidSignature), $"byte {i}");
        }

        foreach (var body in new[] { Body + "\n", "\uFEFF" + Body, Body.ReplaceLineEndings("\r\n"), "" })
            Assert.That(await paypal.RefusedAsync(Webhooks.With(Encoding.UTF8.GetBytes(body), headers)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [TestCase("paypal-transmission-id")]
    [TestCase("paypal-transmission-time")]
    [TestCase("paypal-transmission-sig")]
    public async Task Every_character_of_what_is_signed_counts(string name)
    {
        using var paypal = await Webhooks.ReadyAsync();
        var good = Webhooks.Signed(Body);
        var value = good.Headers[name];
        for (var i = 0; i < value.TrimEnd('=').Length - 1; i++)
        {
            var headers = new Dictionary<string, string>(good.Headers, StringComparer.OrdinalIgnoreCase) { [name] = value[..i] + (value[i] == 'A' ? 'B' : 'A') + value[(i + 1)..] };
            Assert.That(await paypal.RefusedAsync(Webhooks.With(Encoding.UTF8.GetBytes(Body), headers)), Is.EqualTo(PaymentErrorCode.InvalidSignature), $"{name} {i}");
        }
    }

    [Test]
    public async Task A_time_is_never_written_anew()
    {
        using var paypal = await Webhooks.ReadyAsync();
        var good = Webhooks.Signed(Body);
        foreach (var time in new[] { "2026-10-30T00:00:04.000Z", "2026-10-30T01:00:04+01:00", "2026-10-30 00:00:04Z" })
        {
            var headers = new Dictionary<string, string>(good.Headers, StringComparer.OrdinalIgnoreCase) { ["paypal-transmission-time"] = time };
            Assert.That(await paypal.RefusedAsync(Webhooks.With(Encoding.UTF8.GetBytes(Body), headers)), Is.EqualTo(PaymentErrorCode.InvalidSignature), time);
        }
    }

    [TestCase("paypal-transmission-id")]
    [TestCase("paypal-transmission-time")]
    [TestCase("paypal-transmission-sig")]
    [TestCase("paypal-cert-url")]
    [TestCase("paypal-auth-algo")]
    public async Task A_missing_header_is_refused_before_anything_is_fetched(string name)
    {
        using var paypal = Webhooks.Host();
        foreach (var value in new[] { null, "", new string('A', 3000) })
        {
            var headers = new Dictionary<string, string>(Webhooks.Signed(Body).Headers, StringComparer.OrdinalIgnoreCase);
            if (value is null)
                headers.Remove(name);
            else
                headers[name] = value;
            Assert.That(await paypal.RefusedAsync(Webhooks.With(Encoding.UTF8.GetBytes(Body), headers)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
        }

        Assert.That(paypal.Calls, Is.Zero);
    }

    [TestCase("SHA1withRSA")]
    [TestCase("sha256withrsa")]
    [TestCase("SHA256withRSA ")]
    [TestCase("none")]
    public async Task Another_algorithm_is_refused_before_anything_is_fetched(string algorithm)
    {
        using var paypal = Webhooks.Host();
        var headers = new Dictionary<string, string>(Webhooks.Signed(Body).Headers, StringComparer.OrdinalIgnoreCase) { ["paypal-auth-algo"] = algorithm };
        Assert.That(await paypal.RefusedAsync(Webhooks.With(Encoding.UTF8.GetBytes(Body), headers)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
        Assert.That(paypal.Calls, Is.Zero);
    }

    [TestCase("not base64!")]
    [TestCase("AAAA")]
    [TestCase("====")]
    public async Task A_signature_that_is_none_is_refused(string signature)
    {
        using var paypal = await Webhooks.ReadyAsync();
        Assert.That(await paypal.RefusedAsync(Webhooks.With(Encoding.UTF8.GetBytes(Body), Webhooks.Headers(signature))), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [Test]
    public async Task Another_webhook_id_is_refused_and_a_replaced_one_is_taken_until_its_end()
    {
        using var paypal = Webhooks.Host(options =>
        {
            options.WebhookIds.Clear();
            options.WebhookIds.Add(new WebhookSecret("OLD1234567890", TestClock.Start.AddMinutes(1)));
            options.WebhookIds.Add(new WebhookSecret("NEW1234567890"));
        });
        paypal.On(Webhooks.CertificateCall, TestSigner.Good.Pem);
        await paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Body, id: "OLD1234567890"));
        await paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Body, id: "NEW1234567890"));
        Assert.That(await paypal.RefusedAsync(Webhooks.Signed(Body)), Is.EqualTo(PaymentErrorCode.InvalidSignature));

        paypal.Clock.Now = TestClock.Start.AddMinutes(2);
        await paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Body, id: "NEW1234567890"));
        Assert.That(await paypal.RefusedAsync(Webhooks.Signed(Body, id: "OLD1234567890")), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [Test]
    public async Task Without_a_webhook_id_nothing_is_believed_and_nothing_is_fetched()
    {
        using var paypal = Webhooks.Host(options => options.WebhookIds.Clear());
        Assert.That(await paypal.RefusedAsync(Webhooks.Signed(Body)), Is.EqualTo(PaymentErrorCode.MissingSecret));
        Assert.That(paypal.Calls, Is.Zero);
    }

    [Test]
    public async Task The_size_is_capped_before_anything_else()
    {
        using var paypal = Webhooks.Host(options => options.MaxWebhookBytes = 4096);
        Assert.That(await paypal.RefusedAsync(Webhooks.Signed(Body.PadRight(4097))), Is.EqualTo(PaymentErrorCode.TooLarge));
        Assert.That(paypal.Calls, Is.Zero);
    }

    [Test]
    public async Task An_event_that_is_tried_again_for_days_is_still_good()
    {
        using var paypal = Webhooks.Host();
        paypal.On(Webhooks.CertificateCall, TestSigner.Good.Pem);
        paypal.Clock.Now = TestClock.Start.AddDays(4);
        Assert.That((await paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Body))).EventIds.Single(), Is.EqualTo("WH-1"));
    }

    [TestCase("")]
    [TestCase("not json")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"id":"WH-1"}""")]
    [TestCase("""{"id":7,"event_type":"x"}""")]
    [TestCase("""{"id":"WH-1","event_type":"x"} {}""")]
    [TestCase("""{"id":"\ud800","event_type":"x"}""")]
    public async Task What_is_signed_but_no_event_is_refused(string body)
    {
        using var paypal = await Webhooks.ReadyAsync();
        Assert.That(await paypal.RefusedAsync(Webhooks.Signed(body)), Is.EqualTo(PaymentErrorCode.MalformedMessage));
    }

    [Test]
    public async Task Depth_is_limited()
    {
        using var paypal = await Webhooks.ReadyAsync();
        var deep = $$"""{"id":"WH-1","event_type":"x","resource":{{string.Concat(Enumerable.Repeat("[", 5000))}}""";
        Assert.That(await paypal.RefusedAsync(Webhooks.Signed(deep)), Is.EqualTo(PaymentErrorCode.MalformedMessage));
    }

    [Test]
    public async Task A_dispute_names_every_transaction()
    {
        using var paypal = await Webhooks.ReadyAsync();
        var webhook = await paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Fixture.Event("dispute", node =>
        {
            var transactions = node["resource"]!["disputed_transactions"]!.AsArray();
            transactions.Add(null);
            for (var i = 0; i < 100; i++)
                transactions.Add(new JsonObject { ["seller_transaction_id"] = $"CAPTURE{i}" });
        })));
        Assert.That(webhook.References.Take(2).Select(reference => reference.GetRelated("capture")), Is.EqualTo(new[] { Requests.CaptureId, "CAPTURE0" }));
        Assert.That(webhook.References, Has.Count.LessThan(25), "who makes up another body for the checksum cannot have the memory searched without end");
    }

    [TestCase("order", "paypal:5O190127TN364715T?order=A-1001")]
    [TestCase("reversal", "paypal:5O190127TN364715T?order=A-1001")]
    [TestCase("authorization", "paypal:5O190127TN364715T?order=A-1001&related.authorization=0VF52814937998046")]
    [TestCase("capture", "paypal:5O190127TN364715T?order=A-1001&related.capture=3C679366HH908993F")]
    [TestCase("capture-old", "paypal:5O190127TN364715T?order=A-1001&related.capture=3C679366HH908993F")]
    [TestCase("capture-of-hold", "paypal:?order=A-1001&related.authorization=0VF52814937998046&related.capture=3C679366HH908993F")]
    [TestCase("refund", "paypal:?related.capture=3C679366HH908993F")]
    [TestCase("dispute", "paypal:?related.capture=3C679366HH908993F")]
    [TestCase("sale", null)]
    public async Task Every_kind_of_object_gives_its_ids(string name, string? expected)
    {
        using var paypal = await Webhooks.ReadyAsync();
        var webhook = await paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Fixture.Event(name)));
        Assert.That(webhook.References.SingleOrDefault()?.ToString(), Is.EqualTo(expected));
    }
}
