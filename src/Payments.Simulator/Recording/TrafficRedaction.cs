using System.Text.RegularExpressions;

namespace Payments.Simulator;

/// <summary>Takes secrets out of recorded traffic and leaves its shape.</summary>
internal static partial class TrafficRedaction
{
    private const string Hidden = "***";
    private const string Marker = "_secret_";

    private static readonly HashSet<string> SecretHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "Api-Key", "Stripe-Signature",
        "X-NaverPay-Client-Secret", "X-Naver-Client-Secret",
    };

    public static string Header(string name, string value) => SecretHeaders.Contains(name) ? "[redacted]" : value;

    public static string Text(string text) => FormSecret().Replace(JsonSecret().Replace(text, Masked), Masked);

    private static string Masked(Match match)
    {
        var value = match.Groups["value"].Value;
        var at = value.IndexOf(Marker, StringComparison.Ordinal);
        return match.Groups["name"].Value + (at < 0 ? Hidden : value[..(at + Marker.Length)] + Hidden);
    }

    [GeneratedRegex("""(?<name>"(?:[a-z_]*client_secret|access_token|refresh_token|id_token|cvc|cvv)"\s*:\s*")(?<value>[^"]*)""", RegexOptions.None, 1000)]
    private static partial Regex JsonSecret();

    [GeneratedRegex("""(?<name>(?:^|[?&])(?:[a-z_]*client_secret|access_token|refresh_token|[^=&]*(?:\[|%5B)(?:number|cvc)(?:\]|%5D))=)(?<value>[^&\s"]*)""", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex FormSecret();
}
