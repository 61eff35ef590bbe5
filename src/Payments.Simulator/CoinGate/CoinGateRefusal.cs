using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>An error answer of CoinGate on its way out of an operation; only what is not valid has a list of errors.</summary>
internal sealed class CoinGateRefusal(int status, string reason, string message, params string[] errors) : Exception(message)
{
    public static CoinGateRefusal Order(params string[] errors) => new(422, "OrderIsNotValid", "Order is not valid", errors);

    public static CoinGateRefusal Refund(params string[] errors) => new(422, "RefundIsNotValid", "Refund is not valid", errors);

    public SimulatedResponse ToResponse()
    {
        var body = new JsonObject { ["message"] = Message, ["reason"] = reason };
        if (errors.Length > 0)
            body["errors"] = new JsonArray([.. errors.Select(error => JsonValue.Create(error))]);
        return SimulatedResponse.Json(status, body);
    }
}
