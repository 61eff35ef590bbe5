using System.Text;
using Payments.Security;

namespace Payments.CoinGate;

/// <summary>The secret text of one order that its callbacks repeat: an HMAC of our order id, so that it is known again without being stored.</summary>
internal sealed class CoinGateToken(CoinGateOptions options, TimeProvider time)
{
    private readonly WebhookSecrets _secrets = new(options.WebhookSecrets);

    /// <summary>The token of a new order; null while no secret is valid.</summary>
    internal string? Of(string orderId)
    {
        foreach (var key in _secrets.ValidAt(time.GetUtcNow()))
            return HmacSignature.Sha256Hex.Sign(key, Encoding.UTF8.GetBytes(orderId));
        return null;
    }

    internal SignatureCheck Check(string? orderId, string? token)
    {
        var now = time.GetUtcNow();
        if (!_secrets.AnyValidAt(now))
            return SignatureCheck.NoSecret;
        if (string.IsNullOrWhiteSpace(token) || string.IsNullOrEmpty(orderId))
            return SignatureCheck.Malformed;
        return HmacSignature.Sha256Hex.Verify(_secrets, now, Encoding.UTF8.GetBytes(orderId), token.AsSpan().Trim())
            ? SignatureCheck.Valid
            : SignatureCheck.NoMatch;
    }
}
