using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>The JSON body of a call, read as strictly as Kakao Pay describes it.</summary>
internal sealed class KakaoPayParameters
{
    private static readonly string[] CardCompanies =
        ["SHINHAN", "KB", "HYUNDAI", "LOTTE", "SAMSUNG", "NH", "BC", "HANA", "CITI", "KAKAOBANK", "KAKAOPAY", "WOORIONLY"];

    private readonly JsonObject _body;

    private KakaoPayParameters(JsonObject body) => _body = body;

    public static KakaoPayParameters Of(SimulatedRequest request)
    {
        if (request.Header("Content-Type")?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
            throw new KakaoPayRefusal(-2, "Content-Type must be application/json.", status: 415);
        return new(request.Json ?? throw new KakaoPayRefusal(-2, "The body is not a JSON object."));
    }

    public bool Has(string name) => _body[name] is not null;

    /// <summary>A text that has to be there.</summary>
    public string Text(string name, int maxLength) => Optional(name, maxLength) ?? throw KakaoPayRefusal.Parameter(name, "is required");

    public string? Optional(string name, int maxLength)
    {
        if (_body[name] is not { } node)
            return null;
        if (node.GetValueKind() is not JsonValueKind.String)
            throw KakaoPayRefusal.Parameter(name, "must be a string");
        var text = (string)node!;
        return text.Length > 0 && text.Length <= maxLength
            ? text
            : throw KakaoPayRefusal.Parameter(name, $"must have 1 to {maxLength.ToString(CultureInfo.InvariantCulture)} characters");
    }

    /// <summary>A whole number that has to be there; a number in quotes is one, too.</summary>
    public int Number(string name, int min = 0) => OptionalNumber(name, min) ?? throw KakaoPayRefusal.Parameter(name, "is required");

    public int? OptionalNumber(string name, int min = 0, int max = int.MaxValue)
    {
        if (_body[name] is not { } node)
            return null;
        var text = node.GetValueKind() is JsonValueKind.String ? (string)node! : node.ToJsonString();
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw KakaoPayRefusal.Parameter(name, "must be a whole number in its range");
    }

    public string? Choice(string name, params ReadOnlySpan<string> choices) => Optional(name, 20) is not { } text ? null
        : choices.Contains(text) ? text
        : throw KakaoPayRefusal.Parameter(name, "is not one of its values");

    /// <summary>An address that the payer is sent to: https, of a registered domain.</summary>
    public Uri Url(string name, IList<string> domains)
    {
        if (!Uri.TryCreate(Text(name, 255), UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && !url.IsLoopback))
            throw KakaoPayRefusal.Parameter(name, "must be an https address");
        return domains.Count == 0 || domains.Contains(url.Host)
            ? url
            : throw new KakaoPayRefusal(-799, "domain is not allowed", status: 403);
    }

    public void CheckCards()
    {
        if (Optional("available_cards", 255) is not { } text)
            return;
        try
        {
            if (JsonNode.Parse(text) is JsonArray { Count: > 0 } cards
                && cards.All(card => card?.GetValueKind() is JsonValueKind.String && CardCompanies.Contains((string)card!)))
                return;
        }
        catch (JsonException)
        {
            // Refused below, as everything else that is no such list.
        }

        throw KakaoPayRefusal.Parameter("available_cards", "must be a JSON array of card companies");
    }
}
