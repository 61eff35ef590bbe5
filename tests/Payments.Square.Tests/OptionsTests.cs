using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Payments.Security;

namespace Payments.Square.Tests;

public class OptionsTests
{
    private static readonly TestCaseData[] Mistakes =
    [
        new(new Action<SquareOptions>(o => o.AccessToken = ""), "AccessToken is missing"),
        new(new Action<SquareOptions>(o => o.AccessToken = "EAAA-abc\n"), "white space"),
        new(new Action<SquareOptions>(o => o.LocationId = ""), "LocationId must be the id of the location"),
        new(new Action<SquareOptions>(o => o.LocationId = "main"), "LocationId must be the id of the location"),
        new(new Action<SquareOptions>(o => o.Currency = "KRW"), "one of AUD, CAD, EUR, GBP, JPY, USD"),
        new(new Action<SquareOptions>(o => o.ApiVersion = "2025-8-20"), "ApiVersion"),
        new(new Action<SquareOptions>(o => o.Environment = (SquareEnvironment)9), "Environment"),
        new(new Action<SquareOptions>(o => o.DeviceId = "device:995CS397A6475287"), "without 'device:'"),
        new(new Action<SquareOptions>(o => o.MerchantId = ""), "MerchantId"),
        new(new Action<SquareOptions>(o => o.WebhookSubscriptions.Add(new() { SignatureKeys = { "k" } })), "without NotificationUrl"),
        new(new Action<SquareOptions>(o => o.WebhookSubscriptions.Add(new() { NotificationUrl = new Uri("/hooks", UriKind.Relative) })), "without NotificationUrl"),
        new(new Action<SquareOptions>(o => o.WebhookSubscriptions.Add(new() { NotificationUrl = new Uri(Webhooks.Url), SignatureKeys = { new WebhookSecret() } })), "signature key without a value"),
        new(new Action<SquareOptions>(o => o.BaseAddress = new Uri("http://square.example")), "BaseAddress must be https"),
    ];

    [TestCaseSource(nameof(Mistakes))]
    public void A_mistake_is_said_with_its_cure(Action<SquareOptions> mistake, string expected)
    {
        using var square = new SquareHost(mistake);
        var message = Assert.Throws<OptionsValidationException>(() => _ = square.Provider)!.Message;
        Assert.That(message, Does.Contain(expected));
        Assert.That(message, Does.Not.Contain("EAAA-abc"));
    }

    [Test]
    public void Options_come_from_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AccessToken"] = "EAAA-1",
            ["Environment"] = "Sandbox",
            ["LocationId"] = "L1",
            ["Currency"] = "EUR",
            ["DeviceId"] = "d1",
            ["MerchantId"] = "M1",
            ["WebhookSubscriptions:0:NotificationUrl"] = "https://Shop.example:443/hooks",
            ["WebhookSubscriptions:0:SignatureKeys:0:Value"] = "key-1",
            ["WebhookSubscriptions:0:SignatureKeys:0:NotAfter"] = "2026-12-01T00:00:00Z",
            ["Timeout"] = "00:00:45",
        }).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPayments().AddSquare("shop", configuration).AddSquare("shop", configuration);
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptionsMonitor<SquareOptions>>().Get("shop");
        Assert.Multiple(() =>
        {
            Assert.That((options.AccessToken, options.Environment, options.LocationId, options.Timeout), Is.EqualTo(("EAAA-1", SquareEnvironment.Sandbox, "L1", TimeSpan.FromSeconds(45))));
            Assert.That(options.WebhookSubscriptions[0].NotificationUrl!.OriginalString, Is.EqualTo("https://Shop.example:443/hooks"), "character by character");
            Assert.That((options.WebhookSubscriptions[0].SignatureKeys[0].Value, options.WebhookSubscriptions[0].SignatureKeys[0].NotAfter is not null), Is.EqualTo(("key-1", true)));
            Assert.That(provider.GetRequiredService<IPaymentProviderFactory>().GetProvider("shop").Name, Is.EqualTo("shop"));
        });
    }

    [TestCase(SquareEnvironment.Production, "https://connect.squareup.com/")]
    [TestCase(SquareEnvironment.Sandbox, "https://connect.squareupsandbox.com/")]
    public void Each_environment_has_its_host(SquareEnvironment environment, string expected) =>
        Assert.That(new SquareProtocol(new SquareOptions { Environment = environment }, TimeProvider.System).DefaultBaseAddress.AbsoluteUri, Is.EqualTo(expected));

    [Test]
    public void Nothing_secret_is_printed()
    {
        var options = new SquareOptions
        {
            AccessToken = "EAAA-hidden", WebhookSubscriptions = { new() { NotificationUrl = new Uri(Webhooks.Url), SignatureKeys = { "hidden-key" } } },
        };
        var call = SquareRequests.Charge(new Nobody(), Requests.Token("cnon:hidden"), options, "k");
        Assert.That(JsonSerializer.Serialize(options) + options + call, Does.Not.Contain("hidden"));
    }

    [Test]
    public void What_is_claimed_is_said_plainly()
    {
        var capabilities = SquareDefaults.Capabilities;
        Assert.That(capabilities.IdempotencyKeyLifetimes.Keys, Is.EquivalentTo(new[] { PaymentOperations.Create, PaymentOperations.Refund }), "completing and cancelling have no key");
        Assert.That(capabilities.Currencies.Known.Select(currency => currency.Code), Is.EquivalentTo("AUD CAD EUR GBP JPY USD".Split(' ')));
        Assert.That(capabilities.Supports(PaymentOperations.Confirm) || capabilities.Supports(PaymentOperations.MultipleCapture), Is.False);
    }

    private sealed class Nobody() : PaymentProvider("square")
    {
        public override PaymentProviderCapabilities Capabilities => SquareDefaults.Capabilities;
    }
}
