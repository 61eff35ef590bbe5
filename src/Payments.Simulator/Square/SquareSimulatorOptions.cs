namespace Payments.Simulator;

/// <summary>What the Square simulator can be told.</summary>
public sealed class SquareSimulatorOptions : SimulatorOptions
{
    /// <summary>The one access token that is accepted.</summary>
    public string AccessToken { get; set; } = "EAAA-simulator";

    /// <summary>The id of the one location.</summary>
    public string LocationId { get; set; } = "L0SIMULATOR";

    /// <summary>The location's currency, which every payment has to be in. Default: <c>USD</c>.</summary>
    public string Currency { get; set; } = "USD";

    /// <summary>The notification URL that is signed while no endpoint is registered.</summary>
    public Uri NotificationUrl { get; set; } = SquareSimulator.DefaultNotificationUrl;

    /// <summary>How long after its creation a payment is listed; Square's list lags by seconds. Default: at once.</summary>
    public TimeSpan ListDelay { get; set; } = TimeSpan.Zero;

    /// <summary>How long an idempotency key is remembered, which Square does not publish. Default: a year.</summary>
    public TimeSpan IdempotencyKeyLifetime { get; set; } = TimeSpan.FromDays(365);
}
