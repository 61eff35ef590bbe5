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
}
