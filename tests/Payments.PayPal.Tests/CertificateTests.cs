using System.Text;

namespace Payments.PayPal.Tests;

/// <summary>Which certificates sign webhooks, where they are fetched, and how long they are kept.</summary>
internal sealed class CertificateTests
{
    private static readonly string Body = Fixture.Event("sale");

    [TestCase("https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1", true)]
    [TestCase("https://api-m.sandbox.paypal.com/v1/notifications/certs/CERT-1", true)]
    [TestCase("https://API.SANDBOX.PAYPAL.COM:443/v1/notifications/certs/CERT-1", true)]
    [TestCase("https://api.paypal.com/v1/notifications/certs/CERT-1", false)]
    [TestCase("http://api.sandbox.paypal.com/v1/notifications/certs/CERT-1", false)]
    [TestCase("https://api.sandbox.paypal.com:8443/v1/notifications/certs/CERT-1", false)]
    [TestCase("https://user@api.sandbox.paypal.com/v1/notifications/certs/CERT-1", false)]
    [TestCase("https://api.sandbox.paypal.com.evil.example/v1/notifications/certs/CERT-1", false)]
    [TestCase("https://evilpaypal.com/v1/notifications/certs/CERT-1", false)]
    [TestCase("https://evil.example/?https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1", false)]
    [TestCase("https://evil.example/v1/notifications/certs/CERT-1#api.sandbox.paypal.com", false)]
    [TestCase("https://api.sandbox.paypal.com@evil.example/v1/notifications/certs/CERT-1", false)]
    [TestCase("https://api.sandbox.paypal.com\\@evil.example/v1/notifications/certs/CERT-1", false)]
    [TestCase("https://10.0.0.1/v1/notifications/certs/CERT-1", false)]
    [TestCase("https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1?next=1", false)]
    [TestCase("https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1#x", false)]
    [TestCase("https://api.sandbox.paypal.com/v1/notifications/certs/", false)]
    [TestCase("https://api.sandbox.paypal.com/v1/notifications/certs/a/b", false)]
    [TestCase("https://api.sandbox.paypal.com/v1/notifications/certs/../webhooks", false)]
    [TestCase("https://api.sandbox.paypal.com/v1/notifications/certs/%2e%2e", false)]
    [TestCase("https://api.sandbox.paypal.com/v1/oauth2/token", false)]
    [TestCase("//api.sandbox.paypal.com/v1/notifications/certs/CERT-1", false)]
    [TestCase("CERT-1", false)]
    public async Task An_address_is_PayPal_s_own_or_nothing_is_fetched(string url, bool isGood)
    {
        using var paypal = Webhooks.Host();
        if (isGood)
        {
            var host = url.Contains("api-m", StringComparison.Ordinal) ? "api-m.sandbox.paypal.com" : "api.sandbox.paypal.com";
            paypal.On($"GET https://{host}/v1/notifications/certs/CERT-1", TestSigner.Good.Pem);
            await paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Body, url: url));
            return;
        }

        Assert.That(await paypal.RefusedAsync(Webhooks.Signed(Body, url: url)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
        Assert.That(paypal.Calls, Is.Zero);
    }

    [TestCase("https://api.paypal.com/v1/notifications/certs/CERT-1", true)]
    [TestCase("https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1", false)]
    public async Task Live_and_sandbox_are_kept_apart(string url, bool isGood)
    {
        using var signer = new TestSigner(TestSigner.LiveName);
        using var paypal = Webhooks.Host(options => options.Environment = PayPalEnvironment.Live, signer);
        paypal.On("GET " + url, signer.Pem);
        if (isGood)
            await paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Body, signer, url: url));
        else
            Assert.That(await paypal.RefusedAsync(Webhooks.Signed(Body, signer, url: url)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    private static readonly TestCaseData[] Certificates =
    [
        new(new Func<TestSigner>(() => new TestSigner()), true) { TestName = "good" },
        new(new Func<TestSigner>(() => new TestSigner(inSubjectOnly: true)), true) { TestName = "with its name in the subject only" },
        new(new Func<TestSigner>(() => new TestSigner(TestSigner.LiveName)), false) { TestName = "of the live environment" },
        new(new Func<TestSigner>(() => new TestSigner("www.sandbox.paypal.com")), false) { TestName = "of another service" },
        new(new Func<TestSigner>(() => new TestSigner("*.sandbox.paypal.com")), false) { TestName = "with a wildcard" },
        new(new Func<TestSigner>(() => new TestSigner("messageverificationcerts.sandbox.paypal.com.evil.example")), false) { TestName = "with a longer name" },
        new(new Func<TestSigner>(() => new TestSigner(to: TestClock.Start.AddSeconds(-1))), false) { TestName = "that has ended" },
        new(new Func<TestSigner>(() => new TestSigner(from: TestClock.Start.AddSeconds(1))), false) { TestName = "that has not begun" },
        new(new Func<TestSigner>(() => new TestSigner(isEllipticCurve: true)), false) { TestName = "without an RSA key" },
    ];

    [TestCaseSource(nameof(Certificates))]
    public async Task A_certificate(Func<TestSigner> create, bool isGood)
    {
        using var signer = create();
        using var paypal = Webhooks.Host(root: signer);
        paypal.On(Webhooks.CertificateCall, signer.Pem);
        if (isGood)
            await paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Body, signer));
        else
            Assert.That(await paypal.RefusedAsync(Webhooks.Signed(Body, signer)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [Test]
    public async Task A_certificate_of_another_root_is_refused_and_so_is_one_of_none_that_the_machine_knows()
    {
        using var stranger = new TestSigner();
        using var paypal = Webhooks.Host();
        paypal.On(Webhooks.CertificateCall, stranger.Pem);
        Assert.That(await paypal.RefusedAsync(Webhooks.Signed(Body, stranger)), Is.EqualTo(PaymentErrorCode.InvalidSignature));

        using var plain = new PayPalHost(signsIn: false);
        plain.On(Webhooks.CertificateCall, stranger.Pem);
        Assert.That(await plain.RefusedAsync(Webhooks.Signed(Body, stranger)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [Test]
    public async Task A_certificate_is_fetched_once_a_day()
    {
        using var paypal = Webhooks.Host();
        paypal.On(Webhooks.CertificateCall, TestSigner.Good.Pem);
        foreach (var hours in new[] { 0, 1, 23 })
        {
            paypal.Clock.Now = TestClock.Start.AddHours(hours);
            await paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Body));
        }

        Assert.That(paypal.Calls, Is.EqualTo(1));
        paypal.On(Webhooks.CertificateCall, TestSigner.Good.Pem);
        paypal.Clock.Now = TestClock.Start.AddHours(24);
        await paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Body));
        Assert.That(paypal.Calls, Is.EqualTo(2));
    }

    [Test]
    public async Task A_certificate_is_not_kept_beyond_its_end()
    {
        using var signer = new TestSigner(to: TestClock.Start.AddHours(2));
        using var paypal = Webhooks.Host(root: signer);
        paypal.On(Webhooks.CertificateCall, signer.Pem).On(Webhooks.CertificateCall, signer.Pem);
        await paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Body, signer));
        paypal.Clock.Now = TestClock.Start.AddHours(2).AddSeconds(1);
        Assert.That(await paypal.RefusedAsync(Webhooks.Signed(Body, signer)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
        Assert.That(paypal.Calls, Is.EqualTo(2));
    }

    [Test]
    public async Task A_new_certificate_is_a_new_address()
    {
        using var next = new TestSigner(issuer: TestSigner.Good);
        using var paypal = Webhooks.Host();
        paypal.On(Webhooks.CertificateCall, TestSigner.Good.Pem).On(Webhooks.CertificateCall + "-2", next.Pem);
        await paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Body));
        await paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Body, next, url: Webhooks.CertificateUrl + "-2"));
        Assert.That(await paypal.RefusedAsync(Webhooks.Signed(Body, next)), Is.EqualTo(PaymentErrorCode.InvalidSignature), "each has its own key");
    }

    [Test]
    public async Task A_certificate_that_does_not_exist_is_a_forgery()
    {
        using var paypal = Webhooks.Host();
        paypal.On(Webhooks.CertificateCall, "not found", 404);
        Assert.That(await paypal.RefusedAsync(Webhooks.Signed(Body)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [TestCase(503, "")]
    [TestCase(302, "")]
    [TestCase(200, "<html>Gateway</html>")]
    [TestCase(200, "")]
    [TestCase(200, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public async Task One_that_cannot_be_had_now_is_tried_again_with_the_next_delivery(int status, string answer)
    {
        using var paypal = Webhooks.Host(options => options.MaxRetries = 0);
        paypal.On(Webhooks.CertificateCall, answer, status).On(Webhooks.CertificateCall, TestSigner.Good.Pem);
        await Assert.ThrowsAsync<PaymentProviderUnavailableException>(() => paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Body)));
        Assert.That((await paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Body))).EventIds.Single(), Is.EqualTo("WH-1"), "the failure is not kept");
    }

    [Test]
    public async Task One_that_is_too_large_is_not_read()
    {
        using var paypal = Webhooks.Host();
        paypal.On(Webhooks.CertificateCall, TestSigner.Good.Pem + new string(' ', 16 * 1024)).On(Webhooks.CertificateCall, TestSigner.Good.Pem);
        var failed = await Assert.ThrowsAsync<PaymentProviderUnavailableException>(() => paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Body)));
        Assert.That((failed!.Error.Code, failed.Outcome), Is.EqualTo((PaymentErrorCode.InvalidResponse, PaymentOutcome.Refused)));
        Assert.That(failed.InnerException!.Message, Does.Contain("16384 bytes"));
        await paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Body));
    }

    [TestCase("https://proxy.example/paypal/", "https://proxy.example/paypal/v1/notifications/certs/CERT-360caa42-fca2a594-b0d12406")]
    [TestCase("https://api-m.sandbox.paypal.com", Webhooks.CertificateUrl)]
    [TestCase("https://api-m.sandbox.paypal.com/", Webhooks.CertificateUrl)]
    [TestCase("https://API.sandbox.paypal.com/", Webhooks.CertificateUrl)]
    [TestCase("https://api-m.paypal.com/", Webhooks.CertificateUrl)]
    public async Task A_proxy_has_the_certificates_too_and_PayPal_s_own_api_need_not(string address, string expected)
    {
        using var paypal = Webhooks.Host(options => options.BaseAddress = new Uri(address));
        paypal.On("GET " + expected, TestSigner.Good.Pem);
        await paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Body));
        paypal.AssertAllCalled();
    }

    [Test]
    public async Task A_configured_address_takes_the_place_of_the_host()
    {
        using var paypal = Webhooks.Host(options => options.WebhookCertificateAddress = new Uri("https://certs.example/paypal/"));
        paypal.On("GET https://certs.example/paypal/v1/notifications/certs/CERT-360caa42-fca2a594-b0d12406", TestSigner.Good.Pem);
        await paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Body));
        paypal.AssertAllCalled();
    }
}
