using System.Security.Cryptography;
using System.Text;

namespace Payments.AspNetCore.Status;

/// <summary>The page itself: one file, nothing from elsewhere, and a policy that lets the browser run its own script and no other.</summary>
internal static class DashboardPage
{
    internal static byte[] Html { get; } = Read();

    internal static string ContentSecurityPolicy { get; } = $"default-src 'none'; connect-src 'self'; style-src 'sha256-{HashOf("style")}'; script-src 'sha256-{HashOf("script")}'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static byte[] Read()
    {
        using var resource = typeof(DashboardPage).Assembly.GetManifestResourceStream($"{typeof(DashboardPage).Namespace}.dashboard.html")!;
        var html = new byte[resource.Length];
        resource.ReadExactly(html);
        return html;
    }

    private static string HashOf(string element)
    {
        var html = Encoding.UTF8.GetString(Html);
        var start = html.IndexOf($"<{element}>", StringComparison.Ordinal) + element.Length + 2;
        var end = html.IndexOf($"</{element}>", start, StringComparison.Ordinal);
        return Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(html[start..end])));
    }
}
