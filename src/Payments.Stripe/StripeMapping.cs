using Payments.Http;

namespace Payments.Stripe;

/// <summary>Stripe's words in ours, as data. A word that is not here is unknown, never an exception.</summary>
internal static class StripeMapping
{
    /// <summary>Without a charge's refunds and disputes, a failed attempt and the reason of an end, which <see cref="StripeAnswers"/> adds.</summary>
    internal static readonly WordTable<PaymentStatus> Intents = new()
    {
        ["succeeded"] = PaymentStatus.Completed,
        ["requires_capture"] = PaymentStatus.Authorized,
        ["processing"] = PaymentStatus.Processing,
        ["requires_action"] = PaymentStatus.RequiresAction,
        ["requires_confirmation"] = PaymentStatus.Pending,
        ["requires_payment_method"] = PaymentStatus.RequiresAction,
        ["canceled"] = PaymentStatus.Cancelled,
    };

    /// <summary>A session that is not complete.</summary>
    internal static readonly WordTable<PaymentStatus> Sessions = new()
    {
        ["open"] = PaymentStatus.RequiresAction,
        ["expired"] = PaymentStatus.Expired,
    };

    /// <summary>A complete session without an intent, by its payment status.</summary>
    internal static readonly WordTable<PaymentStatus> SessionPayments = new()
    {
        ["paid"] = PaymentStatus.Completed,
        ["no_payment_required"] = PaymentStatus.Completed,
        ["unpaid"] = PaymentStatus.Processing,
    };

    /// <summary>A charge without an intent. One that is not captured is authorized.</summary>
    internal static readonly WordTable<PaymentStatus> Charges = new()
    {
        ["succeeded"] = PaymentStatus.Completed,
        ["pending"] = PaymentStatus.Processing,
        ["failed"] = PaymentStatus.Failed,
    };

    internal static readonly WordTable<RefundStatus> Refunds = new()
    {
        ["pending"] = RefundStatus.Pending,
        ["requires_action"] = RefundStatus.RequiresAction,
        ["succeeded"] = RefundStatus.Completed,
        ["failed"] = RefundStatus.Failed,
        ["canceled"] = RefundStatus.Cancelled,
    };

    internal static readonly WordTable<DisputeStatus> Disputes = new()
    {
        ["warning_needs_response"] = DisputeStatus.NeedsResponse,
        ["warning_under_review"] = DisputeStatus.UnderReview,
        ["warning_closed"] = DisputeStatus.Closed,
        ["needs_response"] = DisputeStatus.NeedsResponse,
        ["under_review"] = DisputeStatus.UnderReview,
        ["appeal_needs_response"] = DisputeStatus.NeedsResponse,
        ["appeal_under_review"] = DisputeStatus.UnderReview,
        ["prevented"] = DisputeStatus.Closed,
        ["won"] = DisputeStatus.Won,
        ["lost"] = DisputeStatus.Lost,
    };

    /// <summary>What an event's object is, and what it tells of. Everything else is acknowledged and changes nothing.</summary>
    internal static readonly WordTable<(StripeEventObject Object, PaymentEventType Type)> Events = new()
    {
        ["payment_intent.created"] = (StripeEventObject.Intent, PaymentEventType.PaymentUpdated),
        ["payment_intent.requires_action"] = (StripeEventObject.Intent, PaymentEventType.PaymentUpdated),
        ["payment_intent.partially_funded"] = (StripeEventObject.Intent, PaymentEventType.PaymentUpdated),
        ["payment_intent.processing"] = (StripeEventObject.Intent, PaymentEventType.PaymentUpdated),
        ["payment_intent.amount_capturable_updated"] = (StripeEventObject.Intent, PaymentEventType.PaymentUpdated),
        ["payment_intent.succeeded"] = (StripeEventObject.Intent, PaymentEventType.PaymentUpdated),
        ["payment_intent.payment_failed"] = (StripeEventObject.Intent, PaymentEventType.PaymentUpdated),
        ["payment_intent.canceled"] = (StripeEventObject.Intent, PaymentEventType.PaymentUpdated),
        ["checkout.session.completed"] = (StripeEventObject.Session, PaymentEventType.PaymentUpdated),
        ["checkout.session.async_payment_succeeded"] = (StripeEventObject.Session, PaymentEventType.PaymentUpdated),
        ["checkout.session.async_payment_failed"] = (StripeEventObject.Session, PaymentEventType.PaymentUpdated),
        ["checkout.session.expired"] = (StripeEventObject.Session, PaymentEventType.PaymentUpdated),
        ["charge.captured"] = (StripeEventObject.Charge, PaymentEventType.PaymentUpdated),
        ["charge.expired"] = (StripeEventObject.Charge, PaymentEventType.PaymentUpdated),
        ["charge.refunded"] = (StripeEventObject.Charge, PaymentEventType.PaymentUpdated),

        // The intent's own events tell the same.
        ["charge.succeeded"] = (StripeEventObject.Named, PaymentEventType.Other),
        ["charge.pending"] = (StripeEventObject.Named, PaymentEventType.Other),
        ["charge.failed"] = (StripeEventObject.Named, PaymentEventType.Other),
        ["charge.updated"] = (StripeEventObject.Named, PaymentEventType.Other),

        ["refund.created"] = (StripeEventObject.Refund, PaymentEventType.RefundUpdated),
        ["refund.updated"] = (StripeEventObject.Refund, PaymentEventType.RefundUpdated),
        ["refund.failed"] = (StripeEventObject.Refund, PaymentEventType.RefundUpdated),
        ["charge.refund.updated"] = (StripeEventObject.Refund, PaymentEventType.RefundUpdated),
        ["charge.dispute.created"] = (StripeEventObject.Dispute, PaymentEventType.DisputeOpened),
        ["charge.dispute.updated"] = (StripeEventObject.Dispute, PaymentEventType.DisputeUpdated),
        ["charge.dispute.funds_withdrawn"] = (StripeEventObject.Dispute, PaymentEventType.DisputeUpdated),
        ["charge.dispute.funds_reinstated"] = (StripeEventObject.Dispute, PaymentEventType.DisputeUpdated),
        ["charge.dispute.closed"] = (StripeEventObject.Dispute, PaymentEventType.DisputeClosed),
    };

