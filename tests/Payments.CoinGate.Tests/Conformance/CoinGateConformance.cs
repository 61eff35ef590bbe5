using Microsoft.Extensions.DependencyInjection;
using Payments.Conformance;
using Payments.Simulator;

namespace Payments.CoinGate.Tests.Conformance;

/// <summary>The contract's suite over the simulator of CoinGate.</summary>
public abstract class CoinGateConformance : PaymentProviderConformance<CoinGateSimulator>
{
    protected abstract bool PostsForms { get; }

    protected override IReadOnlyList<string> Secrets => ["conformance-api-token"];

    protected override CoinGateSimulator CreateSimulator(TimeProvider clock) =>
        new(new CoinGateSimulatorOptions { TimeProvider = clock, ApiToken = "conformance-api-token", PostsForms = PostsForms });

    protected override IPaymentsBuilder Register(IPaymentsBuilder payments, CoinGateSimulator simulator, IReadOnlyList<string> webhookSecrets) =>
        payments.AddCoinGate(options =>
        {
            options.BaseAddress = simulator.BaseAddress;
            options.ApiToken = simulator.ApiToken;
            options.ReceiveCurrency = "EUR";
            options.RefundLedgerAccountId = CoinGateSimulator.LedgerAccountId;
            foreach (var secret in webhookSecrets)
                options.WebhookSecrets.Add(secret);
        });

    protected override RefundRequest NewRefund(PaymentReference payment, Money? amount, string idempotencyKey) => new()
    {
        Payment = payment,
        Amount = amount,
        IdempotencyKey = idempotencyKey,
        Extras =
        [
            new CoinGateRefundExtras
            {
                Address = "bc1qconformance", Email = "payer@example.com", CurrencyId = CoinGateSimulator.RefundCurrencyId, PlatformId = CoinGateSimulator.RefundPlatformId,
            },
        ],
    };

    protected override decimal OnTheWire(Money amount) => amount.Amount;
}

/// <summary>An API app whose callbacks are JSON.</summary>
[TestFixture]
public sealed class JsonConformance : CoinGateConformance
{
    protected override bool PostsForms => false;
}

/// <summary>An older API app, whose callbacks are forms.</summary>
[TestFixture]
public sealed class FormConformance : CoinGateConformance
{
    protected override bool PostsForms => true;
}
