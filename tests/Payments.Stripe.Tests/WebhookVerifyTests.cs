using System.Text;
using Payments.Abstractions.Tests;
using Payments.Security;

namespace Payments.Stripe.Tests;

public class WebhookVerifyTests
{
    private static readonly string Body = Fixture.Event("payment_intent.succeeded");

    [Test]
    public async Task A_signed_event_names_its_payment()
    {
        using var stripe = new StripeHost();
        var webhook = await stripe.Provider.VerifyWebhookAsync(Webhooks.Signed(Body));
        Assert.Multiple(() =>
        {
            Assert.That((webhook.Provider, webhook.Trust), Is.EqualTo(("stripe", WebhookTrust.Signed)));
            Assert.That(webhook.EventIds, Is.EqualTo(new[] { "evt_1" }));
            Assert.That(webhook.References.Single().ToString(), Is.EqualTo("stripe:pi_1?order=A-1001&related.payment_intent=pi_1&related.charge=ch_1"));
            Assert.That(webhook.Acknowledgement.StatusCode, Is.EqualTo(200));
            Assert.That(webhook.ToString(), Does.Not.Contain("secret"));
            Assert.That(stripe.Calls, Is.Zero);
        });
    }

    [TestCase("checkout.session.completed", "stripe:cs_test_1?order=A-1001&related.payment_intent=pi_1")]
    [TestCase("charge.refunded", "stripe:pi_1?related.payment_intent=pi_1&related.charge=ch_1")]
    [TestCase("refund.updated", "stripe:pi_1?related.payment_intent=pi_1&related.charge=ch_1")]
    [TestCase("charge.dispute.closed", "stripe:pi_1?related.payment_intent=pi_1&related.charge=ch_1")]
    [TestCase("thin", "stripe:pi_1?related.payment_intent=pi_1")]
    [TestCase("customer.created", null)]
    public async Task Every_kind_of_object_gives_its_ids(string name, string? expected)
    {
        using var stripe = new StripeHost();
        var webhook = await stripe.Provider.VerifyWebhookAsync(Webhooks.Signed(Fixture.Event(name)));
        Assert.That(webhook.References.SingleOrDefault()?.ToString(), Is.EqualTo(expected));
        Assert.That(webhook.EventIds.Single(), Is.EqualTo("evt_1"), "a thin event is its snapshot's twin");
    }

    [Test]
    public async Task Expanded_ids_are_read_too()
    {
        using var stripe = new StripeHost();
        var body = Fixture.Event("payment_intent.succeeded", node => node["data"]!["object"]!["latest_charge"] = new System.Text.Json.Nodes.JsonObject { ["x"] = 1, ["id"] = "ch_9" });
        var webhook = await stripe.Provider.VerifyWebhookAsync(Webhooks.Signed(body));
        Assert.That(webhook.References[0].GetRelated("charge"), Is.EqualTo("ch_9"));
    }

