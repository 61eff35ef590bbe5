using Microsoft.Extensions.DependencyInjection;
using Payments.CoinGate;
using Payments.Simulator;

namespace Payments.Leaks.Tests;

/// <summary>The eleven, with keys that nobody can take for anything else.</summary>
internal static class LeakSubjects
{
    private const string StripeSecret = "whsec_CanaryStripeHook0001";
    private const string CoinbaseSecret = "6f6c2b7e-5d1c-4b7a-9a55-ca9a44c01001";
    private const string SquareSecret = "canary-square-signature-0001";
    private const string AdyenSecret = "CA9A44AD11DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6";

    public static readonly LeakSubject[] All =
    [
        LeakSubject.Of("Stripe", clock => new StripeSimulator(new() { TimeProvider = clock, SecretKey = "sk_test_CanaryStripeKey0001", WebhookSecrets = { StripeSecret } }), s => new() { ["SecretKey"] = s.SecretKey, ["WebhookSecrets:0:Value"] = StripeSecret }, (payments, section) => payments.AddStripe(section)) with { Token = ("pm_card_visa", null) },
        LeakSubject.Of("Toss", clock => new TossSimulator(new() { TimeProvider = clock, SecretKey = "test_sk_CanaryTossKey0001" }), s => new() { ["SecretKey"] = s.SecretKey, ["ClientKey"] = s.ClientKey }, (payments, section) => payments.AddToss(section)) with { Token = (TossSimulator.BillingKey, "canary-customer-1") },
        LeakSubject.Of("KakaoPay", clock => new KakaoPaySimulator(new() { TimeProvider = clock, SecretKey = "DEVCANARYKAKAOKEY0001", CidSecret = "canary0kakao0secret0abcd" }), s => new() { ["SecretKey"] = s.SecretKey, ["Cid"] = s.Cid, ["CidSecret"] = "canary0kakao0secret0abcd" }, (payments, section) => payments.AddKakaoPay(section)),
        LeakSubject.Of("Inicis", clock => new InicisSimulator(new() { TimeProvider = clock, SignKey = "Q2FuYXJ5SW5pY2lzU2lnbktleTAwMDE=", ApiKey = "CanaryInicisKey1", ApiIv = "CanaryInicisIv01" }), s => new() { ["MerchantId"] = s.Merchant.MerchantId, ["SignKey"] = s.Merchant.SignKey, ["ApiKey"] = s.Merchant.ApiKey, ["ApiIv"] = s.Merchant.ApiIv, ["ClientIp"] = "203.0.113.7" }, (payments, section) => payments.AddInicis(section)) with { Addresses = ["BaseAddress", "ApprovalAddresses:fc"] },
        LeakSubject.Of("Coinbase", clock => new CoinbaseSimulator(new() { TimeProvider = clock, WebhookSecrets = { CoinbaseSecret } }), s => new() { ["ApiKeyId"] = s.ApiKeyId, ["ApiKeySecret"] = s.ApiKeySecret, ["WebhookSecrets:0:Value"] = CoinbaseSecret }, (payments, section) => payments.AddCoinbase(section)),
        LeakSubject.Of("NaverPay", clock => new NaverPaySimulator(new() { TimeProvider = clock, ClientSecret = "canary-naver-secret-0001" }), s => new() { ["ClientId"] = s.ClientId, ["ClientSecret"] = s.ClientSecret, ["ChainId"] = s.ChainId }, (payments, section) => payments.AddNaverPay(section)) with { Addresses = ["BaseAddress", "PcPageAddress", "MobilePageAddress"] },
        LeakSubject.Of("PayPal", clock => new PayPalSimulator(new() { TimeProvider = clock, ClientSecret = "canary-paypal-secret-0001" }), s => new() { ["ClientId"] = s.ClientId, ["ClientSecret"] = s.ClientSecret, ["WebhookIds:0:Value"] = PayPalSimulator.DefaultWebhookId, ["WebhookCertificateRoots:0"] = s.RootCertificatePem }, (payments, section) => payments.AddPayPal(section)),
        LeakSubject.Of("BitPay", clock => new BitPaySimulator(new() { TimeProvider = clock, MerchantToken = "canary-bitpay-merchant-0001", PrivateKey = "ca9a440c2d4b772f3c1b7e8d555a4e9a3b6e1f0c2d4b772f3c1b7e8d555a4e9a" }), s => new() { ["Facade"] = "Merchant", ["ApiToken"] = s.MerchantToken, ["PrivateKey"] = s.PrivateKey }, (payments, section) => payments.AddBitPay(section)),
        LeakSubject.Of("Square", clock => new SquareSimulator(new() { TimeProvider = clock, AccessToken = "EAAA-canary-square-token-0001", WebhookSecrets = { SquareSecret } }), s => new() { ["AccessToken"] = s.AccessToken, ["LocationId"] = s.LocationId, ["Currency"] = "USD", ["WebhookSubscriptions:0:NotificationUrl"] = s.NotificationUrl.OriginalString, ["WebhookSubscriptions:0:SignatureKeys:0:Value"] = SquareSecret }, (payments, section) => payments.AddSquare(section)) with { Token = ("cnon:card-nonce-ok", null) },
        LeakSubject.Of("Adyen", clock => new AdyenSimulator(new() { TimeProvider = clock, ApiKey = "AQEcanaryAdyenKey0001", WebhookSecrets = { AdyenSecret } }), s => new() { ["ApiKey"] = s.ApiKey, ["MerchantAccount"] = s.MerchantAccount, ["WebhookSecrets:0:Value"] = AdyenSecret }, (payments, section) => payments.AddAdyen(section)) with { Token = (AdyenTestMethods.Card, null) },
        LeakSubject.Of("CoinGate", clock => new CoinGateSimulator(new() { TimeProvider = clock, ApiToken = "canary-coingate-token-0001" }), s => new() { ["ApiToken"] = "canary-coingate-token-0001", ["ReceiveCurrency"] = "EUR", ["WebhookSecrets:0:Value"] = "canary-coingate-callback-0001", ["RefundLedgerAccountId"] = CoinGateSimulator.LedgerAccountId }, (payments, section) => payments.AddCoinGate(section)) with { RefundExtras = [new CoinGateRefundExtras { Address = "bc1qcanary", Email = Payer.Email, CurrencyId = CoinGateSimulator.RefundCurrencyId, PlatformId = CoinGateSimulator.RefundPlatformId }] },
    ];
}
