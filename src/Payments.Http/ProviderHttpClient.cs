using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Polly.CircuitBreaker;

namespace Payments.Http;

/// <summary>
/// Sends a provider's calls: address, credentials, deadline, retries, circuit breaker, size limit and error reading. One for each registration;
/// safe for concurrent use.
/// </summary>
public sealed class ProviderHttpClient
{
    private readonly NamedHttpClient _http;
    private readonly Uri _baseAddress;
    private readonly ProviderCircuit? _circuit;
    private readonly Lazy<AsyncCircuitBreakerPolicy<HttpResponseMessage>?> _breaker;
    private FixedAddress? _last;

    internal ProviderHttpClient(string registration, ProviderProtocol protocol, ProviderHttpOptions options, IServiceProvider services)
    {
        Registration = registration;
        Protocol = protocol;
        Options = options;
        Time = services.GetRequiredService<TimeProvider>();
        Jitter = services.GetRequiredService<Jitter>();
        Telemetry = services.GetRequiredService<HttpTelemetry>();
        Logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Payments.Http");
        _http = new NamedHttpClient(HttpClientName(registration), services);
        _baseAddress = options.BaseAddress ?? protocol.DefaultBaseAddress;
        _breaker = new(() => ProviderPolicies.CreateBreaker(this));
        _circuit = services.GetKeyedService<ProviderCircuit>(registration);
        _circuit?.Attach(() => _breaker is { IsValueCreated: true, Value: { } breaker } ? ToState(breaker.CircuitState) : ProviderCircuitState.Closed);
    }

    /// <summary>The registration's name.</summary>
    public string Registration { get; }

    internal ProviderProtocol Protocol { get; }

    internal ProviderHttpOptions Options { get; }

    internal TimeProvider Time { get; }

    internal Jitter Jitter { get; }

    internal HttpTelemetry Telemetry { get; }

    internal ILogger Logger { get; }

    /// <summary>Null where the circuit is off. Made at the first call: Polly takes longer to start than all else here.</summary>
    internal AsyncCircuitBreakerPolicy<HttpResponseMessage>? Breaker => _breaker.Value;

    /// <summary>The name under which a registration's HttpClient can be configured by hosts and tests.</summary>
    /// <param name="registration">The registration's name.</param>
    /// <returns><c>Payments.&lt;registration&gt;</c>.</returns>
    public static string HttpClientName(string registration) => "Payments." + registration;

    /// <summary>
    /// Sends a call. An answer that says no comes back with its <see cref="ProviderResponse.Error"/>: turn declines and reached states into
    /// answers, and let <see cref="ProviderResponse.Read{T}"/> throw the rest.
    /// </summary>
    /// <param name="request">The call.</param>
    /// <param name="cancellationToken">
    /// Ends the call while nothing was sent. Once the first byte of a write has left it is not observed any more; a read can always be ended.
    /// </param>
    /// <returns>The answer.</returns>
    /// <exception cref="PaymentException">No answer came, or none that could be read; see <see cref="PaymentException.Outcome"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up, and the call was never carried out.</exception>
    public async Task<ProviderResponse> SendAsync(ProviderRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var address = AddressOf(request);
        using var operation = new ProviderOperation(this, request, address, cancellationToken);
        try
        {
            using var carrier = new OperationMessage(operation);
            using var result = await _http.SendAsync(carrier, operation.Token).ConfigureAwait(false);
            return operation.Last?.Response ?? throw NoAnswer(operation, operation.Last?.Code ?? PaymentErrorCode.NetworkError, operation.Last?.Cause);
        }
        catch (BrokenCircuitException)
        {
            throw NoAnswer(operation, PaymentErrorCode.CircuitOpen, null);
        }
        catch (Exception exception) when (operation.IsCancelledByCaller)
        {
            throw new OperationCanceledException("The call was ended before it was sent.", exception as OperationCanceledException, cancellationToken);
        }
        catch (Exception exception) when (exception is not PaymentException)
        {
            throw NoAnswer(operation, exception is OperationCanceledException ? PaymentErrorCode.Timeout : PaymentErrorCode.NetworkError, exception);
        }
    }

    // Most calls go where the last one went, and reading an address costs more than all headers together.
    private Uri AddressOf(ProviderRequest request)
    {
        if (request is not { BaseAddress: null, Query: null })
            return ProviderPath.Combine(request.BaseAddress ?? _baseAddress, request.Path, request.Query);
        if (_last is { } last && last.Path == request.Path)
            return last.Address;
        var address = ProviderPath.Combine(_baseAddress, request.Path, null);
        _last = new FixedAddress(request.Path, address);
        return address;
    }

    private sealed record FixedAddress(string Path, Uri Address);

    internal void LogAttempt(ProviderOperation operation, AttemptResult result, TimeSpan duration)
    {
        _circuit?.Note(!result.CountsAgainstCircuit, Time.GetUtcNow());
        if (!Logger.IsEnabled(result.Response is null ? LogLevel.Warning : LogLevel.Debug))
            return;
        var request = operation.Request;
        var path = SafeText.Code(request.LogPath ?? request.Path)!;
        var milliseconds = (long)duration.TotalMilliseconds;
        if (result.Response is { } response)
            HttpLog.Answered(Logger, Registration, request.Operation, request.Method.Method, path, response.StatusCode, milliseconds, operation.Attempts, response.RequestId);
        else
            HttpLog.NoAnswer(Logger, Registration, request.Operation, request.Method.Method, path, milliseconds, operation.Attempts, result.Code, Fault(result.Cause), result.Sent);
    }

    /// <summary>The type of a fault, without its words: a handler of the host's may have put anything into them.</summary>
    private static string Fault(Exception? exception) => exception switch
    {
        null => "none",
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http => $"{nameof(HttpRequestException)} {http.HttpRequestError}",
        _ => exception.GetType().Name,
    };

    private PaymentException NoAnswer(ProviderOperation operation, PaymentErrorCode code, Exception? cause)
    {
        var request = operation.Request;
        var unknown = request.Kind == ProviderCallKind.Write && (operation.HasSent || operation.MayHaveBeenExecuted);

        // The attempt was not even prepared: what stopped it says it best, unless an earlier attempt went out.
        if (cause is PaymentException { Outcome: not PaymentOutcome.Unknown } own && !unknown)
            return own;
        var outcome = unknown ? PaymentOutcome.Unknown : PaymentOutcome.NeverSent;
        if (code == PaymentErrorCode.InvalidResponse && !unknown)
            outcome = PaymentOutcome.Refused;
        if (code == PaymentErrorCode.Unknown)
            code = PaymentErrorCode.NetworkError;
        return PaymentErrors.ToException(PaymentErrors.NoAnswer(code, outcome), outcome, Registration, request, innerException: cause);
    }

    private static ProviderCircuitState ToState(CircuitState state) => state switch
    {
        CircuitState.Closed => ProviderCircuitState.Closed,
        CircuitState.HalfOpen => ProviderCircuitState.HalfOpen,
        _ => ProviderCircuitState.Open,
    };
}
