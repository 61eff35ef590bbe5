using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>An object of the simulated account.</summary>
internal interface ISquareObject
{
    string Id { get; }

    /// <summary>The object as Square shows it.</summary>
    JsonObject ToJson();
}

/// <summary>An object that counts from when it was made: in lists, or until Square forgets it.</summary>
internal interface ISquareDatedObject : ISquareObject
{
    DateTimeOffset CreatedAt { get; }
}

/// <summary>Small shapes that several objects share.</summary>
internal static class SquareShapes
{
    public static JsonObject Money(long amount, string currency) => new() { ["amount"] = amount, ["currency"] = currency };

    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Sets what there is a value for.</summary>
    public static void Set(this JsonObject body, string name, JsonNode? value)
    {
        if (value is not null)
            body[name] = value;
    }

    /// <summary>A text below an object, by a path of names; null when something on the way is missing.</summary>
    public static string? TextAt(this JsonNode? node, params ReadOnlySpan<string> path) => (string?)At(node, path);

    public static bool? FlagAt(this JsonNode? node, params ReadOnlySpan<string> path) => (bool?)At(node, path);

    public static long? AmountAt(this JsonNode? node, params ReadOnlySpan<string> path) => (long?)At(node, path)?["amount"];

    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            node = (node as JsonObject)?[name];
        return node;
    }
}
