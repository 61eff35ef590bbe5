using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>Stripe's lists: newest first, with cursors.</summary>
internal static class StripeLists
{
    private const int DefaultLimit = 10;
    private const int MaxLimit = 100;

    private static readonly Dictionary<string, Func<long, long, bool>> Ranges = new(StringComparer.Ordinal)
    {
        ["created"] = (created, at) => created == at,
        ["created.gt"] = (created, at) => created > at,
        ["created.gte"] = (created, at) => created >= at,
        ["created.lt"] = (created, at) => created < at,
        ["created.lte"] = (created, at) => created <= at,
    };

    public static JsonObject Page<T>(IEnumerable<T> oldestFirst, StripeForm form, string url)
        where T : IStripeObject
    {
        var matching = oldestFirst.Where(o => IsInRange(o, form)).Reverse().ToList();
        var limit = Limit(form);
        IEnumerable<T> rest = matching;
        if (form["starting_after"] is { } after)
            rest = matching.Skip(At(matching, after, "starting_after") + 1);
        if (form["ending_before"] is { } before)
            rest = matching.Take(At(matching, before, "ending_before")).TakeLast(limit);
        var left = rest.ToList();
        return new()
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. left.Take(limit).Select(o => o.ToJson())]),
            ["has_more"] = left.Count > limit,
            ["url"] = url,
        };
    }

    public static int Limit(StripeForm form)
    {
        var limit = form.Long("limit") ?? DefaultLimit;
        return limit is >= 1 and <= MaxLimit
            ? (int)limit
            : throw StripeRefusal.Parameter("parameter_invalid_integer", $"This value must be between 1 and {MaxLimit}.", "limit");
    }

    private static bool IsInRange(IStripeObject item, StripeForm form) =>
        Ranges.All(r => form.Long(r.Key) is not { } at || r.Value(item.Created, at));

    private static int At<T>(List<T> items, string id, string param)
        where T : IStripeObject
    {
        var at = items.FindIndex(i => string.Equals(i.Id, id, StringComparison.Ordinal));
        return at >= 0 ? at : throw StripeRefusal.Missing("object", id, param);
    }
}
