using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Payments.AspNetCore;

/// <summary>How the world sees the host: by what is configured, else by what the request says.</summary>
internal static class PublicAddress
{
    /// <summary>The address that a request was sent to. Null when what it says of itself makes none.</summary>
    internal static Uri? Of(HttpRequest request, PaymentEndpointOptions options) =>
        options.PublicBaseAddress is { } configured ? Combine(configured, UriHelper.BuildRelative(path: request.Path, query: request.QueryString))
        : Uri.TryCreate(request.GetEncodedUrl(), UriKind.Absolute, out var url) ? url
        : null;

    /// <summary>The address of one of the host's endpoints, whose path is given without the path base.</summary>
    internal static Uri Of(HttpRequest request, PaymentEndpointOptions options, string path) =>
        Combine(options.PublicBaseAddress ?? new Uri(UriHelper.BuildAbsolute(request.Scheme, request.Host, request.PathBase)), path);

    private static Uri Combine(Uri address, string path) => new(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + path);
}
