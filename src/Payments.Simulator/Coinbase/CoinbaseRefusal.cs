using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>An error answer of Coinbase's Checkout API on its way out of an operation.</summary>
internal sealed class CoinbaseRefusal(int status, string type, string message) : Exception(message)
{
    // The one conflict that the specification has an example of.
    private const string KeyInUse = "Another request with the same idempotency key is currently processing.";

    public static CoinbaseRefusal Invalid(string message) => new(400, "invalid_request", message);

    public static CoinbaseRefusal NotFound() => new(404, "not_found", "Checkout not found");

    public static CoinbaseRefusal Unauthorized(string message) => new(401, "unauthorized", message);

    /// <summary>The error that an HTTP status usually comes with.</summary>
    public static CoinbaseRefusal Of(int status) => new(status, TypeOf(status), status == 409 ? KeyInUse : "The request was not processed.");

    public SimulatedResponse ToResponse(string correlationId) => SimulatedResponse.Json(status, new JsonObject
    {
        ["errorType"] = type,
        ["errorMessage"] = Message,
        ["correlationId"] = correlationId,
        ["errorLink"] = $"https://docs.cdp.coinbase.com/api-reference/v2/errors#{type.Replace('_', '-')}",
    });

    private static string TypeOf(int status) => status switch
    {
        401 => "unauthorized",
        402 => "payment_required",
        403 => "forbidden",
        404 => "not_found",
        408 or 504 => "timed_out",
        409 => "already_exists",
        422 => "idempotency_error",
        429 => "rate_limit_exceeded",
        499 => "client_closed_request",
        502 => "bad_gateway",
        503 => "service_unavailable",
        >= 500 => "internal_server_error",
        _ => "invalid_request",
    };
}
