using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>A request that Adyen refuses, in the body that it then answers with.</summary>
internal sealed class AdyenRefusal(int status, string errorCode, string message, string errorType = "validation") : Exception(message)
{
    public SimulatedResponse ToResponse() => Answer(status, errorCode, Message, errorType);

    public static SimulatedResponse Answer(int status, string errorCode, string message, string errorType) => SimulatedResponse.Json(status, new JsonObject
    {
        ["status"] = status,
        ["errorCode"] = errorCode,
        ["message"] = message,
        ["errorType"] = errorType,
    });

    /// <summary>The newer form, which says which field is wrong.</summary>
    public static SimulatedResponse Problem(int status, string title, string detail) => SimulatedResponse.Json(status, new JsonObject
    {
        ["type"] = "https://docs.adyen.com/errors/not-found",
        ["title"] = title,
        ["status"] = status,
        ["detail"] = detail,
    });

    public static AdyenRefusal Missing(string field) => new(422, field is "reference" ? "130" : field is "amount" ? "100" : "000", $"Required field '{field}' is not provided.");

    public static AdyenRefusal Invalid(string field, string errorCode = "000") => new(422, errorCode, $"Field '{field}' is not valid.");
}
