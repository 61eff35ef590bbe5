using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>An error answer of Toss Payments on its way out of an operation.</summary>
internal sealed class TossRefusal(string code, string message = "The simulator refuses this.") : Exception
{
    // The HTTP status of a code where it is not 400; and every code that the test header may ask for.
    private static readonly FrozenDictionary<string, int> Statuses = new (int Status, string Codes)[]
    {
        (400, "INVALID_REQUEST INVALID_REQUIRED_PARAM INVALID_ORDER_ID INVALID_ORDER_NAME INVALID_CURRENCY INVALID_BANK INVALID_DATE INVALID_FLOW_MODE_PARAMETERS "
            + "INVALID_SUCCESS_URL INCORRECT_SUCCESS_URL_FORMAT INCORRECT_FAIL_URL_FORMAT INVALID_IDEMPOTENCY_KEY INVALID_TEST_CODE INVALID_API_KEY BELOW_MINIMUM_AMOUNT "
            + "EXCEED_MAX_DUE_DATE INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE NOT_SUPPORTED_METHOD NOT_SUPPORTED_USD NOT_MATCHES_CUSTOMER_KEY "
            + "INVALID_CARD_INSTALLMENT_PLAN NOT_ALLOWED_INSTALLMENT_BELOW_AMOUNT DUPLICATED_ORDER_ID ALREADY_PROCESSED_PAYMENT ALREADY_CANCELED_PAYMENT "
            + "NOT_MATCHES_REFUNDABLE_AMOUNT INVALID_REFUND_ACCOUNT_INFO INVALID_REFUND_ACCOUNT_NUMBER INVALID_REFUND_AMOUNT REFUND_REJECTED PROVIDER_ERROR "
            + "CARD_PROCESSING_ERROR INVALID_STOPPED_CARD INVALID_CARD_LOST_OR_STOLEN INVALID_CARD_EXPIRATION INVALID_CARD_NUMBER EXCEED_MAX_AMOUNT"),
        (401, "UNAUTHORIZED_KEY"),
        (403, "INCORRECT_BASIC_AUTH_FORMAT FORBIDDEN_REQUEST REJECT_CARD_PAYMENT REJECT_CARD_COMPANY REJECT_ACCOUNT_PAYMENT INVALID_PASSWORD FDS_ERROR "
            + "EXCEED_MAX_ONE_DAY_AMOUNT NOT_CANCELABLE_PAYMENT NOT_CANCELABLE_AMOUNT NOT_ALLOWED_PARTIAL_REFUND NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT "
            + "EXCEED_MAX_REFUND_DUE NOT_AVAILABLE_BANK FORBIDDEN_CONSECUTIVE_REQUEST"),
        (404, "NOT_FOUND NOT_FOUND_PAYMENT NOT_FOUND_PAYMENT_SESSION NOT_FOUND_BILLING NOT_FOUND_MERCHANT"),
        (409, "IDEMPOTENT_REQUEST_PROCESSING"),
        (500, "FAILED_INTERNAL_SYSTEM_PROCESSING FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING UNKNOWN_PAYMENT_ERROR COMMON_ERROR FAILED_CARD_COMPANY_RESPONSE "
            + "FAILED_REFUND_PROCESS FAILED_DB_PROCESSING"),
    }
    .SelectMany(row => row.Codes.Split(' ').Select(word => (word, row.Status)))
    .ToFrozenDictionary(row => row.word, row => row.Status, StringComparer.Ordinal);

    public string Code { get; } = code;

    public static bool Knows(string code) => Statuses.ContainsKey(code);

    public static SimulatedResponse Body(int status, string code, string message) =>
        SimulatedResponse.Json(status, new JsonObject { ["code"] = code, ["message"] = message });

    public SimulatedResponse ToResponse() => Body(Statuses.GetValueOrDefault(Code, 400), Code, message);
}
