using System.Text;
using Payments.Http;
using Payments.Security;

namespace Payments.Toss;

/// <summary>
/// The signature of payout and seller events: HMAC-SHA256 of the body, a colon and the transmission time. The documentation does not say whether the
/// security key's text or the bytes that it writes in hexadecimal are the key: both come from the same secret, and either is accepted.
/// </summary>
internal sealed class TossSignature
{
    private readonly WebhookSecrets _hex;
    private readonly WebhookSecrets _text;

    // Of the two, which was right last: it is tried first.
    private volatile WebhookSecrets _likely;

    internal TossSignature(IEnumerable<WebhookSecret> secrets)
    {
        _hex = new WebhookSecrets(secrets.Where(secret => IsHex(secret.Value)), WebhookSecretEncoding.Hex);
        _text = new WebhookSecrets(secrets);
        _likely = _hex;
    }

    internal void ThrowUnlessValid(WebhookRequest request, DateTimeOffset now)
    {
        var header = request.GetHeader(TossDefaults.SignatureHeader);
        var sentAt = request.GetHeader(TossDefaults.TransmissionTimeHeader);
        var (name, value) = header is not null && sentAt is null ? (TossDefaults.TransmissionTimeHeader, null) : (TossDefaults.SignatureHeader, header);
        ProviderWebhooks.ThrowUnlessValid(Check(header, sentAt, request.Body.Span, now), name, value, nameof(TossOptions.WebhookSecrets));
    }

    private SignatureCheck Check(string? header, string? sentAt, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (!_text.AnyValidAt(now))
            return SignatureCheck.NoSecret;
        if (header is null || sentAt is null)
            return SignatureCheck.Malformed;

        var time = Encoding.UTF8.GetBytes(sentAt);
        var check = SignatureCheck.Malformed;
        var left = TossDefaults.MaxSignatures;
        foreach (var range in header.AsSpan().Split(','))
        {
            var item = header.AsSpan()[range].Trim();
            if (!item.StartsWith(TossDefaults.SignatureVersion, StringComparison.Ordinal))
                continue;
            if (left-- == 0)
                break;
            var signature = item[TossDefaults.SignatureVersion.Length..];
            if (Matches(now, body, time, signature))
                return SignatureCheck.Valid;
            check = SignatureCheck.NoMatch;
        }

        return check;
    }

    private bool Matches(DateTimeOffset now, ReadOnlySpan<byte> body, ReadOnlySpan<byte> time, ReadOnlySpan<char> signature)
    {
        var likely = _likely;
        if (HmacSignature.Sha256Base64.Verify(likely, now, body, ":"u8, time, signature))
            return true;
        var other = likely == _hex ? _text : _hex;
        if (!HmacSignature.Sha256Base64.Verify(other, now, body, ":"u8, time, signature))
            return false;
        _likely = other;
        return true;
    }

    private static bool IsHex(string text) => text.Length > 0 && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit);
}
