using Payments.Conformance;
using Payments.Simulator;

namespace Payments.Toss.Tests.Conformance;

/// <summary>A virtual account is issued without a page; its deposit comes, or does not.</summary>
[TestFixture]
public sealed class TossAccountConformance : TossConformance
{
    protected override bool ConfirmsReturns => false;

    protected override bool PaysIn(Currency currency) => currency == Payments.Currency.KRW;

    protected override PaymentRequest NewPayment(ConformanceDraft draft) =>
        draft.ToRequest(method: PaymentMethod.VirtualAccount, extras: [new TossPaymentExtras { Bank = "20" }]);

    protected override RefundRequest NewRefund(PaymentReference payment, Money? amount, string idempotencyKey) => new()
    {
        Payment = payment,
        Amount = amount,
        IdempotencyKey = idempotencyKey,
        BankAccount = new RefundBankAccount { BankCode = "06", AccountNumber = "01234567890", HolderName = "Canary Nightingale-Oriole" },
    };

    // A deposit is not declined.
    protected override bool PayerCan(PayerActionKind kind) => kind is not PayerActionKind.Decline;
}
