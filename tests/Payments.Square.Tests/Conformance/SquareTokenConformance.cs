using Payments.Conformance;
using Payments.Simulator;

namespace Payments.Square.Tests.Conformance;

/// <summary>The shop charges a token that Square's script gave it, at a location without decimals.</summary>
[TestFixture]
public sealed class SquareTokenConformance : SquareConformance
{
    protected override string LocationCurrency => "JPY";

    protected override PaymentRequest NewPayment(ConformanceDraft draft) => WithToken(draft);

    internal static PaymentRequest WithToken(ConformanceDraft draft) => draft.ToRequest(paymentToken: draft.Payer switch
    {
        PayerActionKind.Decline => "cnon:card-nonce-declined",
        PayerActionKind.PayLate => "bnon:bank-nonce-ok",
        _ => "cnon:card-nonce-ok",
    });
}
