namespace Payments.Http;

/// <summary>Puts ids into paths.</summary>
public static class ProviderPath
{
    /// <summary>An id as one segment of a path, percent-encoded.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The segment.</returns>
    /// <exception cref="PaymentRequestException">The id is empty (the call would be another one), or holds a slash, or is a dot segment.</exception>
    public static string Segment(string? id)
    {
        if (string.IsNullOrEmpty(id))
            throw new PaymentRequestException("An id in a path is empty; an empty one would call another operation.");
        if (id is "." or ".." || id.AsSpan().ContainsAny('/', '\\'))
            throw new PaymentRequestException("An id in a path must not be '.' or '..' and must not hold a slash.");
        return Uri.EscapeDataString(id);
    }

    /// <summary>The whole address: everything below the base, and nothing that leaves it.</summary>
    internal static Uri Combine(Uri baseAddress, string path, FormFields? query)
    {
        var valid = path.AsSpan().IndexOfAnyExcept(PathCharacters) < 0 && !path.StartsWith("//", StringComparison.Ordinal);
        foreach (var segment in path.AsSpan().Split('/'))
            valid &= !IsDots(path.AsSpan()[segment]);
        if (!valid)
            throw new PaymentRequestException("A path must be escaped and relative, without dot segments; use ProviderPath.Segment for ids.");

        var root = baseAddress.AbsoluteUri;
        return new Uri(string.Concat(
            root.AsSpan().TrimEnd('/'),
            path.Length == 0 || path[0] == '/' ? "" : "/",
            path,
            query is null ? "" : query.ToQueryString()));
    }

    private static readonly System.Buffers.SearchValues<char> PathCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-._~%!$&'()*+,;=:@");

    private static bool IsDots(ReadOnlySpan<char> segment) =>
        segment is "." or ".." || (segment.Length <= 6 && segment.Contains('%') && Uri.UnescapeDataString(segment) is "." or "..");
}
