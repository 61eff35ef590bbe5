using Payments.Http;

namespace Payments.Square;

/// <summary>Square's words in ours, as data. A word that is not here is unknown, never an exception.</summary>
internal static class SquareMapping
{
    /// <summary>
    /// A payment, without its refunds, disputes and the end of its hold, which <see cref="SquareAnswers"/> adds. The last three are not documented as a
    /// payment's words, but one of Square's pages uses them.
    /// </summary>
    internal static readonly WordTable<PaymentStatus> Payments = new()
    {
        ["PENDING"] = PaymentStatus.Processing,
        ["APPROVED"] = PaymentStatus.Authorized,
        ["COMPLETED"] = PaymentStatus.Completed,
        ["CANCELED"] = PaymentStatus.Cancelled,
        ["FAILED"] = PaymentStatus.Failed,
        ["AUTHORIZED"] = PaymentStatus.Authorized,
        ["CAPTURED"] = PaymentStatus.Completed,
        ["VOIDED"] = PaymentStatus.Cancelled,
    };

    /// <summary>An order of a page that no payment tells more of. A page's order stays OPEN when it is paid.</summary>
    internal static readonly WordTable<PaymentStatus> Orders = new()
    {
        ["DRAFT"] = PaymentStatus.RequiresAction,
        ["OPEN"] = PaymentStatus.RequiresAction,
        ["COMPLETED"] = PaymentStatus.Completed,
        ["CANCELED"] = PaymentStatus.Cancelled,
    };

    /// <summary>A Terminal checkout that no payment tells more of. One in progress still waits for the payer, also after a decline. While a cancellation is only asked for, the payer may still pay.</summary>
    internal static readonly WordTable<PaymentStatus> Checkouts = new()
    {
        ["PENDING"] = PaymentStatus.RequiresAction,
        ["IN_PROGRESS"] = PaymentStatus.RequiresAction,
        ["CANCEL_REQUESTED"] = PaymentStatus.Processing,
        ["CANCELED"] = PaymentStatus.Cancelled,
        ["COMPLETED"] = PaymentStatus.Processing,
    };

    /// <summary>Why a checkout was cancelled, where that is another end.</summary>
    internal static readonly WordTable<PaymentStatus> CheckoutEnds = new()
    {
        ["TIMED_OUT"] = PaymentStatus.Expired,
        ["BUYER_CANCELED"] = PaymentStatus.Cancelled,
        ["SELLER_CANCELED"] = PaymentStatus.Cancelled,
    };

    internal static readonly WordTable<RefundStatus> Refunds = new()
    {
        ["PENDING"] = RefundStatus.Pending,
        ["COMPLETED"] = RefundStatus.Completed,
        ["REJECTED"] = RefundStatus.Failed,
        ["FAILED"] = RefundStatus.Failed,

        // The word of older orders.
        ["APPROVED"] = RefundStatus.Completed,
    };

    /// <summary>A refund at a Terminal: the payer has to present the card.</summary>
    internal static readonly WordTable<RefundStatus> TerminalRefunds = new()
    {
        ["PENDING"] = RefundStatus.RequiresAction,
        ["IN_PROGRESS"] = RefundStatus.RequiresAction,
        ["CANCEL_REQUESTED"] = RefundStatus.Pending,
        ["CANCELED"] = RefundStatus.Cancelled,
        ["COMPLETED"] = RefundStatus.Completed,
    };

    internal static readonly WordTable<DisputeStatus> Disputes = new()
    {
        ["INQUIRY_EVIDENCE_REQUIRED"] = DisputeStatus.NeedsResponse,
        ["INQUIRY_PROCESSING"] = DisputeStatus.UnderReview,
        ["INQUIRY_CLOSED"] = DisputeStatus.Closed,
        ["EVIDENCE_REQUIRED"] = DisputeStatus.NeedsResponse,
        ["PROCESSING"] = DisputeStatus.UnderReview,
        ["WON"] = DisputeStatus.Won,
        ["LOST"] = DisputeStatus.Lost,
        ["ACCEPTED"] = DisputeStatus.Lost,
    };

