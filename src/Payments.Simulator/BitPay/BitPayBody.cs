using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>Reads a request's JSON as the documentation describes it; what it does not name is refused.</summary>
internal sealed class BitPayBody
{
    private static readonly string[] BuyerMembers =
        ["name", "address1", "address2", "locality", "region", "postalCode", "country", "email", "phone", "notify"];

    private BitPayBody(JsonObject json) => Json = json;

    public JsonObject Json { get; }

    public static BitPayBody Read(SimulatedRequest request, params string[] known)
    {
        var json = request.Json ?? throw BitPayRefusal.Validation("body", "invalid JSON");
        RefuseUnknown(json, known);
        return new BitPayBody(json);
    }

    public string Required(string name) => Text(name) is { Length: > 0 } text ? text : throw BitPayRefusal.Validation(name, "missing required field");

    public string? Text(string name) => Json[name] is not { } node ? null
        : node.GetValueKind() is JsonValueKind.String ? node.GetValue<string>()
        : throw BitPayRefusal.Validation(name, "must be a string");

    public bool Flag(string name) => Json[name]?.GetValueKind() switch
    {
        null or JsonValueKind.False => false,
        JsonValueKind.True => true,
        _ => throw BitPayRefusal.Validation(name, "must be a boolean"),
    };

    /// <summary>An amount: a JSON number with no more decimals than BitPay takes in a price of the currency.</summary>
    public decimal Amount(string name, string currency, string code)
    {
        if (Json[name] is not { } node)
            throw BitPayRefusal.Validation(name, "missing required field");
        var decimals = currency switch
        {
            "JPY" or "KRW" => 0,
            "BTC" or "BCH" or "ETH" or "LTC" or "DOGE" or "XRP" or "WBTC" or "APE" or "SHIB" or "EUROC" or "USDT" or "PYUSD" => 6,
            _ => 2,
        };
        return node.GetValueKind() is JsonValueKind.Number && node.AsValue().TryGetValue<decimal>(out var amount) && amount > 0
            && decimal.Round(amount, decimals) == amount
            ? amount
            : throw new BitPayRefusal(400, code, $"Invalid {name}");
    }

    public void HttpsUrl(string name)
    {
        if (Text(name) is { } url && !url.StartsWith("https://", StringComparison.Ordinal))
            throw BitPayRefusal.Validation(name, "must be an https URL");
    }

    public void Buyer()
    {
        if (Json["buyer"] is { } node)
            RefuseUnknown(node as JsonObject ?? throw BitPayRefusal.Validation("buyer", "must be an object"), BuyerMembers);
    }

    public TimeSpan Window() => Json["acceptanceWindow"] is not { } node ? TimeSpan.FromMinutes(15)
        : node.GetValueKind() is JsonValueKind.Number && node.AsValue().TryGetValue<int>(out var window) && window is >= 0 and <= 900_000
            ? TimeSpan.FromMilliseconds(window)
            : throw BitPayRefusal.Validation("acceptanceWindow", "must be 0 to 900000");

    private static void RefuseUnknown(JsonObject json, string[] known)
    {
        if (json.FirstOrDefault(member => !known.Contains(member.Key, StringComparer.Ordinal)).Key is { } unknown)
            throw BitPayRefusal.Validation(unknown, "unknown parameter");
    }
}
