using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>A refusal on its way out of an operation, with Inicis' code.</summary>
internal sealed class InicisRefusal(string code, string message) : Exception(message)
{
    public string Code { get; } = code;

    public static InicisRefusal Field(string name) => new("500252", $"The field {name} is missing or wrong.");

    public static InicisRefusal Hash(string name) => new("500201", $"{name} does not match.");

    /// <summary>A JSON answer: of what was done, with the code that means success there, or of its refusal. Both are a 200.</summary>
    public static SimulatedResponse Answer(string success, Func<JsonObject> act)
    {
        JsonObject answer;
        try
        {
            answer = act();
            (answer["resultCode"], answer["resultMsg"]) = (success, "정상처리");
        }
        catch (InicisRefusal refusal)
        {
            answer = new JsonObject { ["resultCode"] = refusal.Code, ["resultMsg"] = refusal.Message };
        }

        return SimulatedResponse.Json(200, answer);
    }
}
