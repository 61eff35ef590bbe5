namespace Payments;

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

/// <summary>
/// How calls to a provider fare, for health checks: a keyed singleton under the registration's name, where the provider has one. What sends the
/// calls keeps it up to date; looking at it calls nobody.
/// </summary>
public sealed class ProviderCircuit
{
    private Func<ProviderCircuitState>? _state;
    private long _answered;
    private long _failed;

    /// <summary>The circuit breaker's state. Closed until the provider was first used, and where it has none.</summary>
    public ProviderCircuitState State => _state?.Invoke() ?? ProviderCircuitState.Closed;

    /// <summary>When the provider last answered a call, with yes or with no. Null before it did.</summary>
    public DateTimeOffset? LastAnsweredAt => At(ref _answered);

    /// <summary>When a call last brought no answer, or one that says that the provider is broken. Null before one did.</summary>
    public DateTimeOffset? LastFailedAt => At(ref _failed);

    /// <summary>Says where the state is kept; for those who send the calls.</summary>
    /// <param name="state">Gives the state.</param>
    public void Attach(Func<ProviderCircuitState> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _state = state;
    }

    /// <summary>Notes how an attempt ended; for those who send the calls.</summary>
    /// <param name="isAnswered">Whether there was an answer that does not say that the provider is broken.</param>
    /// <param name="at">When, by the host's clock.</param>
    public void Note(bool isAnswered, DateTimeOffset at) => Interlocked.Exchange(ref isAnswered ? ref _answered : ref _failed, at.UtcTicks);

    private static DateTimeOffset? At(ref long ticks) => Interlocked.Read(ref ticks) is > 0 and var at ? new DateTimeOffset(at, TimeSpan.Zero) : null;
}
