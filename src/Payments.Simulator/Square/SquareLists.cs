using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>What the lists of payments and refunds have in common: a time, an order, pages.</summary>
internal static class SquareLists
{
    private const int MaxLimit = 100;

    public static JsonObject Page(string name, IEnumerable<ISquareDatedObject> found, IReadOnlyDictionary<string, string> query, DateTimeOffset now)
    {
        var (from, to) = (Time(query, "begin_time") ?? now.AddYears(-1), Time(query, "end_time") ?? DateTimeOffset.MaxValue);
        found = found.Where(item => item.CreatedAt >= from && item.CreatedAt <= to);
        if (query.GetValueOrDefault("sort_order", "DESC") is "DESC")
            found = found.Reverse();
        var limit = Math.Min(MaxLimit, int.Parse(query.GetValueOrDefault("limit", "100"), CultureInfo.InvariantCulture));
        var start = query.TryGetValue("cursor", out var cursor) ? found.SkipWhile(item => item.Id != cursor) : found;
        var page = start.Take(limit + 1).ToArray();
        var body = new JsonObject { [name] = new JsonArray([.. page.Take(limit).Select(item => (JsonNode)item.ToJson())]) };
        if (page.Length > limit)
            body["cursor"] = page[limit].Id;
        return body;
    }

    private static DateTimeOffset? Time(IReadOnlyDictionary<string, string> query, string name) => !query.TryGetValue(name, out var text) ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw SquareRefusal.Bad("INVALID_TIME", $"`{text}` is not a time.", name);
}
