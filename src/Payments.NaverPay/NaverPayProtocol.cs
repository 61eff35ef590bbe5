using Payments.Http;

namespace Payments.NaverPay;

/// <summary>Naver Pay's HTTP: its headers, its errors, and what they mean for the money.</summary>
internal sealed class NaverPayProtocol(NaverPayOptions options) : ProviderProtocol
{
    public override Uri DefaultBaseAddress => options.IsLive ? NaverPayDefaults.LiveAddress : NaverPayDefaults.DevelopmentAddress;

    public override ValueTask AuthorizeAsync(ProviderAttempt attempt, CancellationToken cancellationToken)
    {
        var headers = attempt.Message.Headers;
        headers.TryAddWithoutValidation(NaverPayDefaults.ClientIdHeader, options.ClientId);
        headers.TryAddWithoutValidation(NaverPayDefaults.ClientSecretHeader, options.ClientSecret);
        headers.TryAddWithoutValidation(NaverPayDefaults.ChainIdHeader, options.ChainId);
        if (options.FinancialId is { } financialId)
            headers.TryAddWithoutValidation(NaverPayDefaults.FinancialIdHeader, financialId);
        return ValueTask.CompletedTask;
    }

    public override PaymentError? ReadError(ProviderResponse response) => NaverPayErrors.Read(response);

    public override PaymentOutcome JudgeOutcome(PaymentError error, ProviderResponse response) =>
        error.ProviderCode is { } code && NaverPayMapping.NothingDone.Contains(code) ? PaymentOutcome.Refused : base.JudgeOutcome(error, response);
}
