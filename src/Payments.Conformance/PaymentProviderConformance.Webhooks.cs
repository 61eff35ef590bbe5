using System.Text;
using NUnit.Framework;
using Payments.Simulator;

namespace Payments.Conformance;

/// <content>Which webhooks are believed.</content>
public abstract partial class PaymentProviderConformance<TSimulator>
{
    private static readonly string[] PlainHeaders = ["Content-Type", "User-Agent", "Accept", "Content-Length", "Host"];

    /// <summary>A webhook with one bit changed anywhere, in its body or in what signs it, is refused; a hint never invents a state.</summary>
    [Test]
    public async Task A_tampered_webhook_is_refused()
    {
        await using var host = await StartAsync();
        if (await WebhookOfPaymentAsync(host) is not { } webhook)
            return;
        var isChecked = await IsCheckedAsync(host, webhook);
        for (var i = 0; i < webhook.Body.Length; i += 50)
        {
            var body = webhook.Body.ToArray();
            body[i] ^= 1;
            if (isChecked && SignaturesCoverAll)
                await AssertUntrustedAsync(host, webhook.ToRequest(body), $"The body's byte {i} was changed.");
            else
                await AssertHarmlessAsync(host, webhook.ToRequest(body), $"The body's byte {i} was changed.");
        }

        if (isChecked)
            await AssertHeadersCountAsync(host, webhook);
    }

    /// <summary>A webhook that was recorded and is played back a day later is refused.</summary>
    [Test]
    public async Task A_stale_webhook_is_refused()
    {
        await using var host = await StartAsync();
        if (await WebhookOfPaymentAsync(host) is not { } webhook)
            return;
        if (!WebhooksExpire || !await IsCheckedAsync(host, webhook))
            Assert.Ignore("The provider's signature has no time.");
        host.Clock.Advance(TimeSpan.FromDays(1));
        await AssertUntrustedAsync(host, webhook.ToRequest(), "It is a day old.", PaymentErrorCode.StaleSignature);
        Assert.That(await host.TakeAsync(host.Simulator.Sign(webhook.EventId)), Is.Not.Null, "Signed afresh, it is believed.");
    }

    /// <summary>Another one's secret does not sign for this provider.</summary>
    [Test]
    public async Task A_webhook_of_another_secret_is_refused()
    {
        await using var host = await StartAsync();
        if (await WebhookOfPaymentAsync(host) is not { } webhook)
            return;
        if (!await IsCheckedAsync(host, webhook))
            Assert.Ignore("The provider's webhooks are hints.");
        await using var other = StartAnother(host, [OtherWebhookSecret]);
        await AssertUntrustedAsync(other, webhook.ToRequest(), "It was signed with another secret.", PaymentErrorCode.InvalidSignature);
    }

    /// <summary>Without a secret nothing is believed.</summary>
    [Test]
    public async Task Without_a_secret_every_webhook_is_refused()
    {
        await using var host = await StartAsync();
        if (await WebhookOfPaymentAsync(host) is not { } webhook)
            return;
        if (!await IsCheckedAsync(host, webhook))
            Assert.Ignore("The provider's webhooks are hints.");
        await using var other = StartAnother(host, []);
        await AssertUntrustedAsync(other, webhook.ToRequest(), "No secret is configured.", WebhookSecretsAreSeparate ? PaymentErrorCode.MissingSecret : PaymentErrorCode.InvalidSignature);
    }

    /// <summary>While a secret is being replaced, both are accepted.</summary>
    [Test]
    public async Task While_secrets_rotate_both_are_accepted()
    {
        await using var host = await StartAsync();
        if (await WebhookOfPaymentAsync(host) is not { } webhook)
            return;
        if (!WebhookSecretsRotate || !await IsCheckedAsync(host, webhook))
            Assert.Ignore("The provider has no secrets that are replaced.");
        var trust = (await host.Provider.VerifyWebhookAsync(webhook.ToRequest())).Trust;
        await using var other = StartAnother(host, [OtherWebhookSecret, WebhookSecret]);
        Assert.That((await other.Provider.VerifyWebhookAsync(webhook.ToRequest())).Trust, Is.EqualTo(trust));
        host.Simulator.Options.WebhookSecrets.Clear();
        host.Simulator.Options.WebhookSecrets.Add(OtherWebhookSecret);
        Assert.That((await other.Provider.VerifyWebhookAsync(host.Simulator.Sign(webhook.EventId).ToRequest())).Trust, Is.EqualTo(trust));
    }

    /// <summary>A message without any of its headers is refused, or is a hint at most.</summary>
    [Test]
    public async Task A_webhook_without_headers_is_not_believed()
    {
        await using var host = await StartAsync();
        if (await WebhookOfPaymentAsync(host) is not { } webhook)
            return;
        var bare = webhook.ToRequest(webhook.Body, new Dictionary<string, string>(StringComparer.Ordinal));
        if (await IsCheckedAsync(host, webhook))
            await AssertUntrustedAsync(host, bare, "It has no headers.");
        else
            await AssertHarmlessAsync(host, bare, "It has no headers.");
    }

