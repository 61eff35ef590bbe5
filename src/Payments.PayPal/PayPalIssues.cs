using Payments.Http;

namespace Payments.PayPal;

/// <summary>PayPal's error names and issues in ours, as data.</summary>
internal static class PayPalIssues
{
    /// <summary>A declined instrument: with a link in the answer, the payer chooses another one and the order is completed again.</summary>
    internal const string InstrumentDeclined = "INSTRUMENT_DECLINED";

    /// <summary>What <c>details[].issue</c> means. One that is not here is judged by the name and by the HTTP status, and is never a decline.</summary>
    internal static readonly WordTable<(PaymentErrorKind Kind, PaymentErrorCode Code)> Issues = new(StringComparer.Ordinal,
    [
        .. Rows(PaymentErrorKind.Declined,
            (PaymentErrorCode.Declined, "INSTRUMENT_DECLINED PAYER_CANNOT_PAY TRANSACTION_REFUSED PAYMENT_SOURCE_DECLINED_BY_PROCESSOR "
                + "PAYMENT_SOURCE_INFO_CANNOT_BE_VERIFIED ALIAS_DECLINED_BY_PROCESSOR DECLINED_DUE_TO_RELATED_TXN AUTHORIZATION_DENIED "
                + "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING"),
            (PaymentErrorCode.ExpiredCard, "CARD_EXPIRED REFERENCED_CARD_EXPIRED"),
            (PaymentErrorCode.MethodUnavailable, "CARD_BRAND_NOT_SUPPORTED"),
            (PaymentErrorCode.NotPermitted, "PAYMENT_SOURCE_CANNOT_BE_USED PAYER_ACCOUNT_RESTRICTED PAYER_ACCOUNT_LOCKED_OR_CLOSED COMPLIANCE_VIOLATION "
                + "TRANSACTION_BLOCKED_BY_PAYEE PAYEE_BLOCKED_TRANSACTION DOMESTIC_TRANSACTION_REQUIRED"),
            (PaymentErrorCode.LimitExceeded, "TRANSACTION_LIMIT_EXCEEDED TRANSACTION_RECEIVING_LIMIT_EXCEEDED MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED"),
            (PaymentErrorCode.AuthenticationRequired, "PAYER_ACTION_REQUIRED")),
        .. Rows(PaymentErrorKind.Conflict,
            (PaymentErrorCode.InvalidState, "ORDER_NOT_APPROVED ORDER_ALREADY_AUTHORIZED ORDER_COMPLETED_OR_VOIDED ACTION_DOES_NOT_MATCH_INTENT CANNOT_BE_VOIDED "
                + "PENDING_CAPTURE"),
            (PaymentErrorCode.AlreadyCaptured, "ORDER_ALREADY_CAPTURED ORDER_ALREADY_COMPLETED AUTHORIZATION_ALREADY_CAPTURED PREVIOUSLY_CAPTURED"),
            (PaymentErrorCode.AlreadyCancelled, "AUTHORIZATION_VOIDED PREVIOUSLY_VOIDED"),
            (PaymentErrorCode.Expired, "ORDER_EXPIRED AUTHORIZATION_EXPIRED"),
            (PaymentErrorCode.InProgress, "ORDER_COMPLETION_IN_PROGRESS PREVIOUS_REQUEST_IN_PROGRESS"),
            (PaymentErrorCode.AmountTooLarge, "MAX_CAPTURE_AMOUNT_EXCEEDED"),
            (PaymentErrorCode.LimitExceeded, "MAX_CAPTURE_COUNT_EXCEEDED"),
            (PaymentErrorCode.AlreadyRefunded, "CAPTURE_FULLY_REFUNDED"),
            (PaymentErrorCode.Disputed, "REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK TRANSACTION_DISPUTED")),
        .. Rows(PaymentErrorKind.InvalidRequest,
            (PaymentErrorCode.InvalidRequest, "MISSING_REQUIRED_PARAMETER INVALID_PARAMETER_VALUE INVALID_PARAMETER_SYNTAX INVALID_STRING_LENGTH MALFORMED_REQUEST_JSON "
                + "PAYPAL_REQUEST_ID_REQUIRED ORDER_COMPLETE_ON_PAYMENT_APPROVAL UNSUPPORTED_INTENT"),
            (PaymentErrorCode.MethodUnavailable, "UNSUPPORTED_INTENT_FOR_PAYMENT_SOURCE"),
            (PaymentErrorCode.InvalidAmount, "DECIMAL_PRECISION DECIMALS_NOT_SUPPORTED CANNOT_BE_ZERO_OR_NEGATIVE CANNOT_BE_NEGATIVE CURRENCY_MISMATCH "
                + "AUTH_CAPTURE_CURRENCY_MISMATCH REFUND_CAPTURE_CURRENCY_MISMATCH AMOUNT_MISMATCH ITEM_TOTAL_MISMATCH ITEM_TOTAL_REQUIRED TAX_TOTAL_MISMATCH "
                + "MULTI_CURRENCY_ORDER"),
            (PaymentErrorCode.UnsupportedCurrency, "INVALID_CURRENCY_CODE"),
            (PaymentErrorCode.AmountTooLarge, "MAX_VALUE_EXCEEDED REFUND_AMOUNT_EXCEEDED"),
            (PaymentErrorCode.AmountTooSmall, "REFUND_AMOUNT_TOO_LOW"),
            (PaymentErrorCode.DuplicateOrder, "DUPLICATE_INVOICE_ID"),
            (PaymentErrorCode.LimitExceeded, "MAX_NUMBER_OF_REFUNDS_EXCEEDED"),
            (PaymentErrorCode.Expired, "REFUND_TIME_LIMIT_EXCEEDED"),
            (PaymentErrorCode.InsufficientBalance, "REFUND_FAILED_INSUFFICIENT_FUNDS"),
            (PaymentErrorCode.NotPermitted, "REFUND_NOT_ALLOWED PARTIAL_REFUND_NOT_ALLOWED REFUND_IS_RESTRICTED"),
            (PaymentErrorCode.MerchantConfiguration, "PAYEE_ACCOUNT_RESTRICTED PAYEE_ACCOUNT_LOCKED_OR_CLOSED PAYEE_ACCOUNT_INVALID AUTH_CAPTURE_NOT_ENABLED")),
        .. Rows(PaymentErrorKind.Authentication,
            (PaymentErrorCode.PermissionDenied, "PERMISSION_DENIED CONSENT_NEEDED NOT_ELIGIBLE_FOR_TOKEN_PROCESSING"),
            (PaymentErrorCode.MerchantConfiguration, "INVALID_ACCOUNT_STATUS PAYEE_ACCOUNT_NOT_VERIFIED")),
        .. Rows(PaymentErrorKind.NotFound,
            (PaymentErrorCode.NotFound, "INVALID_RESOURCE_ID")),
    ]);

