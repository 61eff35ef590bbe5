using System.Net;
using Payments.Http;

namespace Payments.CoinGate;

/// <summary>The HTTP of CoinGate: its token and its errors. There are no idempotency keys, so that nothing that writes is repeated blindly.</summary>
internal sealed class CoinGateProtocol(CoinGateOptions options) : ProviderProtocol
{
    private readonly string _authorization = $"{CoinGateDefaults.Scheme} {options.ApiToken}";

    public override Uri DefaultBaseAddress => options.Sandbox ? CoinGateDefaults.SandboxAddress : CoinGateDefaults.LiveAddress;

    public override ValueTask AuthorizeAsync(ProviderAttempt attempt, CancellationToken cancellationToken)
    {
        attempt.Message.Headers.TryAddWithoutValidation("Authorization", _authorization);
        return ValueTask.CompletedTask;
    }

    public override PaymentError? ReadError(ProviderResponse response)
    {
        var byStatus = PaymentErrors.FromStatus(response);
        if (byStatus is null || !response.TryRead(CoinGateJson.Default.CoinGateFailure, out var failure))
            return byStatus;
        var text = TextOf(failure);
        var (kind, code) = Classify(failure, text, response.StatusCode, byStatus);
        return (kind == byStatus.Kind ? byStatus with { Code = code } : PaymentErrors.Create(kind, code)) with
        {
            ProviderCode = failure.Reason,
            ProviderMessage = text,
        };
    }

    /// <summary>What met the limit of requests was not carried out: that alone may be sent again whatever it is.</summary>
    public override RetryVerdict JudgeRetry(ProviderResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.StatusCode is HttpStatusCode.TooManyRequests ? RetryVerdict.Yes : base.JudgeRetry(response);
    }

    private static (PaymentErrorKind Kind, PaymentErrorCode Code) Classify(CoinGateFailure failure, string? text, HttpStatusCode status, PaymentError byStatus)
    {
        if (text?.Contains(CoinGateMapping.QuotaText, StringComparison.OrdinalIgnoreCase) == true)
            return (PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited);
        if (!CoinGateMapping.Errors.TryGetValue(failure.Reason ?? "", out var known))
            return (byStatus.Kind, byStatus.Code);

        // 'Order does not exist' also comes as a request that cannot be carried out.
        return status is HttpStatusCode.UnprocessableEntity && known.Kind is PaymentErrorKind.NotFound
            ? (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)
            : known;
    }

    private static string? TextOf(CoinGateFailure failure) => failure.Errors is not { Count: > 0 } errors ? failure.Message
        : string.Join("; ", new[] { failure.Message }.Concat(errors).Where(text => !string.IsNullOrEmpty(text)));
}
