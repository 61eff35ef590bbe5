using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Payments.Coinbase.Tests;

public class OptionsTests
{
    // The key of RFC 8032's first test: seed and public half, as CDP gives an Ed25519 key; and the same in PEM.
    private const string Ed25519 = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2DXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg==";

    private const string Ed25519Pem = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
        -----END PRIVATE KEY-----
        """;

    private static readonly TestCaseData[] Mistakes =
    [
        Mistake("no key id", o => o.ApiKeyId = "", "ApiKeyId is missing"),
        Mistake("a key id with a line break", o => o.ApiKeyId = "abc\n", "ApiKeyId holds white space"),
        Mistake("no secret", o => o.ApiKeySecret = "", "ApiKeySecret is missing"),
        Mistake("Ed25519", o => o.ApiKeySecret = Ed25519, "Ed25519 key, and .NET 10 has no signatures of that kind: make a CDP API key with the signature algorithm ECDSA"),
        Mistake("Ed25519 with white space", o => o.ApiKeySecret = Ed25519 + "\n", "is an Ed25519 key"),
        Mistake("Ed25519 in PEM", o => o.ApiKeySecret = Ed25519Pem, "is an Ed25519 key"),
        Mistake("another curve", o => o.ApiKeySecret = Pem(ECCurve.NamedCurves.nistP384), "another curve than P-256"),
        Mistake("a curve of the same size", o => o.ApiKeySecret = Pem(ECCurve.CreateFromFriendlyName("secp256k1")), "another curve than P-256"),
        Mistake("a public key", o => o.ApiKeySecret = Keys.Ecdsa.ExportSubjectPublicKeyInfoPem(), "no private key in PEM"),
        Mistake("RSA", o => o.ApiKeySecret = Rsa(), "no private key in PEM"),
        Mistake("cut", o => o.ApiKeySecret = Keys.Secret[..120], "no private key in PEM"),
        Mistake("no PEM", o => o.ApiKeySecret = "c2VjcmV0", "no private key in PEM"),
        Mistake("a bad signed address", o => o.SignedBaseAddress = new Uri("ftp://x"), "SignedBaseAddress must be an absolute https address"),
        Mistake("no tolerance", o => o.WebhookTolerance = TimeSpan.Zero, "WebhookTolerance must be above zero"),
        Mistake("a secret without a value", o => o.WebhookSecrets.Add(new Payments.Security.WebhookSecret()), "without a value"),
        Mistake("a size", o => o.MaxWebhookBytes = 0, "MaxWebhookBytes"),
        Mistake("an API", o => o.Api = (CoinbaseApi)9, "Api must be Checkouts or Commerce"),
        Mistake("no Commerce key", o => o.Api = CoinbaseApi.Commerce, "CommerceApiKey is missing"),
        Mistake("a sandbox of Commerce", o => (o.Api, o.CommerceApiKey, o.Sandbox) = (CoinbaseApi.Commerce, "key", true), "Sandbox is for Checkouts only"),
    ];

    [TestCaseSource(nameof(Mistakes))]
    public void A_mistake_is_said_with_its_cure(Action<CoinbaseOptions> mistake, string expected)
    {
        using var coinbase = new CheckoutsHost(mistake);
        var message = Assert.Throws<OptionsValidationException>(() => _ = coinbase.Provider)!.Message;
        Assert.That(message, Does.Contain(expected));
        Assert.That(message, Does.Not.Contain("nWGxne").And.Not.Contain("MHcC").And.Not.Contain("c2VjcmV0"));
    }

    [TestCase("\n", "\\n")]
    [TestCase("\n", "\\r\\n")]
    [TestCase("\n", "\r\n")]
    [TestCase("-----BEGIN", "\n  -----BEGIN")]
    public void A_key_is_read_however_its_lines_are_broken(string from, string to)
    {
        using var coinbase = new CheckoutsHost(o => o.ApiKeySecret = Keys.Secret.Replace(from, to, StringComparison.Ordinal));
        Assert.That(coinbase.Provider.Name, Is.EqualTo("coinbase"));
    }

    [Test]
    public void The_same_key_in_its_other_PEM_form_is_taken()
    {
        using var coinbase = new CheckoutsHost(o => o.ApiKeySecret = Keys.Ecdsa.ExportPkcs8PrivateKeyPem());
        Assert.That(coinbase.Provider.Name, Is.EqualTo("coinbase"));
    }

    [Test]
    public void Options_come_from_configuration_and_the_API_decides_what_can_be_done()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPayments()
            .AddCoinbase("shop", Section(new() { ["ApiKeyId"] = Keys.Id, ["ApiKeySecret"] = Keys.Secret, ["WebhookSecrets:0:Value"] = "s-1", ["SendUriClaim"] = "true" }))
            .AddCoinbase("old", Section(new() { ["Api"] = "Commerce", ["CommerceApiKey"] = "key", ["AcceptVersion0Signatures"] = "false", ["Timeout"] = "00:00:20" }))
            .AddCoinbase("old", Section(new() { ["WebhookSecrets:0:Value"] = "s-2" }));
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsMonitor<CoinbaseOptions>>();
        var factory = provider.GetRequiredService<IPaymentProviderFactory>();
        Assert.Multiple(() =>
        {
            Assert.That((options.Get("shop").Api, options.Get("shop").SendUriClaim, options.Get("shop").WebhookSecrets[0].Value), Is.EqualTo((CoinbaseApi.Checkouts, true, "s-1")));
            Assert.That((options.Get("old").Api, options.Get("old").AcceptVersion0Signatures, options.Get("old").Timeout), Is.EqualTo((CoinbaseApi.Commerce, false, TimeSpan.FromSeconds(20))));
            Assert.That(options.Get("old").WebhookSecrets[0].Value, Is.EqualTo("s-2"));
            Assert.That(factory.GetProvider("shop").Supports(PaymentOperations.Refund | PaymentOperations.PartialRefund | PaymentOperations.GetRefund), Is.True);
            Assert.That(factory.GetProvider("shop").Supports(PaymentOperations.Find), Is.False);
            Assert.That(factory.GetProvider("shop").Capabilities.IdempotencyKeyLifetimes.Keys, Is.EquivalentTo(new[] { PaymentOperations.Create, PaymentOperations.Refund }));
            Assert.That(factory.GetProvider("old").Supports(PaymentOperations.Refund), Is.False);
            Assert.That(factory.GetProvider("old").Supports(PaymentOperations.Find), Is.True);
            Assert.That(factory.GetProvider("old").Capabilities.IdempotencyKeyLifetimes, Is.Empty);
        });
    }

    [Test]
    public void Nothing_secret_is_printed()
    {
        var options = new CoinbaseOptions { ApiKeySecret = "hidden-1", CommerceApiKey = "hidden-2", WebhookSecrets = { "hidden-3" } };
        Assert.That(JsonSerializer.Serialize(options) + options, Does.Not.Contain("hidden"));
    }

    private static IConfiguration Section(Dictionary<string, string?> values) => new ConfigurationBuilder().AddInMemoryCollection(values).Build();

    private static TestCaseData Mistake(string name, Action<CoinbaseOptions> mistake, string expected) => new TestCaseData(mistake, expected).SetArgDisplayNames(name);

    private static string Pem(ECCurve curve)
    {
        using var key = ECDsa.Create(curve);
        return key.ExportECPrivateKeyPem();
    }

    private static string Rsa()
    {
        using var key = RSA.Create(2048);
        return key.ExportRSAPrivateKeyPem();
    }
}
