namespace Payments.Simulator;

/// <summary>What every simulator can be told before it starts.</summary>
public class SimulatorOptions
{
    /// <summary>
    /// The clock of the simulated provider: creation times, expiry, signatures and the <c>Date</c> header. Default: the system's.
    /// </summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>The seed of ids and of random faults: the same seed and the same calls give the same ids. Default: 1.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Whether traffic is kept for <see cref="ProviderSimulator.WriteHarAsync"/>. Default: true.</summary>
    public bool RecordTraffic { get; set; } = true;

    /// <summary>
    /// Whether <see cref="ProviderSimulator.Requests"/> keeps what arrived. Default: true. False for runs so long that they would not fit into memory.
    /// </summary>
    public bool KeepRequests { get; set; } = true;

    /// <summary>The largest request body that is read; larger ones are answered with 413. Default: 1 MiB.</summary>
    public int MaxRequestBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// Secrets that sign events unless an endpoint names others. Empty means the simulator's own default, where the provider signs at all.
    /// </summary>
    public IList<string> WebhookSecrets { get; } = [];

    /// <summary>How often a delivery is tried until the endpoint answers 2xx. Default: 3.</summary>
    public int WebhookAttempts { get; set; } = 3;

    /// <summary>The pause between two attempts, on <see cref="TimeProvider"/>. Default: none.</summary>
    public TimeSpan WebhookRetryDelay { get; set; } = TimeSpan.Zero;

    /// <summary>How long one delivery may take. Default: 10 seconds.</summary>
    public TimeSpan WebhookTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Sends deliveries in place of the network, for hosts that run in a test server. The caller disposes it. Default: null.
    /// </summary>
    public HttpMessageHandler? WebhookHandler { get; set; }
}