    private const string Cards = "card kr_card";
    private const string PrepaidBankAccount = "customer_balance";

    private const string Wallets =
        "alipay wechat_pay paypal amazon_pay cashapp revolut_pay kakao_pay naver_pay payco samsung_pay grabpay mobilepay mb_way link satispay "
        + "paypay twint swish bizum";

    private const string Banks =
        "us_bank_account sepa_debit bacs_debit acss_debit au_becs_debit nz_bank_account payto pay_by_bank ideal bancontact eps p24 fpx blik pix upi "
        + "paynow promptpay sofort giropay";

    private const string PayLater = "klarna affirm afterpay_clearpay zip alma billie scalapay sequra sunbit";
    private const string Vouchers = "boleto konbini oxxo multibanco";

    /// <summary>The types that Checkout and intents can be restricted to. Apple Pay and Google Pay come with <c>card</c> and cannot be asked for.</summary>
    internal static readonly IReadOnlyDictionary<PaymentMethod, string[]> Askable = new Dictionary<PaymentMethod, string[]>
    {
        [PaymentMethod.Card] = Words(Cards),
        [PaymentMethod.CreditCard] = Words(Cards),
        [PaymentMethod.DebitCard] = Words(Cards),
        [PaymentMethod.DigitalWallet] = Words(Wallets),
        [PaymentMethod.BankTransfer] = Words($"{Banks} {PrepaidBankAccount}"),
        [PaymentMethod.VirtualAccount] = [PrepaidBankAccount],
        [PaymentMethod.Cryptocurrency] = ["crypto"],
        [PaymentMethod.BuyNowPayLater] = Words(PayLater),
        [PaymentMethod.Voucher] = Words(Vouchers),
    };

    /// <summary>Every type that may come back.</summary>
    internal static readonly WordTable<PaymentMethod> Methods = new(
        StringComparer.Ordinal,
        (PaymentMethod.Card, $"{Cards} card_present"),
        (PaymentMethod.DebitCard, "interac_present"),
        (PaymentMethod.DigitalWallet, $"{Wallets} vipps gcash gopay momo shopeepay touch_n_go truemoney octopus shop_pay click_to_pay"),
        (PaymentMethod.BankTransfer, $"{Banks} netbanking id_bank_transfer duitnow qris wero"),
        (PaymentMethod.VirtualAccount, PrepaidBankAccount),
        (PaymentMethod.Cryptocurrency, "crypto"),
        (PaymentMethod.BuyNowPayLater, PayLater),
        (PaymentMethod.Voucher, Vouchers),
        (PaymentMethod.GiftCard, "gift_card edenred"));

    internal static readonly WordTable<PaymentMethod> CardFunding = new()
    {
        ["credit"] = PaymentMethod.CreditCard,
        ["debit"] = PaymentMethod.DebitCard,
    };

