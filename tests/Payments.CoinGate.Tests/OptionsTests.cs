using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Payments.CoinGate.Tests;

public class OptionsTests
{
    private static readonly TestCaseData[] Mistakes =
    [
        new(new Action<CoinGateOptions>(o => o.ApiToken = ""), "ApiToken is missing"),
        new(new Action<CoinGateOptions>(o => o.ApiToken = "HIDDEN\n"), "white space"),
        new(new Action<CoinGateOptions>(o => o.ApiToken = "Token HIDDEN"), "the token alone"),
        new(new Action<CoinGateOptions>(o => o.ReceiveCurrency = " "), "ReceiveCurrency is missing"),
        new(new Action<CoinGateOptions>(o => o.WebhookUrl = new Uri("/hooks", UriKind.Relative)), "absolute http or https"),
        new(new Action<CoinGateOptions>(o => o.WebhookSecrets.Clear()), "WebhookSecrets is empty"),
        new(new Action<CoinGateOptions>(o => o.WebhookSecrets.Add("HIDDEN")), "fewer than 16"),
        new(new Action<CoinGateOptions>(o => o.BaseAddress = new Uri("http://coingate.example/")), "https"),
    ];

    [TestCaseSource(nameof(Mistakes))]
    public void A_mistake_is_said_with_its_cure(Action<CoinGateOptions> mistake, string expected)
    {
        using var coingate = new CoinGateHost(mistake);
        var message = Assert.Throws<OptionsValidationException>(() => _ = coingate.Provider)!.Message;
        Assert.That(message, Does.Contain(expected).And.Not.Contain("HIDDEN"));
    }

    [Test]
    public void Options_come_from_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ApiToken"] = "key", ["ReceiveCurrency"] = "USD", ["Sandbox"] = "true", ["WebhookUrl"] = "https://shop.example/cg", ["WebhookSecrets:0:Value"] = "a-long-random-text",
            ["RefundLedgerAccountId"] = "01",
        }).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPayments().AddCoinGate(configuration).AddCoinGate("coingate-2", configuration);
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsMonitor<CoinGateOptions>>().Get("coingate-2");
        Assert.That((options.ApiToken, options.ReceiveCurrency, options.Sandbox, options.WebhookSecrets.Single().Value, options.RefundLedgerAccountId),
            Is.EqualTo(("key", "USD", true, "a-long-random-text", "01")));
        Assert.That(provider.GetRequiredService<IPaymentProviderFactory>().ProviderNames, Is.EqualTo(new[] { "coingate", "coingate-2" }));
    }

    [Test]
    public async Task The_sandbox_has_a_host_of_its_own()
    {
        using var coingate = new CoinGateHost(options => options.Sandbox = true);
        coingate.Expect("GET https://api-sandbox.coingate.com/v2/orders/538", Fixture.Answer("order-paid"));
        await coingate.Provider.GetPaymentAsync(Requests.Bare);
        coingate.AssertAllCalled();
    }

    [Test]
    public void Nothing_secret_is_printed()
    {
        var options = new CoinGateOptions { ApiToken = "HIDDEN", WebhookSecrets = ["HIDDEN-HIDDEN-HIDDEN"] };
        Assert.That(JsonSerializer.Serialize(options) + options, Does.Not.Contain("HIDDEN"));
    }
}
