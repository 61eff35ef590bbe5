using Payments.Conformance;
using Payments.Simulator;

namespace Payments.Toss.Tests.Conformance;

/// <summary>The shop charges a billing key. No webhook tells of a charge that succeeds, and there is nothing that the payer could do later.</summary>
[TestFixture]
public sealed class TossBillingConformance : TossConformance
{
    protected override bool ConfirmsReturns => false;

    protected override bool PaymentsAreTold => false;

    protected override bool PaysIn(Currency currency) => currency == Payments.Currency.KRW;

    protected override PaymentRequest NewPayment(ConformanceDraft draft) => draft.ToRequest(
        paymentToken: draft.Payer is PayerActionKind.Decline ? "billing_REJECT_CARD_PAYMENT" : TossSimulator.BillingKey, customerId: "customer-1");

    protected override bool PayerCan(PayerActionKind kind) => kind is not (PayerActionKind.PayLate or PayerActionKind.Cancel);
}
