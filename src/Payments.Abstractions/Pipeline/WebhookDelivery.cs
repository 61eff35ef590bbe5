namespace Payments;

/// <summary>One webhook on its way from the inbox to the memory: what applies it says here whether it came too early.</summary>
internal sealed class WebhookDelivery
{
    private static readonly AsyncLocal<WebhookDelivery?> Flowing = new();

    private WebhookDelivery(bool mayWait) => MayWait = mayWait;

    /// <summary>The delivery that the running code belongs to. Null outside of the inbox.</summary>
    internal static WebhookDelivery? Current => Flowing.Value;

    /// <summary>Whether there will be another attempt.</summary>
    internal bool MayWait { get; }

    /// <summary>Whether it names a payment that is not known yet.</summary>
    internal bool IsEarly { get; set; }

    /// <summary>Begins a delivery for the rest of the calling method.</summary>
    internal static WebhookDelivery Begin(bool mayWait) => Flowing.Value = new WebhookDelivery(mayWait);
}
