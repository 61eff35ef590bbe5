using Payments.Http;

namespace Payments.Adyen;

/// <summary>Adyen's words in ours, as data. A word that is not here is unknown, never an exception.</summary>
internal static class AdyenMapping
{
    /// <summary>
    /// A <c>resultCode</c>. <see cref="PaymentStatus.Completed"/> stands for an authorisation, which is only that where the money is held first; with an action
    /// for the payer, what is pending or received requires it.
    /// </summary>
    internal static readonly WordTable<PaymentStatus> Results = new()
    {
        ["Authorised"] = PaymentStatus.Completed,
        ["PartiallyAuthorised"] = PaymentStatus.Authorized,
        ["Received"] = PaymentStatus.Processing,
        ["Pending"] = PaymentStatus.Pending,
        ["PresentToShopper"] = PaymentStatus.RequiresAction,
        ["RedirectShopper"] = PaymentStatus.RequiresAction,
        ["IdentifyShopper"] = PaymentStatus.RequiresAction,
        ["ChallengeShopper"] = PaymentStatus.RequiresAction,
        ["AuthenticationFinished"] = PaymentStatus.RequiresConfirmation,
        ["AuthenticationNotRequired"] = PaymentStatus.RequiresConfirmation,
        ["Refused"] = PaymentStatus.Failed,
        ["Error"] = PaymentStatus.Failed,
        ["Cancelled"] = PaymentStatus.Cancelled,
    };

    /// <summary>A session's status, with the same meaning of <see cref="PaymentStatus.Completed"/>.</summary>
    internal static readonly WordTable<PaymentStatus> Sessions = new()
    {
        ["active"] = PaymentStatus.RequiresAction,
        ["completed"] = PaymentStatus.Completed,
        ["paymentPending"] = PaymentStatus.Processing,
        ["refused"] = PaymentStatus.Failed,
        ["canceled"] = PaymentStatus.Cancelled,
        ["expired"] = PaymentStatus.Expired,
    };

    /// <summary>A payment link's status, with the same meaning of <see cref="PaymentStatus.Completed"/>.</summary>
    internal static readonly WordTable<PaymentStatus> Links = new()
    {
        ["active"] = PaymentStatus.RequiresAction,
        ["paymentPending"] = PaymentStatus.Processing,
        ["completed"] = PaymentStatus.Completed,
        ["paid"] = PaymentStatus.Completed,
        ["expired"] = PaymentStatus.Expired,
    };

