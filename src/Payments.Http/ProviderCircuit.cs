namespace Payments.Http;

/// <summary>Whether calls go out to a provider.</summary>
public enum ProviderCircuitState
{
    /// <summary>They do.</summary>
    Closed,

    /// <summary>They are refused, since too many have failed.</summary>
    Open,

    /// <summary>One goes out as a probe.</summary>
    HalfOpen,
}

/// <summary>The circuit breaker of a registration, for health checks: a keyed singleton under the registration's name.</summary>
public sealed class ProviderCircuit
{
    private Func<ProviderCircuitState>? _state;

    /// <summary>The state. Closed until the provider was first used.</summary>
    public ProviderCircuitState State => _state?.Invoke() ?? ProviderCircuitState.Closed;

    internal void Attach(Func<ProviderCircuitState> state) => _state = state;
}
