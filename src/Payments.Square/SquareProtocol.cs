using System.Globalization;
using Payments.Http;

namespace Payments.Square;

/// <summary>Square's HTTP: its headers, its errors, and what may be repeated.</summary>
internal sealed class SquareProtocol(SquareOptions options, TimeProvider time) : ProviderProtocol
{
    private readonly string _authorization = "Bearer " + options.AccessToken;

    public override Uri DefaultBaseAddress => options.Environment == SquareEnvironment.Sandbox ? SquareDefaults.Sandbox : SquareDefaults.Production;

    public override ValueTask AuthorizeAsync(ProviderAttempt attempt, CancellationToken cancellationToken)
    {
        var headers = attempt.Message.Headers;
        headers.TryAddWithoutValidation("Authorization", _authorization);
        headers.TryAddWithoutValidation(SquareDefaults.VersionHeader, options.ApiVersion);
        return ValueTask.CompletedTask;
    }

    public override PaymentError? ReadError(ProviderResponse response) => SquareErrors.Read(response);

    // A call with a key may come again after any failure of Square's own, a temporary error among them. One without a key never does.
    public override RetryVerdict JudgeRetry(ProviderResponse response)
    {
        var verdict = base.JudgeRetry(response);
        var again = verdict.IsRetry || (response is { Request.HasProviderKey: true, Error.Kind: PaymentErrorKind.Unavailable });
        if (!again)
            return RetryVerdict.No;
        return response.RetryAfter is null && Reset(response) is { } wait ? RetryVerdict.YesAfter(wait) : RetryVerdict.Yes;
    }

    private TimeSpan? Reset(ProviderResponse response)
    {
        if (!long.TryParse(response.GetHeader(SquareDefaults.ResetHeader), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return null;
        var wait = DateTimeOffset.FromUnixTimeSeconds(seconds) - time.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : null;
    }
}
