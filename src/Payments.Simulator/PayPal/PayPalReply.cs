using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>What an operation answers: an object that is shown as it is at that time, in full or in short.</summary>
/// <param name="Status">The status of the answer.</param>
/// <param name="Full">The object.</param>
internal sealed record PayPalReply(int Status, Func<JsonObject> Full)
{
    /// <summary>The status when the same request id comes again.</summary>
    public int Again { get; init; } = Status;

    /// <summary>What is shown unless the whole is asked for; null means an answer without a body.</summary>
    public Func<JsonObject?>? Minimal { get; init; }

    public SimulatedResponse Write(SimulatedRequest request, bool isAgain = false)
    {
        var body = Minimal is null || request.Header("Prefer") is "return=representation" ? Full() : Minimal();
        return body is null ? SimulatedResponse.Text(204, string.Empty, "application/json") : SimulatedResponse.Json(isAgain ? Again : Status, body);
    }
}
