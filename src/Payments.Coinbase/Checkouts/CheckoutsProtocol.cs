using System.Net;
using Payments.Http;

namespace Payments.Coinbase;

/// <summary>The HTTP of the Checkout API: a token for each attempt, its errors, and what may be repeated.</summary>
internal sealed class CheckoutsProtocol(CoinbaseOptions options, CdpToken token) : ProviderProtocol
{
    // Host and path as Coinbase sees them.
    private readonly string _base = AddressOf(options.SignedBaseAddress ?? options.BaseAddress ?? CheckoutsDefaults.BaseAddress);

    public override Uri DefaultBaseAddress => CheckoutsDefaults.BaseAddress;

    public override ValueTask AuthorizeAsync(ProviderAttempt attempt, CancellationToken cancellationToken)
    {
        var message = attempt.Message;
        message.Headers.TryAddWithoutValidation("Authorization", token.Create(message.Method.Method, _base, attempt.Request.Path));
        return ValueTask.CompletedTask;
    }

    // The next attempt gets a new token anyway: it helps where this one has just run out, or a clock was wrong for a moment.
    public override ValueTask<bool> RefreshCredentialsAsync(ProviderAttempt attempt, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    public override PaymentError? ReadError(ProviderResponse response)
    {
        if (PaymentErrors.FromStatus(response) is not { } byStatus)
            return null;
        if ((int)response.StatusCode == 499)
            byStatus = PaymentErrors.Create(PaymentErrorKind.Unavailable, PaymentErrorCode.Timeout);
        if (!response.TryRead(CheckoutsJson.Default.CheckoutFailure, out var failure))
            return byStatus;

        var type = failure.ErrorType ?? failure.SnakeErrorType;
        var message = failure.ErrorMessage ?? failure.SnakeErrorMessage;
        return ErrorOf(response, byStatus, type, message) with
        {
            ProviderCode = type,
            ProviderMessage = message,
            RequestId = failure.CorrelationId ?? failure.SnakeCorrelationId,
        };
    }

    // It may be the very object that an earlier request with this key has made.
    public override PaymentOutcome JudgeOutcome(PaymentError error, ProviderResponse response) =>
        error.ProviderCode == "already_exists" && response.Request.HasProviderKey ? PaymentOutcome.Unknown : base.JudgeOutcome(error, response);

    // The key makes a repeat of a write safe, whatever the failure was.
    public override RetryVerdict JudgeRetry(ProviderResponse response) =>
        response is { Error.Kind: PaymentErrorKind.Unavailable, Request: { Kind: ProviderCallKind.Read } or { HasProviderKey: true } }
            ? RetryVerdict.Yes
            : base.JudgeRetry(response);

    private static PaymentError ErrorOf(ProviderResponse response, PaymentError byStatus, string? type, string? message)
    {
        if (type is not null && CheckoutsMapping.Errors.TryGetValue(type, out var known))
            return known.Kind == byStatus.Kind ? byStatus with { Code = known.Code } : PaymentErrors.Create(known.Kind, known.Code);
        if (type?.EndsWith(CheckoutsMapping.LimitSuffix, StringComparison.Ordinal) == true)
            return PaymentErrors.Create(PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited);

        // Some answers have only a message, also for an id that nobody knows.
        var isNotFound = response.StatusCode is HttpStatusCode.BadRequest && message?.EndsWith("not found", StringComparison.OrdinalIgnoreCase) == true;
        return isNotFound ? PaymentErrors.Create(PaymentErrorKind.NotFound, PaymentErrorCode.NotFound) : byStatus;
    }

    private static string AddressOf(Uri address) => address.Host + address.AbsolutePath.TrimEnd('/');
}
