namespace Payments.Http;

/// <summary>
/// Sends a provider's calls: address, credentials, deadline, retries, circuit breaker, size limit and error reading. One for each registration;
/// safe for concurrent use.
/// </summary>
public sealed class ProviderHttpClient
{
    private ProviderHttpClient(string registration, ProviderProtocol protocol, ProviderHttpOptions options, IServiceProvider services)
    {
        Registration = registration;
        Protocol = protocol;
        Options = options;
        Time = TimeProvider.System;
        _ = services;
    }

    /// <summary>The registration's name.</summary>
    public string Registration { get; }

    internal ProviderProtocol Protocol { get; }

    internal ProviderHttpOptions Options { get; }

    internal TimeProvider Time { get; }

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
    public Task<ProviderResponse> SendAsync(ProviderRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.FromException<ProviderResponse>(new NotSupportedException(Registration));
    }

    internal static ProviderHttpClient Create(string registration, ProviderProtocol protocol, ProviderHttpOptions options, IServiceProvider services) =>
        new(registration, protocol, options, services);
}
