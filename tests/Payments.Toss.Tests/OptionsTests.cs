using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Payments.Security;

namespace Payments.Toss.Tests;

public class OptionsTests
{
    private static readonly TestCaseData[] Mistakes =
    [
        new(new Action<TossOptions>(o => o.SecretKey = ""), "SecretKey is missing"),
        new(new Action<TossOptions>(o => o.SecretKey = "test_sk_abc\n"), "white space"),
        new(new Action<TossOptions>(o => o.SecretKey = "test_sk_abc:"), "without the colon"),
        new(new Action<TossOptions>(o => o.SecretKey = "test_sk_abc\u00e9"), "a character that no key has"),
        new(new Action<TossOptions>(o => o.SecretKey = "test_ck_abc"), "is a client key"),
        new(new Action<TossOptions>(o => o.SecretKey = "live_gck_abc"), "is a client key"),
        new(new Action<TossOptions>(o => o.SecretKey = "sk_test_abc"), "must begin with 'test_sk_'"),
        new(new Action<TossOptions>(o => o.ClientKey = "test_gck_abc"), "must begin with 'test_ck_'"),
        new(new Action<TossOptions>(o => o.ClientKey = "live_ck_abc"), "must begin with 'test_ck_'"),
        new(new Action<TossOptions>(o => o.ClientKey = "test_sk_abc"), "must begin with 'test_ck_'"),
        new(new Action<TossOptions>(o => (o.SecretKey, o.ClientKey) = ("live_gsk_abc", "live_ck_abc")), "must begin with 'live_gck_'"),
        new(new Action<TossOptions>(o => o.MerchantId = ""), "MerchantId"),
        new(new Action<TossOptions>(o => o.MerchantId = new string('m', 15)), "MerchantId"),
        new(new Action<TossOptions>(o => o.Flow = (TossFlow)9), "Flow must be"),
        new(new Action<TossOptions>(o => o.AcceptLanguage = ""), "AcceptLanguage"),
        new(new Action<TossOptions>(o => o.WebhookSecrets.Add(new WebhookSecret())), "without a value"),
        new(new Action<TossOptions>(o => o.WebhookSecrets.Add("test_sk_abc")), "security key"),
        new(new Action<TossOptions>(o => o.WebhookAddresses.Add("toss")), "WebhookAddresses holds 'toss'"),
        new(new Action<TossOptions>(o => o.WebhookAddresses.Add("1.2.3.4/40")), "WebhookAddresses holds"),
        new(new Action<TossOptions>(o => o.MaxWebhookBytes = 0), "MaxWebhookBytes"),
        new(new Action<TossOptions>(o => o.BaseAddress = new Uri("http://api.example")), "BaseAddress must be https"),
    ];

    [TestCaseSource(nameof(Mistakes))]
    public void A_mistake_is_said_with_its_cure(Action<TossOptions> mistake, string expected)
    {
        using var toss = new TossHost(mistake);
        var message = Assert.Throws<OptionsValidationException>(() => _ = toss.Provider)!.Message;
        Assert.That(message, Does.Contain(expected));
        Assert.That(message, Does.Not.Contain("sk_abc"));
    }

    [TestCase("test_sk_abc", "test_ck_abc", false, false)]
    [TestCase("live_sk_abc", "live_ck_abc", true, false)]
    [TestCase("test_gsk_abc", "test_gck_abc", false, true)]
    [TestCase("live_gsk_abc", null, true, true)]
    public void A_pair_of_keys_says_which_environment_and_which_product(string secret, string? client, bool isLive, bool isWidget)
    {
        using var toss = new TossHost(options => (options.SecretKey, options.ClientKey) = (secret, client));
        Assert.That(toss.Provider.Name, Is.EqualTo("toss"));
        var options = new TossOptions { SecretKey = secret };
        Assert.That((options.IsLive, options.IsWidget), Is.EqualTo((isLive, isWidget)));
    }

    [Test]
    public void Options_come_from_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SecretKey"] = "live_gsk_1",
            ["ClientKey"] = "live_gck_1",
            ["MerchantId"] = "shop1",
            ["Flow"] = "HostedWindow",
            ["AcceptLanguage"] = "en-US",
            ["WebhookSecrets:0:Value"] = TossHost.SecurityKey,
            ["WebhookSecrets:0:NotAfter"] = "2026-12-01T00:00:00Z",
            ["WebhookAddresses:0"] = "3.36.173.151",
            ["BaseAddress"] = "https://proxy.example/",
        }).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPayments().AddToss("shop", configuration).AddToss("shop", configuration).AddToss(configuration);
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptionsMonitor<TossOptions>>().Get("shop");
        Assert.Multiple(() =>
        {
            Assert.That((options.SecretKey, options.ClientKey, options.MerchantId, options.Flow), Is.EqualTo(("live_gsk_1", "live_gck_1", "shop1", TossFlow.HostedWindow)));
            Assert.That((options.Timeout, options.AcceptLanguage), Is.EqualTo((TimeSpan.FromSeconds(60), "en-US")));
            Assert.That((options.WebhookSecrets[0].Value, options.WebhookSecrets[0].NotAfter is null), Is.EqualTo((TossHost.SecurityKey, false)));
            Assert.That(options.WebhookAddresses, Is.EqualTo(new[] { "3.36.173.151", "3.36.173.151" }), "bound twice");
            Assert.That(provider.GetRequiredService<IPaymentProviderFactory>().ProviderNames, Is.EqualTo(new[] { "shop", "toss" }));
        });
    }

    [Test]
    public void Nothing_secret_is_printed()
    {
        var options = new TossOptions { SecretKey = "test_sk_canary", WebhookSecrets = { "canary-security" } };
        Assert.That(options + JsonSerializer.Serialize(options) + options.WebhookSecrets[0], Does.Not.Contain("canary"));
    }

    [Test]
    public void What_is_claimed_is_what_the_contract_says()
    {
        using var toss = new TossHost();
        var capabilities = toss.Provider.Capabilities;
        Assert.Multiple(() =>
        {
            Assert.That(capabilities.Supports(PaymentOperations.Capture), Is.False, "a confirmation takes the money at once");
            Assert.That(capabilities.Currencies.Known.Select(currency => currency.Code), Is.EquivalentTo(new[] { "KRW", "USD", "JPY" }));
            Assert.That(capabilities.IdempotencyKeyLifetimes.Values, Is.All.EqualTo(TimeSpan.FromDays(15)));
            Assert.That(capabilities.NeedsDurableStore, Is.False);
        });
    }
}
