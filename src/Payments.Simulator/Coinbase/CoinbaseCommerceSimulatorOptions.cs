namespace Payments.Simulator;

/// <summary>What the simulator of Coinbase Commerce can be told.</summary>
public sealed class CoinbaseCommerceSimulatorOptions : SimulatorOptions
{
    /// <summary>The one API key that is accepted. Default: <c>commerce-simulator-key</c>.</summary>
    public string ApiKey { get; set; } = "commerce-simulator-key";

    /// <summary>How long a charge can be paid. Default: one hour.</summary>
    public TimeSpan ChargeLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Whether the product is gone: every call is answered with 410 and a web page. Default: false.</summary>
    public bool IsGone { get; set; }
}
