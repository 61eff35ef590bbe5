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
            return PaymentErrors.Create(PaymentErrorKind.InvalidRequest, LacksCall(response) ? PaymentErrorCode.InvalidRequest : PaymentErrorCode.MerchantConfiguration);
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
    /// tomorrow, so it is the request that is wrong. A page that asks to wait, or comes with a server's error, is of something in between.
    /// </summary>
    internal static bool IsGone(ProviderResponse response) => response.StatusCode switch
    {
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => false,
        HttpStatusCode.Gone or (>= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest) => true,
        HttpStatusCode.NotFound when IsUnspoken(response) => true,
        _ => response.GetHeader("Content-Type")?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true,
    };

    /// <summary>Whether it is the call that is not there: charges of the onchain form are not known to have one to cancel, so that it proves nothing more.</summary>
    internal static bool LacksCall(ProviderResponse response) =>
        response is { StatusCode: HttpStatusCode.NotFound, Request.Operation: PaymentOperations.Cancel } && IsUnspoken(response);

    private static bool IsUnspoken(ProviderResponse response) => !response.TryRead(CommerceJson.Default.ChargeFailure, out var failure) || failure.Error is null;
}
