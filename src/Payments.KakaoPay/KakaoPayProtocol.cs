using Payments.Http;

namespace Payments.KakaoPay;

/// <summary>Kakao Pay's HTTP: its header, its errors, and what they mean for the money. Only reads are repeated, since no call has a key.</summary>
internal sealed class KakaoPayProtocol(KakaoPayOptions options) : ProviderProtocol
{
    private readonly string _authorization = $"{KakaoPayDefaults.Scheme} {options.SecretKey}";

    public override Uri DefaultBaseAddress => KakaoPayDefaults.BaseAddress;

    public override ValueTask AuthorizeAsync(ProviderAttempt attempt, CancellationToken cancellationToken)
    {
        attempt.Message.Headers.TryAddWithoutValidation("Authorization", _authorization);
        return ValueTask.CompletedTask;
    }

    public override PaymentError? ReadError(ProviderResponse response) => KakaoPayErrors.Read(response);

    public override PaymentOutcome JudgeOutcome(PaymentError error, ProviderResponse response) =>
        KakaoPayMapping.NothingDone.Contains(error.ProviderCode) ? PaymentOutcome.Refused : base.JudgeOutcome(error, response);

    // Nearly all errors come with the status 400, faults of the server too.
    public override RetryVerdict JudgeRetry(ProviderResponse response) =>
        response is { Request.Kind: ProviderCallKind.Read, Error.Kind: PaymentErrorKind.Unavailable } ? RetryVerdict.Yes : base.JudgeRetry(response);
}
