namespace Payments.Security;

/// <summary>Masks secrets for display.</summary>
public static class Mask
{
    /// <summary>Masks an API key, a webhook secret or the like: a well-known prefix such as <c>sk_test_</c> stays, nothing else, not even the length.</summary>
    /// <param name="secret">The secret.</param>
    /// <returns>The prefix, if it is known, and <c>***</c>.</returns>
    public static string Secret(ReadOnlySpan<char> secret) => KeyShapes.PrefixOf(secret) + KeyShapes.Hidden;
}
