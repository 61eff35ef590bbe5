using Microsoft.Extensions.DependencyInjection;
using Payments.Conformance;
using Payments.Simulator;

namespace Payments.Stripe.Tests.Conformance;

/// <summary>A provider that can do little, so that the suite's cases of what is not claimed are tried.</summary>
[TestFixture]
public sealed class LimitedConformance : StripeConformance
{
    protected override IPaymentsBuilder Register(IPaymentsBuilder payments, StripeSimulator simulator, IReadOnlyList<string> webhookSecrets) =>
        base.Register(payments, simulator, webhookSecrets).Use((_, inner) => new LimitedProvider(inner));

    private sealed class LimitedProvider(IPaymentProvider inner) : DelegatingPaymentProvider(inner)
    {
        public override PaymentProviderCapabilities Capabilities { get; } = new()
        {
            Operations = PaymentOperations.Create | PaymentOperations.Get | PaymentOperations.Refund,
            Currencies = SupportedCurrencies.Of(isExhaustive: true, "EUR KRW"),
            PaymentMethods = inner.Capabilities.PaymentMethods,
        };

        public override Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default) =>
            request.Amount is { } amount && amount < request.Payment.Known?.CapturedAmount
                ? Task.FromException<Refund>(new PaymentOperationNotSupportedException(Name, PaymentOperations.PartialRefund, payment: request.Payment))
                : base.RefundPaymentAsync(request, cancellationToken);
    }
}
