using System.Buffers;

namespace Payments.Security;

/// <summary>How a key of a known kind looks. Case counts.</summary>
/// <param name="Prefix">How it begins.</param>
/// <param name="Tail">What may follow.</param>
/// <param name="MinTail">The fewest characters that follow; fewer make no key.</param>
/// <param name="ShowsPrefix">Whether the prefix may stay, because it only says which kind of key it was.</param>
internal sealed record KeyShape(string Prefix, SearchValues<char> Tail, int MinTail, bool ShowsPrefix = true);

/// <summary>The one table of key shapes: what <see cref="Mask"/> and <see cref="PaymentRedactor"/> know.</summary>
internal static class KeyShapes
{
    internal const string Hidden = "***";

    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    internal static readonly SearchValues<char> Word = SearchValues.Create(Alphanumeric + "_");
    internal static readonly SearchValues<char> WordOrDash = SearchValues.Create(Alphanumeric + "_-");
    internal static readonly SearchValues<char> Credential = SearchValues.Create(Alphanumeric + "+/=._~-");
    private static readonly SearchValues<char> Token = SearchValues.Create(Alphanumeric + "_.-");

    // Adyen's keys hold nearly every printable character.
    private static readonly SearchValues<char> Printable = SearchValues.Create(Alphanumeric + "+/=-_.:!#$%&()*@[]^{|}~?");

    /// <summary>What must not be seen. Of two that fit, the longer stands first.</summary>
    internal static readonly KeyShape[] Secret =
    [
        // Toss Payments
        .. Of(Word, 4, "live_gsk_", "test_gsk_", "live_sk_", "test_sk_"),

        // Stripe
        .. Of(Word, 4, "sk_live_", "sk_test_", "sk_org_", "rk_live_", "rk_test_"),
        .. Of(Credential, 4, "whsec_"),

        // Square: access tokens, application secrets
        new("EAAA", WordOrDash, 16, ShowsPrefix: false),
        .. Of(WordOrDash, 8, "sq0atp-", "sq0csp-"),

        // Adyen
        new("AQE", Printable, 40, ShowsPrefix: false),

        // PayPal's access tokens
        new("A21AA", WordOrDash, 40, ShowsPrefix: false),

        // A JSON Web Token, or the first part of one
        new("eyJ", Token, 8, ShowsPrefix: false),
    ];

    // Public keys and payment tokens: no secrets in a text, but what Mask.Secret is given is masked in any case.
    private static readonly string[] Shown =
        ["live_gck_", "test_gck_", "live_ck_", "test_ck_", "pk_live_", "pk_test_", "tok_", .. Secret.Where(shape => shape.ShowsPrefix).Select(shape => shape.Prefix)];

    /// <summary>The known prefix that a key begins with, or an empty text.</summary>
    internal static string PrefixOf(ReadOnlySpan<char> key)
    {
        foreach (var prefix in Shown)
        {
            if (key.StartsWith(prefix, StringComparison.Ordinal))
                return prefix;
        }

        return "";
    }

    private static IEnumerable<KeyShape> Of(SearchValues<char> tail, int minTail, params string[] prefixes) =>
        prefixes.Select(prefix => new KeyShape(prefix, tail, minTail));
}
