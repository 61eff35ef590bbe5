namespace Payments.Simulator;

/// <summary>What the PayPal simulator can be told.</summary>
public sealed class PayPalSimulatorOptions : SimulatorOptions
{
    /// <summary>The one client id that is accepted. Default: <c>simulator-client</c>.</summary>
    public string ClientId { get; set; } = "simulator-client";

    /// <summary>Its secret. Default: <c>simulator-client-secret</c>.</summary>
    public string ClientSecret { get; set; } = "simulator-client-secret";

    /// <summary>How long an access token lives. Default: nine hours.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(9);

    /// <summary>After how long an order that was not completed is gone. Default: three hours.</summary>
    public TimeSpan OrderLifetime { get; set; } = TimeSpan.FromHours(3);

    /// <summary>How long an authorization is valid. Default: 29 days.</summary>
    public TimeSpan AuthorizationLifetime { get; set; } = TimeSpan.FromDays(29);

    /// <summary>How much of an authorization captures may reach together, in percent. Default: 115.</summary>
    public int MaxCapturePercent { get; set; } = 115;
}
