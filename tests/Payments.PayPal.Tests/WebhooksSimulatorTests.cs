namespace Payments.PayPal.Tests;

/// <summary>
/// PayPal's Webhooks Simulator signs with the word WEBHOOK_ID in place of an id, and with a certificate of the live environment wherever it sends to.
/// </summary>
internal sealed class WebhooksSimulatorTests
{
    private const string Word = "WEBHOOK_ID";

    private static readonly TestSigner Live = new(TestSigner.LiveName);
    private static readonly string Body = Fixture.Event("capture");

    private static PayPalHost Host(Action<PayPalOptions>? configure = null, TestSigner? signer = null) => Webhooks.Host(
        options =>
        {
            options.WebhookIds.Add(Word);
            configure?.Invoke(options);
        },
        signer ?? Live);

    [Test]
    public async Task Its_events_pass_in_the_sandbox()
    {
        using var paypal = Host();
        paypal.On(Webhooks.LiveCertificateCall, Live.Pem);
        var webhook = await paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Body, Live, Word, Webhooks.LiveCertificateUrl));
        Assert.That((webhook.EventIds.Single(), webhook.Trust), Is.EqualTo(("WH-1", WebhookTrust.Hint)));
    }

    [Test]
    public async Task A_live_certificate_is_good_for_no_webhook_id_of_the_sandbox()
    {
        using var paypal = Host();
        paypal.On(Webhooks.LiveCertificateCall, Live.Pem);
        Assert.That(await paypal.RefusedAsync(Webhooks.Signed(Body, Live, url: Webhooks.LiveCertificateUrl)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
        await paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Body, Live, Word, Webhooks.LiveCertificateUrl));
    }

    [Test]
    public async Task Who_did_not_ask_for_them_does_not_fetch_a_live_certificate()
    {
        using var never = Webhooks.Host(root: Live);
        using var noLonger = Webhooks.Host(options => options.WebhookIds.Add(new Security.WebhookSecret(Word, TestClock.Start.AddSeconds(-1))), Live);
        foreach (var paypal in new[] { never, noLonger })
        {
            Assert.That(await paypal.RefusedAsync(Webhooks.Signed(Body, Live, Word, Webhooks.LiveCertificateUrl)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
            Assert.That(paypal.Calls, Is.Zero);
        }
    }

    [TestCase(TestSigner.SandboxName, Webhooks.LiveCertificateUrl)]
    [TestCase(TestSigner.LiveName, Webhooks.CertificateUrl)]
    public async Task Host_and_name_are_of_one_environment(string name, string url)
    {
        using var signer = new TestSigner(name);
        using var paypal = Host(signer: signer);
        paypal.On("GET " + url, signer.Pem);
        Assert.That(await paypal.RefusedAsync(Webhooks.Signed(Body, signer, Word, url)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [Test]
    public async Task The_sandbox_s_own_certificate_is_good_for_every_id()
    {
        using var paypal = Host(signer: TestSigner.Good);
        paypal.On(Webhooks.CertificateCall, TestSigner.Good.Pem);
        await paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Body));
        await paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Body, id: Word));
    }

    [Test]
    public async Task The_live_environment_takes_no_certificate_of_the_sandbox()
    {
        using var paypal = Host(options => options.Environment = PayPalEnvironment.Live, TestSigner.Good);
        Assert.That(await paypal.RefusedAsync(Webhooks.Signed(Body, TestSigner.Good, Word)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
        Assert.That(paypal.Calls, Is.Zero);
    }
}
