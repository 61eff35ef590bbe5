namespace Payments;

/// <summary>
/// What one provider takes beyond the common request. Attach it to a request's <c>Extras</c>; other providers ignore it. Derived types are
/// immutable.
/// </summary>
public abstract class ProviderExtras
{
    /// <summary>
    /// Writes every member that changes what the provider does, so that a repeat of an idempotency key with other extras is refused.
    /// </summary>
    /// <param name="fingerprint">Where to write, each member under its name.</param>
    protected internal abstract void WriteFingerprint(RequestFingerprint fingerprint);
}

/// <summary>Reading extras from a request.</summary>
public static class ProviderExtrasExtensions
{
    /// <summary>The extras of a type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="extras">A request's extras.</param>
    /// <returns>The last of that type, or null.</returns>
    public static T? Get<T>(this IReadOnlyList<ProviderExtras> extras)
        where T : ProviderExtras
    {
        ArgumentNullException.ThrowIfNull(extras);
        for (var i = extras.Count - 1; i >= 0; i--)
        {
            if (extras[i] is T found)
                return found;
        }

        return null;
    }
}
