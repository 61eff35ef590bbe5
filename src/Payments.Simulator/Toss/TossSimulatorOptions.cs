namespace Payments.Simulator;

/// <summary>What the Toss Payments simulator can be told.</summary>
public sealed class TossSimulatorOptions : SimulatorOptions
{
    /// <summary>
    /// The one secret key that is accepted. Default: <c>test_sk_simulator</c>. A widget's key (<c>test_gsk_…</c>) makes pages open the widget, and refuses
    /// billing keys and virtual accounts without a page; a live one (<c>live_sk_…</c>) ignores the test header.
    /// </summary>
    public string SecretKey { get; set; } = "test_sk_simulator";

    /// <summary>The merchant id in every payment. Default: <c>simulator</c>.</summary>
    public string MerchantId { get; set; } = "simulator";

    /// <summary>How long the payer may stay in the window. Default: 30 minutes.</summary>
    public TimeSpan WindowLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a payment waits for its confirmation after the payer agreed. Default: 10 minutes.</summary>
    public TimeSpan ConfirmationLifetime { get; set; } = TimeSpan.FromMinutes(10);
}
