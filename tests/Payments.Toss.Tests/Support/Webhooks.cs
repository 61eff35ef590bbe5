using System.Net;
using System.Text;

namespace Payments.Toss.Tests;

internal static class Webhooks
{
    /// <summary>An event as it comes; payment events carry no signature.</summary>
    public static WebhookRequest Of(string body, IPAddress? from = null, params (string Name, string Value)[] headers) => new()
    {
        Body = Encoding.UTF8.GetBytes(body),
        Headers = headers.Append(("tosspayments-webhook-transmission-id", "whtrans_1")).ToDictionary(header => header.Item1, header => header.Item2, StringComparer.OrdinalIgnoreCase),
        RemoteAddress = from,
    };

    public static WebhookRequest Payout(string? signature, string? time = SignedTests.SentAt, byte[]? body = null)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        if (signature is not null)
            headers["TossPayments-Webhook-Signature"] = signature;
        if (time is not null)
            headers["TossPayments-Webhook-Transmission-Time"] = time;
        return new WebhookRequest { Body = body ?? Encoding.UTF8.GetBytes(Fixture.Event("payout")), Headers = headers };
    }
}
