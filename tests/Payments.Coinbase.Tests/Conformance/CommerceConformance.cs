using Microsoft.Extensions.DependencyInjection;
using Payments.Conformance;
using Payments.Simulator;

namespace Payments.Coinbase.Tests.Conformance;

/// <summary>The contract's suite over the simulator of the legacy API, which can do less.</summary>
[TestFixture]
public sealed class CommerceConformance : PaymentProviderConformance<CoinbaseCommerceSimulator>
{
    protected override IReadOnlyList<string> Secrets => ["commerce-conformance-key"];

    protected override bool WebhooksExpire => false;

    protected override CoinbaseCommerceSimulator CreateSimulator(TimeProvider clock) =>
        new(new CoinbaseCommerceSimulatorOptions { TimeProvider = clock, ApiKey = "commerce-conformance-key" });

    protected override IPaymentsBuilder Register(IPaymentsBuilder payments, CoinbaseCommerceSimulator simulator, IReadOnlyList<string> webhookSecrets) =>
        payments.AddCoinbase("coinbase-commerce", options =>
        {
            options.Api = CoinbaseApi.Commerce;
            options.BaseAddress = simulator.BaseAddress;
            options.CommerceApiKey = simulator.ApiKey;
            foreach (var secret in webhookSecrets)
                options.WebhookSecrets.Add(secret);
        });

    protected override decimal OnTheWire(Money amount) => amount.Amount;
}
