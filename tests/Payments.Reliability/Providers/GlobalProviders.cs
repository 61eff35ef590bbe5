using Microsoft.Extensions.DependencyInjection;
using Payments.Adyen;
using Payments.Security;
using Payments.Simulator;
using Payments.Square;

namespace Payments.Reliability.Providers;

internal sealed class StripeShop : ShopProvider
{
    internal override string Name => "stripe";

    internal override IReadOnlyList<ShopWay> Ways => [ShopWay.Page, ShopWay.Token];

    // Three days with exponential back-off; the intervals are not published.
    internal override IReadOnlyList<TimeSpan> WebhookRetries => Minutes(1, 10, 60, 180, 360, 720, 1440);

    internal override ProviderSimulator CreateSimulator(TimeProvider clock, int seed) => new StripeSimulator(new StripeSimulatorOptions { TimeProvider = clock, Seed = seed });

    internal override void Register(IPaymentsBuilder payments, Uri address, IReadOnlyDictionary<string, string> settings) => payments.AddStripe(options =>
    {
        options.BaseAddress = address;
        options.SecretKey = new StripeSimulatorOptions().SecretKey;
        options.WebhookSecrets.Add(StripeSimulator.DefaultWebhookSecret);
    });

    internal override PaymentRequest NewPayment(ShopOrder order) =>
        order.ToRequest(order.Way is not ShopWay.Token ? null : order.IsDeclined ? "pm_card_visa_chargeDeclined" : "pm_card_visa");

    internal override decimal OnTheWire(Money amount) => amount.ToMinorUnits();
}

internal sealed class PayPalShop : ShopProvider
{
    internal override string Name => "paypal";

    // Up to 25 times over 3 days; the intervals are not published.
    internal override IReadOnlyList<TimeSpan> WebhookRetries => Minutes([2, 5, 15, 60, .. Enumerable.Repeat(190.0, 21)]);

    internal override ProviderSimulator CreateSimulator(TimeProvider clock, int seed) => new PayPalSimulator(new PayPalSimulatorOptions { TimeProvider = clock, Seed = seed });

    internal override IReadOnlyDictionary<string, string> SettingsOf(ProviderSimulator simulator) =>
        new Dictionary<string, string> { ["root"] = ((PayPalSimulator)simulator).RootCertificatePem };

    internal override void Register(IPaymentsBuilder payments, Uri address, IReadOnlyDictionary<string, string> settings) => payments.AddPayPal(options =>
    {
        options.BaseAddress = address;
        options.ClientId = new PayPalSimulatorOptions().ClientId;
        options.ClientSecret = new PayPalSimulatorOptions().ClientSecret;
        options.WebhookCertificateRoots.Add(settings["root"]);
        options.AllowDelayedFunding = true;
        options.MerchantId = PayPalSimulator.MerchantId;
        options.WebhookIds.Add(PayPalSimulator.DefaultWebhookId);
    });
}

internal sealed class SquareShop : ShopProvider
{
    internal override string Name => "square";

    internal override IReadOnlyList<ShopWay> Ways => [ShopWay.Page, ShopWay.Token];

    internal override IReadOnlyList<TimeSpan> WebhookRetries => Minutes(1, 2, 4, 8, 16, 32, 60, 120, 240, 480, 480);

    internal override ProviderSimulator CreateSimulator(TimeProvider clock, int seed) =>
        new SquareSimulator(new SquareSimulatorOptions { TimeProvider = clock, Seed = seed, Currency = Currency.Code });

    internal override void Register(IPaymentsBuilder payments, Uri address, IReadOnlyDictionary<string, string> settings) => payments.AddSquare(options =>
    {
        var simulated = new SquareSimulatorOptions();
        options.BaseAddress = address;
        options.AccessToken = simulated.AccessToken;
        options.LocationId = simulated.LocationId;
        options.Currency = Currency.Code;
        options.WebhookSubscriptions.Add(new SquareWebhookSubscription
        {
            NotificationUrl = simulated.NotificationUrl,
            SignatureKeys = [new WebhookSecret(SquareSimulator.DefaultSignatureKey)],
        });
    });

    // A page cannot hold money.
    internal override PaymentRequest NewPayment(ShopOrder order) =>
        order.ToRequest(order.Way is not ShopWay.Token && !order.IsHeldFirst ? null : order.IsDeclined ? "cnon:card-nonce-declined" : "cnon:card-nonce-ok");

    internal override decimal OnTheWire(Money amount) => amount.ToMinorUnits();
}

internal sealed class AdyenShop : ShopProvider
{
    internal override string Name => "adyen";

    internal override IReadOnlyList<ShopWay> Ways => [ShopWay.Page, ShopWay.Token];

    internal override Currency Currency => Currency.EUR;

    // Three quick tries (9, 18, 27 seconds), then a queue, up to 30 days.
    internal override IReadOnlyList<TimeSpan> WebhookRetries => Minutes([0.15, 0.3, 0.45, 2, 5, 10, 15, 30, 60, 120, 240, .. Enumerable.Repeat(480.0, 88)]);

    internal override ProviderSimulator CreateSimulator(TimeProvider clock, int seed) => new AdyenSimulator(new AdyenSimulatorOptions { TimeProvider = clock, Seed = seed });

    internal override void Register(IPaymentsBuilder payments, Uri address, IReadOnlyDictionary<string, string> settings) => payments.AddAdyen(options =>
    {
        var simulated = new AdyenSimulatorOptions();
        options.BaseAddress = address;
        options.ApiKey = simulated.ApiKey;
        options.MerchantAccount = simulated.MerchantAccount;
        options.Flow = AdyenFlow.PaymentLink;
        options.WebhookSecrets.Add(AdyenSimulator.DefaultWebhookSecret);
    });

    internal override PaymentRequest NewPayment(ShopOrder order) =>
        order.ToRequest(order.Way is not ShopWay.Token ? null : order.IsDeclined ? AdyenTestMethods.RefusedCard(12) : AdyenTestMethods.Card);

    internal override decimal OnTheWire(Money amount) => amount.ToMinorUnits();
}
