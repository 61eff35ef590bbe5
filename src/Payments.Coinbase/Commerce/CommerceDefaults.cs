namespace Payments.Coinbase;

/// <summary>The plain facts of the legacy Commerce API.</summary>
internal static class CommerceDefaults
{
    internal const string Path = "/charges";
    internal const string KeyHeader = "X-CC-Api-Key";
    internal const string VersionHeader = "X-CC-Version";
    internal const string Version = "2018-03-22";
    internal const string SignatureHeader = "X-CC-Webhook-Signature";
    internal const string RequestIdHeader = "x-request-id";

    /// <summary>The kind of the related id: the eight characters of a charge that also name it.</summary>
    internal const string CodeKind = "code";

    internal const int MaxNameLength = 100;
    internal const int MaxDescriptionLength = 200;
    internal const int PageSize = 100;

    internal static readonly Uri BaseAddress = new("https://api.commerce.coinbase.com");
}
