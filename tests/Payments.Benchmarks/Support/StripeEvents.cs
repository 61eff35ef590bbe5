using System.Globalization;
using System.Text;
using Payments.Security;

namespace Payments.Benchmarks;

/// <summary>Events of Stripe's as they come off the wire, 1.4 kB each, signed.</summary>
internal static class StripeEvents
{
    internal const string Secret = "whsec_5f4dcc3b5aa765d61d8327deb882cf99";

    private static readonly TimestampedSignature Signature = new();
    private static readonly string Event = Wire.Read("payment_intent.succeeded.json");

    /// <summary>The money was taken.</summary>
    internal static WebhookRequest Succeeded(int payment) => Sign(Body(payment));

    internal static string Body(int payment) => Numbered(Event, payment);

    /// <summary>The payment was made; nothing is paid.</summary>
    internal static WebhookRequest Created(int payment) => Sign(Numbered(Event, payment)
        .Replace("\"evt_2", "\"evt_1", StringComparison.Ordinal)
        .Replace("\"created\":1793318402", "\"created\":1793318401", StringComparison.Ordinal)
        .Replace("\"amount_received\":2500", "\"amount_received\":0", StringComparison.Ordinal)
        .Replace("\"status\":\"succeeded\"", "\"status\":\"requires_payment_method\"", StringComparison.Ordinal)
        .Replace("payment_intent.succeeded", "payment_intent.created", StringComparison.Ordinal));

    private static string Numbered(string text, int number) =>
        text.Replace(Wire.Number, number.ToString("D10", CultureInfo.InvariantCulture), StringComparison.Ordinal);

    internal static WebhookRequest Sign(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return new WebhookRequest
        {
            Body = bytes,
            Headers = new Dictionary<string, string> { ["Stripe-Signature"] = Signature.Sign(Secret, bytes, TimeProvider.System.GetUtcNow()) },
        };
    }
}
