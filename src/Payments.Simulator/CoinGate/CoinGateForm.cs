using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>Writes JSON as a form: <c>fees[][currency][symbol]=BTC</c>, with the brackets percent-encoded.</summary>
internal static class CoinGateForm
{
    public static string Write(JsonObject json) => string.Join('&', Fields("", json));

    private static IEnumerable<string> Fields(string name, JsonNode? node) => node switch
    {
        null => [Field(name, "")],
        JsonObject nested => nested.SelectMany(member => Fields(name.Length == 0 ? member.Key : $"{name}[{member.Key}]", member.Value)),
        JsonArray list => list.SelectMany(item => Fields(name + "[]", item)),
        _ => [Field(name, node.GetValueKind() is JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString())],
    };

    private static string Field(string name, string value) => $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}";
}
