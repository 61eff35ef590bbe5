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

    // A reserve charges nothing: a code that nobody knows is a refusal of it.
    public override PaymentOutcome JudgeOutcome(PaymentError error, ProviderResponse response) =>
        error.ProviderCode is { } code && (NaverPayMapping.NothingDone.Contains(code) || IsReserveRefused(error, response))
            ? PaymentOutcome.Refused
            : base.JudgeOutcome(error, response);

    // What is under way is looked up in the history, not asked for again.
    public override RetryVerdict JudgeRetry(ProviderResponse response) =>
        NaverPayErrors.Is(response.Error?.ProviderCode, NaverPayDefaults.AlreadyOnGoing) ? RetryVerdict.No : base.JudgeRetry(response);

    private static bool IsReserveRefused(PaymentError error, ProviderResponse response) =>
        response.Request.Operation is PaymentOperations.Create && error.Kind is PaymentErrorKind.Unknown;
}
