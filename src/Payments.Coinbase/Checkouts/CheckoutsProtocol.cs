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

    // The key makes a repeat of a write safe, whatever the failure was.
    public override RetryVerdict JudgeRetry(ProviderResponse response) =>
        response is { Error.Kind: PaymentErrorKind.Unavailable, Request: { Kind: ProviderCallKind.Read } or { HasProviderKey: true } }
            ? RetryVerdict.Yes
            : base.JudgeRetry(response);

    private static PaymentError ErrorOf(ProviderResponse response, PaymentError byStatus, string? type, string? message)
    {
        var word = WordOf(response, type, message);
        if (word is not null && CheckoutsMapping.Errors.TryGetValue(word, out var known))
        {
            var isOfStatus = known.Kind == byStatus.Kind && known.Code is not PaymentErrorCode.InProgress;
            return isOfStatus ? byStatus with { Code = known.Code } : PaymentErrors.Create(known.Kind, known.Code);
        }

        return type?.EndsWith(CheckoutsMapping.LimitSuffix, StringComparison.Ordinal) == true
            ? PaymentErrors.Create(PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited)
            : byStatus;
    }

    // What the type means, unless the message says more: of an unknown id, which may come without a type, and of a key that is at work.
    private static string? WordOf(ProviderResponse response, string? type, string? message)
    {
        if (message is null)
            return type;
        if (type is CheckoutsMapping.AlreadyExists && message.Contains(CheckoutsMapping.KeyWords, StringComparison.OrdinalIgnoreCase))
            return CheckoutsMapping.KeyInUse;
        var saysLittle = type is CheckoutsMapping.InvalidRequest || type is null || !CheckoutsMapping.Errors.ContainsKey(type);
        return saysLittle && response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound
            && message.TrimEnd('.', ' ').EndsWith(CheckoutsMapping.NotFoundWords, StringComparison.OrdinalIgnoreCase)
            ? CheckoutsMapping.NotFound
            : type;
    }

    private static string AddressOf(Uri address) => address.Host + address.AbsolutePath.TrimEnd('/');
}
