using Payments.Http;

namespace Payments.Square;

/// <summary>What Square's errors mean. The code decides, then the category; the HTTP status only where neither is known.</summary>
internal static class SquareErrorTable
{
    internal static readonly WordTable<(PaymentErrorKind Kind, PaymentErrorCode Code)> Codes = Rows(
        // Declines: the payer can use another method.
        (PaymentErrorKind.Declined, PaymentErrorCode.Declined,
            "GENERIC_DECLINE CARD_DECLINED CARD_DECLINED_CALL_ISSUER ADDRESS_VERIFICATION_FAILURE VERIFY_AVS_FAILURE INVALID_POSTAL_CODE VOICE_FAILURE "
            + "READER_DECLINED REFUND_DECLINED RESERVATION_DECLINED"),
        (PaymentErrorKind.Declined, PaymentErrorCode.InsufficientFunds, "INSUFFICIENT_FUNDS GIFT_CARD_AVAILABLE_AMOUNT"),
        (PaymentErrorKind.Declined, PaymentErrorCode.ExpiredCard, "CARD_EXPIRED EXPIRATION_FAILURE"),
        (PaymentErrorKind.Declined, PaymentErrorCode.IncorrectCvv, "CVV_FAILURE VERIFY_CVV_FAILURE"),
        (PaymentErrorKind.Declined, PaymentErrorCode.InvalidCard, "INVALID_EXPIRATION BAD_EXPIRATION INVALID_ACCOUNT INVALID_CARD PAN_FAILURE CARD_MISMATCH"),
        (PaymentErrorKind.Declined, PaymentErrorCode.LimitExceeded, "TRANSACTION_LIMIT"),
        (PaymentErrorKind.Declined, PaymentErrorCode.NotPermitted, "CARD_NOT_SUPPORTED CARDHOLDER_INSUFFICIENT_PERMISSIONS ACCOUNT_UNUSABLE"),
        (PaymentErrorKind.Declined, PaymentErrorCode.MethodUnavailable, "UNSUPPORTED_CARD_BRAND"),
        (PaymentErrorKind.Declined, PaymentErrorCode.AuthenticationFailed, "INVALID_PIN ALLOWABLE_PIN_TRIES_EXCEEDED"),
        (PaymentErrorKind.Declined, PaymentErrorCode.AuthenticationRequired,
            "MISSING_PIN CHIP_INSERTION_REQUIRED CARD_DECLINED_VERIFICATION_REQUIRED APPLE_TTP_PIN_TOKEN PLAID_ERROR_ITEM_LOGIN_REQUIRED"),
        (PaymentErrorKind.Declined, PaymentErrorCode.PayerCancelled, "BUYER_REFUSED_PAYMENT"),

        // The seller's own doing, although the category says payment method.
        (PaymentErrorKind.Authentication, PaymentErrorCode.PermissionDenied, "INSUFFICIENT_PERMISSIONS"),
        (PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration, "INVALID_LOCATION"),
        (PaymentErrorKind.InvalidRequest, PaymentErrorCode.LimitExceeded, "PAYMENT_LIMIT_EXCEEDED"),
        (PaymentErrorKind.InvalidRequest, PaymentErrorCode.MethodUnavailable,
            "UNSUPPORTED_ENTRY_METHOD MANUALLY_ENTERED_PAYMENT_NOT_SUPPORTED UNSUPPORTED_INSTRUMENT_TYPE UNSUPPORTED_SOURCE_TYPE CART_INELIGIBLE_FOR_EBT "
            + "PARTIAL_PAYMENT_DELAY_CAPTURE_NOT_SUPPORTED PAYMENT_SOURCE_NOT_ENABLED_FOR_TARGET"),
        (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidAmount, "INVALID_FEES PAYMENT_AMOUNT_MISMATCH"),
        (PaymentErrorKind.InvalidRequest, PaymentErrorCode.UnsupportedCurrency, "CURRENCY_MISMATCH UNSUPPORTED_CURRENCY"),
        (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest, "MISSING_ACCOUNT_TYPE"),

        // The token: it has to be made again.
        (PaymentErrorKind.InvalidRequest, PaymentErrorCode.Expired, "CARD_TOKEN_EXPIRED SOURCE_EXPIRED CHECKOUT_EXPIRED"),
        (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidCard, "INVALID_CARD_DATA INVALID_ENCRYPTED_CARD INVALID_EXPIRATION_YEAR INVALID_EXPIRATION_DATE"),

        // The request.
        (PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooSmall, "AMOUNT_TOO_LOW"),
        (PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooLarge, "AMOUNT_TOO_HIGH REFUND_AMOUNT_INVALID"),
        (PaymentErrorKind.InvalidRequest, PaymentErrorCode.NotFound, "CUSTOMER_NOT_FOUND"),
        (PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration,
            "LOCATION_MISMATCH SANDBOX_NOT_SUPPORTED MERCHANT_SUBSCRIPTION_NOT_FOUND API_VERSION_INCOMPATIBLE INVALID_SQUARE_VERSION_FORMAT"),
        (PaymentErrorKind.InvalidRequest, PaymentErrorCode.TooLarge, "REQUEST_ENTITY_TOO_LARGE"),

        // The state.
        (PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyCaptured, "DELAYED_TRANSACTION_CAPTURED"),
        (PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyCancelled, "DELAYED_TRANSACTION_CANCELED"),
        (PaymentErrorKind.Conflict, PaymentErrorCode.Expired, "DELAYED_TRANSACTION_EXPIRED"),
        (PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState,
            "DELAYED_TRANSACTION_FAILED VERSION_MISMATCH REFUND_ALREADY_PENDING REFUND_ERROR_PAYMENT_NEEDS_COMPLETION ORDER_UNPAID_NOT_RETURNABLE"),
        (PaymentErrorKind.Conflict, PaymentErrorCode.InProgress, "CONFLICT"),

        // It may be a charge of ours that used the token, one whose answer was lost: that must not count as a refusal of the request.
        (PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState, "CARD_TOKEN_USED SOURCE_USED"),
        (PaymentErrorKind.Conflict, PaymentErrorCode.IdempotencyKeyReused, "IDEMPOTENCY_KEY_REUSED"),
        (PaymentErrorKind.NotFound, PaymentErrorCode.NotFound, "NOT_FOUND GONE"),

        // Refunds.
        (PaymentErrorKind.InvalidRequest, PaymentErrorCode.NotPermitted, "PAYMENT_NOT_REFUNDABLE CARD_PRESENCE_REQUIRED"),
        (PaymentErrorKind.Conflict, PaymentErrorCode.Disputed, "PAYMENT_NOT_REFUNDABLE_DUE_TO_DISPUTE"),
        (PaymentErrorKind.Authentication, PaymentErrorCode.PermissionDenied, "INSUFFICIENT_PERMISSIONS_FOR_REFUND"),

        // Credentials; some of these come with another category.
        (PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials, "UNAUTHORIZED ACCESS_TOKEN_EXPIRED ACCESS_TOKEN_REVOKED V1_ACCESS_TOKEN BAD_CERTIFICATE"),
        (PaymentErrorKind.Authentication, PaymentErrorCode.PermissionDenied, "FORBIDDEN INSUFFICIENT_SCOPES"),
        (PaymentErrorKind.Authentication, PaymentErrorCode.MerchantConfiguration, "CLIENT_DISABLED APPLICATION_DISABLED CARD_PROCESSING_NOT_ENABLED V1_APPLICATION"),

        // Square itself. A temporary error comes as one of the payment method, and is none.
        (PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited, "RATE_LIMITED PLAID_ERROR_RATE_LIMIT"),
        (PaymentErrorKind.Unavailable, PaymentErrorCode.Timeout, "REQUEST_TIMEOUT GATEWAY_TIMEOUT"),
        (PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError, "TEMPORARY_ERROR INTERNAL_SERVER_ERROR BAD_GATEWAY SERVICE_UNAVAILABLE PLAID_ERROR"),
        (PaymentErrorKind.NotSupported, PaymentErrorCode.NotSupported, "NOT_IMPLEMENTED"));

