using Payments.Http;

namespace Payments.Toss;

/// <summary>
/// What the codes mean. The HTTP status does not tell: 403 carries declines and refused refunds, 400 carries failures of Toss Payments' own and refused
/// keys.
/// </summary>
internal static class TossErrors
{
    internal static readonly WordTable<(PaymentErrorKind Kind, PaymentErrorCode Code)> Codes = Rows(
        (PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials,
            "UNAUTHORIZED_KEY INVALID_API_KEY INVALID_CLIENT_KEY INCORRECT_BASIC_AUTH_FORMAT INVALID_AUTHORIZE_AUTH"),
        (PaymentErrorKind.Authentication, PaymentErrorCode.PermissionDenied, "FORBIDDEN_REQUEST"),
        (PaymentErrorKind.Authentication, PaymentErrorCode.MerchantConfiguration,
            "API_VERSION_UPDATE_NEEDED NOT_FOUND_MERCHANT NOT_FOUND_TERMINAL_ID NOT_REGISTERED_BUSINESS INVALID_UNREGISTERED_SUBMALL"),

        // The payer's instrument, and the payer.
        (PaymentErrorKind.Declined, PaymentErrorCode.InsufficientFunds, "REJECT_CARD_PAYMENT REJECT_ACCOUNT_PAYMENT"),
        (PaymentErrorKind.Declined, PaymentErrorCode.Declined, "REJECT_CARD_COMPANY INVALID_REJECT_CARD PAY_PROCESS_ABORTED"),
        (PaymentErrorKind.Declined, PaymentErrorCode.SuspectedFraud, "FDS_ERROR INVALID_CARD_LOST_OR_STOLEN"),
        (PaymentErrorKind.Declined, PaymentErrorCode.AuthenticationFailed,
            "INVALID_PASSWORD EXCEED_MAX_AUTH_COUNT INVALID_CARD_PASSWORD INVALID_CARD_IDENTITY"),
        (PaymentErrorKind.Declined, PaymentErrorCode.ExpiredCard, "INVALID_CARD_EXPIRATION"),
        (PaymentErrorKind.Declined, PaymentErrorCode.InvalidCard,
            "INVALID_CARD_NUMBER INVALID_CARD REJECT_TOSSPAY_INVALID_ACCOUNT INVALID_ACCOUNT_INFO_RE_REGISTER"),
        (PaymentErrorKind.Declined, PaymentErrorCode.NotPermitted,
            "INVALID_STOPPED_CARD NOT_SUPPORTED_CARD_TYPE NOT_REGISTERED_CARD_COMPANY NOT_ALLOWED_POINT_USE RESTRICTED_TRANSFER_ACCOUNT USER_ACCOUNT_ON_HOLD"),
        (PaymentErrorKind.Declined, PaymentErrorCode.LimitExceeded,
            "EXCEED_MAX_ONE_DAY_AMOUNT EXCEED_MAX_AMOUNT EXCEED_MAX_PAYMENT_AMOUNT EXCEED_MAX_DAILY_PAYMENT_COUNT EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT "
            + "EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT EXCEEDS_TRANSFER_AMOUNT_MAXIMUM"),
        (PaymentErrorKind.Declined, PaymentErrorCode.PayerCancelled, "PAY_PROCESS_CANCELED"),

        (PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooSmall, "BELOW_MINIMUM_AMOUNT"),
        (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidAmount, "REQUIRED_AMOUNT BELOW_ZERO_AMOUNT"),
        (PaymentErrorKind.InvalidRequest, PaymentErrorCode.UnsupportedCurrency, "INVALID_CURRENCY NOT_SUPPORTED_USD"),
        (PaymentErrorKind.InvalidRequest, PaymentErrorCode.MethodUnavailable, "NOT_SUPPORTED_METHOD NOT_SUPPORTED_CARRIER INVALID_EASY_PAY"),
        (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest,
            "INVALID_REQUEST INVALID_REQUIRED_PARAM INVALID_ORDER_ID INVALID_ORDER_NAME INVALID_EMAIL INVALID_CUSTOMER_KEY NOT_MATCHES_CUSTOMER_KEY "
            + "INVALID_PAYMENT_KEY INVALID_URL INVALID_URL_FORMAT INVALID_SUCCESS_URL INCORRECT_SUCCESS_URL_FORMAT INCORRECT_FAIL_URL_FORMAT "
            + "INVALID_FLOW_MODE_PARAMETERS INVALID_CARD_COMPANY INVALID_BANK INVALID_DATE INVALID_ISO_DATE_FORMAT EXCEED_MAX_DUE_DATE "
            + "EXCEED_MAX_VALID_HOURS INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE EXCEED_MAX_QUERY_LIMIT INVALID_BIRTH_DAY_FORMAT INVALID_BILL_KEY_REQUEST "
            + "INVALID_BILLING_AUTH INVALID_IDEMPOTENCY_KEY INVALID_TEST_CODE EXCEED_MAX_CARD_INSTALLMENT_PLAN INVALID_CARD_INSTALLMENT_PLAN "
            + "NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT "
            + "INVALID_CARD_INSTALLMENT_PLANS_WITH_MAX_AND_SINGLE NOT_ALLOWED_INSTALLMENT_BELOW_AMOUNT FAILED_DB_PROCESSING"),

        (PaymentErrorKind.NotFound, PaymentErrorCode.NotFound, "NOT_FOUND_PAYMENT NOT_FOUND NOT_FOUND_BILLING NOT_FOUND_METHOD UNAPPROVED_ORDER_ID"),

        (PaymentErrorKind.Conflict, PaymentErrorCode.Expired, "NOT_FOUND_PAYMENT_SESSION"),
        (PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyCaptured, "ALREADY_PROCESSED_PAYMENT ALREADY_COMPLETED_PAYMENT"),
        (PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyRefunded, "ALREADY_CANCELED_PAYMENT ALREADY_REFUND_PAYMENT"),
        (PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState, "ALREADY_REFUNDING_PAYMENT"),
        (PaymentErrorKind.Conflict, PaymentErrorCode.DuplicateOrder, "DUPLICATED_ORDER_ID"),
        (PaymentErrorKind.Conflict, PaymentErrorCode.InProgress, "IDEMPOTENT_REQUEST_PROCESSING DUPLICATED_REQUEST"),
        (PaymentErrorKind.Conflict, PaymentErrorCode.Mismatch, "NOT_MATCHES_REFUNDABLE_AMOUNT"),

        // A refund that is refused.
        (PaymentErrorKind.Declined, PaymentErrorCode.NotPermitted,
            "NOT_CANCELABLE_PAYMENT NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER NOT_ALLOWED_PARTIAL_REFUND NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT "
            + "NOT_SUPPORTED_REFUND"),
        (PaymentErrorKind.Declined, PaymentErrorCode.AmountTooLarge, "NOT_CANCELABLE_AMOUNT EXCEED_MAX_REFUND_AMOUNT"),
        (PaymentErrorKind.Declined, PaymentErrorCode.LimitExceeded, "EXCEED_CANCEL_LIMIT"),
        (PaymentErrorKind.Declined, PaymentErrorCode.Expired, "EXCEED_MAX_REFUND_DUE"),
        (PaymentErrorKind.Declined, PaymentErrorCode.Declined, "REFUND_REJECTED"),
        (PaymentErrorKind.Declined, PaymentErrorCode.InvalidAmount, "EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT INVALID_REFUND_AMOUNT"),
        (PaymentErrorKind.Declined, PaymentErrorCode.InvalidCard, "INVALID_REFUND_ACCOUNT_INFO INVALID_REFUND_ACCOUNT_NUMBER"),
        (PaymentErrorKind.Declined, PaymentErrorCode.MethodUnavailable, "NOT_ALLOWED_REFUND_BANK FORBIDDEN_BANK_REFUND_REQUEST"),

        // The bank is closed: nothing was done, and the payer is to be told.
        (PaymentErrorKind.Unavailable, PaymentErrorCode.MethodUnavailable, "NOT_AVAILABLE_BANK NOT_AVAILABLE_PAYMENT MAINTAINED_METHOD"),

        (PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError,
            "PROVIDER_ERROR CARD_PROCESSING_ERROR FAILED_INTERNAL_SYSTEM_PROCESSING FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING UNKNOWN_PAYMENT_ERROR COMMON_ERROR "
            + "UNKNOWN_ERROR FAILED_CARD_COMPANY_RESPONSE FAILED_METHOD_HANDLING FAILED_METHOD_HANDLING_CANCEL FAILED_REFUND_PROCESS FAILED_PARTIAL_REFUND "
            + "FAILED_BILL_KEY_AUTH_CREATION FAILED_BILLING_AUTO_CANCEL"),

        (PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited, "FORBIDDEN_CONSECUTIVE_REQUEST"));

