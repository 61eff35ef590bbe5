using System.Runtime.InteropServices;

namespace Payments.Http;

/// <summary>
/// What is particular to one provider's HTTP: its address, how calls are authorized, what its errors mean and what may be repeated. Derived once
/// for each provider; made once for each registration; safe for concurrent use.
/// </summary>
public abstract class ProviderProtocol
{
    /// <summary>Where the API is unless <see cref="ProviderHttpOptions.BaseAddress"/> says otherwise. It may have a path.</summary>
    public abstract Uri DefaultBaseAddress { get; }

    /// <summary>The headers that may hold the provider's id of a request, the best first.</summary>
    public virtual IReadOnlyList<string> RequestIdHeaders => [];

    /// <summary>
    /// Puts credentials, versions and signatures onto one attempt; it runs again for every attempt, on a fresh message. The body's bytes are
    /// <c>attempt.Request.Body.Content</c>; do not read <c>attempt.Message.Content</c>.
    /// </summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>When the message is ready.</returns>
    public abstract ValueTask AuthorizeAsync(ProviderAttempt attempt, CancellationToken cancellationToken);

    /// <summary>
    /// Says what failed, by the provider's own code: also in a 200, and null for a 409 that repeats the first answer. What it leaves empty of
    /// request id, HTTP status and Retry-After is filled in, and its texts are masked. Use <see cref="PaymentErrors.FromStatus"/> for a body
    /// without a code.
    /// </summary>
    /// <param name="response">The answer.</param>
    /// <returns>The error, or null when the call succeeded.</returns>
    public abstract PaymentError? ReadError(ProviderResponse response);

    /// <summary>
    /// Says what a failure means for the money. By default a read is <see cref="PaymentOutcome.Refused"/>; a write is
    /// <see cref="PaymentOutcome.Unknown"/> where the provider failed (<see cref="PaymentErrorKind.Unavailable"/>, <see cref="PaymentErrorKind.Unknown"/>)
    /// or is still at work (<see cref="PaymentErrorCode.InProgress"/>), else <see cref="PaymentOutcome.Refused"/>. Override it for codes that say
    /// more, such as a maintenance answer that certainly did nothing.
    /// </summary>
    /// <param name="error">The error.</param>
    /// <param name="response">The answer.</param>
    /// <returns>The outcome.</returns>
    public virtual PaymentOutcome JudgeOutcome(PaymentError error, ProviderResponse response)
    {
        ArgumentNullException.ThrowIfNull(error);
        ArgumentNullException.ThrowIfNull(response);
        return response.Request.Kind == ProviderCallKind.Write
            && (error.Kind is PaymentErrorKind.Unavailable or PaymentErrorKind.Unknown || error.Code == PaymentErrorCode.InProgress)
            ? PaymentOutcome.Unknown
            : PaymentOutcome.Refused;
    }

    /// <summary>
    /// Says whether a failed answer leads to another attempt. By default: reads and writes with a provider-side key after 408, 429 (or
    /// <see cref="PaymentErrorKind.RateLimited"/>) and <see cref="PaymentErrorCode.InProgress"/>; after 5xx reads only, since many keys replay the error. A
    /// write without a key is never repeated, and neither is a decline. Network faults are judged by the client itself.
    /// </summary>
    /// <param name="response">The answer, with its <see cref="ProviderResponse.Error"/>.</param>
    /// <returns>The verdict.</returns>
    public virtual RetryVerdict JudgeRetry(ProviderResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        var request = response.Request;
        if (response.Error is not { Kind: not PaymentErrorKind.Declined } error)
            return RetryVerdict.No;
        if (request.Kind == ProviderCallKind.Write && !request.HasProviderKey)
            return RetryVerdict.No;

        var status = (int)response.StatusCode;
        var again = status is 408 or 429
            || error.Kind == PaymentErrorKind.RateLimited
            || error.Code == PaymentErrorCode.InProgress
            || (status >= 500 && request.Kind == ProviderCallKind.Read);
        return again ? RetryVerdict.Yes : RetryVerdict.No;
    }

    /// <summary>
    /// After a 401, once in a call: drops the credentials that were refused and gets new ones, if that is possible. It should not renew what
    /// another call has renewed meanwhile.
    /// </summary>
    /// <param name="attempt">The attempt that was refused.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Whether there are new credentials, so that the attempt is repeated at once.</returns>
    public virtual ValueTask<bool> RefreshCredentialsAsync(ProviderAttempt attempt, CancellationToken cancellationToken) => ValueTask.FromResult(false);
}

/// <summary>One attempt of a call.</summary>
public sealed class ProviderAttempt
{
    internal ProviderAttempt(ProviderHttpClient client, ProviderRequest request, HttpRequestMessage message, int number)
    {
        Client = client;
        Request = request;
        Message = message;
        Number = number;
    }

    /// <summary>The client, to get a token with. Such a call comes back to <see cref="ProviderProtocol.AuthorizeAsync"/> by itself: tell it by its request.</summary>
    public ProviderHttpClient Client { get; }

    /// <summary>The call.</summary>
    public ProviderRequest Request { get; }

    /// <summary>What is about to be sent, for this attempt only.</summary>
    public HttpRequestMessage Message { get; }

    /// <summary>The attempt's number in the call, from 1.</summary>
    public int Number { get; }
}

/// <summary>Whether a failed attempt is repeated, and when.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RetryVerdict
{
    private RetryVerdict(bool retry, TimeSpan? after)
    {
        IsRetry = retry;
        After = after;
    }

    /// <summary>Not repeated.</summary>
    public static RetryVerdict No => default;

    /// <summary>Repeated after the usual back-off, or after <c>Retry-After</c> where the answer has it.</summary>
    public static RetryVerdict Yes { get; } = new(true, null);

    /// <summary>Whether it is repeated.</summary>
    public bool IsRetry { get; }

    /// <summary>How long to wait. Null for the usual back-off.</summary>
    public TimeSpan? After { get; }

    /// <summary>Repeated after a time that the provider named in its own way.</summary>
    /// <param name="delay">How long to wait.</param>
    /// <returns>The verdict.</returns>
    public static RetryVerdict YesAfter(TimeSpan delay) => new(true, delay);
}
