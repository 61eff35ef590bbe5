using Microsoft.Extensions.Http;
using Polly.CircuitBreaker;

namespace Payments.Http;

/// <summary>
/// Retries and the circuit breaker. Most calls need neither: while the circuit is closed, an attempt runs without a policy around it and is told to
/// the circuit when it has ended, and the retry policy is entered only once an attempt asks for another one.
/// </summary>
internal sealed class PolicyHandler() : PolicyHttpMessageHandler(ProviderPolicies.Circuit)
{
    private HttpMessageInvoker? _attempts;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var breaker = ProviderOperation.Of(request)?.Breaker;
        var isClosed = breaker is null or { CircuitState: CircuitState.Closed };
        var attempt = isClosed ? AttemptAsync(request, cancellationToken) : base.SendAsync(request, cancellationToken);
        var first = await attempt.ConfigureAwait(false);
        if (isClosed && breaker is not null)
            ProviderPolicies.Tell(breaker, attempt);
        return ProviderPolicies.IsRepeated(first)
            ? await RepeatAsync(request, first, cancellationToken).ConfigureAwait(false)
            : first;
    }

    // The policy's own handler stands between this one and the next, so that its base cannot be called past it.
    private Task<HttpResponseMessage> AttemptAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        (_attempts ??= new HttpMessageInvoker(InnerHandler!, disposeHandler: false)).SendAsync(request, cancellationToken);

    private Task<HttpResponseMessage> RepeatAsync(HttpRequestMessage request, HttpResponseMessage first, CancellationToken cancellationToken)
    {
        HttpResponseMessage? ended = first;
        return ProviderPolicies.Repeat.ExecuteAsync(
            token => Interlocked.Exchange(ref ended, null) is { } response ? Task.FromResult(response) : base.SendAsync(request, token), cancellationToken);
    }
}
