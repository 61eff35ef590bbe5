using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>Small shapes that several objects share.</summary>
internal static class PayPalShapes
{
    // Old hosts still stand in links: a client has to build addresses itself.
    public const string ApiHost = "https://api.sandbox.paypal.com";
    public const string MerchantId = "SMLATR2345678";
    public const string PayerId = "PAYER23456789";

    public static JsonObject Link(string href, string rel, string method = "GET") => new() { ["href"] = href, ["rel"] = rel, ["method"] = method };

    public static JsonObject ApiLink(string path, string rel, string method = "GET") => Link(ApiHost + path, rel, method);

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static JsonObject Payee() => new() { ["email_address"] = "merchant@example.com", ["merchant_id"] = MerchantId };

    public static JsonObject Payer() => new()
    {
        ["email_address"] = "payer@example.com",
        ["payer_id"] = PayerId,
        ["name"] = new JsonObject { ["given_name"] = "Pat", ["surname"] = "Payer" },
        ["address"] = new JsonObject { ["country_code"] = "C2" },
    };

    public static JsonObject Wallet() => new()
    {
        ["email_address"] = "payer@example.com",
        ["account_id"] = PayerId,
        ["account_status"] = "VERIFIED",
        ["name"] = new JsonObject { ["given_name"] = "Pat", ["surname"] = "Payer" },
        ["address"] = new JsonObject { ["country_code"] = "C2" },
    };

    public static JsonObject Protection() => new()
    {
        ["status"] = "ELIGIBLE",
        ["dispute_categories"] = new JsonArray("ITEM_NOT_RECEIVED", "UNAUTHORIZED_TRANSACTION"),
    };

    /// <summary>An object without what is null.</summary>
    public static JsonObject Object(params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var shape = new JsonObject();
        foreach (var (name, value) in members)
            if (value is not null)
                shape[name] = value;
        return shape;
    }
}
