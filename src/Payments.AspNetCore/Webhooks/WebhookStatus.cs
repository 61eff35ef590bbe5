using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace Payments.AspNetCore;

/// <summary>How a webhook that was not taken is answered: 4xx for what will never be taken, 429 and 5xx for what the provider shall send again.</summary>
internal static class WebhookStatus
{
    // All other refusals are the sender's fault.
    private static readonly FrozenDictionary<PaymentErrorCode, int> Refusals = new Dictionary<PaymentErrorCode, int>
    {
        [PaymentErrorCode.TooLarge] = StatusCodes.Status413PayloadTooLarge,
        // The host lacks a setting: nothing may be lost until it has it.
        [PaymentErrorCode.MissingSecret] = StatusCodes.Status500InternalServerError,
    }.ToFrozenDictionary();

    internal static int Of(Exception exception) => exception switch
    {
        WebhookVerificationException refused => Refusals.GetValueOrDefault(refused.Error.Code, StatusCodes.Status400BadRequest),
        PaymentRateLimitedException => StatusCodes.Status429TooManyRequests,
        PaymentProviderUnavailableException => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };
}
