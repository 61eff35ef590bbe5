namespace Payments.Security;

/// <summary>How the text of a webhook secret becomes the key's bytes.</summary>
public enum WebhookSecretEncoding
{
    /// <summary>The text's own UTF-8 bytes, prefix included, as most providers do.</summary>
    Utf8,

    /// <summary>The bytes that the text writes in hexadecimal, in any case.</summary>
    Hex,

    /// <summary>The bytes that the text writes in Base64.</summary>
    Base64,
}
