namespace Payments.AspNetCore;

/// <summary>From when on the inbox of webhooks is not well.</summary>
public sealed class PaymentInboxHealthOptions
{
    /// <summary>How many webhooks may wait. 1,000 by default.</summary>
    public long MaxWaiting { get; set; } = 1_000;

    /// <summary>How long the oldest of them may wait; longer than the few tries that an outage of a provider takes. 10 minutes by default.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How many may have been given up and wait for a person. None by default.</summary>
    public long MaxDeadLetters { get; set; }
}
