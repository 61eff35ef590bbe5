using System.Text;
using Payments.Http;

namespace Payments.Toss;

/// <summary>Toss Payments' HTTP: its credentials, its errors, and what may be repeated.</summary>
internal sealed class TossProtocol(TossOptions options) : ProviderProtocol
{
    // The secret key is the user's name and the password is empty: the colon stays.
    private readonly string _authorization = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(options.SecretKey + ":"));

    public override Uri DefaultBaseAddress => TossDefaults.BaseAddress;

    public override ValueTask AuthorizeAsync(ProviderAttempt attempt, CancellationToken cancellationToken)
    {
        var headers = attempt.Message.Headers;
        headers.TryAddWithoutValidation("Authorization", _authorization);
        if (options.AcceptLanguage is not null)
            headers.Add("Accept-Language", options.AcceptLanguage);
        return ValueTask.CompletedTask;
    }

    public override PaymentError? ReadError(ProviderResponse response) => TossErrors.Read(response);

    // A bank that is closed was not asked.
    public override PaymentOutcome JudgeOutcome(PaymentError error, ProviderResponse response) =>
        error is { Kind: PaymentErrorKind.Unavailable, Code: PaymentErrorCode.MethodUnavailable } ? PaymentOutcome.Refused : base.JudgeOutcome(error, response);

    // A key replays an error as well: after one, a write is not repeated but read. Failures of Toss Payments' own also come with 400.
    public override RetryVerdict JudgeRetry(ProviderResponse response) =>
        response is { Request.Kind: ProviderCallKind.Read, Error: { Kind: PaymentErrorKind.Unavailable, Code: not PaymentErrorCode.MethodUnavailable } }
            ? RetryVerdict.Yes
            : base.JudgeRetry(response);
}