    /// <summary>What an event tells of. Another one is acknowledged and changes nothing.</summary>
    internal static readonly WordTable<AdyenEventKind> Events = new()
    {
        ["AUTHORISATION"] = AdyenEventKind.Authorisation,
        ["AUTHORISATION_ADJUSTMENT"] = AdyenEventKind.Adjustment,
        ["CAPTURE"] = AdyenEventKind.Capture,
        ["CAPTURE_FAILED"] = AdyenEventKind.CaptureFailed,
        ["CANCELLATION"] = AdyenEventKind.Void,
        ["TECHNICAL_CANCEL"] = AdyenEventKind.Void,
        ["CANCEL_OR_REFUND"] = AdyenEventKind.CancelOrRefund,
        ["EXPIRE"] = AdyenEventKind.Expiry,
        ["OFFER_CLOSED"] = AdyenEventKind.OfferClosed,
        ["REFUND"] = AdyenEventKind.Refund,
        ["REFUND_WITH_DATA"] = AdyenEventKind.Refund,
        ["REFUND_FAILED"] = AdyenEventKind.RefundUndone,
        ["REFUNDED_REVERSED"] = AdyenEventKind.RefundUndone,
        ["POSTPONED_REFUND"] = AdyenEventKind.RefundPostponed,
        ["VOID_PENDING_REFUND"] = AdyenEventKind.RefundVoided,
        ["ORDER_CLOSED"] = AdyenEventKind.OrderClosed,
        ["PENDING"] = AdyenEventKind.Pending,
        ["NOTIFICATION_OF_CHARGEBACK"] = AdyenEventKind.Dispute,
        ["CHARGEBACK"] = AdyenEventKind.Dispute,
        ["SECOND_CHARGEBACK"] = AdyenEventKind.Dispute,
        ["PREARBITRATION_OPEN"] = AdyenEventKind.Dispute,
        ["SCHEME_ARBITRATION"] = AdyenEventKind.Dispute,
        ["INFORMATION_SUPPLIED"] = AdyenEventKind.Dispute,
        ["ISSUER_COMMENTS"] = AdyenEventKind.Dispute,
        ["ISSUER_RESPONSE_TIMEFRAME_EXPIRED"] = AdyenEventKind.Dispute,
        ["DISPUTE_DEFENSE_PERIOD_ENDED"] = AdyenEventKind.Dispute,
        ["PREARBITRATION_LOST"] = AdyenEventKind.Dispute,
        ["PREARBITRATION_ACCEPTED"] = AdyenEventKind.Dispute,
        ["PREARBITRATION_DECLINED"] = AdyenEventKind.Dispute,
        ["SCHEME_ARBITRATION_LOST"] = AdyenEventKind.Dispute,
        ["CHARGEBACK_REVERSED"] = AdyenEventKind.Dispute,
        ["PREARBITRATION_WON"] = AdyenEventKind.Dispute,
        ["PREARBITRATION_ISSUER_WITHDRAWN"] = AdyenEventKind.Dispute,
        ["SCHEME_ARBITRATION_WON"] = AdyenEventKind.Dispute,

        // Told of, and nothing changes.
        ["ORDER_OPENED"] = AdyenEventKind.Named,
        ["MANUAL_REVIEW_ACCEPT"] = AdyenEventKind.Named,
        ["MANUAL_REVIEW_REJECT"] = AdyenEventKind.Named,
        ["HANDLED_EXTERNALLY"] = AdyenEventKind.Named,
        ["AUTORESCUE"] = AdyenEventKind.Named,
        ["CANCEL_AUTORESCUE"] = AdyenEventKind.Named,
        ["REPORT_AVAILABLE"] = AdyenEventKind.Named,
        ["RECURRING_CONTRACT"] = AdyenEventKind.Named,
        ["PAYOUT_THIRDPARTY"] = AdyenEventKind.Named,
        ["PAYOUT_DECLINE"] = AdyenEventKind.Named,
        ["PAYOUT_EXPIRE"] = AdyenEventKind.Named,
        ["PAIDOUT_REVERSED"] = AdyenEventKind.Named,
        ["REQUEST_FOR_INFORMATION"] = AdyenEventKind.Named,
        ["NOTIFICATION_OF_FRAUD"] = AdyenEventKind.Named,
    };

