using Payments.Simulator;

namespace Payments.Samples.Web.Faults;

/// <summary>What goes wrong at the moment: at which provider, what, and how often.</summary>
internal sealed class ShopFaults(IReadOnlyList<SampleProvider> providers)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Provider, string Fault), FaultDose> _now = [];

    public IReadOnlyList<FaultNow> Now
    {
        get
        {
            lock (_gate)
                return [.. _now.Select(fault => new FaultNow(fault.Key.Provider, fault.Key.Fault, fault.Value.Share)).OrderBy(fault => fault.Provider, StringComparer.Ordinal)];
        }
    }

    public ProviderSimulator? Find(string provider) => providers.FirstOrDefault(sample => sample.Name == provider)?.Simulator;

    /// <summary>Begins a fault, or gives one that is there another dose.</summary>
    public void Set(ProviderSimulator simulator, string fault, FaultDose dose)
    {
        lock (_gate)
        {
            _now[(simulator.Name, fault)] = dose;
            simulator.Faults.Clear();
            foreach (var (key, value) in _now.Where(entry => entry.Key.Provider == simulator.Name))
                FaultKinds.All[key.Fault](simulator.Faults, value);
        }
    }

    /// <summary>Ends the faults of one provider, or of all.</summary>
    public void Clear(string? provider)
    {
        lock (_gate)
        {
            foreach (var sample in providers.Where(sample => provider is null || sample.Name == provider))
            {
                sample.Simulator.Faults.Clear();
                foreach (var key in _now.Keys.Where(key => key.Provider == sample.Name).ToList())
                    _now.Remove(key);
            }
        }
    }

    /// <summary>The share of changes that the shop's own handler refuses.</summary>
    public double HandlerShareOf(string provider)
    {
        lock (_gate)
            return _now.GetValueOrDefault((provider, FaultKinds.Handler))?.Share ?? 0;
    }
}

/// <summary>A fault as the list of them shows it.</summary>
internal sealed record FaultNow(string Provider, string Fault, double Share);
