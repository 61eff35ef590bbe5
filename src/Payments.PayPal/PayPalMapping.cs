using Payments.Http;

namespace Payments.PayPal;

/// <summary>PayPal's words in ours, as data. A word that is not here is unknown, never an exception. The errors are in <see cref="PayPalIssues"/>.</summary>
internal static class PayPalMapping
{
    /// <summary>An order by itself. What its captures and authorizations say goes first, and a completed order is nothing without them.</summary>
    internal static readonly WordTable<PaymentStatus> Orders = new()
    {
        ["CREATED"] = PaymentStatus.RequiresAction,
        ["SAVED"] = PaymentStatus.Pending,
        ["PAYER_ACTION_REQUIRED"] = PaymentStatus.RequiresAction,
        ["APPROVED"] = PaymentStatus.RequiresConfirmation,
        ["VOIDED"] = PaymentStatus.Cancelled,

        // Named by PayPal elsewhere for the same orders.
        ["PENDING_APPROVAL"] = PaymentStatus.Processing,
        ["PARTIALLY_COMPLETED"] = PaymentStatus.Processing,
    };

    /// <summary>A capture. One that waits because of <see cref="DisputeReasons"/> is disputed.</summary>
    internal static readonly WordTable<PaymentStatus> Captures = new()
    {
        ["COMPLETED"] = PaymentStatus.Completed,
        ["PENDING"] = PaymentStatus.Processing,
        ["PARTIALLY_REFUNDED"] = PaymentStatus.PartiallyRefunded,
        ["REFUNDED"] = PaymentStatus.Refunded,
        ["DECLINED"] = PaymentStatus.Failed,
        ["FAILED"] = PaymentStatus.Failed,
    };

    /// <summary>An authorization. One that was voided after its time has expired.</summary>
    internal static readonly WordTable<PaymentStatus> Authorizations = new()
    {
        ["CREATED"] = PaymentStatus.Authorized,
        ["PENDING"] = PaymentStatus.Processing,
        ["PARTIALLY_CAPTURED"] = PaymentStatus.Authorized,
        ["CAPTURED"] = PaymentStatus.Completed,
        ["DENIED"] = PaymentStatus.Failed,
        ["VOIDED"] = PaymentStatus.Cancelled,
        ["EXPIRED"] = PaymentStatus.Expired,
    };

    internal static readonly WordTable<RefundStatus> Refunds = new()
    {
        ["COMPLETED"] = RefundStatus.Completed,
        ["PENDING"] = RefundStatus.Pending,
        ["FAILED"] = RefundStatus.Failed,
        ["CANCELLED"] = RefundStatus.Cancelled,
    };

    /// <summary>A dispute that is not resolved. <c>OTHER</c> stays unknown, which counts as open.</summary>
    internal static readonly WordTable<DisputeStatus> Disputes = new()
    {
        ["OPEN"] = DisputeStatus.NeedsResponse,
        ["WAITING_FOR_SELLER_RESPONSE"] = DisputeStatus.NeedsResponse,
        ["WAITING_FOR_BUYER_RESPONSE"] = DisputeStatus.UnderReview,
        ["UNDER_REVIEW"] = DisputeStatus.UnderReview,
    };

    /// <summary>A resolved dispute, by its outcome; one that is not here is over too. With a payout PayPal pays and the merchant keeps the money.</summary>
    internal static readonly WordTable<DisputeStatus> Outcomes = new()
    {
        ["RESOLVED_BUYER_FAVOUR"] = DisputeStatus.Lost,
        ["RESOLVED_SELLER_FAVOUR"] = DisputeStatus.Won,
        ["RESOLVED_WITH_PAYOUT"] = DisputeStatus.Won,
        ["CANCELED_BY_BUYER"] = DisputeStatus.Closed,
        ["ACCEPTED"] = DisputeStatus.Lost,
        ["DENIED"] = DisputeStatus.Won,
        ["NONE"] = DisputeStatus.Closed,
    };

    /// <summary>Why a capture waits that the payer disputes. The money had been taken.</summary>
    internal static readonly IReadOnlySet<string> DisputeReasons = new HashSet<string>(Words("BUYER_COMPLAINT CHARGEBACK"), StringComparer.Ordinal);

