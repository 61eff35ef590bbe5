using System.Text.Json.Nodes;

namespace Payments.Testing;

/// <summary>The JSON and text files beside the tests, in <c>Fixtures/</c>.</summary>
public static class Fixture
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    /// <summary>What the provider answers: <c>Answers/{name}.json</c>, changed where a test wants so.</summary>
    public static string Answer(string name, Action<JsonNode>? change = null) => Read(Path.Combine("Answers", name + ".json"), change);

    /// <summary>What the provider posts: <c>Events/{name}.json</c>, changed where a test wants so.</summary>
    public static string Event(string name, Action<JsonNode>? change = null) => Read(Path.Combine("Events", name + ".json"), change);

    /// <summary>Any other text beside the tests.</summary>
    public static string Text(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>What is expected to be sent, as <see cref="ProviderHost{TOptions}.Sent"/> writes it: <c>Requests/{name}.txt</c>.</summary>
    public static string Requests(string name) => Text(Path.Combine("Requests", name + ".txt")).ReplaceLineEndings("\n").TrimEnd();

    private static string Read(string file, Action<JsonNode>? change)
    {
        var text = Text(file);
        if (change is null)
            return text;
        var node = JsonNode.Parse(text)!;
        change(node);
        return node.ToJsonString();
    }
}
