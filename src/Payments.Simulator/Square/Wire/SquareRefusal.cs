using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>An error answer of Square on its way out of an operation.</summary>
internal sealed class SquareRefusal(int status, JsonArray errors, JsonObject? beside = null, bool isStored = false) : Exception
{
    internal const string Api = "API_ERROR";
    internal const string Authentication = "AUTHENTICATION_ERROR";
    internal const string Invalid = "INVALID_REQUEST_ERROR";
    internal const string RateLimit = "RATE_LIMIT_ERROR";
    internal const string Method = "PAYMENT_METHOD_ERROR";
    internal const string Refund = "REFUND_ERROR";

    // The declines that Square has answered with 402 for years; newer ones come with 400.
    private static readonly HashSet<string> Paid = new(
        ("CARD_DECLINED CARD_DECLINED_CALL_ISSUER CARD_DECLINED_VERIFICATION_REQUIRED VERIFY_CVV_FAILURE VERIFY_AVS_FAILURE BAD_EXPIRATION "
            + "CHIP_INSERTION_REQUIRED ALLOWABLE_PIN_TRIES_EXCEEDED RESERVATION_DECLINED").Split(' '),
        StringComparer.Ordinal);

    public int Status { get; } = status;

    public JsonArray Errors { get; } = errors;

    /// <summary>Whether the operation was carried out, so that the same key is given this answer again.</summary>
    public bool IsStored { get; } = isStored;

    private string Code => (string)Errors[0]!["code"]!;

    public override string Message => $"{Code}: {(string?)Errors[0]!["detail"]}";

    public static SquareRefusal Bad(string code, string detail, string? field = null) => new(400, [Error(Invalid, code, detail, field)]);

    public static SquareRefusal Missing(string what) => new(404, [Error(Invalid, "NOT_FOUND", $"Could not find {what}.")]);

    public static SquareRefusal OfMethod(string code, string detail, string? field = null) => new(400, [Error(Method, code, detail, field)]);

    public static SquareRefusal OfRefund(string code, string detail) => new(400, [Error(Refund, code, detail)], isStored: true);

    /// <summary>A decline: the failed payment stands beside the errors.</summary>
    public static SquareRefusal Declined(JsonArray errors, JsonObject payment) =>
        new(Paid.Contains((string)errors[0]!["code"]!) ? 402 : 400, errors, new JsonObject { ["payment"] = payment }, isStored: true);

    public static JsonObject Error(string category, string code, string? detail = null, string? field = null)
    {
        var error = new JsonObject { ["category"] = category, ["code"] = code };
        if (detail is not null)
            error["detail"] = detail;
        if (field is not null)
            error["field"] = field;
        return error;
    }

    public SimulatedResponse ToResponse()
    {
        var body = (JsonObject?)beside?.DeepClone() ?? [];
        body["errors"] = Errors.DeepClone();
        return SimulatedResponse.Json(Status, body);
    }
}
