using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>A request's JSON, held against what its operation takes.</summary>
internal sealed class AdyenBody
{
    private static readonly string[] Texts =
        ["reference", "merchantAccount", "returnUrl", "countryCode", "shopperLocale", "shopperEmail", "shopperReference", "telephoneNumber", "shopperIP", "mode", "channel", "expiresAt", "description"];

    private static readonly (string Field, int Length)[] Limits =
        [("reference", 80), ("shopperReference", 256), ("telephoneNumber", 32), ("description", 280), ("origin", 80), ("shopperLocale", 32)];

    private AdyenBody(JsonObject json) => Json = json;

    public JsonObject Json { get; }

    public string Reference => Text("reference")!;

    public long Value => (long)Json["amount"]!["value"]!;

    public string Currency => (string)Json["amount"]!["currency"]!;

    public static AdyenBody Parse(SimulatedRequest request, AdyenOperation operation, string merchantAccount)
    {
        if (request.Header("Content-Type")?.StartsWith("application/json", StringComparison.Ordinal) != true || request.Json is not { } json)
            throw new AdyenRefusal(400, "702", "Unexpected input: the body is not JSON.");
        foreach (var (name, value) in json)
        {
            if (!operation.Known.Contains(name))
                throw new AdyenRefusal(400, "702", $"Unexpected input: unknown field '{name}'.");
            if (value is null)
                throw new AdyenRefusal(400, "702", $"Unexpected input: field '{name}' is null.");
        }

        foreach (var name in operation.Required)
            if (!json.ContainsKey(name))
                throw AdyenRefusal.Missing(name);
        var body = new AdyenBody(json);
        body.Check();
        if (operation.Known.Contains("merchantAccount") && !string.Equals(body.Text("merchantAccount"), merchantAccount, StringComparison.Ordinal))
            throw new AdyenRefusal(403, "901", "Invalid Merchant Account", "security");
        return body;
    }

    public string? Text(string name) => Json[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public DateTimeOffset? Time(string name) => Text(name) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw AdyenRefusal.Invalid(name);

    /// <summary>Whether the payment asks to be held: a flag in a link, a text in the additional data elsewhere. Null where it does not say.</summary>
    public bool? ManualCapture
    {
        get
        {
            var asked = Json["manualCapture"]?.GetValue<bool>() ?? Json["additionalData"]?["manualCapture"]?.GetValue<string>() switch { "true" => true, "false" => false, _ => null };
            return asked ?? (CaptureDelay is null ? null : false);
        }
    }

    /// <summary>How long after its authorisation the payment asks to be taken. Null where it does not say.</summary>
    public TimeSpan? CaptureDelay => Json["captureDelayHours"] is { } hours ? TimeSpan.FromHours(hours.GetValue<int>()) : null;

    private void Check()
    {
        foreach (var name in Texts)
            if (Json.ContainsKey(name) && string.IsNullOrEmpty(Text(name)))
                throw AdyenRefusal.Invalid(name);
        foreach (var (name, length) in Limits)
            if (Text(name)?.Length > length)
                throw AdyenRefusal.Invalid(name);
        if (Text("shopperReference")?.Length < 3)
            throw AdyenRefusal.Invalid("shopperReference");
        if (Text("returnUrl") is { } url && !Uri.TryCreate(url, UriKind.Absolute, out _))
            throw AdyenRefusal.Invalid("returnUrl", "14_030");
        if (Json["manualCapture"] is { } manual && manual.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
            throw new AdyenRefusal(400, "702", "Unexpected input: 'manualCapture' is no boolean.");
        if (Text("storePaymentMethodMode") is "enabled" or "askForConsent" && !Json.ContainsKey("recurringProcessingModel"))
            throw AdyenRefusal.Missing("recurringProcessingModel");
        CheckAmount();
        CheckMap("additionalData", entries: int.MaxValue, key: int.MaxValue, value: int.MaxValue);
        CheckMap("metadata", entries: 20, key: 20, value: 80);
    }

    private void CheckAmount()
    {
        if (!Json.ContainsKey("amount"))
            return;
        if (Json["amount"] is not JsonObject { Count: 2 } amount || amount["currency"] is not JsonValue currency || amount["value"] is not JsonValue value)
            throw new AdyenRefusal(400, "702", "Unexpected input: 'amount' has a currency and a value.");
        if (!currency.TryGetValue(out string? code) || code.Length != 3 || !value.TryGetValue(out long units))
            throw new AdyenRefusal(400, "702", "Unexpected input: a currency has three letters, a value is a whole number.");
        if (units < 0)
            throw AdyenRefusal.Invalid("amount", "100");
    }

    private void CheckMap(string name, int entries, int key, int value)
    {
        if (!Json.ContainsKey(name))
            return;
        if (Json[name] is not JsonObject map || map.Any(entry => entry.Value?.GetValueKind() is not JsonValueKind.String))
            throw new AdyenRefusal(400, "702", $"Unexpected input: '{name}' is a map of texts.");
        if (map.Count > entries || map.Any(entry => entry.Key.Length > key))
            throw new AdyenRefusal(422, "177", "Metadata size exceeds limit");
        if (map.Any(entry => ((string)entry.Value!).Length > value))
            throw new AdyenRefusal(422, "178", "Value size exceeds limit");
    }
}
