using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Payments.Adyen.Tests;

public class OptionsTests
{
    private static string ProblemsOf(Action<AdyenOptions> change)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPayments().AddAdyen(options =>
        {
            (options.ApiKey, options.MerchantAccount) = ("AQEtest-key", "ShopECOM");
            change(options);
        });
        using var provider = services.BuildServiceProvider();
        try
        {
            provider.GetRequiredService<IStartupValidator>().Validate();
            return "";
        }
        catch (OptionsValidationException invalid)
        {
            return string.Join('\n', invalid.Failures);
        }
    }

    private static readonly TestCaseData[] Wrong =
    [
        Case("ApiKey is missing", o => o.ApiKey = ""),
        Case("ApiKey holds white space", o => o.ApiKey = "AQE key"),
        Case("ApiKey is a client key", o => o.ApiKey = "live_ABC"),
        Case("MerchantAccount is missing", o => o.MerchantAccount = ""),
        Case("LiveUrlPrefix is missing", o => o.Environment = AdyenEnvironment.Live),
        Case("LiveUrlPrefix must be the prefix alone", o => o.LiveUrlPrefix = "https://x.adyenpayments.com"),
        Case("ClientKey must begin with 'test_'", o => o.ClientKey = "live_ABC"),
        Case("ClientKey must begin with 'test_'", o => o.ClientKey = "AQEsecret"),
        Case("not hexadecimal", o => o.WebhookSecrets.Add("not-hex")),
        Case("not hexadecimal", o => o.WebhookSecrets.Add("ABC")),
        Case("not hexadecimal", o => o.WebhookSecrets.Add(new Payments.Security.WebhookSecret())),
        Case("belong together", o => o.WebhookUserName = "adyen"),
        Case("ApiVersion", o => o.ApiVersion = "72"),
        Case("Environment must be", o => o.Environment = (AdyenEnvironment)7),
        Case("Flow must be", o => o.Flow = (AdyenFlow)7),
        Case("AccountCaptureMode must be", o => o.AccountCaptureMode = (CaptureMode)7),
        Case("BaseAddress must be https", o => o.BaseAddress = new Uri("http://adyen.example")),
    ];

    private static TestCaseData Case(string expected, Action<AdyenOptions> change) => new(expected, change);

    [TestCaseSource(nameof(Wrong))]
    public void What_is_wrong_is_said_at_start(string expected, Action<AdyenOptions> change) => Assert.That(ProblemsOf(change), Does.Contain(expected));

    [Test]
    public void What_is_right_starts() => Assert.That(ProblemsOf(_ => { }), Is.Empty);

    [Test]
    public async Task The_live_address_has_a_prefix_another_domain_and_a_path_of_its_own()
    {
        using var adyen = new AdyenHost(options =>
            (options.Environment, options.LiveUrlPrefix, options.ClientKey) = (AdyenEnvironment.Live, "1797a841fbb37ca7-AdyenDemo", null));
        adyen.On("POST https://1797a841fbb37ca7-AdyenDemo-checkout-live.adyenpayments.com/checkout/v72/paymentLinks", Fixture.Answer("link"), 201);
        await adyen.Provider.CreatePaymentAsync(Requests.Payment());
        adyen.AssertAllCalled();
    }

    [Test]
    public async Task Another_version_is_in_the_path()
    {
        using var adyen = new AdyenHost(options => options.ApiVersion = "v71");
        adyen.On("POST /v71/paymentLinks", Fixture.Answer("link"), 201);
        await adyen.Provider.CreatePaymentAsync(Requests.Payment());
    }

    [Test]
    public void Configuration_binds_everything()
    {
        var section = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ApiKey"] = "AQEtest-key", ["MerchantAccount"] = "ShopECOM", ["Environment"] = "Live", ["LiveUrlPrefix"] = "abc-Shop", ["AccountCaptureMode"] = "Manual",
            ["MultiplePartialCaptures"] = "true", ["WebhookSecrets:0:Value"] = Notifications.Key, ["WebhookUserName"] = "u", ["WebhookPassword"] = "p", ["Flow"] = "HostedSession",
            ["Timeout"] = "00:00:30",
        }).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPayments().AddAdyen("adyen-eu", section);
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsMonitor<AdyenOptions>>().Get("adyen-eu");
        Assert.That(
            (options.ApiKey, options.Environment, options.AccountCaptureMode, options.MultiplePartialCaptures, options.WebhookSecrets.Single().Value, options.Flow, options.Timeout),
            Is.EqualTo(("AQEtest-key", AdyenEnvironment.Live, CaptureMode.Manual, true, Notifications.Key, AdyenFlow.HostedSession, TimeSpan.FromSeconds(30))));
        Assert.That(provider.GetRequiredService<IPaymentProviderFactory>().GetProvider("adyen-eu").Capabilities.NeedsWebhooks, Is.True);
    }

    [Test]
    public void Secrets_do_not_print()
    {
        var options = new AdyenOptions { ApiKey = "AQEsecret", WebhookUserName = "u", WebhookPassword = "hidden", WebhookSecrets = [new(Notifications.Key)] };
        Assert.That(JsonSerializer.Serialize(options), Does.Not.Contain("AQEsecret").And.Not.Contain("hidden").And.Not.Contain(Notifications.Key));
    }

    [Test]
    public void A_payment_may_take_tens_of_seconds() => Assert.That(new AdyenOptions().Timeout, Is.EqualTo(TimeSpan.FromSeconds(60)));
}