    /// <summary>What an event's object is, and what it tells of. Everything else is acknowledged and changes nothing.</summary>
    internal static readonly WordTable<(SquareEventSubject Subject, PaymentEventType Type)> Events = new()
    {
        ["payment.created"] = (SquareEventSubject.Payment, PaymentEventType.PaymentUpdated),
        ["payment.updated"] = (SquareEventSubject.Payment, PaymentEventType.PaymentUpdated),
        ["refund.created"] = (SquareEventSubject.Refund, PaymentEventType.RefundUpdated),
        ["refund.updated"] = (SquareEventSubject.Refund, PaymentEventType.RefundUpdated),
        ["dispute.created"] = (SquareEventSubject.Dispute, PaymentEventType.DisputeOpened),
        ["dispute.state.updated"] = (SquareEventSubject.Dispute, PaymentEventType.DisputeUpdated),
        ["dispute.state.changed"] = (SquareEventSubject.Dispute, PaymentEventType.DisputeUpdated),
        ["terminal.checkout.created"] = (SquareEventSubject.Checkout, PaymentEventType.PaymentUpdated),
        ["terminal.checkout.updated"] = (SquareEventSubject.Checkout, PaymentEventType.PaymentUpdated),

        // Its data calls itself a refund too: the type tells the two apart, nothing else does.
        ["terminal.refund.created"] = (SquareEventSubject.TerminalRefund, PaymentEventType.RefundUpdated),
        ["terminal.refund.updated"] = (SquareEventSubject.TerminalRefund, PaymentEventType.RefundUpdated),
        ["order.created"] = (SquareEventSubject.Order, PaymentEventType.PaymentUpdated),
        ["order.updated"] = (SquareEventSubject.Order, PaymentEventType.PaymentUpdated),
    };

    /// <summary>How it was paid, by source and what its details say; by source alone where they say nothing that is known.</summary>
    internal static readonly IReadOnlyDictionary<(string Source, string Detail), PaymentMethod> Methods = new Dictionary<(string, string), PaymentMethod>
    {
        [("CARD", "")] = PaymentMethod.Card,
        [("CARD", "CREDIT")] = PaymentMethod.CreditCard,
        [("CARD", "DEBIT")] = PaymentMethod.DebitCard,
        [("CARD", "UNKNOWN_CARD_TYPE")] = PaymentMethod.Card,
        [("WALLET", "")] = PaymentMethod.DigitalWallet,
        [("WALLET", "LIGHTNING")] = PaymentMethod.Cryptocurrency,
        [("BANK_ACCOUNT", "")] = PaymentMethod.BankTransfer,
        [("BUY_NOW_PAY_LATER", "")] = PaymentMethod.BuyNowPayLater,
        [("SQUARE_ACCOUNT", "")] = PaymentMethod.Other,
        [("CASH", "")] = PaymentMethod.Cash,
        [("EXTERNAL", "")] = PaymentMethod.Other,
        [("EXTERNAL", "BANK_TRANSFER")] = PaymentMethod.BankTransfer,
        [("EXTERNAL", "OTHER_GIFT_CARD")] = PaymentMethod.GiftCard,
        [("EXTERNAL", "CRYPTO")] = PaymentMethod.Cryptocurrency,
        [("EXTERNAL", "SQUARE_CASH")] = PaymentMethod.DigitalWallet,
        [("EXTERNAL", "EMONEY")] = PaymentMethod.DigitalWallet,
        [("EXTERNAL", "CARD")] = PaymentMethod.CreditCard,
    };

    /// <summary>The brands of cards that say more than the card's type does.</summary>
    internal static readonly WordTable<PaymentMethod> CardBrands = new()
    {
        ["INTERAC"] = PaymentMethod.DebitCard,
        ["EFTPOS"] = PaymentMethod.DebitCard,
        ["SQUARE_GIFT_CARD"] = PaymentMethod.GiftCard,
        ["FELICA"] = PaymentMethod.DigitalWallet,
        ["EBT"] = PaymentMethod.Other,
    };
}

/// <summary>What an event is about.</summary>
internal enum SquareEventSubject
{
    /// <summary>Nothing that is read.</summary>
    Ignored,

    Payment,
    Refund,
    Dispute,
    Checkout,
    TerminalRefund,
    Order,
}