    /// <summary>Wallets that hold a card.</summary>
    internal static readonly IReadOnlySet<string> CardWallets =
        new HashSet<string>(Words("apple_pay google_pay samsung_pay link amex_express_checkout masterpass visa_checkout"), StringComparer.Ordinal);

    /// <summary>What the member of a <c>next_action</c> is for. Other kinds are handed on raw.</summary>
    internal static readonly WordTable<StripeActionShape> Actions = new()
    {
        ["redirect_to_url"] = StripeActionShape.Redirect,
        ["alipay_handle_redirect"] = StripeActionShape.Redirect,
        ["use_stripe_sdk"] = StripeActionShape.ClientSdk,
        ["card_await_notification"] = StripeActionShape.Wait,
        ["blik_authorize"] = StripeActionShape.Wait,
        ["display_bank_transfer_instructions"] = StripeActionShape.BankDeposit,
        ["boleto_display_details"] = StripeActionShape.Display,
        ["konbini_display_details"] = StripeActionShape.Display,
        ["multibanco_display_details"] = StripeActionShape.Display,
        ["oxxo_display_details"] = StripeActionShape.Display,
        ["cashapp_handle_redirect_or_display_qr_code"] = StripeActionShape.Display,
        ["klarna_display_qr_code"] = StripeActionShape.Display,
        ["paynow_display_qr_code"] = StripeActionShape.Display,
        ["pix_display_qr_code"] = StripeActionShape.Display,
        ["promptpay_display_qr_code"] = StripeActionShape.Display,
        ["swish_handle_redirect_or_display_qr_code"] = StripeActionShape.Display,
        ["upi_handle_redirect_or_display_qr_code"] = StripeActionShape.Display,
        ["wechat_pay_display_qr_code"] = StripeActionShape.Display,
    };

    /// <summary>Why a payment was declined: by <c>decline_code</c>, else by <c>code</c>. Another one is <see cref="PaymentErrorCode.Declined"/>.</summary>
    internal static readonly WordTable<PaymentErrorCode> Declines = new()
    {
        ["generic_decline"] = PaymentErrorCode.Declined,
        ["do_not_honor"] = PaymentErrorCode.Declined,
        ["do_not_try_again"] = PaymentErrorCode.Declined,
        ["insufficient_funds"] = PaymentErrorCode.InsufficientFunds,
        ["card_velocity_exceeded"] = PaymentErrorCode.LimitExceeded,
        ["card_decline_rate_limit_exceeded"] = PaymentErrorCode.LimitExceeded,
        ["charge_exceeds_source_limit"] = PaymentErrorCode.LimitExceeded,
        ["charge_exceeds_transaction_limit"] = PaymentErrorCode.LimitExceeded,
        ["withdrawal_count_limit_exceeded"] = PaymentErrorCode.LimitExceeded,
        ["lost_card"] = PaymentErrorCode.SuspectedFraud,
        ["stolen_card"] = PaymentErrorCode.SuspectedFraud,
        ["fraudulent"] = PaymentErrorCode.SuspectedFraud,
        ["pickup_card"] = PaymentErrorCode.SuspectedFraud,
        ["restricted_card"] = PaymentErrorCode.SuspectedFraud,
        ["merchant_blacklist"] = PaymentErrorCode.SuspectedFraud,
        ["transaction_not_allowed"] = PaymentErrorCode.NotPermitted,
        ["card_not_supported"] = PaymentErrorCode.NotPermitted,
        ["service_not_allowed"] = PaymentErrorCode.NotPermitted,
        ["currency_not_supported"] = PaymentErrorCode.UnsupportedCurrency,
        ["try_again_later"] = PaymentErrorCode.ProcessingError,
        ["processing_error"] = PaymentErrorCode.ProcessingError,
        ["issuer_not_available"] = PaymentErrorCode.ProcessingError,
        ["reenter_transaction"] = PaymentErrorCode.ProcessingError,
        ["payment_method_provider_timeout"] = PaymentErrorCode.ProcessingError,
        ["authentication_required"] = PaymentErrorCode.AuthenticationRequired,
        ["authentication_failure"] = PaymentErrorCode.AuthenticationFailed,
        ["payment_intent_authentication_failure"] = PaymentErrorCode.AuthenticationFailed,
        ["payment_intent_payment_attempt_expired"] = PaymentErrorCode.Expired,
        ["payment_method_customer_decline"] = PaymentErrorCode.PayerCancelled,
        ["payment_method_provider_decline"] = PaymentErrorCode.Declined,
        ["expired_card"] = PaymentErrorCode.ExpiredCard,
        ["expired_payment_method"] = PaymentErrorCode.ExpiredCard,
        ["incorrect_cvc"] = PaymentErrorCode.IncorrectCvv,
        ["invalid_cvc"] = PaymentErrorCode.IncorrectCvv,
        ["incorrect_number"] = PaymentErrorCode.InvalidCard,
        ["invalid_number"] = PaymentErrorCode.InvalidCard,
        ["invalid_account"] = PaymentErrorCode.InvalidCard,
        ["invalid_expiry_month"] = PaymentErrorCode.InvalidCard,
        ["invalid_expiry_year"] = PaymentErrorCode.InvalidCard,
    };