    /// <summary>Why a capture or an authorization waits, where a person has to look at it. The other reasons need only time.</summary>
    internal static readonly WordTable<PaymentAttention> PendingReasons = new()
    {
        ["INTERNATIONAL_WITHDRAWAL"] = PaymentAttention.MerchantAccount,
        ["RECEIVING_PREFERENCE_MANDATES_MANUAL_ACTION"] = PaymentAttention.MerchantAccount,
        ["UNILATERAL"] = PaymentAttention.MerchantAccount,
        ["VERIFICATION_REQUIRED"] = PaymentAttention.MerchantAccount,
        ["PENDING_REVIEW"] = PaymentAttention.Review,
        ["DECLINED_BY_RISK_FRAUD_FILTERS"] = PaymentAttention.Review,
        ["OTHER"] = PaymentAttention.Review,
        ["BUYER_COMPLAINT"] = PaymentAttention.Review,
        ["CHARGEBACK"] = PaymentAttention.Review,
    };

    /// <summary>What an event is about, and what it tells of. Everything else is acknowledged and changes nothing.</summary>
    internal static readonly WordTable<(PayPalEventObject Object, PaymentEventType Type)> Events = new()
    {
        ["CHECKOUT.ORDER.APPROVED"] = (PayPalEventObject.Order, PaymentEventType.PaymentUpdated),
        ["CHECKOUT.ORDER.COMPLETED"] = (PayPalEventObject.Order, PaymentEventType.PaymentUpdated),
        ["CHECKOUT.PAYMENT-APPROVAL.REVERSED"] = (PayPalEventObject.Reversal, PaymentEventType.PaymentUpdated),
        ["PAYMENT.AUTHORIZATION.CREATED"] = (PayPalEventObject.Authorization, PaymentEventType.PaymentUpdated),
        ["PAYMENT.AUTHORIZATION.VOIDED"] = (PayPalEventObject.Authorization, PaymentEventType.PaymentUpdated),
        ["PAYMENT.CAPTURE.PENDING"] = (PayPalEventObject.Capture, PaymentEventType.PaymentUpdated),
        ["PAYMENT.CAPTURE.COMPLETED"] = (PayPalEventObject.Capture, PaymentEventType.PaymentUpdated),
        ["PAYMENT.CAPTURE.DECLINED"] = (PayPalEventObject.Capture, PaymentEventType.PaymentUpdated),
        ["PAYMENT.CAPTURE.DENIED"] = (PayPalEventObject.Capture, PaymentEventType.PaymentUpdated),

        // These two carry a refund, not the capture that they are named after.
        ["PAYMENT.CAPTURE.REFUNDED"] = (PayPalEventObject.Refund, PaymentEventType.RefundUpdated),
        [Reversed] = (PayPalEventObject.Refund, PaymentEventType.RefundUpdated),

        ["PAYMENT.REFUND.PENDING"] = (PayPalEventObject.Refund, PaymentEventType.RefundUpdated),
        ["PAYMENT.REFUND.FAILED"] = (PayPalEventObject.Refund, PaymentEventType.RefundUpdated),
        ["CUSTOMER.DISPUTE.CREATED"] = (PayPalEventObject.Dispute, PaymentEventType.DisputeOpened),
        ["CUSTOMER.DISPUTE.UPDATED"] = (PayPalEventObject.Dispute, PaymentEventType.DisputeUpdated),
        ["CUSTOMER.DISPUTE.RESOLVED"] = (PayPalEventObject.Dispute, PaymentEventType.DisputeClosed),
    };

    /// <summary>PayPal took the money back from the merchant.</summary>
    internal const string Reversed = "PAYMENT.CAPTURE.REVERSED";

    /// <summary>The payment sources. A card goes by its type where that is known, see <see cref="Cards"/>; any other key is <see cref="PaymentMethod.Other"/>.</summary>
    internal static readonly WordTable<PaymentMethod> Methods = new(
        StringComparer.Ordinal,
        (PaymentMethod.Card, CardSource),
        (PaymentMethod.DigitalWallet, "paypal venmo apple_pay google_pay"),
        (PaymentMethod.BankTransfer, "bancontact blik eps ideal mybank p24 trustly giropay sofort bank"),
        (PaymentMethod.Other, "token"));

    /// <summary>A card's type. Prepaid, store and unknown ones are just cards, whose raw type is told beside.</summary>
    internal static readonly WordTable<PaymentMethod> Cards = new()
    {
        ["CREDIT"] = PaymentMethod.CreditCard,
        ["DEBIT"] = PaymentMethod.DebitCard,
    };

    internal const string CardSource = "card";

    private static string[] Words(string words) => words.Split(' ');
}

/// <summary>What the resource of an event is.</summary>
internal enum PayPalEventObject
{
    /// <summary>Nothing that is read.</summary>
    Ignored,

    Order,

    /// <summary>An approval that PayPal took back; it names its order beside.</summary>
    Reversal,

    Authorization,
    Capture,
    Refund,
    Dispute,
}
