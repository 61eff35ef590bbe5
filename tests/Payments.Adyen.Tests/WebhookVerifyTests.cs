using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Adyen.Tests;

/// <summary>Signatures. The known answers were computed with Python's hmac; the first is that of Adyen's own library tests.</summary>
public class WebhookVerifyTests
{
    private const string OtherKey = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private const string Token =
        """{"createdAt":"2026-10-30T10:00:00Z","eventId":"EVT1","environment":"test","type":"recurring.token.created","data":{"merchantAccount":"ShopECOM","storedPaymentMethodId":"M5N7TQ4TG5PFWR50","shopperReference":"S-1","type":"visa","operation":"created"}}""";

    private const string TokenSignature = "IM021wgUVP6M0u6dtu19Mv1QJdD+cv293atV4fHDc48=";

    [TestCase("coqCmt/IZ4E3CzPvMY8zTjQVL5hYJUiBRg8UU+iCWo0=", "7914073381342284", null, "TestMerchant", "TestPayment-1407325143704", 1130, "AUTHORISATION", "true")]
    [TestCase("ZYk3fZ4AxEV3BGOyWxYkHc/2hxKShHx7BfwrPLceQOs=", "ABCD1234EFGH5678", null, "ShopECOM", "ord:10\\01", 1250, "AUTHORISATION", "true")]
    [TestCase("+qbKJJd195/ljccHlaz/idrc83eKfusFfImAhfofBYE=", "MOD12345EFGH5678", "ABCD1234EFGH5678", "ShopECOM", "r-1", 1250, "REFUND", "false")]
    [TestCase("yPW971o8rrHJJXY7tAcFPkLHFaP9sMLJ/5T8ZRYEW9o=", "ABCD1234EFGH5678", "", "ShopECOM", null, 0, "AUTHORISATION", "true")]
    [TestCase("xCbnZ4INw86tHniee1Nk/G1j8rRmnAtH+R3RZEGyXIo=", "ABCD1234EFGH5678", null, "ShopECOM", "주문-é", 1250, "AUTHORISATION", "true")]
    public async Task Known_answers(string signature, string psp, string? original, string account, string? reference, int value, string code, string success)
    {
        using var adyen = new AdyenHost(options => options.MerchantAccount = account);
        var body = Fixture.Event("notification", body =>
        {
            var item = Notifications.Item(body);
            (item["pspReference"], item["originalReference"], item["merchantAccountCode"], item["merchantReference"]) = (psp, original, account, reference);
            (item["amount"]!["value"], item["eventCode"], item["success"], item["additionalData"]!["hmacSignature"]) = (value, code, success, signature);
        });
        var webhook = await adyen.Provider.VerifyWebhookAsync(Notifications.Request(body));
        Assert.That((webhook.Trust, webhook.EventIds.Single()), Is.EqualTo((WebhookTrust.Signed, $"{psp}:{code}:{success}:{original}")));
    }

    [Test]
    public async Task A_good_one_names_payment_event_and_acknowledgement()
    {
        using var adyen = new AdyenHost();
        var webhook = await adyen.Provider.VerifyWebhookAsync(Notifications.Request(Notifications.Body("AUTHORISATION")));
        Assert.That(webhook.References[0].ToString(), Is.EqualTo("adyen:?order=ord-1001&related.psp_reference=ABCD1234EFGH5678"));
        Assert.That(webhook.Acknowledgement, Is.EqualTo(new WebhookAcknowledgement(200, "[accepted]", "text/plain")));
        Assert.That(webhook.ToString(), Does.Not.Contain("060494"));
    }

    // What is not signed comes second, by itself: it only chooses among payments of the order that is signed.
    [TestCase("paymentLinkId", "payment_link")]
    [TestCase("checkoutSessionId", "checkout_session")]
    public async Task What_is_signed_names_the_payment_first(string field, string kind)
    {
        using var adyen = new AdyenHost();
        var webhook = await adyen.Provider.VerifyWebhookAsync(Notifications.Request(Notifications.Body(
            "AUTHORISATION", change: item => item["additionalData"] = new JsonObject { [field] = "X0A1B" })));
        Assert.That(webhook.References, Is.EqualTo(new[]
        {
            new PaymentReference("adyen", null, "ord-1001", [new RelatedId("psp_reference", Requests.Psp)]), new PaymentReference("adyen", null, null, [new RelatedId(kind, "X0A1B")]),
        }));
        var refund = await adyen.Provider.VerifyWebhookAsync(
            Notifications.Request(Notifications.Body("REFUND", psp: Notifications.Refunded, original: Requests.Psp, change: item => item["merchantReference"] = "ord-2002")));
        Assert.That(refund.References.Single().ToString(), Is.EqualTo("adyen:?related.psp_reference=ABCD1234EFGH5678"), "A refund's own reference is no order.");
    }

