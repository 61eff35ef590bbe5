using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Payments.Leaks.Tests;

/// <summary>What kind of thing was planted.</summary>
internal enum CanaryKind
{
    /// <summary>An API key or a webhook secret.</summary>
    Key,

    /// <summary>The payer's name, e-mail address and telephone.</summary>
    Person,

    /// <summary>A payment token.</summary>
    Token,

    /// <summary>What came back with the payer.</summary>
    Return,

    /// <summary>What the payer's browser gets to start a provider's script, or to post.</summary>
    Browser,

    /// <summary>A card number or verification value.</summary>
    Card,

    /// <summary>No secret: the search has to find it, or it finds nothing.</summary>
    Order,
}

/// <summary>A value that was put in and must not come out.</summary>
internal sealed record Canary(CanaryKind Kind, string Value)
{
    /// <summary>The value as it is, and as it stands in URLs, JSON, Base64 (also as the user of Basic authentication) and hexadecimal.</summary>
    public IReadOnlyList<string> Forms { get; } = [.. FormsOf(Value).Where(form => form.Length >= 4).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> FormsOf(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        return
        [
            value, Uri.EscapeDataString(value), Uri.EscapeDataString(value).Replace("%20", "+", StringComparison.Ordinal), JsonEncodedText.Encode(value).Value,
            JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value,
            Convert.ToBase64String(bytes), Convert.ToBase64String([.. bytes, (byte)':']), Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes),
        ];
    }
}

/// <summary>What is planted at every provider.</summary>
internal static class Payer
{
    internal const string Name = "Canary Nightingale-Oriole";
    internal const string Email = "canary.nightingale@example.com";
    internal const string Phone = "+82 10 5550 1771";
    internal const string Returned = "canary-return-7f3a90c1";

    internal static readonly Canary[] Canaries =
    [
        new(CanaryKind.Person, Name), new(CanaryKind.Person, Email), new(CanaryKind.Person, "5550 1771"), new(CanaryKind.Person, "5550-1771"),
        new(CanaryKind.Person, "55501771"), new(CanaryKind.Return, Returned),
    ];
}
