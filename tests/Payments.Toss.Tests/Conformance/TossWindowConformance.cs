using Payments.Conformance;
using Payments.Simulator;

namespace Payments.Toss.Tests.Conformance;

/// <summary>
/// The server opens the window, for a foreign wallet in dollars whose refunds are finished later. A payer who is declined agreed first, and the confirmation
/// is refused.
/// </summary>
[TestFixture]
public sealed class TossWindowConformance : TossConformance
{
    protected override Currency? Currency => Payments.Currency.USD;

    protected override TossFlow Flow => TossFlow.HostedWindow;

    protected override PaymentRequest NewPayment(ConformanceDraft draft)
    {
        var asked = draft.Amount.Currency == Payments.Currency.USD
            ? draft.ToRequest(method: PaymentMethod.DigitalWallet, extras: [new TossPaymentExtras { ForeignWallet = "PAYPAY" }])
            : draft.ToRequest();
        return new PaymentRequest
        {
            Amount = asked.Amount, OrderId = asked.OrderId, Description = asked.Description, Method = asked.Method, Customer = asked.Customer, CaptureMode = asked.CaptureMode,
            ReturnUrl = asked.ReturnUrl, CancelUrl = asked.CancelUrl, IdempotencyKey = asked.IdempotencyKey, Extras = asked.Extras, CountryCode = "JP",
        };
    }

    protected override Task<PayerReturn> PlayAsync(TossSimulator simulator, Payment payment, PayerAction action, CancellationToken cancellationToken) => base.PlayAsync(
        simulator, payment, action.Kind is PayerActionKind.Decline ? PayerAction.Pay with { Code = "REJECT_CARD_COMPANY" } : action, cancellationToken);

    // A foreign wallet is paid at once.
    protected override bool PayerCan(PayerActionKind kind) => kind is not PayerActionKind.PayLate;
}