    /// <summary>The size is looked at before anything else.</summary>
    [Test]
    public async Task An_oversized_webhook_is_refused()
    {
        await using var host = await StartAsync();
        if (await WebhookOfPaymentAsync(host) is not { } webhook)
            return;
        byte[] body = [.. webhook.Body.Span, .. Enumerable.Repeat((byte)' ', 2 * 1024 * 1024)];
        await AssertUntrustedAsync(host, webhook.ToRequest(host.Simulator.SignBody(body)), "It is too large.", PaymentErrorCode.TooLarge);
    }

    /// <summary>A message that is signed but cannot be read ends as a refusal or as nothing, never as another exception.</summary>
    /// <param name="text">The body.</param>
    [TestCase("")]
    [TestCase("not json")]
    [TestCase("{\"id\":")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("{\"type\":7,\"data\":{\"object\":\"x\"}}")]
    public async Task A_webhook_that_cannot_be_read_does_no_harm(string text)
    {
        await using var host = await StartAsync();
        if (await WebhookOfPaymentAsync(host) is not { } webhook)
            return;
        var body = Encoding.UTF8.GetBytes(text);
        await AssertHarmlessAsync(host, webhook.ToRequest(host.Simulator.SignBody(body)), $"The body is '{text}'.");
    }

    /// <summary>A signed message deeper than any real one does no harm either.</summary>
    [Test]
    public async Task A_webhook_of_great_depth_does_no_harm()
    {
        await using var host = await StartAsync();
        if (await WebhookOfPaymentAsync(host) is not { } webhook)
            return;
        var body = Encoding.UTF8.GetBytes("{\"type\":" + new string('[', 200_000));
        await AssertHarmlessAsync(host, webhook.ToRequest(host.Simulator.SignBody(body)), "The body is deep.");
    }

    /// <summary>A webhook of a payment, taken out of the simulator; null where the provider has none, after checking that it says so.</summary>
    private async Task<SimulatedWebhook?> WebhookOfPaymentAsync(ConformanceHost<TSimulator> host)
    {
        if (await LacksAsync(host, PaymentOperations.Webhooks))
            return null;
        SkipUnlessTold();
        await PayAsync(host);
        var sent = host.Simulator.Webhooks;
        Assert.That(sent, Is.Not.Empty, "The simulator sends a webhook about a payment that was paid.");
        return host.Simulator.Sign(sent[^1].EventId);
    }

    private void SkipUnlessTold()
    {
        if (!PaymentsAreTold)
            Assert.Ignore("No webhook tells of a payment that is paid in this way.");
    }

    /// <summary>Whether the webhook is refused unless its signature is right.</summary>
    private async Task<bool> IsCheckedAsync(ConformanceHost<TSimulator> host, SimulatedWebhook webhook) => HintsAreSigned || await IsSignedAsync(host, webhook);

    private static async Task<bool> IsSignedAsync(ConformanceHost<TSimulator> host, SimulatedWebhook webhook) =>
        (await host.Provider.VerifyWebhookAsync(webhook.ToRequest())).Trust is WebhookTrust.Signed;

    // A header without which the message is refused carries the proof: every character of it counts. The last ones of base64 may not.
    private static async Task AssertHeadersCountAsync(ConformanceHost<TSimulator> host, SimulatedWebhook webhook)
    {
        var carriers = 0;
        foreach (var (name, value) in webhook.Headers.Where(header => !PlainHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            var others = webhook.Headers.Where(header => header.Key != name).ToDictionary(StringComparer.OrdinalIgnoreCase);
            if (await CatchAsync(() => host.Provider.VerifyWebhookAsync(webhook.ToRequest(webhook.Body, others))) is null)
                continue;
            carriers++;
            for (var i = 0; i < value.Length - 4; i += 3)
            {
                others[name] = value[..i] + (value[i] == 'a' ? 'b' : 'a') + value[(i + 1)..];
                await AssertUntrustedAsync(host, webhook.ToRequest(webhook.Body, others), $"Character {i} of {name} was changed.");
            }
        }

        if (carriers == 0)
            Assert.That(webhook.Headers, Is.Not.Null, "The proof lies in the body.");
    }

    private static async Task AssertUntrustedAsync(ConformanceHost<TSimulator> host, WebhookRequest request, string because, PaymentErrorCode? code = null)
    {
        var thrown = await ThrowsAsync<WebhookVerificationException>(() => host.Provider.VerifyWebhookAsync(request), because);
        if (code is { } expected)
            Assert.That(thrown.Error.Code, Is.EqualTo(expected), because);
    }

    /// <summary>Refused, or a hint or event that changes nothing that the provider does not say itself.</summary>
    private static async Task AssertHarmlessAsync(ConformanceHost<TSimulator> host, WebhookRequest request, string because)
    {
        var before = host.Changes.All;
        var thrown = await CatchAsync(() => host.Provider.ProcessWebhookAsync(request));
        Assert.That(thrown, Is.Null.Or.InstanceOf<PaymentException>(), because);
        var changes = host.Changes.All.Skip(before.Count).Select(change => change.After.Status);
        Assert.That(changes, Is.All.EqualTo(PaymentStatus.Completed), because);
    }
}
