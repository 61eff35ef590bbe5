namespace Payments.Simulator;

/// <summary>What the simulator of Coinbase's checkouts can be told.</summary>
public sealed class CoinbaseSimulatorOptions : SimulatorOptions
{
    /// <summary>The id of the one CDP API key that is accepted.</summary>
    public string ApiKeyId { get; set; } = "organizations/simulator/apiKeys/simulator";

    /// <summary>Which headers webhooks carry, and how their signature is written. Default: the newer form.</summary>
    public CoinbaseSignatureForm SignatureForm { get; set; }
}

/// <summary>The forms of webhooks that Coinbase's delivery engine has sent.</summary>
public enum CoinbaseSignatureForm
{
    /// <summary>The newer one: <c>X-Event-Id</c> and <c>X-Event-Type</c>; <c>v0</c>, and <c>v1</c> over the headers.</summary>
    EventHeaders,

    /// <summary>The older one: <c>X-Hook0-Id</c>; <c>v1</c> over the headers.</summary>
    HookHeader,

    /// <summary>The newer headers with <c>v0</c> alone, which covers time and body.</summary>
    BodyOnly,
}