    /// <summary>The declines whose message the payer may read: never one that could mean lost, stolen or suspected.</summary>
    internal static readonly IReadOnlySet<string> PayerMayRead = new HashSet<string>(Words(
        "insufficient_funds authentication_required authentication_failure payment_intent_authentication_failure payment_method_customer_decline expired_card "
        + "incorrect_cvc invalid_cvc incorrect_number invalid_number invalid_expiry_month invalid_expiry_year processing_error try_again_later"), StringComparer.Ordinal);

    /// <summary>What other errors mean, by <c>code</c>. Another one is judged by its HTTP status.</summary>
    internal static readonly WordTable<(PaymentErrorKind Kind, PaymentErrorCode Code)> Errors = new()
    {
        ["amount_too_small"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooSmall),
        ["amount_too_large"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooLarge),
        ["invalid_charge_amount"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidAmount),
        ["invalid_charge_amount_no_decimal_compatible"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidAmount),
        ["payment_method_currency_mismatch"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.UnsupportedCurrency),
        ["payment_method_not_available"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.MethodUnavailable),
        ["payment_method_unactivated"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.MethodUnavailable),
        ["payment_method_unsupported_type"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.MethodUnavailable),
        ["payment_intent_incompatible_payment_method"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.MethodUnavailable),
        ["charge_not_refundable"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.NotPermitted),
        ["charge_already_refunded"] = (PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyRefunded),
        ["charge_already_captured"] = (PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyCaptured),
        ["charge_expired_for_capture"] = (PaymentErrorKind.Conflict, PaymentErrorCode.Expired),
        ["capture_charge_authorization_expired"] = (PaymentErrorKind.Conflict, PaymentErrorCode.Expired),
        ["capture_unauthorized_payment"] = (PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState),
        ["payment_intent_unexpected_state"] = (PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState),
        ["intent_invalid_state"] = (PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState),
        ["status_transition_invalid"] = (PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState),
        ["charge_disputed"] = (PaymentErrorKind.Conflict, PaymentErrorCode.Disputed),
        ["refund_disputed_payment"] = (PaymentErrorKind.Conflict, PaymentErrorCode.Disputed),
        ["idempotency_key_in_use"] = (PaymentErrorKind.Conflict, PaymentErrorCode.InProgress),
        ["lock_timeout"] = (PaymentErrorKind.Conflict, PaymentErrorCode.InProgress),
        ["rate_limit"] = (PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited),
        ["balance_insufficient"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InsufficientBalance),
        ["insufficient_funds"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InsufficientBalance),
        ["resource_missing"] = (PaymentErrorKind.NotFound, PaymentErrorCode.NotFound),
        ["livemode_mismatch"] = (PaymentErrorKind.NotFound, PaymentErrorCode.Mismatch),
        ["api_key_expired"] = (PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials),
        ["platform_api_key_expired"] = (PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials),
        ["secret_key_required"] = (PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials),
        ["account_invalid"] = (PaymentErrorKind.Authentication, PaymentErrorCode.MerchantConfiguration),
        ["capability_not_active"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration),
        ["testmode_charges_only"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration),
    };

    /// <summary>A refund that is refused for one of these is a failed refund, not a failed call.</summary>
    internal static readonly PaymentErrorCode[] RefundRefusals =
    [
        PaymentErrorCode.AlreadyRefunded, PaymentErrorCode.AmountTooLarge, PaymentErrorCode.InsufficientBalance, PaymentErrorCode.Disputed,
        PaymentErrorCode.NotPermitted,
    ];

    private static string[] Words(string words) => words.Split(' ');
}

/// <summary>What the object of an event is.</summary>
internal enum StripeEventObject
{
    /// <summary>Nothing that is read.</summary>
    Ignored,

    /// <summary>It names a payment, and nothing of it is read.</summary>
    Named,

    Intent,
    Session,
    Charge,
    Refund,
    Dispute,
}

/// <summary>What a <c>next_action</c> asks for.</summary>
internal enum StripeActionShape
{
    Other,
    Redirect,
    ClientSdk,
    Display,
    BankDeposit,
    Wait,
}
