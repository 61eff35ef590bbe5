using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Payments.Stripe.Tests;

public class OptionsTests
{
    private static string Problems(Action<StripeOptions> configure)
    {
        using var stripe = new StripeHost(configure);
        return Assert.Throws<OptionsValidationException>(() => _ = stripe.Provider)!.Message;
    }

    private static readonly TestCaseData[] Mistakes =
    [
        new(new Action<StripeOptions>(o => o.SecretKey = ""), "SecretKey is missing"),
        new(new Action<StripeOptions>(o => o.SecretKey = "sk_test_abc\n"), "white space"),
        new(new Action<StripeOptions>(o => o.SecretKey = "pk_test_abc"), "publishable key"),
        new(new Action<StripeOptions>(o => o.PublishableKey = "sk_test_abc"), "PublishableKey must begin with 'pk_'"),
        new(new Action<StripeOptions>(o => o.PublishableKey = "pk_live_abc"), "take both from the same mode"),
        new(new Action<StripeOptions>(o => o.Livemode = true), "Livemode asks for live"),
        new(new Action<StripeOptions>(o => o.WebhookTolerance = TimeSpan.Zero), "WebhookTolerance must be above zero"),
        new(new Action<StripeOptions>(o => o.WebhookSecrets.Add(new Payments.Security.WebhookSecret())), "without a value"),
        new(new Action<StripeOptions>(o => o.ConnectAccount = "1"), "acct_"),
        new(new Action<StripeOptions>(o => o.ApiVersion = ""), "ApiVersion"),
        new(new Action<StripeOptions>(o => o.MaxWebhookBytes = 0), "MaxWebhookBytes"),
        new(new Action<StripeOptions>(o => o.Flow = (StripeFlow)9), "Flow"),
    ];

    [TestCaseSource(nameof(Mistakes))]
    public void A_mistake_is_said_with_its_cure(Action<StripeOptions> mistake, string expected)
    {
        var message = Problems(mistake);
        Assert.That(message, Does.Contain(expected));
        Assert.That(message, Does.Not.Contain("sk_test_abc"));
    }

    [Test]
    public void Options_come_from_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SecretKey"] = "rk_live_1",
            ["WebhookSecrets:0:Value"] = "whsec_1",
            ["WebhookSecrets:0:NotAfter"] = "2026-12-01T00:00:00Z",
            ["Flow"] = "ClientSecret",
            ["Timeout"] = "00:00:30",
            ["BaseAddress"] = "https://proxy.example/",
        }).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPayments().AddStripe("shop", configuration).AddStripe("shop", configuration);
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptionsMonitor<StripeOptions>>().Get("shop");
        Assert.Multiple(() =>
        {
            Assert.That((options.SecretKey, options.Flow, options.Timeout), Is.EqualTo(("rk_live_1", StripeFlow.ClientSecret, TimeSpan.FromSeconds(30))));
            Assert.That(options.WebhookSecrets[0].Value, Is.EqualTo("whsec_1"));
            Assert.That(options.WebhookSecrets[0].NotAfter, Is.Not.Null);
            Assert.That(options.ExpectedLivemode, Is.True);
            Assert.That(provider.GetRequiredService<IPaymentProviderFactory>().GetProvider("shop").Name, Is.EqualTo("shop"));
        });
    }

    [Test]
    public void Nothing_secret_is_printed()
    {
        var options = new StripeOptions { SecretKey = "sk_test_hidden", WebhookSecrets = { "whsec_hidden" } };
        Assert.That(JsonSerializer.Serialize(options) + options, Does.Not.Contain("hidden"));
    }

    [Test]
    public void A_confirmation_is_not_supported() => Assert.That(
        async () =>
        {
            using var stripe = new StripeHost();
            await stripe.Provider.ConfirmPaymentAsync(new ConfirmPaymentRequest { Payment = Requests.Intent });
        },
        Throws.TypeOf<PaymentOperationNotSupportedException>());
}
