using Microsoft.Extensions.DependencyInjection;
using Payments.BitPay;
using Payments.CoinGate;
using Payments.Simulator;

namespace Payments.Reliability.Providers;

internal sealed class CoinbaseShop : ShopProvider
{
    internal override string Name => "coinbase";

    internal override Currency Currency => Currency.EUR;

    // No schedule is published; the engine's default is known from third parties.
    internal override IReadOnlyList<TimeSpan> WebhookRetries => Minutes([0.05, 0.17, 3, 30, 60, 180, 300, .. Enumerable.Repeat(600.0, 17)]);

    internal override ProviderSimulator CreateSimulator(TimeProvider clock, int seed) => new CoinbaseSimulator(new CoinbaseSimulatorOptions { TimeProvider = clock, Seed = seed });

    internal override IReadOnlyDictionary<string, string> SettingsOf(ProviderSimulator simulator) =>
        new Dictionary<string, string> { ["key"] = ((CoinbaseSimulator)simulator).ApiKeySecret };

    internal override void Register(IPaymentsBuilder payments, Uri address, IReadOnlyDictionary<string, string> settings) => payments.AddCoinbase(options =>
    {
        options.BaseAddress = address;
        options.ApiKeyId = new CoinbaseSimulatorOptions().ApiKeyId;
        options.ApiKeySecret = settings["key"];
        options.WebhookSecrets.Add(CoinbaseSimulator.DefaultWebhookSecret);
    });
}

internal sealed class BitPayShop : ShopProvider
{
    internal override string Name => "bitpay";

    internal override IReadOnlyList<TimeSpan> WebhookRetries => Minutes(1, 4, 9, 16, 25);

    internal override ProviderSimulator CreateSimulator(TimeProvider clock, int seed) => new BitPaySimulator(new BitPaySimulatorOptions { TimeProvider = clock, Seed = seed });

    internal override void Register(IPaymentsBuilder payments, Uri address, IReadOnlyDictionary<string, string> settings) => payments.AddBitPay(options =>
    {
        var simulated = new BitPaySimulatorOptions();
        options.Facade = BitPayFacade.Merchant;
        options.BaseAddress = address;
        options.ApiToken = simulated.MerchantToken;
        options.PrivateKey = simulated.PrivateKey;
    });
}

internal sealed class CoinGateShop : ShopProvider
{
    internal override string Name => "coingate";

    internal override Currency Currency => Currency.EUR;

    internal override IReadOnlyList<TimeSpan> WebhookRetries => Minutes(
    [
        .. Enumerable.Repeat(1.0, 5), .. Enumerable.Repeat(5.0, 5), .. Enumerable.Repeat(10.0, 5), .. Enumerable.Repeat(20.0, 5), .. Enumerable.Repeat(30.0, 5),
        .. Enumerable.Repeat(60.0, 5), .. Enumerable.Repeat(300.0, 5), .. Enumerable.Repeat(1440.0, 5),
    ]);

    internal override ProviderSimulator CreateSimulator(TimeProvider clock, int seed) => new CoinGateSimulator(new CoinGateSimulatorOptions { TimeProvider = clock, Seed = seed });

    internal override void Register(IPaymentsBuilder payments, Uri address, IReadOnlyDictionary<string, string> settings) => payments.AddCoinGate(options =>
    {
        options.BaseAddress = address;
        options.ApiToken = new CoinGateSimulatorOptions().ApiToken;
        options.ReceiveCurrency = "EUR";
        options.RefundLedgerAccountId = CoinGateSimulator.LedgerAccountId;
        options.WebhookSecrets.Add("a-secret-of-our-own-that-makes-tokens");
    });

    internal override RefundRequest NewRefund(PaymentReference payment, ShopOrder order, Money? amount, string key) => new()
    {
        Payment = payment,
        Amount = amount,
        IdempotencyKey = key,
        Extras =
        [
            new CoinGateRefundExtras
            {
                Address = "bc1qpayer", Email = "payer@example.com", CurrencyId = CoinGateSimulator.RefundCurrencyId, PlatformId = CoinGateSimulator.RefundPlatformId,
            },
        ],
    };
}