    [Test]
    public async Task A_tampered_body_is_refused()
    {
        using var stripe = new StripeHost();
        var header = Webhooks.Signed(Body).Headers["stripe-signature"];
        foreach (var body in new[] { Body.Replace("2000", "2001", StringComparison.Ordinal), Body + "\n", "\uFEFF" + Body, Body.ReplaceLineEndings("\r\n"), "" })
            Assert.That(await stripe.RefusedAsync(Webhooks.With(Encoding.UTF8.GetBytes(body), header)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [TestCase(0, true)]
    [TestCase(300, true)]
    [TestCase(301, false)]
    [TestCase(-300, true)]
    [TestCase(-301, false)]
    public async Task An_event_is_believed_for_five_minutes_around_now(int age, bool valid)
    {
        using var stripe = new StripeHost();
        var request = Webhooks.Signed(Body, TestClock.Start.AddSeconds(-age));
        if (valid)
            await stripe.Provider.VerifyWebhookAsync(request);
        else
            Assert.That(await stripe.RefusedAsync(request), Is.EqualTo(PaymentErrorCode.StaleSignature));
    }

    [Test]
    public async Task A_replay_is_the_same_event()
    {
        using var stripe = new StripeHost();
        var first = await stripe.Provider.VerifyWebhookAsync(Webhooks.Signed(Body));
        var again = await stripe.Provider.VerifyWebhookAsync(Webhooks.Signed(Body, TestClock.Start.AddSeconds(9)));
        Assert.That(again.EventIds, Is.EqualTo(first.EventIds));
    }

    [Test]
    public async Task Another_secret_is_refused_and_a_rotated_one_is_taken()
    {
        using var stripe = new StripeHost(options => options.WebhookSecrets.Add(new WebhookSecret("whsec_new")));
        await stripe.Provider.VerifyWebhookAsync(Webhooks.Signed(Body, secret: "whsec_new"));
        Assert.That(await stripe.RefusedAsync(Webhooks.Signed(Body, secret: "whsec_other")), Is.EqualTo(PaymentErrorCode.InvalidSignature));

        using var ended = new StripeHost(options =>
        {
            options.WebhookSecrets.Clear();
            options.WebhookSecrets.Add(new WebhookSecret(StripeHost.Secret, TestClock.Start.AddSeconds(-1)));
        });
        Assert.That(await ended.RefusedAsync(Webhooks.Signed(Body)), Is.EqualTo(PaymentErrorCode.MissingSecret));
    }

    [Test]
    public async Task Without_a_secret_nothing_is_believed()
    {
        using var stripe = new StripeHost(options => options.WebhookSecrets.Clear());
        Assert.That(await stripe.RefusedAsync(Webhooks.Signed(Body)), Is.EqualTo(PaymentErrorCode.MissingSecret));
    }

    [Test]
    public async Task The_size_is_capped_before_anything_else()
    {
        using var stripe = new StripeHost(options => options.MaxWebhookBytes = 2048);
        Assert.That(await stripe.RefusedAsync(Webhooks.Signed(Body.PadRight(2049))), Is.EqualTo(PaymentErrorCode.TooLarge));
        await stripe.Provider.VerifyWebhookAsync(Webhooks.Signed(Body.PadRight(2048)));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("v1")]
    [TestCase("t=,v1=")]
    [TestCase("t=abc,v1=00")]
    [TestCase("t=1793318400")]
    [TestCase("t=1793318400,v0=00")]
    [TestCase("t=99999999999999999999999,v1=00")]
    [TestCase("t=1793318400,t=1793318400,v1=00")]
    public async Task A_malformed_header_is_a_bad_signature(string? header)
    {
        using var stripe = new StripeHost();
        Assert.That(await stripe.RefusedAsync(Webhooks.With(Encoding.UTF8.GetBytes(Body), header)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [TestCase("")]
    [TestCase("not json")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"id":"evt_1"}""")]
    [TestCase("""{"id":"evt_1","type":"x"} {}""")]
    [TestCase("""{"id":"\ud800","type":"x","livemode":false}""")]
    public async Task What_is_signed_but_no_event_is_refused(string body)
    {
        using var stripe = new StripeHost();
        Assert.That(await stripe.RefusedAsync(Webhooks.Signed(body)), Is.EqualTo(PaymentErrorCode.MalformedMessage));
    }

    [Test]
    public async Task Depth_is_limited()
    {
        using var stripe = new StripeHost();
        var deep = $$"""{"id":"evt_1","type":"x","livemode":false,"data":{{string.Concat(Enumerable.Repeat("[", 5000))}}""";
        Assert.That(await stripe.RefusedAsync(Webhooks.Signed(deep)), Is.EqualTo(PaymentErrorCode.MalformedMessage));
    }

    [TestCase("sk_test_1", null, false, true)]
    [TestCase("sk_test_1", null, true, false)]
    [TestCase("rk_live_1", null, true, true)]
    [TestCase("rk_live_1", null, false, false)]
    [TestCase("a_key_of_another_form", true, false, false)]
    [TestCase("a_key_of_another_form", null, true, true)]
    public async Task The_mode_has_to_be_the_key_s(string key, bool? option, bool livemode, bool valid)
    {
        using var stripe = new StripeHost(options =>
        {
            options.SecretKey = key;
            options.Livemode = option;
        });
        var request = Webhooks.Signed(Fixture.Event("payment_intent.succeeded", node => node["livemode"] = livemode));
        if (valid)
            await stripe.Provider.VerifyWebhookAsync(request);
        else
            Assert.That(await stripe.RefusedAsync(request), Is.EqualTo(PaymentErrorCode.Mismatch));
    }

    [TestCase(null, "acct_1", false)]
    [TestCase("acct_1", "acct_1", true)]
    [TestCase("acct_1", "acct_2", false)]
    [TestCase("acct_1", null, true)]
    public async Task The_account_has_to_be_the_registration_s(string? option, string? account, bool valid)
    {
        using var stripe = new StripeHost(options => options.ConnectAccount = option);
        var request = Webhooks.Signed(Fixture.Event("payment_intent.succeeded", node => node["account"] = account));
        if (valid)
            await stripe.Provider.VerifyWebhookAsync(request);
        else
            Assert.That(await stripe.RefusedAsync(request), Is.EqualTo(PaymentErrorCode.Mismatch));
    }

    [TestCase(null, null, true)]
    [TestCase(null, "acct_1", false)]
    [TestCase("acct_1", "acct_1", true)]
    [TestCase("acct_1", "acct_platform/acct_1", true)]
    [TestCase("acct_1", "acct_1/acct_2", false)]
    [TestCase("acct_1", "acct_2", false)]
    [TestCase("acct_1", null, true)]
    public async Task The_account_of_a_thin_event_is_in_its_context(string? option, string? context, bool valid)
    {
        using var stripe = new StripeHost(options => options.ConnectAccount = option);
        var request = Webhooks.Signed(Fixture.Event("thin", node => node["context"] = context));
        if (valid)
            await stripe.Provider.VerifyWebhookAsync(request);
        else
            Assert.That(await stripe.RefusedAsync(request), Is.EqualTo(PaymentErrorCode.Mismatch));
    }

    [Test]
    public async Task The_context_of_a_snapshot_may_be_the_own_account()
    {
        using var stripe = new StripeHost();
        await stripe.Provider.VerifyWebhookAsync(Webhooks.Signed(Fixture.Event("payment_intent.succeeded", node => node["context"] = "acct_own")));
    }

    [Test]
    public async Task A_hundred_thousand_hostile_messages_are_refused_and_nothing_else()
    {
        using var stripe = new StripeHost();
        var random = new Random(20261123);
        var good = Encoding.UTF8.GetBytes(Body);
        var header = Webhooks.Signed(good).Headers["stripe-signature"];
        var believed = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var body = Mutate(random, good);

            // Every fourth one is signed, so that the parser sees hostile bodies too.
            var request = i % 4 == 0 ? Webhooks.Signed(body) : Webhooks.With(body, MutateHeader(random, header));
            try
            {
                var webhook = await stripe.Provider.VerifyWebhookAsync(request);
                believed++;
                if (i % 4 != 0 && !body.AsSpan().SequenceEqual(good))
                    Assert.Fail("A changed body was believed.");
                Assert.That(webhook.EventIds, Has.Count.EqualTo(1));
            }
            catch (WebhookVerificationException)
            {
                // As it should be.
            }
        }

        Assert.That(believed, Is.InRange(1, 26_000));
    }

    private static byte[] Mutate(Random random, byte[] good)
    {
        if (random.Next(5) == 0)
        {
            var noise = new byte[random.Next(200)];
            random.NextBytes(noise);
            return noise;
        }

        var body = (byte[])good.Clone();
        for (var changes = random.Next(1, 6); changes > 0; changes--)
            body[random.Next(body.Length)] = random.Next(3) == 0 ? (byte)"{}[]\":,\\0tn"[random.Next(11)] : (byte)random.Next(256);
        return random.Next(4) == 0 ? body[..random.Next(body.Length)] : body;
    }

    private static string? MutateHeader(Random random, string header)
    {
        if (random.Next(20) == 0)
            return null;
        var text = header.ToCharArray();
        for (var changes = random.Next(0, 4); changes > 0; changes--)
            text[random.Next(text.Length)] = (char)random.Next(random.Next(4) == 0 ? 0x10000 : 0x80);
        return new string(text)[..(random.Next(4) == 0 ? random.Next(text.Length) : text.Length)];
    }

    // The event that tests/Payments.Benchmarks measures.
    [Test]
    public void Verifying_and_parsing_allocates_little()
    {
        using var stripe = new StripeHost();
        var (provider, request) = (stripe.Provider, Webhooks.Signed(Fixture.Event("benchmark")));
        var verified = Allocations.Of(() => provider.VerifyWebhookAsync(request));
        var webhook = provider.VerifyWebhookAsync(request).GetAwaiter().GetResult();
        var both = verified + Allocations.Of(() => provider.ResolveWebhookAsync(webhook));
        TestContext.Out.WriteLine($"{verified} and {both - verified} bytes for an event of {request.Body.Length}");
        Assert.That(both, Is.LessThanOrEqualTo(Allocations.IsDebugBuild ? 2_500 : 2_400));
    }
}
