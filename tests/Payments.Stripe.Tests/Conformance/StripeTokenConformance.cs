using Payments.Conformance;
using Payments.Simulator;

namespace Payments.Stripe.Tests.Conformance;

/// <summary>The shop charges a token that Stripe's script gave it.</summary>
[TestFixture]
public sealed class StripeTokenConformance : StripeConformance
{
    protected override PaymentRequest NewPayment(ConformanceDraft draft) => draft.ToRequest(paymentToken: draft.Payer switch
    {
        PayerActionKind.Decline => "pm_card_visa_chargeDeclined",
        PayerActionKind.StartChallenge => "pm_card_threeDSecure2Required",
        PayerActionKind.PayLate => "pm_us_bank_account",
        PayerActionKind.Cancel => "pm_card_threeDSecure2Required",
        _ => "pm_card_visa",
    });
}
