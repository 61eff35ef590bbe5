using Payments.Http;

namespace Payments.Adyen;

/// <summary>Adyen's HTTP: its addresses, its key, its errors, and what may be repeated.</summary>
internal sealed class AdyenProtocol(AdyenOptions options) : ProviderProtocol
{
    // The live address has a path of its own.
    public override Uri DefaultBaseAddress => options.Environment == AdyenEnvironment.Live
        ? new Uri($"https://{options.LiveUrlPrefix}-checkout-live.adyenpayments.com/checkout")
        : AdyenDefaults.TestAddress;

    public override ValueTask AuthorizeAsync(ProviderAttempt attempt, CancellationToken cancellationToken)
    {
        attempt.Message.Headers.TryAddWithoutValidation(AdyenDefaults.ApiKeyHeader, options.ApiKey);
        return ValueTask.CompletedTask;
    }

    public override PaymentError? ReadError(ProviderResponse response) => AdyenErrors.Read(response);

    // An error is stored as the answer of its key, so that repeating it brings it again, unless Adyen says that it was transient. What never reached the
    // operation, such as a gateway's 503, is not stored, and a key in use has an answer soon: the same key finds out, and never acts twice.
    public override RetryVerdict JudgeRetry(ProviderResponse response)
    {
        if (response.Error is not { } error || (response.Request.Kind == ProviderCallKind.Write && !response.Request.HasProviderKey))
            return RetryVerdict.No;
        if (string.Equals(response.GetHeader(AdyenDefaults.TransientErrorHeader), "true", StringComparison.OrdinalIgnoreCase))
            return RetryVerdict.Yes;
        if (error.Code == PaymentErrorCode.MerchantConfiguration)
            return RetryVerdict.No;
        return (int)response.StatusCode >= 500 && error.Kind == PaymentErrorKind.Unavailable ? RetryVerdict.Yes : base.JudgeRetry(response);
    }
}
