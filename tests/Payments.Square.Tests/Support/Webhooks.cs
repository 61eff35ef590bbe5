using System.Security.Cryptography;
using System.Text;

namespace Payments.Square.Tests;

internal static class Webhooks
{
    public const string Url = "https://shop.example/hooks/square?shop=1";
    public const string Key = "asdf_1234-signature";

    public static WebhookRequest Signed(string body, string url = Url, string key = Key) => Signed(Encoding.UTF8.GetBytes(body), url, key);

    public static WebhookRequest Signed(byte[] body, string url = Url, string key = Key) => With(body, Signature(body, url, key));

    public static string Signature(byte[] body, string url = Url, string key = Key) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), (byte[])[.. Encoding.UTF8.GetBytes(url), .. body]));

    public static WebhookRequest With(byte[] body, string? header, string name = "X-Square-HmacSha256-Signature") => new()
    {
        Body = body,
        Headers = header is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [name] = header },
        Url = new Uri("http://10.0.0.7:8080/internal"),
    };
}
