using System.Text;
using Payments.Security;

namespace Payments.Coinbase.Tests.Checkouts;

public class SignatureTests
{
    private static readonly string Body = Fixture.Event("checkout.payment.success");

    // Computed with Python's hmac over the secret of CheckoutsHost.
    private const string KnownBody = """{"id":"c1","eventType":"checkout.payment.expired","note":"café"}""";
    private const string KnownOlder = "t=1793318400,h=content-type x-hook0-id,v1=5df5e9d0180127feead1552e25c5aa7fc3610d55d56e4bb786a5d1b0841b8a9d";
    private const string KnownV1 = "h=content-type x-event-id x-event-type,v1=1fae681c30f7d0b6c2dc23dd127518e153202b7a3a937ee9824b2d2666b2a150";
    private const string KnownV0 = "v0=14e41c6d9d6309c75ed86d91fa58fb801d413c70ac953c83f29773458e0ee172";

    private static readonly Dictionary<string, string> KnownHeaders = new()
    {
        ["content-type"] = "application/json; charset=utf-8", ["X-EVENT-ID"] = "evt-1", ["x-event-type"] = "checkout.payment.expired",
    };

    [Test]
    public async Task Both_forms_of_the_header_are_known()
    {
        using var coinbase = new CheckoutsHost();
        var older = await coinbase.Provider.VerifyWebhookAsync(Hook0.With(KnownBody, KnownOlder, Hook0.Older));
        Assert.That((older.Trust, older.EventIds.Single(), older.Acknowledgement.StatusCode), Is.EqualTo((WebhookTrust.Signed, "hook-1", 200)));
        var newer = await coinbase.Provider.VerifyWebhookAsync(Hook0.With(KnownBody, $"t=1793318400,{KnownV0},{KnownV1}", KnownHeaders));
        Assert.That((newer.Trust, newer.EventIds.Single()), Is.EqualTo((WebhookTrust.Signed, "evt-1")));
        var bare = await coinbase.Provider.VerifyWebhookAsync(Hook0.With(KnownBody, $"t=1793318400,{KnownV0}", KnownHeaders));
        Assert.That(bare.EventIds.Single(), Is.EqualTo("c1:checkout.payment.expired"), "v0 does not cover the headers: the id in them is not believed");
        Assert.That(coinbase.Calls, Is.Zero);
    }

    [TestCase(KnownV1 + ",t=1793318400")]
    [TestCase(" t = 1793318400 , " + KnownV1)]
    [TestCase("x=1,t=1793318400,future=a b c," + KnownV1)]
    [TestCase("v1=1fae681c30f7d0b6c2dc23dd127518e153202b7a3a937ee9824b2d2666b2a150 ,  h=content-type x-event-id x-event-type,t=1793318400")]
    public async Task Entries_come_in_any_order_padded_and_with_others_between(string header)
    {
        using var coinbase = new CheckoutsHost();
        Assert.That((await coinbase.Provider.VerifyWebhookAsync(Hook0.With(KnownBody, header, KnownHeaders))).EventIds.Single(), Is.EqualTo("evt-1"));
    }

    [Test]
    public async Task A_good_older_signature_never_rescues_a_wrong_newer_one()
    {
        using var coinbase = new CheckoutsHost();
        foreach (var v1 in new[] { "v1=" + new string('0', 64), "v1=", "v1=zz", "v1=abc", KnownV0.Replace("v0", "v1", StringComparison.Ordinal) })
        {
            foreach (var header in new[] { $"t=1793318400,{KnownV0},h=content-type,{v1}", $"t=1793318400,{KnownV0},{v1}" })
                Assert.That(await coinbase.RefusedAsync(Hook0.With(KnownBody, header, KnownHeaders)), Is.EqualTo(PaymentErrorCode.InvalidSignature), header);
        }
    }

