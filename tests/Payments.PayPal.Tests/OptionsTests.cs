using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Payments.PayPal.Tests;

public class OptionsTests
{
    private static readonly TestCaseData[] Mistakes =
    [
        new(new Action<PayPalOptions>(o => o.ClientId = ""), "ClientId is missing"),
        new(new Action<PayPalOptions>(o => o.ClientSecret = ""), "ClientSecret is missing"),
        new(new Action<PayPalOptions>(o => o.ClientSecret = "hidden-secret\n"), "white space"),
        new(new Action<PayPalOptions>(o => o.Environment = (PayPalEnvironment)9), "Sandbox or Live"),
        new(new Action<PayPalOptions>(o => o.WebhookVerification = (PayPalWebhookVerification)9), "Offline or Api"),
        new(new Action<PayPalOptions>(o => o.WebhookIds.Add(new Payments.Security.WebhookSecret())), "without a value"),
        new(new Action<PayPalOptions>(o => o.WebhookCertificateRoots.Add("no certificate")), "PEM"),
        new(new Action<PayPalOptions>(o => o.BrandName = new string('x', 128)), "BrandName"),
        new(new Action<PayPalOptions>(o => o.MerchantId = "shop@example.com"), "13 letters and digits"),
        new(new Action<PayPalOptions>(o => o.PartnerAttributionId = new string('x', 37)), "36 characters"),
        new(new Action<PayPalOptions>(o => o.OrderLifetime = TimeSpan.FromHours(73)), "72 hours"),
        new(new Action<PayPalOptions>(o => o.OrderLifetime = TimeSpan.Zero), "OrderLifetime"),
        new(new Action<PayPalOptions>(o => o.WebhookCertificateAddress = new Uri("http://certs.example/")), "WebhookCertificateAddress"),
        new(new Action<PayPalOptions>(o => o.MaxWebhookBytes = 0), "MaxWebhookBytes"),
    ];

    [TestCaseSource(nameof(Mistakes))]
    public void A_mistake_is_said_with_its_cure(Action<PayPalOptions> mistake, string expected)
    {
        using var paypal = new PayPalHost(mistake);
        var message = Assert.Throws<OptionsValidationException>(() => _ = paypal.Provider)!.Message;
        Assert.That(message, Does.Contain(expected).And.Not.Contain("hidden-secret"));
    }

    [Test]
    public void Options_come_from_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ClientId"] = "id",
            ["ClientSecret"] = "secret",
            ["Environment"] = "Live",
            ["WebhookIds:0:Value"] = PayPalHost.WebhookId,
            ["WebhookIds:0:NotAfter"] = "2026-12-01T00:00:00Z",
            ["WebhookVerification"] = "Api",
            ["AllowDelayedFunding"] = "true",
            ["BaseAddress"] = "https://proxy.example/",
            ["Timeout"] = "00:00:30",
        }).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPayments().AddPayPal("shop", configuration).AddPayPal("shop", configuration);
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptionsMonitor<PayPalOptions>>().Get("shop");
        Assert.Multiple(() =>
        {
            Assert.That((options.ClientId, options.ClientSecret, options.Environment), Is.EqualTo(("id", "secret", PayPalEnvironment.Live)));
            Assert.That((options.WebhookVerification, options.AllowDelayedFunding, options.Timeout), Is.EqualTo((PayPalWebhookVerification.Api, true, TimeSpan.FromSeconds(30))));
            Assert.That((options.WebhookIds[0].Value, options.WebhookIds[0].NotAfter), Is.EqualTo((PayPalHost.WebhookId, (DateTimeOffset?)new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero))));
            Assert.That(provider.GetRequiredService<IPaymentProviderFactory>().GetProvider("shop").Name, Is.EqualTo("shop"));
        });
    }

    [TestCase(PayPalEnvironment.Sandbox, "https://api-m.sandbox.paypal.com")]
    [TestCase(PayPalEnvironment.Live, "https://api-m.paypal.com")]
    public async Task An_environment_has_its_own_host(PayPalEnvironment environment, string host)
    {
        using var paypal = new PayPalHost(options => options.Environment = environment, signsIn: false);
        paypal.On($"POST {host}/v1/oauth2/token", Fixture.Answer("token")).On($"POST {host}/v2/checkout/orders", Fixture.Answer("order-new"), 201);
        await paypal.Provider.CreatePaymentAsync(Requests.New());
        paypal.AssertAllCalled();
    }

    [Test]
    public void Nothing_secret_is_printed()
    {
        var options = new PayPalOptions { ClientId = "id", ClientSecret = "hidden-secret" };
        var extras = new PayPalPaymentExtras { PaymentSource = """{"ideal":{"name":"hidden-name"}}""" };
        Assert.That(JsonSerializer.Serialize(options) + options + extras + JsonSerializer.Serialize(extras), Does.Not.Contain("hidden"));
    }
}
