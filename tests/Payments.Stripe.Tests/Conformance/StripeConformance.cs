using Microsoft.Extensions.DependencyInjection;
using Payments.Conformance;
using Payments.Simulator;

namespace Payments.Stripe.Tests.Conformance;

/// <summary>The contract's suite over the Stripe simulator.</summary>
public abstract class StripeConformance : PaymentProviderConformance<StripeSimulator>
{
    protected override IReadOnlyList<string> Secrets => ["sk_test_conformance"];

    /// <summary>What Stripe says of a hold that has run out; both words are tried.</summary>
    protected virtual string LapseReason => "expired";

    protected override StripeSimulator CreateSimulator(TimeProvider clock) =>
        new(new StripeSimulatorOptions { TimeProvider = clock, SecretKey = "sk_test_conformance", LapseReason = LapseReason });

    protected override IPaymentsBuilder Register(IPaymentsBuilder payments, StripeSimulator simulator, IReadOnlyList<string> webhookSecrets) =>
        payments.AddStripe(options =>
        {
            options.BaseAddress = simulator.BaseAddress;
            options.SecretKey = simulator.SecretKey;
            foreach (var secret in webhookSecrets)
                options.WebhookSecrets.Add(secret);
        });
}
