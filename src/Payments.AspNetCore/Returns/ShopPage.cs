using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Payments.AspNetCore;

/// <summary>Where a payer may be sent to: the host itself and the origins that it has named, and nowhere else.</summary>
internal static class ShopPage
{
    /// <summary>The page as a header may hold it.</summary>
    /// <exception cref="InvalidOperationException">The page is on another host.</exception>
    internal static string Location(string page, HttpRequest request, PaymentEndpointOptions options)
    {
        if (page.StartsWith("~/", StringComparison.Ordinal))
            page = request.PathBase.ToUriComponent() + page[1..];
        if (IsLocal(page))
            return UriHelper.Encode(new Uri(page, UriKind.Relative));
        if (Uri.TryCreate(page, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            && options.PageOrigins.Any(origin => origin.GetLeftPart(UriPartial.Authority) == url.GetLeftPart(UriPartial.Authority)))
        {
            return url.AbsoluteUri;
        }

        throw new InvalidOperationException(
            $"The page after a return is a path of this host, such as '/orders/7', or on an origin of {nameof(PaymentEndpointOptions)}.{nameof(PaymentEndpointOptions.PageOrigins)}.");
    }

    // '//other.example' and '/\other.example' are other hosts to a browser.
    private static bool IsLocal(string page) =>
        page is ['/', ..] and not ['/', '/' or '\\', ..] && !page.Any(char.IsControl);
}
