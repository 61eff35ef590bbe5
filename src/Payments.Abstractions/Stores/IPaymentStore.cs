namespace Payments;

/// <summary>
/// The payment memory. Resolved in the scope of an operation; what is written joins the transaction that <see cref="IPaymentTransactions"/> has
/// opened in that scope.
/// </summary>
public interface IPaymentStore
{
    /// <summary>Whether it survives a restart of the host.</summary>
    bool IsDurable { get; }

    /// <summary>
    /// Finds a payment: by any of its ids at the provider, else by our order id if exactly one payment has it. Outside of a transaction it reads
    /// only; inside one it also keeps others from changing the payment until the transaction ends.
    /// </summary>
    /// <param name="reference">Some of its ids.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The record, or null.</returns>
    ValueTask<PaymentRecord?> FindAsync(PaymentReference reference, CancellationToken cancellationToken = default);

    /// <summary>Finds a payment by the memory's own id, as <see cref="FindAsync"/> does by others.</summary>
    /// <param name="id"><see cref="PaymentRecord.Id"/>.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The record, or null.</returns>
    ValueTask<PaymentRecord?> FindByIdAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Finds a payment by the value in its return address. It only reads, inside of a transaction too.</summary>
    /// <param name="token"><see cref="PaymentRecord.ReturnToken"/>.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The record, or null.</returns>
    ValueTask<PaymentRecord?> FindByReturnTokenAsync(string token, CancellationToken cancellationToken = default);

    /// <summary>Adds a payment.</summary>
    /// <param name="record">The record, with <see cref="PaymentRecord.Revision"/> 0.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The record as it was saved.</returns>
    /// <exception cref="PaymentException">The store is full of payments that are still open.</exception>
    ValueTask<PaymentRecord> AddAsync(PaymentRecord record, CancellationToken cancellationToken = default);

    /// <summary>Saves a change of a payment that was found in this transaction.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The record as it was saved, with its next revision.</returns>
    /// <exception cref="PaymentConflictException">Someone else changed it since it was found.</exception>
    ValueTask<PaymentRecord> SaveAsync(PaymentRecord record, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes a record that was found in this transaction: it is one payment with another, which is saved with all that was known of both.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when it is done.</returns>
    ValueTask RemoveAsync(PaymentRecord record, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes the payments of a registration that the reconciler should look at, so that no other instance looks at them until the lease ends. What is
    /// saved meanwhile says itself when the payment is to be looked at next.
    /// </summary>
    /// <param name="provider">The registration's name.</param>
    /// <param name="now">The time.</param>
    /// <param name="lease">How long they are ours.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The records, the longest waiting first.</returns>
    ValueTask<IReadOnlyList<PaymentRecord>> TakeDueAsync(
        string provider, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken = default);
}

/// <summary>Opens the transaction that the stores of one scope share.</summary>
public interface IPaymentTransactions
{
    /// <summary>Opens a transaction in this scope.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The transaction; disposing it without a commit undoes what was written.</returns>
    ValueTask<IPaymentTransaction> BeginAsync(CancellationToken cancellationToken = default);
}

/// <summary>What the stores of one scope have written and not yet committed.</summary>
public interface IPaymentTransaction : IAsyncDisposable
{
    /// <summary>
    /// Writes what the host's handlers left in this scope, without making it durable: what is wrong with it is then known to be theirs. Does nothing
    /// unless a store says otherwise.
    /// </summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when it is written.</returns>
    /// <exception cref="PaymentConflictException">Another transaction was in the way; the whole may be tried again.</exception>
    ValueTask FlushAsync(CancellationToken cancellationToken = default) => default;

    /// <summary>Makes everything that was written in this scope durable together.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when it is done.</returns>
    /// <exception cref="PaymentConflictException">Someone else changed a record since it was found.</exception>
    ValueTask CommitAsync(CancellationToken cancellationToken = default);
}
