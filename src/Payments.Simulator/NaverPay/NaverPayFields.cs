using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>The fields of a call: a form's or a JSON object's, whichever the call takes.</summary>
internal sealed class NaverPayFields
{
    private readonly Func<string, string?> _get;

    private NaverPayFields(Func<string, string?> get) => _get = get;

    public static NaverPayFields OfForm(SimulatedRequest request) => HasType(request, "application/x-www-form-urlencoded")
        ? new(name => request.Fields.GetValueOrDefault(name))
        : throw new NaverPayRefusal("InvalidParameter", "Content-Type must be application/x-www-form-urlencoded.", status: 400);

    public static NaverPayFields OfJson(SimulatedRequest request) => HasType(request, "application/json") && request.Json is { } body
        ? new(name => body[name] is { } node ? Scalar(node) : null)
        : throw new NaverPayRefusal("InvalidParameter", "The body must be a JSON object.", status: 400);

    public string Text(string name, int maxBytes = 2000) => Optional(name, maxBytes) ?? throw new NaverPayRefusal("RequireParameter", $"{name} is required.");

    public string? Optional(string name, int maxBytes = 2000) => _get(name) switch
    {
        null or "" => null,
        var text when Encoding.UTF8.GetByteCount(text) <= maxBytes => text,
        _ => throw new NaverPayRefusal("InvalidParameter", $"{name} is too long."),
    };

    public int Number(string name, int min = 0) => OptionalNumber(name, min) ?? throw new NaverPayRefusal("RequireParameter", $"{name} is required.");

    public int? OptionalNumber(string name, int min = 0) => Optional(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min ? number
        : throw new NaverPayRefusal("InvalidParameter", $"{name} is not a number in its range.");

    private static bool HasType(SimulatedRequest request, string type) =>
        request.Header("Content-Type")?.StartsWith(type, StringComparison.OrdinalIgnoreCase) == true;

    private static string Scalar(JsonNode node) => node.GetValueKind() is JsonValueKind.String ? (string)node! : node.ToJsonString();
}