    internal static readonly WordTable<(PaymentErrorKind Kind, PaymentErrorCode Code)> Categories = Rows(
        (PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError, "API_ERROR EXTERNAL_VENDOR_ERROR"),
        (PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials, "AUTHENTICATION_ERROR"),
        (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest, "INVALID_REQUEST_ERROR"),
        (PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited, "RATE_LIMIT_ERROR"),
        (PaymentErrorKind.Declined, PaymentErrorCode.Declined, "PAYMENT_METHOD_ERROR REFUND_ERROR"),
        (PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration, "MERCHANT_SUBSCRIPTION_ERROR"));

    /// <summary>Errors that come beside the one that says why.</summary>
    internal static readonly IReadOnlySet<string> Companions = SquareDefaults.Words("GIFT_CARD_AVAILABLE_AMOUNT APPLE_TTP_PIN_TOKEN");

    /// <summary>A refund that is refused for one of these is a failed refund, not a failed call.</summary>
    internal static readonly PaymentErrorCode[] RefundRefusals =
        [PaymentErrorCode.AmountTooLarge, PaymentErrorCode.NotPermitted, PaymentErrorCode.Disputed, PaymentErrorCode.InsufficientBalance];

    private static WordTable<(PaymentErrorKind Kind, PaymentErrorCode Code)> Rows(
        params (PaymentErrorKind Kind, PaymentErrorCode Code, string Words)[] rows) =>
        new(StringComparer.Ordinal, Array.ConvertAll(rows, row => ((row.Kind, row.Code), row.Words)));
}
