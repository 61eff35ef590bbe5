using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>A call that Kakao Pay refuses, in its own form.</summary>
internal sealed class KakaoPayRefusal(int code, string message, int status = 400, string? reason = null) : Exception(message)
{
    public SimulatedResponse ToResponse()
    {
        var body = new JsonObject { ["error_code"] = code, ["error_message"] = Message };
        if (reason is not null)
            body["extras"] = new JsonObject { ["method_result_code"] = reason, ["method_result_message"] = $"거절되었습니다. ({reason})" };
        return SimulatedResponse.Json(status, body);
    }

    /// <summary>A parameter that is missing or wrong.</summary>
    public static KakaoPayRefusal Parameter(string name, string what) => new(-2, $"invalid parameter: {name} {what}");
}
