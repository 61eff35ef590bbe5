using System.Net;

namespace Payments.Http;

/// <summary>
/// How one attempt ended, on its way through the handlers as a response without content: what is inside travels beside it. Only the status is
/// there for handlers that the host put around ours.
/// </summary>
internal sealed class AttemptResult : HttpResponseMessage
{
    private AttemptResult(ProviderOperation operation, HttpStatusCode statusCode)
        : base(statusCode) => Operation = operation;

    internal ProviderOperation Operation { get; }

    /// <summary>The answer. Null when none came.</summary>
    internal ProviderResponse? Response { get; private init; }

    /// <summary>Why no answer came. <see cref="PaymentErrorCode.Unknown"/> when one came, or when <see cref="Cause"/> says it all.</summary>
    internal PaymentErrorCode Code { get; private init; }

    /// <summary>What was thrown. Null when an answer came.</summary>
    internal Exception? Cause { get; private init; }

    /// <summary>Whether the provider may have seen the request.</summary>
    internal bool Sent { get; private init; }

    /// <summary>Whether it counts as a failure of the provider: no connection, no answer, or 5xx.</summary>
    internal bool CountsAgainstCircuit { get; private init; }

    /// <summary>Whether the fault itself allows another attempt, if the request does.</summary>
    internal bool IsTransient { get; private init; }

    /// <summary>How long to wait for the next attempt. Null when there is none.</summary>
    internal TimeSpan? RetryDelay { get; set; }

    internal static AttemptResult Answered(ProviderOperation operation, ProviderResponse response) => new(operation, response.StatusCode)
    {
        Response = response,
        Sent = true,
        CountsAgainstCircuit = (int)response.StatusCode >= 500,
    };

    /// <summary>The connection was not made, was cut, or nothing came in time.</summary>
    internal static AttemptResult NoAnswer(ProviderOperation operation, PaymentErrorCode code, Exception cause, bool sent) =>
        new(operation, HttpStatusCode.ServiceUnavailable) { Code = code, Cause = cause, Sent = sent, CountsAgainstCircuit = true, IsTransient = true };

    /// <summary>The answer was too large.</summary>
    internal static AttemptResult TooLarge(ProviderOperation operation, Exception cause) =>
        new(operation, HttpStatusCode.BadGateway) { Code = PaymentErrorCode.InvalidResponse, Cause = cause, Sent = true };

    /// <summary>The attempt could not even be prepared.</summary>
    internal static AttemptResult NotPrepared(ProviderOperation operation, Exception cause, PaymentErrorCode code = PaymentErrorCode.Unknown) =>
        new(operation, HttpStatusCode.ServiceUnavailable) { Code = code, Cause = cause };
}
