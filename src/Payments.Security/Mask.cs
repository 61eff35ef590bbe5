namespace Payments.Security;

/// <summary>Masks secrets for display.</summary>
public static class Mask
{
    // The longest that fits wins, so that test_gsk_ is not cut at a shorter one.
    private static readonly string[] Prefixes =
    [
        "live_gsk_", "test_gsk_", "live_gck_", "test_gck_", "live_sk_", "test_sk_", "live_ck_", "test_ck_",
        "sk_live_", "sk_test_", "pk_live_", "pk_test_", "rk_live_", "rk_test_", "whsec_", "tok_",
    ];

    /// <summary>Masks an API key, a webhook secret or the like: a well-known prefix such as <c>sk_test_</c> stays, nothing else, not even the length.</summary>
    /// <param name="secret">The secret.</param>
    /// <returns>The prefix, if it is known, and <c>***</c>.</returns>
    public static string Secret(ReadOnlySpan<char> secret)
    {
        foreach (var prefix in Prefixes)
        {
            if (secret.StartsWith(prefix, StringComparison.Ordinal))
                return prefix + "***";
        }

        return "***";
    }
}
