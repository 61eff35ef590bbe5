using Polly;
using Polly.CircuitBreaker;

namespace Payments.Http;

/// <summary>The Polly policies: one retry for all, which only carries out what <see cref="AttemptJudge"/> decided, and a circuit breaker for each client.</summary>
internal static class ProviderPolicies
{
    private static readonly IAsyncPolicy<HttpResponseMessage> None = Policy.NoOpAsync<HttpResponseMessage>();

    internal static readonly IAsyncPolicy<HttpResponseMessage> Repeat = Policy<HttpResponseMessage>
        .HandleResult(IsRepeated)
        .RetryForeverAsync(static (DelegateResult<HttpResponseMessage> outcome, Context _) => WaitAsync((AttemptResult)outcome.Result));

    internal static bool IsRepeated(HttpResponseMessage response) => response is AttemptResult { RetryDelay: not null };

    internal static IAsyncPolicy<HttpResponseMessage> Circuit(HttpRequestMessage message) =>
        (IAsyncPolicy<HttpResponseMessage>?)ProviderOperation.Of(message)?.Breaker ?? None;

    /// <summary>Tells the circuit how an attempt ended that ran beside it. If others have opened it meanwhile, that says nothing new.</summary>
    internal static void Tell(AsyncCircuitBreakerPolicy<HttpResponseMessage> breaker, Task<HttpResponseMessage> ended)
    {
        try
        {
            if (breaker.CircuitState is CircuitState.Closed)
                breaker.ExecuteAsync(() => ended).GetAwaiter().GetResult();
        }
        catch (BrokenCircuitException)
        {
            // Opened between the two lines.
        }
    }

    internal static AsyncCircuitBreakerPolicy<HttpResponseMessage>? CreateBreaker(ProviderHttpClient client)
    {
        var options = client.Options.Circuit;
        return !options.Enabled ? null : Policy<HttpResponseMessage>
            .HandleResult(static response => response is AttemptResult { CountsAgainstCircuit: true })
            .AdvancedCircuitBreakerAsync(
                options.FailurePercent / 100d,
                options.SamplingDuration,
                options.MinimumThroughput,
                options.BreakDuration,
                (_, duration) => HttpLog.CircuitOpened(client.Logger, client.Registration, duration.TotalSeconds),
                () => HttpLog.CircuitClosed(client.Logger, client.Registration),
                static () => { });
    }

    private static Task WaitAsync(AttemptResult result)
    {
        var operation = result.Operation;
        var delay = result.RetryDelay!.Value;
        HttpLog.Retrying(operation.Client.Logger, operation.Client.Registration, operation.Request.Operation, operation.Attempts, (long)delay.TotalMilliseconds);
        return operation.WaitForNextAttemptAsync(delay);
    }
}
