using Payments.Conformance;
using Payments.Http;
using Payments.Simulator;

namespace Payments.Stripe.Tests.Conformance;

/// <summary>The suite over a provider with a confirmation, unsigned webhooks, slow refunds and no keys.</summary>
[TestFixture]
public sealed class SketchConformance : PaymentProviderConformance<SketchSimulator>
{
    protected override SketchSimulator CreateSimulator(TimeProvider clock) => new(new SimulatorOptions { TimeProvider = clock });

    protected override IPaymentsBuilder Register(IPaymentsBuilder payments, SketchSimulator simulator, IReadOnlyList<string> webhookSecrets) =>
        payments.AddHttpProvider<SketchOptions>("sketch", options => options.BaseAddress = simulator.BaseAddress, registration => new SketchProvider(registration));
}
