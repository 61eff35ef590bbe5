namespace Payments;

/// <summary>
/// Hears every change of every payment, whatever brought it. Several may be registered; each is resolved in the scope of the operation. The
/// changes of one payment come one after the other and in order. What a handler writes through the stores' own database commits together
/// with the change, so exactly once; any other effect is at least once: use <see cref="PaymentChange.Id"/> to tell a repeat.
/// </summary>
/// <remarks>
/// A handler runs inside of the change: it must not call a provider, which is refused. Put such work into a queue of your own. A handler that
/// throws undoes the change's delivery, not the change: the reconciler delivers it again.
/// </remarks>
public interface IPaymentEventHandler
{
    /// <summary>Takes a change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">Ends when the host stops.</param>
    /// <returns>A task that ends when the change is taken.</returns>
    Task HandleAsync(PaymentChange change, CancellationToken cancellationToken = default);
}

/// <summary>A change of a payment.</summary>
/// <param name="Id">The id of the change, the same for every delivery of it.</param>
/// <param name="Before">The payment before. Null when it was not known.</param>
/// <param name="After">The payment after.</param>
/// <param name="Source">What brought it.</param>
public sealed record PaymentChange(string Id, Payment? Before, Payment After, PaymentChangeSource Source)
{
    /// <summary>The refund that changed. Null when none did.</summary>
    public Refund? Refund { get; init; }

    /// <summary>The dispute that changed. Null when none did.</summary>
    public Dispute? Dispute { get; init; }
}

/// <summary>What brought a change.</summary>
public enum PaymentChangeSource
{
    /// <summary>The provider's answer to a call that moves money.</summary>
    Answer,

    /// <summary>A read.</summary>
    Read,

    /// <summary>A webhook.</summary>
    Webhook,

    /// <summary>The reconciler.</summary>
    Reconciliation,
}
