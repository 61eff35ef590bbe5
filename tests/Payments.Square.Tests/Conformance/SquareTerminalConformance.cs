using Payments.Conformance;
using Payments.Simulator;

namespace Payments.Square.Tests.Conformance;

/// <summary>The payer pays at the counter, at a Terminal. Nobody pays there later: that is a bank's token.</summary>
[TestFixture]
public sealed class SquareTerminalConformance : SquareConformance
{
    protected override string LocationCurrency => "GBP";

    protected override PaymentRequest NewPayment(ConformanceDraft draft) => draft.Payer == PayerActionKind.PayLate
        ? SquareTokenConformance.WithToken(draft)
        : AtCounter(draft.ToRequest());

    private static PaymentRequest AtCounter(PaymentRequest request) => new()
    {
        Amount = request.Amount,
        OrderId = request.OrderId,
        Description = request.Description,
        Customer = request.Customer,
        Channel = PaymentChannel.PointOfSale,
        CaptureMode = request.CaptureMode,
        ReturnUrl = request.ReturnUrl,
        IdempotencyKey = request.IdempotencyKey,
    };
}
