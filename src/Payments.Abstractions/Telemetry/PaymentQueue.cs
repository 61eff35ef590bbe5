namespace Payments;

/// <summary>
/// A queue that somebody should look at when it grows: the webhook inbox, an audit log that is written in the background. Each registered one is
/// measured. A singleton.
/// </summary>
public interface IPaymentQueue
{
    /// <summary>Its name, a label: <c>webhooks</c>, <c>audit</c>.</summary>
    string Name { get; }

    /// <summary>How it stands.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The state. Null where it cannot tell.</returns>
    ValueTask<PaymentQueueState?> ReadStateAsync(CancellationToken cancellationToken = default);
}

/// <summary>How a queue stands.</summary>
/// <param name="Waiting">How many wait, those under way included.</param>
/// <param name="OldestAt">When the oldest of these came. Null when none waits.</param>
/// <param name="GivenUp">How many were given up and are kept for a person to see.</param>
public sealed record PaymentQueueState(long Waiting, DateTimeOffset? OldestAt, long GivenUp = 0);
