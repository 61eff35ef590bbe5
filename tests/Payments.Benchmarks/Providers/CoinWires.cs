using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Benchmarks;

/// <summary>The providers of cryptocurrencies.</summary>
internal static class CoinWires
{
    private static readonly string CoinbaseKey = NewKey();

    private const string CoinbaseSecret = "2f3c1b7e-8d55-4a5e-9a3b-6e1f0c2d4b77";
    private const string BitPayToken = "pos-token";
    private const string CoinGateSecret = "coingate-test-secret-1";

    internal static ProviderWire Coinbase { get; } = new()
    {
        Name = "coinbase",
        Add = payments => payments.AddCoinbase(options =>
        {
            (options.ApiKeyId, options.ApiKeySecret) = ("organizations/7f5b/apiKeys/1c2d", CoinbaseKey);
            options.WebhookSecrets.Add(CoinbaseSecret);
        }),
        Create = ProviderWires.Request(100m, "EUR"),
        Answers = [("", "Coinbase/checkout-active.json")],
        Event = padding =>
        {
            var body = Signer.Padded(ProviderFiles.Event("Coinbase/checkout.payment.success.json"), padding);
            var time = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            var signed = $"{time}.x-event-id.evt-1.{body}";
            return Signer.Hmac(Encoding.UTF8.GetBytes(CoinbaseSecret), signed, Signer.Message(
                body, ("X-Event-Id", "evt-1"), ("X-Hook0-Signature", $"t={time},h=x-event-id,v1={Convert.ToHexStringLower(Signer.Hmac(CoinbaseSecret, signed))}")));
        },
    };

    internal static ProviderWire BitPay { get; } = new()
    {
        Name = "bitpay",
        Add = payments => payments.AddBitPay(options => (options.ApiToken, options.WebhookUrl) = (BitPayToken, new Uri("https://shop.example/bitpay"))),
        Create = ProviderWires.Request(10.5m, "EUR"),
        Answers = [("", "BitPay/invoice.json")],
        Event = padding =>
        {
            var body = Signer.Padded(ProviderFiles.Event("BitPay/invoice.confirmed.json"), padding);
            return Signer.Hmac(
                Encoding.UTF8.GetBytes(BitPayToken), body, Signer.Message(body, ("x-signature", Convert.ToBase64String(Signer.Hmac(BitPayToken, body)))));
        },
    };

    /// <summary>Signs the order's id alone.</summary>
    internal static ProviderWire CoinGate { get; } = new()
    {
        Name = "coingate",
        Add = payments => payments.AddCoinGate(options =>
        {
            (options.ApiToken, options.ReceiveCurrency, options.WebhookUrl) = ("api-token", "EUR", new Uri("https://shop.example/hooks/coingate"));
            options.WebhookSecrets.Add(CoinGateSecret);
        }),
        Create = ProviderWires.Request(10.5m, "EUR"),
        Answers = [("", "CoinGate/order-new.json")],
        Event = padding =>
        {
            const string Order = "A-1001";
            var token = Convert.ToHexStringLower(Signer.Hmac(CoinGateSecret, Order));
            var body = $$"""{"id":538,"order_id":"{{Order}}","status":"paid","price_amount":"0.01","price_currency":"EUR","token":"{{token}}"}""";
            return Signer.Hmac(
                Encoding.UTF8.GetBytes(CoinGateSecret), Order, Signer.Message(Signer.Padded(body, padding), ("content-type", "application/json; charset=utf-8")));
        },
    };

    private static string NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportECPrivateKeyPem();
    }
}
