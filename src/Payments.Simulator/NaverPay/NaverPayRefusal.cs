using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>A call that Naver Pay refuses: with HTTP 200, unless the keys are wrong or something is down.</summary>
internal sealed class NaverPayRefusal(string code, string message, int status = 200) : Exception(message)
{
    public string Code { get; } = code;

    public SimulatedResponse ToResponse() => Answer(Code, Message, null, status);

    /// <summary>The envelope. A stray member comes along, as it does in the development system.</summary>
    public static SimulatedResponse Answer(string code, string message, JsonObject? body, int status = 200) => SimulatedResponse.Json(
        status, new JsonObject { ["code"] = code, ["message"] = message, ["body"] = body, ["dazRE"] = "mDgrJ" });
}
