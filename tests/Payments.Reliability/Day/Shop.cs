using Payments.Reliability.Support;
using Payments.Reliability.Hosting;
using Payments.Reliability.Providers;
using Payments.Simulator;

namespace Payments.Reliability.Day;

/// <summary>The world of a run: the simulators, which survive, the clock, and the host of the moment.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string _settings;
    private readonly Dictionary<string, ProviderSimulator> _simulators;
    private TaskCompletionSource<HostProcess> _host = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Shop(string folder, string settings, SharedClock clock, Dictionary<string, ProviderSimulator> simulators) =>
        (_folder, _settings, Clock, _simulators) = (folder, settings, clock, simulators);

    internal SharedClock Clock { get; }

    internal IReadOnlyCollection<ProviderSimulator> Simulators => _simulators.Values;

    internal string SettingsPath => _settings;

    internal ProviderSimulator SimulatorOf(string provider) => _simulators[provider];

    /// <summary>Starts simulators and clock; no host yet.</summary>
    internal static async Task<Shop> OpenAsync(
        HostDatabase database, int speed, int seed, bool worksByItself = true, IEnumerable<ShopProvider>? providers = null, bool keepRequests = false, bool hasCrashGate = false)
    {
        var folder = Directory.CreateTempSubdirectory("payments-reliability-").FullName;
        var clockPath = Path.Combine(folder, "clock");
        var clock = SharedClock.Create(clockPath, speed);
        Dictionary<string, ProviderSimulator> simulators = [];
        List<HostProviderSettings> known = [];
        foreach (var provider in providers ?? ShopProviders.All)
        {
            var simulator = provider.CreateSimulator(clock, seed);
            (simulator.Options.RecordTraffic, simulator.Options.KeepRequests) = (false, keepRequests);
            await simulator.StartAsync();
            simulators.Add(provider.Name, simulator);
            known.Add(new HostProviderSettings(provider.Name, simulator.BaseAddress, provider.SettingsOf(simulator)));
        }

        var settings = Path.Combine(folder, "host.json");
        new HostSettings(clockPath, database, known) { WorksByItself = worksByItself, HasCrashGate = hasCrashGate }.Save(settings);
        return new Shop(folder, settings, clock, simulators);
    }

    /// <summary>The host, as soon as there is one.</summary>
    internal Task<HostProcess> HostAsync() => Volatile.Read(ref _host).Task;

    internal async Task StartHostAsync() => _host.SetResult(await HostProcess.StartAsync(_settings));

    /// <summary>Kills the host; whoever wants it waits for the next one.</summary>
    internal async Task KillHostAsync()
    {
        var host = await _host.Task;
        Volatile.Write(ref _host, new TaskCompletionSource<HostProcess>(TaskCreationOptions.RunContinuationsAsynchronously));
        await host.DisposeAsync();
    }

    /// <summary>
    /// Sends a command until a host has answered it: the shop's own queue keeps what was not done, and begins again with the same order and the same key.
    /// </summary>
    internal async Task<ShopAnswer> RunAsync(ShopCommand command)
    {
        while (true)
        {
            var host = await HostAsync();
            try
            {
                return await host.RunAsync(command);
            }
            catch (HostGoneException)
            {
                await Task.Delay(10);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_host.Task.IsCompletedSuccessfully)
            await (await _host.Task).DisposeAsync();
        foreach (var simulator in _simulators.Values)
            await simulator.DisposeAsync();
        Clock.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