    [Test]
    public async Task Each_changed_byte_of_a_signed_field_or_the_signature_is_refused()
    {
        using var adyen = new AdyenHost();
        var good = Notifications.Body("REFUND", psp: Notifications.Refunded, original: Requests.Psp);
        string[] signedFields =
        [
            Notifications.Refunded, Requests.Psp, "ShopECOM", "ord-1001", "1250", "EUR", "\"REFUND\"", "\"true\"",
            (string)Notifications.Item(JsonNode.Parse(good)!)["additionalData"]!["hmacSignature"]!,
        ];
        foreach (var field in signedFields)
        {
            var start = good.IndexOf(field, StringComparison.Ordinal);
            var isSignature = field.EndsWith('=');
            for (var i = 0; i < field.Length - (isSignature ? 2 : 0); i++)
            {
                var body = Encoding.UTF8.GetBytes(good);
                body[start + i] ^= 1;
                var code = await adyen.RefusedAsync(Notifications.Request(body));
                Assert.That(code, Is.AnyOf(PaymentErrorCode.InvalidSignature, PaymentErrorCode.MalformedMessage), $"Byte {i} of {field}.");
            }
        }
    }

    [TestCase("""{"hmacSignature":null}""")]
    [TestCase("""{"hmacSignature":""}""")]
    [TestCase("""{"hmacSignature":7}""")]
    [TestCase("""{"hmacSignature":{"a":"b"}}""")]
    [TestCase("""{"hmacSignature":"b0ea55c2fe60d4d1d605e9c385e0e7..."}""")]
    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("\"text\"")]
    public async Task Without_a_signature_nothing_is_believed(string data)
    {
        using var adyen = new AdyenHost();
        var body = Fixture.Event("notification", body => Notifications.Item(body)["additionalData"] = JsonNode.Parse(data));
        Assert.That(await adyen.RefusedAsync(Notifications.Request(body)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [Test]
    public async Task Keys_are_replaced_one_after_the_other()
    {
        using var adyen = new AdyenHost(options => options.WebhookSecrets = [new(Notifications.Key, TestClock.Start), new(OtherKey)]);
        foreach (var key in new[] { Notifications.Key.ToLowerInvariant(), OtherKey.ToUpperInvariant() })
            await adyen.Provider.VerifyWebhookAsync(Notifications.Request(Notifications.Body("AUTHORISATION", key: key)));
        adyen.Clock.Now += TimeSpan.FromSeconds(1);
        Assert.That(await adyen.RefusedAsync(Notifications.Request(Notifications.Body("AUTHORISATION"))), Is.EqualTo(PaymentErrorCode.InvalidSignature));
        adyen.Clock.Now += TimeSpan.FromDays(1);
        await adyen.Provider.VerifyWebhookAsync(Notifications.Request(Notifications.Body("AUTHORISATION", key: OtherKey)));
    }

    [Test]
    public async Task Another_key_signs_nothing()
    {
        using var adyen = new AdyenHost();
        Assert.That(await adyen.RefusedAsync(Notifications.Request(Notifications.Body("AUTHORISATION", key: OtherKey))), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [Test]
    public async Task Without_a_key_everything_is_refused()
    {
        using var adyen = new AdyenHost(options => options.WebhookSecrets.Clear());
        Assert.That(await adyen.RefusedAsync(Notifications.Request(Notifications.Body("AUTHORISATION"))), Is.EqualTo(PaymentErrorCode.MissingSecret));
        Assert.That(await adyen.RefusedAsync(Notifications.Request(Token, ("hmacsignature", TokenSignature))), Is.EqualTo(PaymentErrorCode.MissingSecret));
    }

    [Test]
    public async Task Each_item_is_checked_by_itself()
    {
        using var adyen = new AdyenHost();
        var both = JsonNode.Parse(Notifications.Body("AUTHORISATION"))!;
        both["notificationItems"]!.AsArray().Add(JsonNode.Parse(Notifications.Body("CAPTURE", psp: Notifications.Captured, original: Requests.Psp))!["notificationItems"]![0]!.DeepClone());
        var webhook = await adyen.Provider.VerifyWebhookAsync(Notifications.Request(both.ToJsonString()));
        Assert.That(webhook.EventIds, Has.Count.EqualTo(2));
        var events = await adyen.Provider.ResolveWebhookAsync(webhook);
        Assert.That(events.Select(e => e.ProviderEventType), Is.EqualTo(new[] { "AUTHORISATION", "CAPTURE" }));
        Notifications.Item(both, 1)["amount"]!["value"] = 9999;
        Assert.That(await adyen.RefusedAsync(Notifications.Request(both.ToJsonString())), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [Test]
    public async Task Another_account_or_environment_is_refused()
    {
        using var adyen = new AdyenHost();
        var account = Notifications.Body("AUTHORISATION", change: item => item["merchantAccountCode"] = "OtherECOM");
        Assert.That(await adyen.RefusedAsync(Notifications.Request(account)), Is.EqualTo(PaymentErrorCode.Mismatch));
        var live = Notifications.Body("AUTHORISATION").Replace("\"live\":\"false\"", "\"live\":\"true\"", StringComparison.Ordinal);
        Assert.That(await adyen.RefusedAsync(Notifications.Request(live)), Is.EqualTo(PaymentErrorCode.Mismatch));
    }

    [TestCase("true")]
    [TestCase("false")]
    public async Task A_flag_may_be_a_text_or_a_flag_and_an_amount_a_text(string success)
    {
        using var adyen = new AdyenHost();
        var body = Notifications.Body("AUTHORISATION", success).Replace($"\"success\":\"{success}\"", $"\"success\":{success}", StringComparison.Ordinal)
            .Replace("\"value\":1250", "\"value\":\"1250\"", StringComparison.Ordinal);
        var webhook = await adyen.Provider.VerifyWebhookAsync(Notifications.Request(body));
        Assert.That(webhook.EventIds.Single(), Is.EqualTo($"ABCD1234EFGH5678:AUTHORISATION:{success}:"));
    }

    // Read one way for the signature and another way for the money.
    [TestCase("\"value\":1250", "\"value\":1250,\"value\":9999")]
    [TestCase("\"value\":1250", "\"value\":9999,\"value\":1250")]
    [TestCase("\"merchantReference\":\"ord-1001\"", "\"merchantReference\":\"ord-1001\",\"merchantReference\":\"ord-2002\"")]
    [TestCase("\"success\":\"true\"", "\"success\":\"true\",\"success\":\"false\"")]
    [TestCase("\"eventCode\":\"AUTHORISATION\"", "\"eventCode\":\"AUTHORISATION\",\"eventCode\":\"REFUND\"")]
    [TestCase("\"live\":\"false\"", "\"live\":\"false\",\"notificationItems\":[]")]
    [TestCase("\"value\":1250", "\"value\":1250.0")]
    [TestCase("\"value\":1250", "\"value\":1.25e3")]
    public async Task What_could_be_read_in_two_ways_is_refused(string good, string bad)
    {
        using var adyen = new AdyenHost();
        var body = Notifications.Body("AUTHORISATION");
        Assert.That(body, Does.Contain(good));
        Assert.That(await adyen.RefusedAsync(Notifications.Request(body.Replace(good, bad, StringComparison.Ordinal))), Is.EqualTo(PaymentErrorCode.MalformedMessage));
    }

    [Test]
    public async Task A_message_of_the_newer_kind_is_signed_as_a_whole()
    {
        using var adyen = new AdyenHost();
        var webhook = await adyen.Provider.VerifyWebhookAsync(Notifications.Request(Token, ("hmacsignature", TokenSignature)));
        Assert.That((webhook.EventIds.Single(), webhook.References.Count), Is.EqualTo(("EVT1", 0)));
        var told = (await adyen.Provider.ResolveWebhookAsync(webhook)).Single();
        Assert.That((told.Type, told.ProviderEventType, told.EventId, told.Reference), Is.EqualTo(
            (PaymentEventType.Other, "recurring.token.created", "EVT1:recurring.token.created", (PaymentReference?)null)));
        for (var i = 0; i < Token.Length; i++)
        {
            var body = Encoding.UTF8.GetBytes(Token);
            body[i] ^= 1;
            Assert.That(await adyen.RefusedAsync(Notifications.Request(body, ("HmacSignature", TokenSignature))), Is.EqualTo(PaymentErrorCode.InvalidSignature));
        }
    }

    // One vector of Adyen's own is no JSON, and its signature is good.
    [TestCase("{\"type\":")]
    [TestCase("{}")]
    [TestCase("[1]")]
    [TestCase("<xml/>")]
    [TestCase("{\"type\":7,\"environment\":{},\"data\":[]}")]
    public async Task A_signed_message_that_says_nothing_known_is_told(string body)
    {
        using var adyen = new AdyenHost();
        var webhook = await adyen.Provider.VerifyWebhookAsync(Whole(body));
        var told = (await adyen.Provider.ResolveWebhookAsync(webhook)).Single();
        Assert.That((webhook.Trust, told.Type, told.Reference, told.Facts.Count), Is.EqualTo((WebhookTrust.Signed, PaymentEventType.Other, (PaymentReference?)null, 0)));
        Assert.That(webhook.EventIds.Single(), Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))[..32]));
    }

    [Test]
    public async Task Messages_of_one_type_without_an_id_are_several()
    {
        using var adyen = new AdyenHost();
        List<string> ids = [];
        foreach (var body in new[] { """{"type":"balancePlatform.report.created","n":1}""", """{"type":"balancePlatform.report.created","n":2}""" })
        {
            var webhook = await adyen.Provider.VerifyWebhookAsync(Whole(body));
            ids.AddRange([webhook.EventIds.Single(), (await adyen.Provider.ResolveWebhookAsync(webhook)).Single().EventId]);
        }

        Assert.That(ids, Is.Unique);
    }

    private static WebhookRequest Whole(string body) => Notifications.Request(
        body, ("HmacSignature", Convert.ToBase64String(HMACSHA256.HashData(Convert.FromHexString(Notifications.Key), Encoding.UTF8.GetBytes(body)))));

    // A header takes the items' signatures' place: it has to be right.
    [TestCase("")]
    [TestCase("AAAA")]
    [TestCase(TokenSignature)]
    public async Task A_wrong_header_is_not_ignored(string header)
    {
        using var adyen = new AdyenHost();
        Assert.That(await adyen.RefusedAsync(Notifications.Request(Notifications.Body("AUTHORISATION"), ("HmacSignature", header))), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [Test]
    public async Task User_and_password_are_a_second_proof()
    {
        using var adyen = new AdyenHost(options => (options.WebhookUserName, options.WebhookPassword) = ("adyen", "pässword"));
        var body = Notifications.Body("AUTHORISATION");
        await adyen.Provider.VerifyWebhookAsync(Notifications.Request(body, ("authorization", "Basic YWR5ZW46cMOkc3N3b3Jk")));
        foreach (var wrong in new[] { null, "", "Basic", "Basic YWR5ZW46cMOkc3N3b3JK", "Bearer YWR5ZW46cMOkc3N3b3Jk" })
        {
            var request = wrong is null ? Notifications.Request(body) : Notifications.Request(body, ("Authorization", wrong));
            Assert.That(await adyen.RefusedAsync(request), Is.EqualTo(PaymentErrorCode.InvalidCredentials));
        }
    }

    [Test]
    public async Task A_large_message_is_refused_before_it_is_read()
    {
        using var adyen = new AdyenHost(options => options.MaxWebhookBytes = 2048);
        Assert.That(await adyen.RefusedAsync(Notifications.Request(new byte[2049])), Is.EqualTo(PaymentErrorCode.TooLarge));
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{")]
    [TestCase("<html/>")]
    [TestCase("""{"notificationItems":{}}""")]
    [TestCase("""{"notificationItems":[1]}""")]
    [TestCase("""{"notificationItems":[{}]}""")]
    [TestCase("""{"notificationItems":[{"NotificationRequestItem":"x"}]}""")]
    [TestCase("""{"notificationItems":[{"NotificationRequestItem":{}}]} {}""")]
    public async Task What_is_no_notification_is_refused(string body)
    {
        using var adyen = new AdyenHost();
        Assert.That(await adyen.RefusedAsync(Notifications.Request(body)), Is.EqualTo(PaymentErrorCode.MalformedMessage));
    }

    [TestCase("{}")]
    [TestCase("""{"notificationItems":[]}""")]
    [TestCase("""{"type":"x"}""")]
    [TestCase("""{"notificationItems":[{"NotificationRequestItem":{}}]}""")]
    public async Task What_has_no_signature_is_refused(string body)
    {
        using var adyen = new AdyenHost();
        Assert.That(await adyen.RefusedAsync(Notifications.Request(body)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [Test]
    public async Task The_reader_is_bounded()
    {
        using var adyen = new AdyenHost();
        var item = "{\"NotificationRequestItem\":{}},";
        string[] bodies =
        [
            "{\"notificationItems\":[" + string.Concat(Enumerable.Repeat(item, 101)).TrimEnd(',') + "]}",
            "{\"a\":" + new string('[', 100_000),
            "{\"notificationItems\":[{\"NotificationRequestItem\":{\"pspReference\":\"" + new string('x', 2000) + "\"}}]}",
        ];
        foreach (var body in bodies)
            Assert.That(await adyen.RefusedAsync(Notifications.Request(body)), Is.EqualTo(PaymentErrorCode.MalformedMessage));
    }
}
