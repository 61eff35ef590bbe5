using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>An error answer of Stripe on its way out of an operation.</summary>
internal sealed class StripeRefusal(int status, JsonObject error, bool isStored) : Exception
{
    public const string Idempotency = "idempotency_error";

    private const string Invalid = "invalid_request_error";

    public int Status { get; } = status;

    public JsonObject Error { get; } = error;

    /// <summary>Whether execution had begun, so that the same idempotency key is given this answer again.</summary>
    public bool IsStored { get; } = isStored;

    /// <summary>A parameter is wrong; execution has not begun.</summary>
    public static StripeRefusal Parameter(string? code, string message, string? param) =>
        new(400, Body(Invalid, code, message, param), isStored: false);

    /// <summary>The object's state does not allow it.</summary>
    public static StripeRefusal State(string? code, string message, StripeIntent? intent = null, string? param = null)
    {
        var error = Body(Invalid, code, message, param);
        if (intent is not null)
            error["payment_intent"] = intent.ToJson();
        return new(400, error, isStored: true);
    }

    public static StripeRefusal Missing(string kind, string id, string param) =>
        new(404, Body(Invalid, "resource_missing", $"No such {kind}: '{id}'", param), isStored: false);

    public static StripeRefusal Unauthorized(string? code, string message) =>
        new(401, Body(Invalid, code, message, param: null), isStored: false);

    public static StripeRefusal Key(int status, string? code, string message) =>
        new(status, Body(Idempotency, code, message, param: null), isStored: false);

    public static StripeRefusal Declined(StripeIntent intent, JsonObject error)
    {
        var body = (JsonObject)error.DeepClone();
        body["payment_intent"] = intent.ToJson();
        return new(402, body, isStored: true);
    }

    public static JsonObject Body(string type, string? code, string message, string? param)
    {
        var error = new JsonObject { ["message"] = message, ["type"] = type };
        if (code is not null)
        {
            error["code"] = code;
            error["doc_url"] = $"https://stripe.com/docs/error-codes/{code.Replace('_', '-')}";
        }

        if (param is not null)
            error["param"] = param;
        return error;
    }

    public SimulatedResponse ToResponse() => SimulatedResponse.Json(Status, new JsonObject { ["error"] = Error.DeepClone() });
}
