using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>A JSON body, read strictly: what an operation does not know is refused.</summary>
internal sealed class TossBody
{
    private readonly JsonObject _fields;

    private TossBody(JsonObject fields) => _fields = fields;

    /// <summary>The body of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="known">The members that the operation knows, parted by blanks.</param>
    public static TossBody Of(SimulatedRequest request, string known) => Of(
        request.Header("Content-Type")?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true ? request.Json : null, known);

    public static TossBody Of(JsonObject? fields, string known)
    {
        if (fields is null)
            throw new TossRefusal("INVALID_REQUEST", "The body is not a JSON object.");
        var names = known.Split(' ');
        var unknown = fields.Select(field => field.Key).FirstOrDefault(name => !names.Contains(name, StringComparer.Ordinal));
        return unknown is null ? new TossBody(fields) : throw new TossRefusal("INVALID_REQUEST", $"The field '{unknown}' is not known here.");
    }

    public JsonNode? this[string name] => _fields[name];

    public string? Text(string name, int max)
    {
        if (_fields[name] is not { } node)
            return null;
        return node.GetValueKind() is JsonValueKind.String && node.GetValue<string>() is { Length: > 0 } text && text.Length <= max
            ? text
            : throw new TossRefusal("INVALID_REQUEST", $"'{name}' is a text of 1 to {max.ToString(CultureInfo.InvariantCulture)} characters.");
    }

    public string Required(string name, int max) => Text(name, max) ?? throw new TossRefusal("INVALID_REQUIRED_PARAM", $"'{name}' is missing.");

    public bool? Flag(string name) => _fields[name] switch
    {
        null => null,
        { } node when node.GetValueKind() is JsonValueKind.True or JsonValueKind.False => node.GetValue<bool>(),
        _ => throw new TossRefusal("INVALID_REQUEST", $"'{name}' is true or false."),
    };

    /// <summary>An amount: a number, whole in won and yen, and written without zeros at its end.</summary>
    public decimal? Amount(string name, string currency)
    {
        if (_fields[name] is not { } node)
            return null;
        var text = node.ToJsonString();
        if (node.GetValueKind() is not JsonValueKind.Number || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) || amount < 0)
            throw new TossRefusal("INVALID_REQUEST", $"'{name}' is a number.");
        var decimals = amount.Scale;
        return decimals <= (currency is "USD" ? 2 : 0) && (decimals == 0 || text[^1] != '0')
            ? amount
            : throw new TossRefusal("INVALID_REQUEST", $"'{name}' has decimals that {currency} has not.");
    }

    public string Currency(string standard)
    {
        var currency = Text("currency", 3) ?? standard;
        return currency is "KRW" or "USD" or "JPY" ? currency : throw new TossRefusal("INVALID_CURRENCY");
    }

    public string OrderId()
    {
        var order = Required("orderId", 64);
        return order.Length >= 6 && order.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? order : throw new TossRefusal("INVALID_ORDER_ID");
    }

    public string Url(string name, string code)
    {
        var url = Required(name, 2000);
        return Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https" ? url : throw new TossRefusal(code);
    }

    /// <summary>Korean time without an offset.</summary>
    public DateTimeOffset? DueDate(DateTimeOffset now)
    {
        if (Text("dueDate", 30) is not { } text)
            return null;
        if (!DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            throw new TossRefusal("INVALID_DATE");
        var due = new DateTimeOffset(local, TimeSpan.FromHours(9));
        return due <= now ? throw new TossRefusal("INVALID_DATE") : due - now > TimeSpan.FromHours(2160) ? throw new TossRefusal("EXCEED_MAX_DUE_DATE") : due;
    }

    /// <summary>How long a virtual account waits: 90 days at most.</summary>
    public int? ValidHours()
    {
        if (_fields["validHours"] is not { } node)
            return null;
        if (node.GetValueKind() is not JsonValueKind.Number || !node.AsValue().TryGetValue<int>(out var hours) || hours < 1)
            throw new TossRefusal("INVALID_REQUEST", "'validHours' is a whole number above zero.");
        return hours <= 2160 ? hours : throw new TossRefusal("EXCEED_MAX_VALID_HOURS");
    }

    public void CheckInstallments(decimal amount)
    {
        if (_fields["cardInstallmentPlan"] is not { } node)
            return;
        var months = node.GetValueKind() is JsonValueKind.Number ? node.GetValue<int>() : -1;
        if (months is not (0 or (>= 2 and <= 12)))
            throw new TossRefusal("INVALID_CARD_INSTALLMENT_PLAN");
        if (months > 0 && amount < 50_000)
            throw new TossRefusal("NOT_ALLOWED_INSTALLMENT_BELOW_AMOUNT");
    }
}
