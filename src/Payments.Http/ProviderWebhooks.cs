using Payments.Security;

namespace Payments.Http;

/// <summary>The refusals of webhooks that every provider has in common, in one voice.</summary>
public static class ProviderWebhooks
{
    /// <summary>Checks a message without a call, and lets a refusal fail the task as any other failure does.</summary>
    /// <typeparam name="TWebhook">The provider's own webhook class.</typeparam>
    /// <param name="request">The message.</param>
    /// <param name="webhook">The provider's own webhook object, handed to <paramref name="verify"/> so that a static function will do.</param>
    /// <param name="verify">The check.</param>
    /// <param name="cancellationToken">Cancelled: nothing is checked.</param>
    /// <returns>The verified message, or the refusal as <see cref="WebhookVerificationException"/>.</returns>
    public static Task<VerifiedWebhook> VerifyAsync<TWebhook>(
        WebhookRequest request, TWebhook webhook, Func<TWebhook, WebhookRequest, VerifiedWebhook> verify, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(verify);
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<VerifiedWebhook>(cancellationToken);
        try
        {
            return Task.FromResult(verify(webhook, request));
        }
        catch (WebhookVerificationException exception)
        {
            return Task.FromException<VerifiedWebhook>(exception);
        }
    }

    /// <summary>Refuses a message that is larger than <see cref="ProviderHttpOptions.MaxWebhookBytes"/>; the first check of all.</summary>
    /// <param name="request">The message.</param>
    /// <param name="options">The registration's options.</param>
    /// <exception cref="WebhookVerificationException">It is too large.</exception>
    public static void CheckSize(WebhookRequest request, ProviderHttpOptions options)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        if (request.Body.Length > options.MaxWebhookBytes)
            throw Refused("the message is larger than MaxWebhookBytes", PaymentErrorCode.TooLarge);
    }

    /// <summary>Refuses a message whose signature is not valid.</summary>
    /// <param name="check">What the check found.</param>
    /// <param name="header">The name of the header that carries the signature.</param>
    /// <param name="value">The header's value; null when it is missing.</param>
    /// <param name="option">The option that holds the secrets, such as <c>WebhookSecrets</c>.</param>
    /// <exception cref="WebhookVerificationException">It must not be believed.</exception>
    public static void ThrowUnlessValid(SignatureCheck check, string header, string? value, string option)
    {
        if (check is SignatureCheck.Valid)
            return;
        throw check switch
        {
            SignatureCheck.NoSecret => Refused($"no webhook secret is configured: set {option}", PaymentErrorCode.MissingSecret),
            SignatureCheck.Stale => Refused("the message is too old or from the future: check the clock, or it is a replay", PaymentErrorCode.StaleSignature),
            SignatureCheck.Malformed => Refused($"the header {header} is {(value is null ? "missing" : "malformed")}", PaymentErrorCode.InvalidSignature),
            _ => Refused(
                $"the signature does not match: check that {option} holds this endpoint's secret, and that the body comes unchanged",
                PaymentErrorCode.InvalidSignature),
        };
    }

    /// <summary>A refusal.</summary>
    /// <param name="reason">Why, as the end of a sentence; without content of the message.</param>
    /// <param name="code">The reason's code.</param>
    /// <returns>The exception.</returns>
    public static WebhookVerificationException Refused(string reason, PaymentErrorCode code) => new($"The webhook is refused: {reason}.", code);
}
