namespace Payments.Simulator;

/// <summary>What the Naver Pay simulator can be told before it starts.</summary>
public sealed class NaverPaySimulatorOptions : SimulatorOptions
{
    /// <summary>The client id that is accepted. Default: <c>simulator-client</c>.</summary>
    public string ClientId { get; set; } = "simulator-client";

    /// <summary>The client secret that is accepted. Default: <c>simulator-client-secret</c>.</summary>
    public string ClientSecret { get; set; } = "simulator-client-secret";

    /// <summary>The chain id that is accepted. Default: <c>simulator-chain</c>.</summary>
    public string ChainId { get; set; } = "simulator-chain";

    /// <summary>The path's first segment. Default: <c>naverpay-partner</c>.</summary>
    public string PartnerId { get; set; } = "naverpay-partner";

    /// <summary>The least amount in won. Default: 100, as in production.</summary>
    public int MinAmount { get; set; } = 100;

    /// <summary>How long an idempotency key is remembered. Default: one day; Naver Pay does not say.</summary>
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Whether refunds are answered with <c>CancelNotComplete</c> and wait for <see cref="ProviderSimulator.SettlePendingAsync"/>. Default: false.
    /// </summary>
    public bool RefundsTakeTime { get; set; }
}
