using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>Puts whole objects in the place of ids, as <c>expand[]</c> asks for.</summary>
internal sealed class StripeExpansion(StripeAccount account)
{
    private const int MaxDepth = 4;

    /// <summary>What can be expanded, by object and member.</summary>
    private static readonly HashSet<(string Object, string Member)> Members =
    [
        ("checkout.session", "payment_intent"), ("payment_intent", "latest_charge"), ("payment_intent", "payment_method"),
        ("charge", "payment_intent"), ("refund", "charge"), ("refund", "payment_intent"), ("dispute", "charge"), ("dispute", "payment_intent"),
    ];

    /// <summary>What is no id in the object but appears when it is asked for.</summary>
    private Dictionary<(string Object, string Member), Func<string, JsonObject>> Extras => new()
    {
        [("checkout.session", "line_items")] = id => Lines(account.Find<StripeSession>(id)!, new StripeForm()),
        [("charge", "refunds")] = id =>
            StripeLists.Page(account.Find<StripeCharge>(id)!.Refunds, new StripeForm(), $"/v1/charges/{id}/refunds"),
    };

    public static JsonObject Lines(StripeSession session, StripeForm form) => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. session.Lines.Take(StripeLists.Limit(form)).Select(l => l.ToJson(session.Currency, session.Created))]),
        ["has_more"] = session.Lines.Count > StripeLists.Limit(form),
        ["url"] = $"/v1/checkout/sessions/{session.Id}/line_items",
    };

    public JsonObject Apply(JsonObject body, StripeForm form)
    {
        foreach (var path in form.Texts("expand"))
        {
            var keys = path.Split('.');
            if (keys.Length > MaxDepth)
                throw StripeRefusal.Parameter(code: null, $"You cannot expand more than {MaxDepth} levels of a property.", "expand");
            Expand(body, keys, path);
        }

        return body;
    }

    private void Expand(JsonObject body, ReadOnlySpan<string> keys, string path)
    {
        if (keys.IsEmpty)
            return;
        if (keys[0] is "data" && body["data"] is JsonArray items)
        {
            foreach (var item in items.OfType<JsonObject>())
                Expand(item, keys[1..], path);
            return;
        }

        var member = ((string)body["object"]!, keys[0]);
        if (Extras.TryGetValue(member, out var extra))
            body[keys[0]] = extra((string)body["id"]!);
        else if (!Members.Contains(member))
            throw StripeRefusal.Parameter(code: null, $"This property cannot be expanded ({path}).", "expand");
        else if (body[keys[0]] is JsonValue id && account.Find<IStripeObject>((string)id!) is { } found)
            body[keys[0]] = found.ToJson();
        if (body[keys[0]] is JsonObject inner)
            Expand(inner, keys[1..], path);
    }
}