    /// <summary>Where a dispute stands after an event, and how far it has come by then: events come in any order, and more than once.</summary>
    internal static readonly WordTable<(DisputeStatus Status, PaymentEventType Type, long Stage)> Disputes = new()
    {
        ["NOTIFICATION_OF_CHARGEBACK"] = (DisputeStatus.NeedsResponse, PaymentEventType.DisputeOpened, 1),
        ["CHARGEBACK"] = (DisputeStatus.NeedsResponse, PaymentEventType.DisputeOpened, 2),
        ["INFORMATION_SUPPLIED"] = (DisputeStatus.UnderReview, PaymentEventType.DisputeUpdated, 3),
        ["ISSUER_COMMENTS"] = (DisputeStatus.UnderReview, PaymentEventType.DisputeUpdated, 3),
        ["ISSUER_RESPONSE_TIMEFRAME_EXPIRED"] = (DisputeStatus.UnderReview, PaymentEventType.DisputeUpdated, 4),
        ["DISPUTE_DEFENSE_PERIOD_ENDED"] = (DisputeStatus.UnderReview, PaymentEventType.DisputeUpdated, 4),
        ["CHARGEBACK_REVERSED"] = (DisputeStatus.Won, PaymentEventType.DisputeClosed, 5),
        ["SECOND_CHARGEBACK"] = (DisputeStatus.NeedsResponse, PaymentEventType.DisputeOpened, 6),
        ["PREARBITRATION_OPEN"] = (DisputeStatus.NeedsResponse, PaymentEventType.DisputeUpdated, 7),
        ["PREARBITRATION_DECLINED"] = (DisputeStatus.UnderReview, PaymentEventType.DisputeUpdated, 8),
        ["PREARBITRATION_ACCEPTED"] = (DisputeStatus.Lost, PaymentEventType.DisputeClosed, 8),
        ["PREARBITRATION_LOST"] = (DisputeStatus.Lost, PaymentEventType.DisputeClosed, 8),
        ["PREARBITRATION_WON"] = (DisputeStatus.Won, PaymentEventType.DisputeClosed, 8),
        ["PREARBITRATION_ISSUER_WITHDRAWN"] = (DisputeStatus.Closed, PaymentEventType.DisputeClosed, 8),
        ["SCHEME_ARBITRATION"] = (DisputeStatus.UnderReview, PaymentEventType.DisputeUpdated, 9),
        ["SCHEME_ARBITRATION_LOST"] = (DisputeStatus.Lost, PaymentEventType.DisputeClosed, 11),
        ["SCHEME_ARBITRATION_WON"] = (DisputeStatus.Won, PaymentEventType.DisputeClosed, 11),
    };

    /// <summary>How far a dispute has come that an event's <c>disputeStatus</c> calls lost: past all that leaves it open, whatever the event itself is.</summary>
    internal const long LostStage = 10;

    /// <summary>What <c>disputeStatus</c> says beyond an event that leaves the dispute open.</summary>
    internal static readonly WordTable<DisputeStatus> DisputeDetails = new()
    {
        ["Unresponded"] = DisputeStatus.NeedsResponse,
        ["Responded"] = DisputeStatus.UnderReview,
        ["Pending"] = DisputeStatus.UnderReview,
        ["Expired"] = DisputeStatus.UnderReview,
        ["Undefended"] = DisputeStatus.Lost,
        ["Accepted"] = DisputeStatus.Lost,
        ["Lost"] = DisputeStatus.Lost,
        ["Won"] = DisputeStatus.Won,
    };

    /// <summary>What the action of an answer is for. Other types are handed on raw.</summary>
    internal static readonly WordTable<AdyenActionShape> Actions = new()
    {
        ["redirect"] = AdyenActionShape.Redirect,
        ["nativeRedirect"] = AdyenActionShape.ClientSdk,
        ["threeDS2"] = AdyenActionShape.ClientSdk,
        ["sdk"] = AdyenActionShape.ClientSdk,
        ["wechatpaySDK"] = AdyenActionShape.ClientSdk,
        ["delegatedAuthentication"] = AdyenActionShape.ClientSdk,
        ["qrCode"] = AdyenActionShape.QrCode,
        ["voucher"] = AdyenActionShape.Voucher,
        ["bankTransfer"] = AdyenActionShape.BankTransfer,
        ["await"] = AdyenActionShape.Wait,
    };
}

/// <summary>What an event tells of.</summary>
internal enum AdyenEventKind
{
    /// <summary>Nothing that is known here.</summary>
    Unknown,

    /// <summary>Something that changes no payment.</summary>
    Named,

    Authorisation,
    Adjustment,
    Capture,
    CaptureFailed,
    Void,
    CancelOrRefund,
    Expiry,
    OfferClosed,
    Refund,
    RefundUndone,
    RefundPostponed,
    RefundVoided,
    OrderClosed,
    Pending,
    Dispute,
}

/// <summary>What the action of an answer asks for.</summary>
internal enum AdyenActionShape
{
    Other,
    Redirect,
    ClientSdk,
    QrCode,
    Voucher,
    BankTransfer,
    Wait,
}
