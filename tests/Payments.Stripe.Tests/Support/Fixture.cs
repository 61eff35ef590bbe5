using System.Text.Json.Nodes;

namespace Payments.Stripe.Tests;

/// <summary>The JSON and text files beside the tests.</summary>
internal static class Fixture
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    public static string Answer(string name, Action<JsonNode>? change = null) => Read(Path.Combine("Answers", name + ".json"), change);

    public static string Event(string name, Action<JsonNode>? change = null) => Read(Path.Combine("Events", name + ".json"), change);

    /// <summary>What is expected to be sent: a line of method and path for each call, then its fields, one a line.</summary>
    public static string Requests(string name) => File.ReadAllText(Path.Combine(Root, "Requests", name + ".txt")).ReplaceLineEndings("\n").TrimEnd();

    private static string Read(string file, Action<JsonNode>? change)
    {
        var text = File.ReadAllText(Path.Combine(Root, file));
        if (change is null)
            return text;
        var node = JsonNode.Parse(text)!;
        change(node);
        return node.ToJsonString();
    }
}
