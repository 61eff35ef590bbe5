using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>An object of the simulated account.</summary>
internal interface IStripeObject
{
    string Id { get; }

    long Created { get; }

    /// <summary>The object as Stripe shows it, unexpanded.</summary>
    JsonObject ToJson();
}

/// <summary>Small shapes that several objects share.</summary>
internal static class StripeShapes
{
    public static JsonObject Map(IReadOnlyDictionary<string, string> map) =>
        new(map.Select(m => new KeyValuePair<string, JsonNode?>(m.Key, m.Value)));

    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);

    public static JsonObject Address(string? country = null) => new()
    {
        ["city"] = null,
        ["country"] = country,
        ["line1"] = null,
        ["line2"] = null,
        ["postal_code"] = null,
        ["state"] = null,
    };

    public static JsonObject Billing(string? email = null) => new()
    {
        ["address"] = Address(),
        ["email"] = email,
        ["name"] = null,
        ["phone"] = null,
        ["tax_id"] = null,
    };

    /// <summary>A nested form hash as JSON; everything in it is text.</summary>
    public static JsonNode? FromForm(StripeForm? form) => form switch
    {
        null => null,
        { Members.Count: 0 } => form.Text,
        _ => new JsonObject(form.Members.Select(m => new KeyValuePair<string, JsonNode?>(m.Key, FromForm(m.Value)))),
    };
}
