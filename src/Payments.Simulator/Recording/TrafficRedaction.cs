using System.Text.RegularExpressions;

namespace Payments.Simulator;

/// <summary>Takes secrets out of recorded traffic and leaves its shape.</summary>
/// <param name="furtherNames">The provider's own headers, JSON members and form fields that hold secrets.</param>
internal sealed partial class TrafficRedaction(IReadOnlyCollection<string> furtherNames)
{
    private const string Hidden = "***";
    private const string Marker = "_secret_";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly HashSet<string> SecretHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "Api-Key", "Stripe-Signature",
    };

    private readonly HashSet<string> _further = new(furtherNames, StringComparer.OrdinalIgnoreCase);
    private readonly Regex? _furtherSecret = furtherNames.Count == 0 ? null : Named(string.Join('|', furtherNames.Select(Regex.Escape)));

    public string Header(string name, string value) => SecretHeaders.Contains(name) || _further.Contains(name) ? "[redacted]" : value;

    public string Text(string text)
    {
        text = FormSecret().Replace(JsonSecret().Replace(text, Masked), Masked);
        return _furtherSecret?.Replace(text, Masked) ?? text;
    }

    private static string Masked(Match match)
    {
        var value = match.Groups["value"].Value;
        var at = value.IndexOf(Marker, StringComparison.Ordinal);
        return match.Groups["name"].Value + (at < 0 ? Hidden : value[..(at + Marker.Length)] + Hidden);
    }

    private static Regex Named(string names) => new(
        $$"""(?<name>"(?:{{names}})"\s*:\s*"|(?:^|[?&])(?:{{names}})=)(?<value>(?:(?<=")(?:[^"\\]|\\.)*|[^&\s"]*))""", RegexOptions.IgnoreCase, Patience);

    [GeneratedRegex("""(?<name>"(?:[a-z_]*client_secret|access_token|refresh_token|id_token|cvc|cvv)"\s*:\s*")(?<value>[^"]*)""", RegexOptions.None, 1000)]
    private static partial Regex JsonSecret();

    [GeneratedRegex("""(?<name>(?:^|[?&])(?:[a-z_]*client_secret|access_token|refresh_token|[^=&]*(?:\[|%5B)(?:number|cvc)(?:\]|%5D))=)(?<value>[^&\s"]*)""", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex FormSecret();
}
