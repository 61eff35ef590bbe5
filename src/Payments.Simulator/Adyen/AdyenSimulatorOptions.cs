namespace Payments.Simulator;

/// <summary>What the Adyen simulator can be told.</summary>
public sealed class AdyenSimulatorOptions : SimulatorOptions
{
    /// <summary>The one API key that is accepted. Default: <c>AQEsimulator</c>.</summary>
    public string ApiKey { get; set; } = "AQEsimulator";

    /// <summary>The one merchant account. Default: <c>SimulatorECOM</c>.</summary>
    public string MerchantAccount { get; set; } = "SimulatorECOM";

    /// <summary>Whether the account holds money until it is captured, unless a payment says otherwise. Default: false.</summary>
    public bool ManualCapture { get; set; }

    /// <summary>
    /// How long after an authorisation the account takes the money by itself; until then it can be cancelled. A payment may say otherwise
    /// (<c>captureDelayHours</c>, <c>manualCapture</c>). Default: at once.
    /// </summary>
    public TimeSpan CaptureDelay { get; set; }

    /// <summary>Whether one authorisation can be captured in several parts; otherwise the rest is released after the first. Default: false.</summary>
    public bool MultiplePartialCaptures { get; set; }

    /// <summary>Whether an automatic capture without a delay sends the event <c>CAPTURE</c>, which is not so by default.</summary>
    public bool SendAutomaticCaptures { get; set; }

    /// <summary>The user name of the webhooks' basic authentication. Null for none.</summary>
    public string? WebhookUserName { get; set; }

    /// <summary>The password of the webhooks' basic authentication. Null for none.</summary>
    public string? WebhookPassword { get; set; }
}
