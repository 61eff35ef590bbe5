using System.Text;
using Payments.Http;

namespace Payments.PayPal;

/// <summary>Reads links by their relation. Hosts and positions differ, and old hosts still appear, so that the API's own addresses are built from ids.</summary>
internal static class PayPalLinks
{
    private const int MaxOrderLength = 36;

    // Where the payer approves an order; the wallet's first.
    private static readonly string[] Pages = ["payer-action", "approve"];

    // Where the payer goes after a decline.
    private static readonly string[] Again = ["redirect", "payer-action", "approve"];

    /// <summary>The page on which the payer approves. Null when there is none.</summary>
    internal static Uri? Page(IReadOnlyList<PayPalLink>? links) => First(links, Pages);

    /// <summary>The page on which the payer chooses another funding. Null when there is none.</summary>
    internal static Uri? Retry(IReadOnlyList<PayPalLink>? links) => First(links, Again);

    /// <summary>The id at the end of the link to what an object came from, such as <c>/v2/checkout/orders/X</c>. Null when it came from something else.</summary>
    internal static string? IdOf(string? href, string collection) =>
        Uri.TryCreate(href, UriKind.Absolute, out var link) && link.Segments is [.., var parent, var id]
        && parent.TrimEnd('/') == collection && id.TrimEnd('/') is { Length: > 0 } found
            ? found
            : null;

    /// <summary>The order that a page is about. Null where its address does not say.</summary>
    internal static string? OrderOf(Uri page) =>
        FormReader.Read(Encoding.ASCII.GetBytes(page.Query.TrimStart('?'))).GetValueOrDefault(PayPalDefaults.ReturnedOrder) is { Length: > 0 and <= MaxOrderLength } id
        && id.All(char.IsAsciiLetterOrDigit)
            ? id
            : null;

    internal static string? Up(IReadOnlyList<PayPalLink>? links, string collection) =>
        (links ?? []).Where(link => link.Rel == "up").Select(link => IdOf(link.Href, collection)).FirstOrDefault(id => id is not null);

    private static Uri? First(IReadOnlyList<PayPalLink>? links, string[] relations)
    {
        foreach (var relation in relations)
        {
            // Unencrypted only on this machine, where a simulator may be.
            if (Uri.TryCreate(HrefOf(links, relation), UriKind.Absolute, out var page)
                && (page.Scheme == Uri.UriSchemeHttps || (page.Scheme == Uri.UriSchemeHttp && page.IsLoopback)))
                return page;
        }

        return null;
    }

    private static string? HrefOf(IReadOnlyList<PayPalLink>? links, string relation)
    {
        foreach (var link in links ?? [])
        {
            if (link.Rel == relation)
                return link.Href;
        }

        return null;
    }
}
