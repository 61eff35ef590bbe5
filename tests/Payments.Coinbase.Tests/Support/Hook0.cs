using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Payments.Coinbase.Tests;

/// <summary>Signs messages as Hook0 does, written from its description and not from the code under test.</summary>
internal static class Hook0
{
    public static readonly Dictionary<string, string> Newer = new()
    {
        ["Content-Type"] = "application/json", ["X-Event-Id"] = "evt-1", ["X-Event-Type"] = "checkout.payment.success",
    };

    public static readonly Dictionary<string, string> Older = new() { ["Content-Type"] = "application/json", ["X-Hook0-Id"] = "hook-1" };

    /// <summary>A message with <c>v1</c> over some of its headers.</summary>
    public static WebhookRequest V1(string body, Dictionary<string, string>? headers = null, DateTimeOffset? at = null, string secret = CheckoutsHost.Secret)
    {
        headers ??= Newer;
        var names = string.Join(' ', headers.Keys.Select(name => name.ToLowerInvariant()));
        var time = Seconds(at);
        return With(body, $"t={time},h={names},v1={Sign($"{time}.{names}.{string.Join('.', headers.Values)}.", body, secret)}", headers);
    }

    /// <summary>A message with <c>v0</c> only.</summary>
    public static WebhookRequest V0(string body, DateTimeOffset? at = null, string secret = CheckoutsHost.Secret) =>
        With(body, $"t={Seconds(at)},v0={SignV0(body, at, secret)}", Newer);

    public static string SignV0(string body, DateTimeOffset? at = null, string secret = CheckoutsHost.Secret) => Sign(Seconds(at) + ".", body, secret);

    public static string HeaderOf(WebhookRequest request) => request.GetHeader("X-Hook0-Signature")!;

    public static WebhookRequest With(string body, string? header, Dictionary<string, string>? headers = null)
    {
        Dictionary<string, string> all = new(headers ?? []);
        if (header is not null)
            all["x-hook0-signature"] = header;
        return new WebhookRequest { Body = Encoding.UTF8.GetBytes(body), Headers = all };
    }

    private static string Seconds(DateTimeOffset? at) => (at ?? TestClock.Start).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string Sign(string prefix, string body, string secret) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(prefix + body)));
}