    /// <summary>The error of an answer: by its code, else by its HTTP status.</summary>
    internal static PaymentError? Read(ProviderResponse response)
    {
        if (PaymentErrors.FromStatus(response) is not { } byStatus)
            return null;
        if (!response.TryRead(TossJson.Default.TossError, out var body) || (body.Code ?? body.Error?.Code) is not { Length: > 0 } word)
            return byStatus;

        var (kind, code) = Codes.TryGetValue(word, out var known) ? known : Unlisted((int)response.StatusCode, byStatus);

        // Something that the new payment names, such as its billing key, does not exist.
        if (kind == PaymentErrorKind.NotFound && response.Request.Operation == PaymentOperations.Create)
            kind = PaymentErrorKind.InvalidRequest;
        var error = PaymentErrors.Create(kind, code, word, body.Message ?? body.Error?.Message);
        return error with { RequestId = body.TraceId, Retry = code == PaymentErrorCode.MethodUnavailable && kind == PaymentErrorKind.Unavailable ? PaymentRetry.SameRequest : error.Retry };
    }

    /// <summary>Why a payment failed, in its own words or the payer's return's.</summary>
    internal static PaymentError Failure(string? word, string? message)
    {
        var (kind, code) = word is not null && Codes.TryGetValue(word, out var known) && known.Kind == PaymentErrorKind.Declined
            ? known
            : (PaymentErrorKind.Declined, PaymentErrorCode.Declined);
        return PaymentErrors.Create(kind, code, word, message);
    }

    private static (PaymentErrorKind Kind, PaymentErrorCode Code) Unlisted(int status, PaymentError byStatus) => status switch
    {
        401 or 408 or 429 or >= 500 => (byStatus.Kind, byStatus.Code),
        _ => (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
    };

    private static WordTable<(PaymentErrorKind Kind, PaymentErrorCode Code)> Rows(params (PaymentErrorKind Kind, PaymentErrorCode Code, string Words)[] rows) =>
        new(StringComparer.Ordinal, Array.ConvertAll(rows, row => ((row.Kind, row.Code), row.Words)));
}