    [Test]
    public async Task The_older_signature_alone_can_be_switched_off()
    {
        using var strict = new CheckoutsHost(options => options.AcceptVersion0Signatures = false);
        Assert.That(await strict.RefusedAsync(Hook0.V0(Body)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
        Assert.That((await strict.Provider.VerifyWebhookAsync(Hook0.V1(Body))).Trust, Is.EqualTo(WebhookTrust.Signed));
    }

    [Test]
    public async Task A_covered_header_that_did_not_arrive_or_came_otherwise_is_refused()
    {
        using var coinbase = new CheckoutsHost();
        foreach (var (name, value) in KnownHeaders)
        {
            Dictionary<string, string> changed = new(KnownHeaders);
            changed.Remove(name);
            Assert.That(await coinbase.RefusedAsync(Hook0.With(KnownBody, $"t=1793318400,{KnownV0},{KnownV1}", changed)), Is.EqualTo(PaymentErrorCode.InvalidSignature), name);
            changed[name] = value + " ";
            Assert.That(await coinbase.RefusedAsync(Hook0.With(KnownBody, $"t=1793318400,{KnownV0},{KnownV1}", changed)), Is.EqualTo(PaymentErrorCode.InvalidSignature), name);
        }

        // An empty value in the place of a missing one would be what the documentation's sample signs.
        var signedEmpty = Hook0.V1(Body, new() { ["Content-Type"] = "application/json", ["X-Event-Id"] = "" });
        var without = Hook0.With(Body, Hook0.HeaderOf(signedEmpty), new() { ["Content-Type"] = "application/json" });
        Assert.That(await coinbase.RefusedAsync(without), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [Test]
    public async Task Every_character_of_signature_names_and_time_counts()
    {
        using var coinbase = new CheckoutsHost();
        var header = "t=1793318400," + KnownV1;
        for (var i = 0; i < header.Length; i++)
        {
            var changed = header[..i] + (header[i] == '7' ? '8' : '7') + header[(i + 1)..];
            Assert.That(await coinbase.RefusedAsync(Hook0.With(KnownBody, changed, KnownHeaders)), Is.EqualTo(PaymentErrorCode.InvalidSignature), changed);
        }
    }

    [Test]
    public async Task Every_byte_of_the_body_counts()
    {
        using var coinbase = new CheckoutsHost();
        var good = Hook0.V1(Body);
        for (var i = 0; i < good.Body.Length; i++)
        {
            var changed = good.Body.ToArray();
            changed[i] ^= 1;
            Assert.That(await coinbase.RefusedAsync(new WebhookRequest { Body = changed, Headers = good.Headers }), Is.EqualTo(PaymentErrorCode.InvalidSignature));
        }

        foreach (var changed in new[] { Body + "\n", "\uFEFF" + Body, Body.ReplaceLineEndings("\r\n"), "" })
            Assert.That(await coinbase.RefusedAsync(Hook0.With(changed, Hook0.HeaderOf(good), Hook0.Newer)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [TestCase(0, true)]
    [TestCase(300, true)]
    [TestCase(301, false)]
    [TestCase(-300, true)]
    [TestCase(-301, false)]
    public async Task A_message_is_believed_for_five_minutes_around_now(int age, bool valid)
    {
        using var coinbase = new CheckoutsHost();
        foreach (var request in new[] { Hook0.V1(Body, at: TestClock.Start.AddSeconds(-age)), Hook0.V0(Body, TestClock.Start.AddSeconds(-age)) })
        {
            if (valid)
                await coinbase.Provider.VerifyWebhookAsync(request);
            else
                Assert.That(await coinbase.RefusedAsync(request), Is.EqualTo(PaymentErrorCode.StaleSignature));
        }
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("v1")]
    [TestCase("=1")]
    [TestCase("t=1793318400")]
    [TestCase("t=,v1=00,h=content-type")]
    [TestCase("t=-1793318400,v1=00,h=content-type")]
    [TestCase("t=1793318400.0,v1=00,h=content-type")]
    [TestCase("t=99999999999999999999999,v1=00,h=content-type")]
    [TestCase("t=999999999999999999,v1=00,h=content-type")]
    [TestCase("t=1793318400,t=1793318400,v1=00,h=content-type")]
    [TestCase("t=1793318400,v1=00,v1=11,h=content-type")]
    [TestCase("t=1793318400,v1=00")]
    [TestCase("t=1793318400,v1=00,h=")]
    [TestCase("t=1793318400,v1=00,h=content-type  x-event-id")]
    [TestCase("t=1793318400,v2=00")]
    public async Task A_header_of_another_form_is_a_bad_signature(string? header)
    {
        using var coinbase = new CheckoutsHost();
        Assert.That(await coinbase.RefusedAsync(Hook0.With(Body, header, Hook0.Newer)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
        Assert.That(await coinbase.RefusedAsync(Hook0.With(Body, header?.PadRight(5000, ','), Hook0.Newer)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [Test]
    public async Task Another_secret_is_refused_a_second_one_is_taken_and_one_that_has_ended_counts_no_more()
    {
        using var coinbase = new CheckoutsHost(options => options.WebhookSecrets.Add(new WebhookSecret("new-secret")));
        await coinbase.Provider.VerifyWebhookAsync(Hook0.V1(Body, secret: "new-secret"));
        await coinbase.Provider.VerifyWebhookAsync(Hook0.V1(Body));
        Assert.That(await coinbase.RefusedAsync(Hook0.V1(Body, secret: "other-secret")), Is.EqualTo(PaymentErrorCode.InvalidSignature));
        Assert.That(await coinbase.RefusedAsync(Hook0.V1(Body, secret: CheckoutsHost.Secret.Replace("-", "", StringComparison.Ordinal))), Is.EqualTo(PaymentErrorCode.InvalidSignature));

        using var ended = new CheckoutsHost(options => options.WebhookSecrets[0] = new WebhookSecret(CheckoutsHost.Secret, TestClock.Start.AddSeconds(-1)));
        Assert.That(await ended.RefusedAsync(Hook0.V1(Body)), Is.EqualTo(PaymentErrorCode.MissingSecret));
        using var none = new CheckoutsHost(options => options.WebhookSecrets.Clear());
        Assert.That(await none.RefusedAsync(Hook0.V1(Body)), Is.EqualTo(PaymentErrorCode.MissingSecret));
    }

    [Test]
    public async Task The_size_is_looked_at_before_anything_else()
    {
        using var coinbase = new CheckoutsHost(options => options.MaxWebhookBytes = 2048);
        Assert.That(await coinbase.RefusedAsync(Hook0.With(Body.PadRight(2049), "t=1", [])), Is.EqualTo(PaymentErrorCode.TooLarge));
        await coinbase.Provider.VerifyWebhookAsync(Hook0.V1(Body.PadRight(2048)));
    }

    [TestCase("")]
    [TestCase("not json")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("17")]
    [TestCase("\"checkout.payment.success\"")]
    [TestCase("""{"id":"c","eventType":"x"} {}""")]
    [TestCase("""{"id":"\ud800","eventType":"x"}""")]
    public async Task What_is_signed_but_no_JSON_object_is_refused(string body)
    {
        using var coinbase = new CheckoutsHost();
        Assert.That(await coinbase.RefusedAsync(Hook0.V1(body)), Is.EqualTo(PaymentErrorCode.MalformedMessage));
    }

    [Test]
    public async Task A_signed_message_of_great_depth_is_refused()
    {
        using var coinbase = new CheckoutsHost();
        var body = new StringBuilder("""{"id":"c","eventType":"x","refunds":""").Append('[', 100_000).ToString();
        Assert.That(await coinbase.RefusedAsync(Hook0.V1(body)), Is.EqualTo(PaymentErrorCode.MalformedMessage));
    }

    [Test]
    public async Task A_blank_id_is_no_id()
    {
        using var coinbase = new CheckoutsHost();
        var webhook = await coinbase.Provider.VerifyWebhookAsync(Hook0.V1(Body, new() { ["Content-Type"] = "application/json", ["X-Event-Id"] = " " }));
        Assert.That(webhook.EventIds.Single(), Is.EqualTo("68f7a946db0529ea9b6d3a12:checkout.payment.success"));
        Assert.That(webhook.ToString(), Does.Not.Contain("secret").And.Not.Contain("0x3a1b"));
    }

    [Test]
    public async Task An_id_that_the_signature_does_not_cover_is_not_believed()
    {
        using var coinbase = new CheckoutsHost();
        var signed = Hook0.V1(Body, new() { ["Content-Type"] = "application/json" });
        var forged = Hook0.With(Body, Hook0.HeaderOf(signed), new() { ["Content-Type"] = "application/json", ["X-Event-Id"] = "forged" });
        Assert.That((await coinbase.Provider.VerifyWebhookAsync(forged)).EventIds.Single(), Is.EqualTo("68f7a946db0529ea9b6d3a12:checkout.payment.success"));
    }
}
