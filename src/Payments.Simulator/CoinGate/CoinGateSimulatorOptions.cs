namespace Payments.Simulator;

/// <summary>What the simulator of CoinGate can be told.</summary>
public sealed class CoinGateSimulatorOptions : SimulatorOptions
{
    /// <summary>The one API auth token that is accepted. Default: <c>coingate-simulator-token</c>.</summary>
    public string ApiToken { get; set; } = "coingate-simulator-token";

    /// <summary>Whether callbacks are posted as forms, as those of older API apps are. Default: false, as JSON.</summary>
    public bool PostsForms { get; set; }

    /// <summary>Whether answers repeat the <c>reason</c> of a refund. The documentation shows it in callbacks only. Default: false.</summary>
    public bool ShowsReasons { get; set; }
}
