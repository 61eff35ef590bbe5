using Microsoft.Extensions.DependencyInjection;
using Payments.CoinGate;
using Payments.Simulator;

namespace Payments.Samples;

/// <summary>The providers that the samples show.</summary>
internal static class SampleProviders
{
    /// <summary>One line per provider: its section of the configuration, its simulator, what the section holds in a simulated run, its registration.</summary>
    public static SampleProvider[] All() =>
    [
        SampleProvider.Of("Stripe", new StripeSimulator(), s => new() { ["SecretKey"] = s.SecretKey, ["WebhookSecrets:0:Value"] = StripeSimulator.DefaultWebhookSecret }, (payments, section) => payments.AddStripe(section)),
        SampleProvider.Of("Toss", new TossSimulator(), s => new() { ["SecretKey"] = s.SecretKey, ["ClientKey"] = s.ClientKey }, (payments, section) => payments.AddToss(section)),
        SampleProvider.Of("KakaoPay", new KakaoPaySimulator(), s => new() { ["SecretKey"] = s.SecretKey, ["Cid"] = s.Cid }, (payments, section) => payments.AddKakaoPay(section)) with { ReturnsOverHttps = true },
        SampleProvider.Of("Inicis", new InicisSimulator(), s => new() { ["MerchantId"] = s.Merchant.MerchantId, ["SignKey"] = s.Merchant.SignKey, ["ApiKey"] = s.Merchant.ApiKey, ["ApiIv"] = s.Merchant.ApiIv, ["ClientIp"] = "203.0.113.7" }, (payments, section) => payments.AddInicis(section), "ApprovalAddresses:fc"),
        SampleProvider.Of("Coinbase", new CoinbaseSimulator(), s => new() { ["ApiKeyId"] = s.ApiKeyId, ["ApiKeySecret"] = s.ApiKeySecret, ["WebhookSecrets:0:Value"] = CoinbaseSimulator.DefaultWebhookSecret }, (payments, section) => payments.AddCoinbase(section)) with { ReturnsOverHttps = true },
        SampleProvider.Of("NaverPay", new NaverPaySimulator(), s => new() { ["ClientId"] = s.ClientId, ["ClientSecret"] = s.ClientSecret, ["ChainId"] = s.ChainId }, (payments, section) => payments.AddNaverPay(section), "PcPageAddress", "MobilePageAddress"),
        SampleProvider.Of("PayPal", new PayPalSimulator(), s => new() { ["ClientId"] = s.ClientId, ["ClientSecret"] = s.ClientSecret, ["WebhookIds:0:Value"] = PayPalSimulator.DefaultWebhookId, ["WebhookCertificateRoots:0"] = s.RootCertificatePem }, (payments, section) => payments.AddPayPal(section)),
        SampleProvider.Of("BitPay", new BitPaySimulator(), s => new() { ["Facade"] = "Merchant", ["ApiToken"] = s.MerchantToken, ["PrivateKey"] = s.PrivateKey }, (payments, section) => payments.AddBitPay(section)),
        SampleProvider.Of("Square", new SquareSimulator(), s => new() { ["AccessToken"] = s.AccessToken, ["LocationId"] = s.LocationId, ["Currency"] = "USD", ["WebhookSubscriptions:0:NotificationUrl"] = s.NotificationUrl.OriginalString, ["WebhookSubscriptions:0:SignatureKeys:0:Value"] = SquareSimulator.DefaultSignatureKey }, (payments, section) => payments.AddSquare(section)),
        SampleProvider.Of("Adyen", new AdyenSimulator(), s => new() { ["ApiKey"] = s.ApiKey, ["MerchantAccount"] = s.MerchantAccount, ["WebhookSecrets:0:Value"] = AdyenSimulator.DefaultWebhookSecret }, (payments, section) => payments.AddAdyen(section)),
        SampleProvider.Of("CoinGate", new CoinGateSimulator(), s => new() { ["ApiToken"] = s.ApiToken, ["ReceiveCurrency"] = "EUR", ["WebhookSecrets:0:Value"] = "sample-callback-secret", ["RefundLedgerAccountId"] = CoinGateSimulator.LedgerAccountId }, (payments, section) => payments.AddCoinGate(section)) with { RefundExtras = [new CoinGateRefundExtras { Address = "bc1qsample", Email = "sample@example.com", CurrencyId = CoinGateSimulator.RefundCurrencyId, PlatformId = CoinGateSimulator.RefundPlatformId }] },
    ];
}
