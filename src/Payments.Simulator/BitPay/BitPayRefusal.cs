using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>An error answer of BitPay on its way out of an operation. Without a code it has the older form.</summary>
internal sealed class BitPayRefusal(int status, string? code, string message) : Exception(message)
{
    /// <summary>A parameter that is missing or wrong, in the form of validation errors.</summary>
    public string? Parameter { get; private init; }

    public static BitPayRefusal Validation(string parameter, string message) => new(400, null, message) { Parameter = parameter };

    public SimulatedResponse ToResponse()
    {
        if (Parameter is not null)
            return SimulatedResponse.Json(status, new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["error"] = Message, ["param"] = Parameter }) });
        return SimulatedResponse.Json(status, code is null
            ? new JsonObject { ["error"] = Message }
            : new JsonObject { ["status"] = "error", ["code"] = code, ["data"] = null, ["error"] = Message });
    }
}
