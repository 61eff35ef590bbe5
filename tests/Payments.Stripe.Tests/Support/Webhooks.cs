using System.Text;
using Payments.Security;

namespace Payments.Stripe.Tests;

internal static class Webhooks
{
    private static readonly TimestampedSignature Signature = new();

    public static WebhookRequest Signed(string body, DateTimeOffset? at = null, string secret = StripeHost.Secret) => Signed(Encoding.UTF8.GetBytes(body), at, secret);

    public static WebhookRequest Signed(byte[] body, DateTimeOffset? at = null, string secret = StripeHost.Secret) =>
        With(body, Signature.Sign(secret, body, at ?? TestClock.Start));

    public static WebhookRequest With(byte[] body, string? header) => new()
    {
        Body = body,
        Headers = header is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["stripe-signature"] = header },
    };
}