    /// <summary>Something of the merchant's account that is not switched on, where a request was understood (422).</summary>
    internal const string NotEnabledPrefix = "NOT_ENABLED_FOR_";

    /// <summary>What <c>name</c> (or, of the token's endpoint, <c>error</c>) means, for a body without an issue that is known. A 409 goes by its status.</summary>
    internal static readonly WordTable<(PaymentErrorKind Kind, PaymentErrorCode Code)> Names = new(StringComparer.Ordinal,
    [
        .. Rows(PaymentErrorKind.InvalidRequest,
            (PaymentErrorCode.InvalidRequest, "INVALID_REQUEST METHOD_NOT_SUPPORTED MEDIA_TYPE_NOT_ACCEPTABLE UNSUPPORTED_MEDIA_TYPE UNPROCESSABLE_ENTITY")),
        .. Rows(PaymentErrorKind.Authentication,
            (PaymentErrorCode.InvalidCredentials, "AUTHENTICATION_FAILURE invalid_token invalid_client"),
            (PaymentErrorCode.PermissionDenied, "NOT_AUTHORIZED")),
        .. Rows(PaymentErrorKind.NotFound,
            (PaymentErrorCode.NotFound, "RESOURCE_NOT_FOUND")),
        .. Rows(PaymentErrorKind.RateLimited,
            (PaymentErrorCode.RateLimited, "RATE_LIMIT_REACHED")),
        .. Rows(PaymentErrorKind.Unavailable,
            (PaymentErrorCode.ProviderError, "INTERNAL_SERVER_ERROR INTERNAL_SERVICE_ERROR SERVICE_UNAVAILABLE")),
    ]);

    /// <summary>After these the payer goes back to PayPal's page, if the answer has its address, and the order is completed again.</summary>
    internal static readonly IReadOnlySet<string> PayerActsAgain =
        new HashSet<string>(Words($"{InstrumentDeclined} PAYER_ACTION_REQUIRED REDIRECT_PAYER_FOR_ALTERNATE_FUNDING"), StringComparer.Ordinal);

    /// <summary>A refund that is refused for one of these, or declined, is a failed refund and not a failed call.</summary>
    internal static readonly IReadOnlySet<string> RefundRefusals = new HashSet<string>(Words(
        "REFUND_AMOUNT_EXCEEDED REFUND_AMOUNT_TOO_LOW CAPTURE_FULLY_REFUNDED MAX_NUMBER_OF_REFUNDS_EXCEEDED REFUND_TIME_LIMIT_EXCEEDED "
        + "REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK TRANSACTION_DISPUTED REFUND_FAILED_INSUFFICIENT_FUNDS REFUND_NOT_ALLOWED PARTIAL_REFUND_NOT_ALLOWED "
        + "REFUND_IS_RESTRICTED PAYEE_ACCOUNT_RESTRICTED PAYEE_ACCOUNT_LOCKED_OR_CLOSED"), StringComparer.Ordinal);

    /// <summary>Why a card was declined, by the <c>response_code</c> of its processor. Another one is <see cref="PaymentErrorCode.Declined"/>.</summary>
    internal static readonly WordTable<PaymentErrorCode> ProcessorCodes = new()
    {
        ["5120"] = PaymentErrorCode.InsufficientFunds,
        ["0500"] = PaymentErrorCode.Declined,
        ["5400"] = PaymentErrorCode.ExpiredCard,
        ["5110"] = PaymentErrorCode.IncorrectCvv,
        ["00N7"] = PaymentErrorCode.IncorrectCvv,
        ["5180"] = PaymentErrorCode.InvalidCard,
        ["1330"] = PaymentErrorCode.InvalidCard,
        ["9500"] = PaymentErrorCode.SuspectedFraud,
        ["9520"] = PaymentErrorCode.SuspectedFraud,
    };

    private static ((PaymentErrorKind Kind, PaymentErrorCode Code) Meaning, string Issues)[] Rows(
        PaymentErrorKind kind, params (PaymentErrorCode Code, string Issues)[] rows) => Array.ConvertAll(rows, row => ((kind, row.Code), row.Issues));

    private static string[] Words(string words) => words.Split(' ');
}
