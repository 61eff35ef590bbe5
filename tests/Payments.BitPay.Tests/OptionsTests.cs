using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Payments.BitPay.Tests;

public class OptionsTests
{
    private static readonly TestCaseData[] Mistakes =
    [
        Mistake("no token", o => o.ApiToken = "", "ApiToken is missing"),
        Mistake("a token with a line break", o => o.ApiToken = "abc\n", "ApiToken holds white space"),
        Mistake("a key without its facade", o => o.PrivateKey = Keys.Hex, "set Facade to Merchant"),
        Mistake("a facade", o => o.Facade = (BitPayFacade)9, "Facade must be Pos or Merchant"),
        Mistake("no key", Key(""), "PrivateKey is missing"),
        Mistake("a short key", Key(Keys.Hex[2..]), "no private key on secp256k1"),
        Mistake("a key with a letter", Key("x" + Keys.Hex[1..]), "no private key on secp256k1"),
        Mistake("zero", Key(new string('0', 64)), "no private key on secp256k1"),
        Mistake("the order of the curve", Key("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"), "no private key on secp256k1"),
        Mistake("above the order", Key(new string('f', 64)), "no private key on secp256k1"),
        Mistake("another curve", Key(P256()), "no private key on secp256k1"),
        Mistake("a public key", Key(PublicPem()), "no private key on secp256k1"),
        Mistake("cut", Key(Keys.Pem[..100]), "no private key on secp256k1"),
        Mistake("a webhook address", o => o.WebhookUrl = new Uri("http://shop.example/bp"), "WebhookUrl must be an absolute https address"),
        Mistake("a signed address", o => o.SignedBaseAddress = new Uri("ftp://x"), "SignedBaseAddress must be an absolute https address"),
        Mistake("a secret without a value", o => o.WebhookSecrets.Add(new Payments.Security.WebhookSecret()), "without a value"),
        Mistake("a size", o => o.MaxWebhookBytes = 0, "MaxWebhookBytes"),
    ];

    [TestCaseSource(nameof(Mistakes))]
    public void A_mistake_is_said_with_its_cure(Action<BitPayOptions> mistake, string expected)
    {
        using var bitpay = new BitPayHost(mistake);
        var message = Assert.Throws<OptionsValidationException>(() => _ = bitpay.Provider)!.Message;
        Assert.That(message, Does.Contain(expected));
        Assert.That(message, Does.Not.Contain("99423a4e").And.Not.Contain("MHQC").And.Not.Contain("ffffff"));
    }

    [Test]
    public void The_largest_key_below_the_order_is_taken()
    {
        using var bitpay = new BitPayHost(Key("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140"));
        Assert.That(bitpay.Provider.Supports(PaymentOperations.Refund), Is.True);
    }

    [Test]
    public void The_facade_decides_what_can_be_done()
    {
        using var pos = new BitPayHost();
        using var merchant = BitPayHost.Merchant();
        Assert.That(pos.Provider.Capabilities.Operations, Is.EqualTo(PaymentOperations.Create | PaymentOperations.Get | PaymentOperations.Webhooks));
        Assert.That(merchant.Provider.Capabilities.Operations, Is.EqualTo(
            PaymentOperations.Create | PaymentOperations.Get | PaymentOperations.Webhooks | PaymentOperations.Find | PaymentOperations.Cancel
            | PaymentOperations.Refund | PaymentOperations.PartialRefund | PaymentOperations.GetRefund));
        Assert.That((pos.Provider.Capabilities.IdempotencyKeyLifetimes.Count, merchant.Provider.Capabilities.IdempotencyKeyLifetimes.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task What_a_POS_token_cannot_do_is_refused_before_sending()
    {
        using var bitpay = new BitPayHost();
        var provider = bitpay.Provider;
        foreach (var call in new Func<Task>[]
        {
            () => provider.FindPaymentsAsync(new FindPaymentsRequest()), () => provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Invoice }),
            () => provider.RefundPaymentAsync(Requests.Refund(null)), () => provider.GetRefundAsync(new RefundReference(Requests.Invoice) { RefundId = "r" }),
            () => provider.CapturePaymentAsync(new CaptureRequest { Payment = Requests.Invoice }),
        })
        {
            await Assert.ThrowsAsync<PaymentOperationNotSupportedException>(call);
        }

        Assert.That(bitpay.Calls, Is.Zero);
    }

    [Test]
    public void Options_come_from_configuration()
    {
        var section = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Facade"] = "Merchant", ["ApiToken"] = "T", ["PrivateKey"] = Keys.Hex, ["Sandbox"] = "true", ["WebhookUrl"] = "https://shop.example/b", ["WebhookSecrets:0:Value"] = "old",
        }).Build();
        var services = new ServiceCollection();
        services.AddPayments().AddBitPay("bitpay-eu", section);
        using var provider = services.BuildServiceProvider();
        Assert.That(provider.GetRequiredService<IPaymentProviderFactory>().GetProvider("bitpay-eu").Supports(PaymentOperations.Cancel), Is.True);
    }

    [Test]
    public async Task The_sandbox_is_another_host()
    {
        using var bitpay = new BitPayHost(options => options.Sandbox = true).On("GET https://test.bitpay.com/invoices/G3viJEJgE8Jk2oekSdgT2A", Fixture.Answer("invoice"));
        Assert.That((await bitpay.Provider.GetPaymentAsync(Requests.Invoice)).Status, Is.EqualTo(PaymentStatus.RequiresAction));
    }

    [Test]
    public void Secrets_do_not_print() => Assert.That(
        JsonSerializer.Serialize(new BitPayOptions { ApiToken = "tok-123", PrivateKey = Keys.Hex }), Does.Not.Contain("tok-123").And.Not.Contain("99423a4e"));

    private static Action<BitPayOptions> Key(string key) => options => (options.Facade, options.PrivateKey) = (BitPayFacade.Merchant, key);

    private static TestCaseData Mistake(string name, Action<BitPayOptions> mistake, string expected) => new TestCaseData(mistake, expected).SetArgDisplayNames(name);

    private static string P256()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportECPrivateKeyPem();
    }

    private static string PublicPem()
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(Keys.Pem);
        return key.ExportSubjectPublicKeyInfoPem();
    }
}
