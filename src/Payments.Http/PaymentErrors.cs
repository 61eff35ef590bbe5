using System.Net;

namespace Payments.Http;

/// <summary>Turns errors into exceptions, and HTTP statuses into errors where a provider gave no code of its own.</summary>
public static class PaymentErrors
{
    /// <summary>An error by HTTP status alone, for answers without a code (a proxy's page, an empty body).</summary>
    /// <param name="response">The answer.</param>
    /// <returns>The error, or null for 2xx.</returns>
    public static PaymentError? FromStatus(ProviderResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (response.IsSuccessStatusCode)
            return null;

        var write = response.Request.Kind == ProviderCallKind.Write;
        var (kind, code, retry) = (int)response.StatusCode switch
        {
            < 400 => (PaymentErrorKind.Unknown, PaymentErrorCode.InvalidResponse, PaymentRetry.No),
            401 => (PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials, PaymentRetry.No),
            403 => (PaymentErrorKind.Authentication, PaymentErrorCode.PermissionDenied, PaymentRetry.No),
            404 or 410 => (PaymentErrorKind.NotFound, PaymentErrorCode.NotFound, PaymentRetry.No),
            408 => (PaymentErrorKind.Unavailable, PaymentErrorCode.Timeout, PaymentRetry.SameRequest),
            409 => (PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState, PaymentRetry.AfterReading),
            429 => (PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited, PaymentRetry.SameRequest),
            >= 500 => (PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError, write ? PaymentRetry.AfterReading : PaymentRetry.SameRequest),
            _ => (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest, PaymentRetry.NewAttempt),
        };
        return new PaymentError { Kind = kind, Code = code, Retry = retry };
    }

    /// <summary>
    /// An error by the provider's own code, with what may be tried again for errors of its kind. What looks like a card number, a key or an address in
    /// code and words is masked, and both are capped: some come by way of the payer's browser.
    /// </summary>
    /// <param name="kind">The kind.</param>
    /// <param name="code">The reason.</param>
    /// <param name="providerCode">The provider's code. Null when there was none.</param>
    /// <param name="providerMessage">The provider's words. Null when there were none.</param>
    /// <returns>The error.</returns>
    public static PaymentError Create(PaymentErrorKind kind, PaymentErrorCode code, string? providerCode = null, string? providerMessage = null) => new()
    {
        Kind = kind,
        Code = code,
        Retry = (kind, code) switch
        {
            (_, PaymentErrorCode.InProgress) or (PaymentErrorKind.RateLimited, _) => PaymentRetry.SameRequest,
            (PaymentErrorKind.Conflict or PaymentErrorKind.Unavailable or PaymentErrorKind.Unknown, _) => PaymentRetry.AfterReading,
            (PaymentErrorKind.Declined or PaymentErrorKind.InvalidRequest, _) => PaymentRetry.NewAttempt,
            _ => PaymentRetry.No,
        },
        ProviderCode = SafeText.Code(providerCode),
        ProviderMessage = SafeText.Message(providerMessage),
    };

    /// <summary>
    /// An error whose texts did not come as a provider's answer, such as those of a payer's return: masked and cut as <see cref="ProviderResponse.Error"/> is.
    /// </summary>
    /// <param name="error">The error.</param>
    /// <returns>The error with safe texts.</returns>
    public static PaymentError Masked(PaymentError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error with
        {
            ProviderCode = SafeText.Code(error.ProviderCode),
            ProviderMessage = SafeText.Message(error.ProviderMessage),
            PayerMessage = SafeText.Message(error.PayerMessage),
            RequestId = SafeText.Code(error.RequestId),
        };
    }

    /// <summary>
    /// The exception that an error stands for: by its outcome where that is unknown, else by its kind. A read moves no money, so it is
    /// <see cref="PaymentOutcome.NeverSent"/> when no answer came and <see cref="PaymentOutcome.Refused"/> when one came, never unknown.
    /// </summary>
    /// <param name="error">The error.</param>
    /// <param name="outcome">What it means for the money.</param>
    /// <param name="registration">The registration's name.</param>
    /// <param name="request">The call.</param>
    /// <param name="detail">More words, without content of the message; null for none.</param>
    /// <param name="innerException">The cause; null for none.</param>
    /// <returns>The exception.</returns>
    public static PaymentException ToException(
        PaymentError error,
        PaymentOutcome outcome,
        string registration,
        ProviderRequest request,
        string? detail = null,
        Exception? innerException = null)
    {
        ArgumentNullException.ThrowIfNull(error);
        ArgumentNullException.ThrowIfNull(request);
        var call = request.Operation == PaymentOperations.None ? request.LogPath ?? request.Path : request.Operation.ToString();
        var message = $"{registration}: {call} failed: {Describe(error, outcome)}{(detail is null ? "" : " (" + detail + ")")}.";
        var payment = request.Payment;
        if (outcome == PaymentOutcome.Unknown)
            return new PaymentOutcomeUnknownException(message, error, payment, innerException);

        return error.Kind switch
        {
            PaymentErrorKind.InvalidRequest => new PaymentRequestException(message, error, outcome, payment, innerException),
            PaymentErrorKind.Authentication => new PaymentAuthenticationException(message, error, outcome, payment, innerException),
            PaymentErrorKind.NotFound => new PaymentNotFoundException(message, error, outcome, payment, innerException),
            PaymentErrorKind.Conflict => new PaymentConflictException(message, error, outcome, payment, innerException),
            PaymentErrorKind.RateLimited => new PaymentRateLimitedException(message, error, outcome, payment, innerException),
            PaymentErrorKind.Unavailable => new PaymentProviderUnavailableException(message, error, outcome, payment, innerException),
            PaymentErrorKind.NotSupported => new PaymentOperationNotSupportedException(
                registration, request.Operation, $"The provider said so [code {error.ProviderCode}] [request {error.RequestId}].", payment),
            _ => new PaymentException(message, error, outcome, payment, innerException),
        };
    }

    /// <summary>The error for a call that brought no answer.</summary>
    internal static PaymentError NoAnswer(PaymentErrorCode code, PaymentOutcome outcome) => new()
    {
        Kind = PaymentErrorKind.Unavailable,
        Code = code,
        Retry = outcome == PaymentOutcome.Unknown ? PaymentRetry.AfterReading : PaymentRetry.SameRequest,
    };

    private static string Describe(PaymentError error, PaymentOutcome outcome) => (error.Code, outcome) switch
    {
        (PaymentErrorCode.CircuitOpen, PaymentOutcome.NeverSent) => "nothing was sent, since the circuit is open after repeated failures",
        (PaymentErrorCode.NetworkError, PaymentOutcome.NeverSent) => "no answer came, check name, route, proxy and certificate of the base address",
        (PaymentErrorCode.Timeout, PaymentOutcome.NeverSent) => "no answer came within the configured Timeout",
        (PaymentErrorCode.InvalidResponse, PaymentOutcome.Unknown) => "the answer could not be read, so whether it was carried out is not known",
        (PaymentErrorCode.InvalidResponse, _) => "the answer could not be read",
        (_, PaymentOutcome.Unknown) => $"{error.Code}, and whether it was carried out is not known: read the payment or repeat the same request object",
        (_, PaymentOutcome.NeverSent) => $"{error.Code}, nothing was sent",
        _ when error.HttpStatus is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden && error.Kind == PaymentErrorKind.Authentication =>
            $"{error.Code}, check the registration's keys and their permissions",
        _ => error.Code.ToString(),
    };
}
