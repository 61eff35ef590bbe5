using Microsoft.Extensions.DependencyInjection;
using Payments.Conformance;
using Payments.Simulator;

namespace Payments.Coinbase.Tests.Conformance;

/// <summary>The contract's suite over the simulator of checkouts.</summary>
public abstract class CheckoutsConformance : PaymentProviderConformance<CoinbaseSimulator>
{
    private const string KeyId = "organizations/conformance/apiKeys/conformance";

    // The key, and how every token begins.
    protected override IReadOnlyList<string> Secrets => ["EC PRIVATE KEY", "eyJ"];

    protected override CoinbaseSimulator CreateSimulator(TimeProvider clock) => new(new CoinbaseSimulatorOptions
    {
        TimeProvider = clock,
        ApiKeyId = KeyId,

        // Beside a v1 that counts there is no v0 here, whose characters would not.
        SignatureForm = CoinbaseSignatureForm.HookHeader,
    });

    protected override IPaymentsBuilder Register(IPaymentsBuilder payments, CoinbaseSimulator simulator, IReadOnlyList<string> webhookSecrets) =>
        payments.AddCoinbase(options =>
        {
            options.BaseAddress = simulator.BaseAddress;
            options.ApiKeyId = simulator.ApiKeyId;
            options.ApiKeySecret = simulator.ApiKeySecret;
            foreach (var secret in webhookSecrets)
                options.WebhookSecrets.Add(secret);
        });

    protected override decimal OnTheWire(Money amount) => amount.Amount;
}

/// <summary>Checkouts that are priced in euro and paid in USDC.</summary>
[TestFixture]
public sealed class FiatCheckoutsConformance : CheckoutsConformance
{
    protected override Currency? Currency => Payments.Currency.EUR;
}

/// <summary>Checkouts that are priced in what they are paid in.</summary>
[TestFixture]
public sealed class AssetCheckoutsConformance : CheckoutsConformance
{
    protected override Currency? Currency => Payments.Currency.USDC;
}
