namespace Payments.Simulator;

/// <content>What the payer, the payer's bank and time can do to a payment.</content>
public abstract partial class ProviderSimulator
{
    /// <summary>Lets the payer act.</summary>
    /// <param name="paymentIdOrUrl">The payment's id, the address the payer was sent to, or the secret that the browser was given.</param>
    /// <param name="action">What the payer does.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Where the payer's browser is sent.</returns>
    /// <exception cref="NotSupportedException">The provider's payer cannot do that.</exception>
    public virtual Task<PayerReturn> PlayAsync(string paymentIdOrUrl, PayerAction action, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(paymentIdOrUrl);
        ArgumentNullException.ThrowIfNull(action);
        return PayerActions.Contains(action.Kind)
            ? Task.FromResult(Alone(() => Play(paymentIdOrUrl, Fated(action))))
            : throw Unsupported($"has no payer who can do '{action.Kind}'");
    }

    /// <summary>Lets the payer act, alone; only for actions that are among <see cref="PayerActions"/>.</summary>
    /// <param name="paymentIdOrUrl">As in <see cref="PlayAsync"/>.</param>
    /// <param name="action">What the payer does.</param>
    /// <returns>Where the payer's browser is sent.</returns>
    protected virtual PayerReturn Play(string paymentIdOrUrl, PayerAction action) => throw Unsupported("has no payer");

    // Declined by chance, where the payer can be: what else was chosen stays.
    private PayerAction Fated(PayerAction action) =>
        action.Kind is PayerActionKind.Pay or PayerActionKind.PayLate && PayerActions.Contains(PayerActionKind.Decline) && Faults.TakeDecline()
            ? action with { Kind = PayerActionKind.Decline }
            : action;

    /// <summary>Lets the payer pay, or pass the challenge.</summary>
    /// <param name="paymentIdOrUrl">As in <see cref="PlayAsync"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Where the payer's browser is sent.</returns>
    public Task<PayerReturn> PayAsync(string paymentIdOrUrl, CancellationToken cancellationToken = default) =>
        PlayAsync(paymentIdOrUrl, PayerAction.Pay, cancellationToken);

    /// <summary>Lets the payer try and be declined.</summary>
    /// <param name="paymentIdOrUrl">As in <see cref="PlayAsync"/>.</param>
    /// <param name="code">The provider's code; null for its ordinary one.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Where the payer's browser is sent.</returns>
    public Task<PayerReturn> DeclineAsync(string paymentIdOrUrl, string? code = null, CancellationToken cancellationToken = default) =>
        PlayAsync(paymentIdOrUrl, PayerAction.Decline(code), cancellationToken);

    /// <summary>Lets the payer go back without paying.</summary>
    /// <param name="paymentIdOrUrl">As in <see cref="PlayAsync"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Where the payer's browser is sent.</returns>
    public Task<PayerReturn> CancelAsync(string paymentIdOrUrl, CancellationToken cancellationToken = default) =>
        PlayAsync(paymentIdOrUrl, PayerAction.Cancel, cancellationToken);

    /// <summary>Lets the payer pay by a method whose money arrives later.</summary>
    /// <param name="paymentIdOrUrl">As in <see cref="PlayAsync"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Where the payer's browser is sent.</returns>
    public Task<PayerReturn> PayLateAsync(string paymentIdOrUrl, CancellationToken cancellationToken = default) =>
        PlayAsync(paymentIdOrUrl, PayerAction.PayLate, cancellationToken);

    /// <summary>Ends what waits for a bank: delayed payments and pending refunds.</summary>
    /// <param name="id">One payment's or refund's id; null for all that wait.</param>
    /// <param name="succeed">Whether they succeed or fail.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many were ended.</returns>
    public virtual Task<int> SettlePendingAsync(string? id = null, bool succeed = true, CancellationToken cancellationToken = default) =>
        throw Unsupported("has no delayed payments");

    /// <summary>Lets time run out for a payment: an open page, or funds that are held.</summary>
    /// <param name="paymentId">The provider's id.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>When it has expired.</returns>
    public virtual Task ExpireAsync(string paymentId, CancellationToken cancellationToken = default) =>
        throw Unsupported("lets nothing expire");

    /// <summary>Lets a refund that has succeeded fail after all.</summary>
    /// <param name="refundId">The provider's id.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>When it has failed.</returns>
    public virtual Task FailRefundAsync(string refundId, CancellationToken cancellationToken = default) =>
        throw Unsupported("has no refunds that fail late");

    /// <summary>Lets the payer's bank dispute a payment.</summary>
    /// <param name="paymentId">The provider's id.</param>
    /// <param name="reason">The provider's name of the reason.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The dispute's id.</returns>
    public virtual Task<string> OpenDisputeAsync(
        string paymentId, string reason = "fraudulent", CancellationToken cancellationToken = default) =>
        throw Unsupported("has no disputes");

    /// <summary>Closes a dispute.</summary>
    /// <param name="disputeId">The provider's id.</param>
    /// <param name="won">Whether the merchant wins.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>When it is closed.</returns>
    public virtual Task CloseDisputeAsync(string disputeId, bool won, CancellationToken cancellationToken = default) =>
        throw Unsupported("has no disputes");

    /// <summary>Changes the simulator's state outside of a handler, alone.</summary>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">Cancelled: nothing is changed.</param>
    /// <returns>When it is done.</returns>
    protected Task AloneAsync(Action change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);
        lock (_gate)
            change();
        return Task.CompletedTask;
    }

    /// <summary>An exception that says what this simulator cannot do.</summary>
    /// <param name="what">What it lacks, as the end of a sentence that begins with the simulator's name.</param>
    /// <returns>The exception.</returns>
    protected NotSupportedException Unsupported(string what) => new($"The {Name} simulator {what}.");
}
