using Microsoft.Extensions.DependencyInjection;
using Payments.Conformance;
using Payments.Simulator;

namespace Payments.Toss.Tests.Conformance;

/// <summary>The contract's suite over the Toss Payments simulator. Amounts are in major units on the wire.</summary>
public abstract class TossConformance : PaymentProviderConformance<TossSimulator>
{
    protected override IReadOnlyList<string> Secrets => ["test_sk_conformance", "dGVzdF9za19jb25mb3JtYW5jZTo="];

    protected override Currency? Currency => Payments.Currency.KRW;

    protected virtual TossFlow Flow => TossFlow.ClientSdk;

    protected override decimal OnTheWire(Money amount) => amount.Amount;

    protected override TossSimulator CreateSimulator(TimeProvider clock) => new(new TossSimulatorOptions { TimeProvider = clock, SecretKey = "test_sk_conformance" });

    protected override IPaymentsBuilder Register(IPaymentsBuilder payments, TossSimulator simulator, IReadOnlyList<string> webhookSecrets) =>
        payments.AddToss(options =>
        {
            options.BaseAddress = simulator.BaseAddress;
            options.SecretKey = simulator.SecretKey;
            options.ClientKey = simulator.ClientKey;
            options.Flow = Flow;
            foreach (var secret in webhookSecrets)
                options.WebhookSecrets.Add(secret);
        });
}

/// <summary>The page calls Toss Payments' SDK; the payer may also get an account to deposit to.</summary>
[TestFixture]
public sealed class TossSdkConformance : TossConformance
{
    protected override PaymentRequest NewPayment(ConformanceDraft draft) =>
        draft.ToRequest(method: draft.Payer is PayerActionKind.PayLate ? PaymentMethod.VirtualAccount : PaymentMethod.Unspecified);
}
