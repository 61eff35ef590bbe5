using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>Adyen's two signatures: inside of each item of a standard notification, or over the whole body in a header.</summary>
internal static class AdyenSignature
{
    public const string Header = "HmacSignature";

    private static readonly string[] Signed = ["pspReference", "originalReference", "merchantAccountCode", "merchantReference"];

    /// <summary>The body with its items signed. Null when it is no standard notification.</summary>
    public static byte[]? SignItems(ReadOnlyMemory<byte> body, string secret)
    {
        try
        {
            return TrySignItems(body, secret);
        }
        catch (Exception unreadable) when (unreadable is InvalidOperationException or ArgumentException)
        {
            // Members of the same name, or text that is no UTF-8: a body of a test's own.
            return null;
        }
    }

    private static byte[]? TrySignItems(ReadOnlyMemory<byte> body, string secret)
    {
        if (Parse(body) is not { } message || ItemsOf(message) is not { Count: > 0 } items)
            return null;
        foreach (var item in items)
        {
            if (item["additionalData"] is not JsonObject data)
                item["additionalData"] = data = [];
            data["hmacSignature"] = Sign(Encoding.UTF8.GetBytes(DataOf(item)), secret);
        }

        // What pads a message stays.
        var text = Encoding.UTF8.GetString(body.Span);
        return Encoding.UTF8.GetBytes(message.ToJsonString() + text[text.TrimEnd().Length..]);
    }

    /// <summary>A signature over bytes.</summary>
    public static string Sign(ReadOnlySpan<byte> data, string secret) => Convert.ToBase64String(HMACSHA256.HashData(KeyOf(secret), data));

    /// <summary>The message with another amount under the old signature; a message of another kind with a blank more.</summary>
    public static byte[] Tamper(ReadOnlyMemory<byte> body)
    {
        if (Parse(body) is not { } message || ItemsOf(message) is not [{ } first, ..] || first["amount"]?["value"] is not { } value)
            return [.. body.Span, (byte)' '];
        first["amount"]!["value"] = (long)value + 1;
        return Encoding.UTF8.GetBytes(message.ToJsonString());
    }

    private static string DataOf(JsonObject item)
    {
        var amount = item["amount"] as JsonObject;
        return string.Join(':', [.. Signed.Select(name => Text(item[name])), Text(amount?["value"]), Text(amount?["currency"]), Text(item["eventCode"]), Text(item["success"])]);
    }

    private static string Text(JsonNode? node) => node?.GetValueKind() is null or JsonValueKind.Null ? "" : node.ToString();

    private static byte[] KeyOf(string secret)
    {
        try
        {
            return Convert.FromHexString(secret);
        }
        catch (FormatException)
        {
            // A secret that nobody has may be of any form.
            return SHA256.HashData(Encoding.UTF8.GetBytes(secret));
        }
    }

    private static JsonObject? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonNode.Parse(body.Span) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<JsonObject> ItemsOf(JsonObject message) =>
        [.. (message["notificationItems"] as JsonArray ?? []).Select(wrapper => wrapper?["NotificationRequestItem"]).OfType<JsonObject>()];
}
