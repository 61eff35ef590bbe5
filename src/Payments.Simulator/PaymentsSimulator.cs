namespace Payments.Simulator;

/// <summary>Several simulators that start, stop and write their traffic together.</summary>
/// <param name="simulators">The simulators; they are disposed with this.</param>
public sealed class PaymentsSimulator(params IReadOnlyList<ProviderSimulator> simulators) : IAsyncDisposable
{
    /// <summary>The simulators.</summary>
    public IReadOnlyList<ProviderSimulator> Simulators { get; } = simulators;

    /// <summary>The simulator of one provider.</summary>
    /// <param name="name">The provider's name.</param>
    /// <returns>The first simulator of that name.</returns>
    public ProviderSimulator this[string name] => Simulators.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.Ordinal))
        ?? throw new KeyNotFoundException($"There is no simulator of '{name}' here.");

    /// <summary>The simulator of one type.</summary>
    /// <typeparam name="TSimulator">The type.</typeparam>
    /// <returns>The first simulator of that type.</returns>
    public TSimulator Get<TSimulator>()
        where TSimulator : ProviderSimulator => Simulators.OfType<TSimulator>().FirstOrDefault()
            ?? throw new KeyNotFoundException($"There is no {typeof(TSimulator).Name} here.");

    /// <summary>Starts all of them.</summary>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <returns>When all servers listen.</returns>
    public Task StartAsync(CancellationToken cancellationToken = default) =>
        Task.WhenAll(Simulators.Select(s => s.StartAsync(cancellationToken)));

    /// <summary>Writes the traffic of all as one HTTP archive, in the order of time.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>When all is written.</returns>
    public Task WriteHarAsync(Stream stream, CancellationToken cancellationToken = default) =>
        HarRecorder.WriteAsync(Simulators.SelectMany(s => s.RecordedEntries()), stream, cancellationToken);

    /// <summary>Writes the traffic of all as one HTTP archive, in the order of time.</summary>
    /// <param name="path">The file, replaced if it exists.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>When all is written.</returns>
    public async Task WriteHarAsync(string path, CancellationToken cancellationToken = default)
    {
        var file = File.Create(path);
        await using (file.ConfigureAwait(false))
            await WriteHarAsync(file, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops all of them.</summary>
    /// <returns>When all have stopped.</returns>
    public async ValueTask DisposeAsync()
    {
        foreach (var simulator in Simulators)
            await simulator.DisposeAsync().ConfigureAwait(false);
    }
}
