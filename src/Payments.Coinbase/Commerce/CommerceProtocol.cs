using System.Net;
using Payments.Http;

namespace Payments.Coinbase;

/// <summary>The HTTP of the Commerce API: its headers and its errors. Nothing that writes is repeated, since it remembers no keys.</summary>
internal sealed class CommerceProtocol(CoinbaseOptions options) : ProviderProtocol
{
    public override Uri DefaultBaseAddress => CommerceDefaults.BaseAddress;

    public override IReadOnlyList<string> RequestIdHeaders { get; } = [CommerceDefaults.RequestIdHeader];

    public override ValueTask AuthorizeAsync(ProviderAttempt attempt, CancellationToken cancellationToken)
    {
        attempt.Message.Headers.TryAddWithoutValidation(CommerceDefaults.KeyHeader, options.CommerceApiKey);
        attempt.Message.Headers.TryAddWithoutValidation(CommerceDefaults.VersionHeader, CommerceDefaults.Version);
        return ValueTask.CompletedTask;
    }

    public override PaymentError? ReadError(ProviderResponse response)
    {
        if (IsGone(response))
            return PaymentErrors.Create(PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration);
        if (PaymentErrors.FromStatus(response) is not { } byStatus)
            return null;
        if (!response.TryRead(CommerceJson.Default.ChargeFailure, out var failure) || failure.Error is not { } error)
            return byStatus;
        var known = error.Type is not null && CommerceMapping.Errors.TryGetValue(error.Type, out var mapped) ? mapped : (byStatus.Kind, byStatus.Code);
        return (known.Kind == byStatus.Kind ? byStatus with { Code = known.Code } : PaymentErrors.Create(known.Kind, known.Code)) with
        {
            ProviderCode = error.Type,
            ProviderMessage = error.Message,
        };
    }

    /// <summary>
    /// Whether what answers is no API any more: 'gone', a redirect, a web page, or 'not found' in other words than the API's. It will be the same
    /// tomorrow, so it is the request that is wrong. A page that comes with another error is of a gateway or a guard in front of it.
    /// </summary>
    internal static bool IsGone(ProviderResponse response) => response.StatusCode switch
    {
        HttpStatusCode.Gone => true,
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => true,
        HttpStatusCode.NotFound => !response.TryRead(CommerceJson.Default.ChargeFailure, out var failure) || failure.Error is null,
        HttpStatusCode.OK or HttpStatusCode.Created => response.GetHeader("Content-Type")?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true,
        _ => false,
    };
}
