namespace Payments.Simulator;

/// <summary>What the Stripe simulator can be told.</summary>
public sealed class StripeSimulatorOptions : SimulatorOptions
{
    /// <summary>The one secret key that is accepted. Default: <c>sk_test_simulator</c>.</summary>
    public string SecretKey { get; set; } = "sk_test_simulator";

    /// <summary>How long after its creation an intent is found by a search, which is eventual at Stripe. Default: at once.</summary>
    public TimeSpan SearchDelay { get; set; } = TimeSpan.Zero;

    /// <summary>Whether the account can capture one card authorisation several times. Default: true.</summary>
    public bool Multicapture { get; set; } = true;

    /// <summary>How long a card authorisation is held. Default: seven days.</summary>
    public TimeSpan AuthorizationWindow { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// The <c>cancellation_reason</c> of a hold that has run out: <c>expired</c>, as Stripe says since 2025-03-31, by default; <c>automatic</c>, as it said
    /// before, which is what OpenAPI descriptions older than that know.
    /// </summary>
    public string LapseReason { get; set; } = "expired";
}
