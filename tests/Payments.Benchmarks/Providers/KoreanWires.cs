using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Payments.NaverPay;
using Payments.Toss;

namespace Payments.Benchmarks;

/// <summary>The Korean providers.</summary>
internal static class KoreanWires
{
    private const string TossKey = "3b3dcb94b0ff8ed1b0a6a4f6a9b1a2c5d7e8f90123456789abcdef0123456789";

    /// <summary>Its signed messages are those of payouts; those of payments lead to a read.</summary>
    internal static ProviderWire Toss { get; } = new()
    {
        Name = "toss",
        Add = payments => payments.AddToss(options =>
        {
            (options.SecretKey, options.ClientKey, options.Flow) = ("test_sk_key", "test_ck_key", TossFlow.HostedWindow);
            options.WebhookSecrets.Add(TossKey);
        }),
        Create = new PaymentRequest
        {
            Amount = new Money(15_000m, "KRW"), OrderId = "A-1001", Description = "T-shirt", Method = PaymentMethod.Card, IdempotencyKey = "key-1",
            ReturnUrl = new Uri("https://shop.example/ok"), CancelUrl = new Uri("https://shop.example/ng"),
        },
        Confirm = ProviderWires.Back(
            new PaymentReference("toss", "A-1001", "A-1001"), 15_000m, "KRW", ("paymentKey", "pk_1"), ("orderId", "A-1001"), ("amount", "15000")),
        Answers = [("/confirm", "Toss/done.json"), ("", "Toss/ready.json")],
        Event = padding =>
        {
            const string SentAt = "2026-01-02T14:47:00.123456+09:00";
            var body = Signer.Padded(ProviderFiles.Event("Toss/payout.json"), padding);
            var signature = "v1:" + Convert.ToBase64String(Signer.Hmac(TossKey, $"{body}:{SentAt}"));
            return Signer.Hmac(Encoding.UTF8.GetBytes(TossKey), $"{body}:{SentAt}", Signer.Message(
                body, ("TossPayments-Webhook-Signature", signature), ("TossPayments-Webhook-Transmission-Time", SentAt), ("tosspayments-webhook-transmission-id", "whtrans_1")));
        },
    };

    /// <summary>Creating a payment sends nothing; its notices are forms without a signature.</summary>
    internal static ProviderWire Inicis { get; } = new()
    {
        Name = "inicis",
        Add = payments => payments.AddInicis(options =>
        {
            (options.MerchantId, options.SignKey, options.HashKey) = ("INIpayTest", "SU5JTElURV9UUklQTEVERVNfS0VZU1RS", "3CB8183A4BE283555ACC8363C0360223");
            (options.ApiKey, options.ApiIv, options.ClientIp) = ("ItEQKi3rY7uvDS8l", "HYb3yQ4f65QL89==", "203.0.113.7");
        }),
        Confirm = ProviderWires.Back(
            new PaymentReference("inicis", null, "A-1001"), 15_000m, "KRW", ("resultCode", "0000"), ("mid", "INIpayTest"), ("orderNumber", "A-1001"),
            ("authToken", "tok+/=1=="), ("authUrl", "https://fcstdpay.inicis.com/api/payAuth"), ("netCancelUrl", "https://fcstdpay.inicis.com/api/netCancel"),
            ("idc_name", "fc"), ("charset", "UTF-8"), ("merchantData", "5e7ef97ad1d3c1d27fcc98c591bc0071af22f7710e8bb34e253faae28d9369bc")),
        Answers = [("", "Inicis/approval-card.json")],
        Time = new TestClock(),
    };

    internal static ProviderWire KakaoPay { get; } = new()
    {
        Name = "kakaopay",
        Add = payments => payments.AddKakaoPay(options => (options.SecretKey, options.Cid) = ("DEV0TEST0KEY", "TC0ONETIME")),
        Create = ProviderWires.Request(11_000m, "KRW"),
        Confirm = ProviderWires.Back(new PaymentReference("kakaopay", "T1234567890123456789", "A-1001"), 11_000m, "KRW", ("pg_token", "token-1")),
        Answers = [("/approve", "KakaoPay/approval-card.json"), ("", "KakaoPay/ready.json")],
    };

    internal static ProviderWire NaverPay { get; } = new()
    {
        Name = "naverpay",
        Add = payments => payments.AddNaverPay(options =>
        {
            (options.Environment, options.ClientId, options.ClientSecret) = (NaverPayEnvironment.Development, "client-1", "client-secret-1");
            options.ChainId = "chain-1";
        }),
        Create = ProviderWires.Request(11_000m, "KRW"),
        Confirm = ProviderWires.Back(
            new PaymentReference("naverpay", "R1", "A-1001", [new RelatedId("reserve", "R1")]), 11_000m, "KRW",
            ("resultCode", "Success"), ("paymentId", "20261128NP1000000001"), ("reserveId", "R1")),
        Answers =
        [
            ("/apply/payment", $$$"""{"code":"Success","message":"","body":{"paymentId":"20261128NP1000000001","detail":{{{ProviderFiles.Answer("NaverPay/movement-approval.json")}}},"x":0}}"""),
            ("", "NaverPay/reserve.json"),
        ],
    };
}
