using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Payments.Simulator;

/// <summary>
/// Stripe's search language, as far as intents need it: <c>metadata['order_id']:'A1' AND status:'succeeded' AND amount&gt;100</c>.
/// </summary>
internal static partial class StripeSearch
{
    private static readonly Dictionary<string, Func<StripeIntent, string?>> Fields = new(StringComparer.Ordinal)
    {
        ["status"] = i => i.Status,
        ["currency"] = i => i.Currency,
        ["customer"] = i => i.Customer,
        ["amount"] = i => i.Amount.ToString(CultureInfo.InvariantCulture),
        ["created"] = i => i.Created.ToString(CultureInfo.InvariantCulture),
    };

    private static readonly Dictionary<string, Func<string, string, bool>> Operators = new(StringComparer.Ordinal)
    {
        [":"] = (actual, wanted) => string.Equals(actual, wanted, StringComparison.OrdinalIgnoreCase),
        ["~"] = (actual, wanted) => actual.Contains(wanted, StringComparison.OrdinalIgnoreCase),
        [">"] = (actual, wanted) => Compare(actual, wanted) > 0,
        [">="] = (actual, wanted) => Compare(actual, wanted) >= 0,
        ["<"] = (actual, wanted) => Compare(actual, wanted) < 0,
        ["<="] = (actual, wanted) => Compare(actual, wanted) <= 0,
    };

    public static JsonObject Run(IEnumerable<StripeIntent> oldestFirst, StripeForm form)
    {
        var matches = Parse(form["query"]!);
        var found = oldestFirst.Where(matches).Reverse().ToList();
        var limit = StripeLists.Limit(form);
        var offset = int.TryParse(form["page"] ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? at
            : throw StripeRefusal.Parameter(code: null, "Invalid page token.", "page");
        var hasMore = found.Count > offset + limit;
        return new()
        {
            ["object"] = "search_result",
            ["data"] = new JsonArray([.. found.Skip(offset).Take(limit).Select(i => i.ToJson())]),
            ["has_more"] = hasMore,
            ["next_page"] = hasMore ? (offset + limit).ToString(CultureInfo.InvariantCulture) : null,
            ["url"] = "/v1/payment_intents/search",
        };
    }

    private static Func<StripeIntent, bool> Parse(string query)
    {
        if (!Query().IsMatch(query))
            throw StripeRefusal.Parameter(code: null, $"We were unable to parse your search query: {query}", "query");
        var clauses = Clause().Matches(query).Select(One).ToArray();
        var isAny = Joint().Matches(query).Any(m => m.Value.Contains("OR", StringComparison.OrdinalIgnoreCase));
        return isAny ? i => Array.Exists(clauses, c => c(i)) : i => Array.TrueForAll(clauses, c => c(i));
    }

    private static Func<StripeIntent, bool> One(Match clause)
    {
        var key = clause.Groups["key"];
        var field = clause.Groups["field"].Value;
        var wanted = (clause.Groups["text"].Success ? clause.Groups["text"] : clause.Groups["number"]).Value.Replace(
            "\\", string.Empty, StringComparison.Ordinal);
        var isWanted = !clause.Groups["not"].Success;
        var compare = Operators[clause.Groups["op"].Value];
        Func<StripeIntent, string?> read = key.Success
            ? i => i.Metadata.GetValueOrDefault(key.Value)
            : Fields.GetValueOrDefault(field) ?? throw StripeRefusal.Parameter(
                code: null, $"Field `{field}` is an unsupported search field.", "query");
        return i => (read(i) is { } actual && compare(actual, wanted)) == isWanted;
    }

    private static int Compare(string actual, string wanted) =>
        long.Parse(actual, CultureInfo.InvariantCulture).CompareTo(long.TryParse(wanted, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw StripeRefusal.Parameter(code: null, $"Not a number: {wanted}", "query"));

    private const string OneClause =
        """(?<not>-)?(?:metadata\[(?:'|")(?<key>[^'"\]]+)(?:'|")\]|(?<field>[a-z_]+))(?<op>:|~|>=|<=|>|<)(?:'(?<text>(?:[^'\\]|\\.)*)'|"(?<text>(?:[^"\\]|\\.)*)"|(?<number>\d+))""";

    [GeneratedRegex(OneClause, RegexOptions.None, 1000)]
    private static partial Regex Clause();

    [GeneratedRegex(@"^\s*" + OneClause + @"(?:\s+(?:AND\s+|OR\s+)?" + OneClause + @")*\s*$", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Query();

    [GeneratedRegex("""(?:'|"|\d)\s+(?:AND|OR)\s+(?=-|[a-z])""", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Joint();
}
