using Microsoft.Extensions.DependencyInjection;
using Payments.Toss;
using Payments.Simulator;

namespace Payments.Reliability.Providers;

internal sealed class TossShop : ShopProvider
{
    internal override string Name => "toss";

    internal override IReadOnlyList<ShopWay> Ways => [ShopWay.Page, ShopWay.Account];

    internal override Currency Currency => Currency.KRW;

    internal override IReadOnlyList<TimeSpan> WebhookRetries => Minutes(1, 4, 16, 64, 256, 1024, 4096);

    internal override ProviderSimulator CreateSimulator(TimeProvider clock, int seed) => new TossSimulator(new TossSimulatorOptions { TimeProvider = clock, Seed = seed });

    internal override void Register(IPaymentsBuilder payments, Uri address, IReadOnlyDictionary<string, string> settings) => payments.AddToss(options =>
    {
        var key = new TossSimulatorOptions().SecretKey;
        options.BaseAddress = address;
        options.SecretKey = key;
        options.ClientKey = key.Replace("sk_", "ck_", StringComparison.Ordinal);
        options.Flow = TossFlow.ClientSdk;
        options.WebhookSecrets.Add(TossSimulator.DefaultSecurityKey);
    });

    internal override PaymentRequest NewPayment(ShopOrder order) =>
        order.ToRequest(method: order.Way is ShopWay.Account ? PaymentMethod.VirtualAccount : PaymentMethod.Unspecified);

    internal override RefundRequest NewRefund(PaymentReference payment, ShopOrder order, Money? amount, string key) => KoreanAccounts.NewRefund(payment, order, amount, key);
}

internal sealed class InicisShop : ShopProvider
{
    internal override string Name => "inicis";

    // 'CANCEL' is Refunded, and Cancelled only where our own record says that it was our net cancel.
    internal override bool TellsUndoneAsGivenBack => true;

    internal override IReadOnlyList<ShopWay> Ways => [ShopWay.Page, ShopWay.Phone, ShopWay.Account];

    internal override Currency Currency => Currency.KRW;

    internal override bool CancelsAlone => true;

    // At most 10 times; the interval is a sibling product's.
    internal override IReadOnlyList<TimeSpan> WebhookRetries => Minutes([.. Enumerable.Repeat(10.0, 9)]);

    internal override ProviderSimulator CreateSimulator(TimeProvider clock, int seed) =>
        new InicisSimulator(new InicisSimulatorOptions { TimeProvider = clock, Seed = seed, WebhookHandler = new Nowhere() });

    internal override void Register(IPaymentsBuilder payments, Uri address, IReadOnlyDictionary<string, string> settings) => payments.AddInicis(options =>
    {
        var merchant = new InicisSimulatorOptions();
        options.BaseAddress = options.ScriptAddress = address;
        options.MobilePageAddress = new Uri(address, "smart/payment/");
        options.ApprovalAddresses["fc"] = options.MobileApprovalAddresses["fc"] = address;
        (options.MerchantId, options.SignKey, options.HashKey) = (merchant.MerchantId, merchant.SignKey, merchant.HashKey);
        (options.ApiKey, options.ApiIv, options.ClientIp) = (merchant.ApiKey, merchant.ApiIv, "203.0.113.7");
    });

    internal override PaymentRequest NewPayment(ShopOrder order) => order.Way switch
    {
        ShopWay.Phone => order.ToRequest(channel: PaymentChannel.MobileWeb, webhookUrl: new Uri("https://shop.example/inicis")),
        ShopWay.Account => order.ToRequest(method: PaymentMethod.VirtualAccount),
        _ => order.ToRequest(),
    };

    internal override RefundRequest NewRefund(PaymentReference payment, ShopOrder order, Money? amount, string key) => KoreanAccounts.NewRefund(payment, order, amount, key);

    // Notices of the mobile page go to an address of the payment's own: the harness delivers them itself.
    private sealed class Nowhere : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(new HttpResponseMessage());
    }
}

internal sealed class NaverPayShop : ShopProvider
{
    internal override string Name => "naverpay";

    internal override Currency Currency => Currency.KRW;

    internal override ProviderSimulator CreateSimulator(TimeProvider clock, int seed) => new NaverPaySimulator(new NaverPaySimulatorOptions { TimeProvider = clock, Seed = seed });

    internal override void Register(IPaymentsBuilder payments, Uri address, IReadOnlyDictionary<string, string> settings) => payments.AddNaverPay(options =>
    {
        var simulated = new NaverPaySimulatorOptions();
        options.BaseAddress = options.PcPageAddress = options.MobilePageAddress = address;
        options.ClientId = simulated.ClientId;
        options.ClientSecret = simulated.ClientSecret;
        options.ChainId = simulated.ChainId;
    });
}

internal sealed class KakaoPayShop : ShopProvider
{
    internal override string Name => "kakaopay";

    internal override Currency Currency => Currency.KRW;

    internal override ProviderSimulator CreateSimulator(TimeProvider clock, int seed) => new KakaoPaySimulator(new KakaoPaySimulatorOptions { TimeProvider = clock, Seed = seed });

    internal override void Register(IPaymentsBuilder payments, Uri address, IReadOnlyDictionary<string, string> settings) => payments.AddKakaoPay(options =>
    {
        var simulated = new KakaoPaySimulatorOptions();
        options.BaseAddress = address;
        options.SecretKey = simulated.SecretKey;
        options.Cid = simulated.Cid;
        options.CidSecret = simulated.CidSecret;
    });
}

internal static class KoreanAccounts
{
    /// <summary>A deposit is given back to an account that the payer names.</summary>
    internal static RefundRequest NewRefund(PaymentReference payment, ShopOrder order, Money? amount, string key) => new()
    {
        Payment = payment,
        Amount = amount,
        IdempotencyKey = key,
        BankAccount = order.Way is ShopWay.Account
            ? new Sensitive<RefundBankAccount>(new RefundBankAccount { BankCode = "88", AccountNumber = "11012345678901", HolderName = "Robin Payer" })
            : default(Sensitive<RefundBankAccount>?),
    };
}
