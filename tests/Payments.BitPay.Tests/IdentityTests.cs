using System.Security.Cryptography;
using System.Text;

namespace Payments.BitPay.Tests;

public class IdentityTests
{
    private const string Address = "https://bitpay.com/invoices";
    private const string Body = """{"token":"T","price":10.5}""";

    // openssl dgst -sha256 -sign k.pem over address and body, one directly behind the other.
    private const string Openssl =
        "304402203196f2b0789e4b6e231f4e6a10e6173619a8fb5a9037f6e6b072f35cc271674f022065606ffc960d24a1a3cccffb39637354f47ba303b947e428bfbe63d4f64325a8";

    // Public keys computed with Python from the curve's definition: both parities, and an X that begins with a zero byte.
    [TestCase(Keys.Hex, Keys.Public)]
    [TestCase("0000000000000000000000000000000000000000000000000000000000000001", "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798")]
    [TestCase("0000000000000000000000000000000000000000000000000000000000000002", "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5")]
    [TestCase("0000000000000000000000000000000000000000000000000000000000000006", "03fff97bd5755eeea420453a14355235d382f6472f8568a18b2f057a1460297556")]
    [TestCase("0000000000000000000000000000000000000000000000000000000000000099", "0200e3ae1974566ca06cc516d47e0fb165a674a3dabcfca15e722f0e3450f45889")]
    [TestCase("00000000000000000000000000000000000000000000000000000000000000F6", "0200136933174bc388a74ebd6746e13afe0eef5d66580c8e23d33464c342dc0080")]
    public void The_identity_is_the_compressed_public_key(string key, string expected) =>
        Assert.That(BitPayIdentity.Read(key, out _)!.PublicKey, Is.EqualTo(expected));

    [Test]
    public void The_same_key_in_PEM_is_the_same_identity()
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(Keys.Pem);
        foreach (var text in new[] { Keys.Pem, Keys.Pem.ReplaceLineEndings("\\n"), Keys.Pem.ReplaceLineEndings("\\r\\n"), key.ExportPkcs8PrivateKeyPem(), $" {Keys.Hex}\n", Keys.Hex.ToUpperInvariant() })
            Assert.That(BitPayIdentity.Read(text, out _)!.PublicKey, Is.EqualTo(Keys.Public), text);
    }

    [Test]
    public void A_signature_is_DER_in_lowercase_hex_over_address_and_body_and_openssl_agrees_on_the_message()
    {
        var signature = BitPayIdentity.Read(Keys.Hex, out _)!.Sign(Address, Encoding.UTF8.GetBytes(Body));
        Assert.That(signature, Does.Match("^30[0-9a-f]{134,142}$"));
        Assert.That((Verifies(signature, Address + Body), Verifies(Openssl, Address + Body)), Is.EqualTo((true, true)));
        foreach (var other in new[] { Address + " " + Body, Body, Address, "/invoices" + Body, Address + "/" + Body })
            Assert.That(Verifies(signature, other), Is.False, other);
    }

    [Test]
    public async Task What_is_sent_is_what_was_signed()
    {
        using var bitpay = BitPayHost.Merchant()
            .On("POST /invoices", Fixture.Answer("invoice"))
            .On("GET /invoices/G3viJEJgE8Jk2oekSdgT2A?token=pos-token", Fixture.Answer("invoice"))
            .On("DELETE /invoices/G3viJEJgE8Jk2oekSdgT2A?token=pos-token&forceCancel=true", Fixture.Answer("invoice", node => (node["data"]!["status"], node["data"]!["isCancelled"]) = ("expired", true)));
        await bitpay.Provider.CreatePaymentAsync(Requests.Payment());
        await bitpay.Provider.GetPaymentAsync(Requests.Invoice);
        await bitpay.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Invoice, Extras = [new BitPayCancelExtras { ForceCancel = true }] });
        string[] messages =
        [
            "https://bitpay.com/invoices" + Encoding.UTF8.GetString(bitpay.Bodies[0]),
            "https://bitpay.com/invoices/G3viJEJgE8Jk2oekSdgT2A?token=pos-token",
            "https://bitpay.com/invoices/G3viJEJgE8Jk2oekSdgT2A?token=pos-token&forceCancel=true",
        ];
        Assert.That(bitpay.Calls, Is.EqualTo(3));
        for (var i = 0; i < 3; i++)
        {
            var headers = bitpay.Headers[i];
            Assert.That((headers.GetValues("X-Identity").Single(), headers.GetValues("X-Accept-Version").Single()), Is.EqualTo((Keys.Public, "2.0.0")));
            Assert.That(Verifies(headers.GetValues("X-Signature").Single(), messages[i]), Is.True, messages[i]);
        }

        Assert.That(bitpay.Bodies[0], Is.All.LessThan((byte)128), "Nothing on the way can change a character.");
    }

    [Test]
    public async Task Behind_a_proxy_the_address_that_BitPay_sees_is_signed()
    {
        using var bitpay = BitPayHost.Merchant(options =>
                (options.BaseAddress, options.SignedBaseAddress) = (new Uri("https://proxy.example/bp/"), new Uri("https://bitpay.com")))
            .On("GET https://proxy.example/bp/invoices/G3viJEJgE8Jk2oekSdgT2A", Fixture.Answer("invoice"));
        await bitpay.Provider.GetPaymentAsync(Requests.Invoice);
        Assert.That(Verifies(bitpay.Headers[0].GetValues("X-Signature").Single(), "https://bitpay.com/invoices/G3viJEJgE8Jk2oekSdgT2A?token=pos-token"), Is.True);
    }

    [Test]
    public async Task A_POS_token_signs_nothing()
    {
        using var bitpay = new BitPayHost().On("GET /invoices/G3viJEJgE8Jk2oekSdgT2A?token=pos-token", Fixture.Answer("invoice"));
        await bitpay.Provider.GetPaymentAsync(Requests.Invoice);
        Assert.That((bitpay.Headers[0].Contains("X-Identity"), bitpay.Headers[0].Contains("X-Signature")), Is.EqualTo((false, false)));
        Assert.That(bitpay.Headers[0].GetValues("X-Accept-Version").Single(), Is.EqualTo("2.0.0"));
    }

    private static bool Verifies(string signature, string message)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(Keys.Pem);
        return key.VerifyData(Encoding.UTF8.GetBytes(message), Convert.FromHexString(signature), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }
}
