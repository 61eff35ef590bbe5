using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Payments.EntityFrameworkCore;

/// <summary>
/// The statements that EF Core has no words for: locks, rows that are added unless they are there, work that is taken by one of many. The same text on
/// both databases but for the lock.
/// </summary>
internal sealed class PaymentSql
{
    internal PaymentSql(DbContext context)
    {
        Dialect = DatabaseDialect.Of(context);
        var (payments, references) = (TableOf<PaymentRow>(context), TableOf<PaymentReferenceRow>(context));
        var (keys, inbox, applied) = (TableOf<IdempotencyRow>(context), TableOf<InboxRow>(context), TableOf<AppliedEventRow>(context));

        LockPayment = $"SELECT * FROM {payments} WHERE id = {{0}}{Dialect.ForUpdate}";

        // A further id names the payment that claimed it last: the answer to our own call knows better than a message that came before it. The payment's
        // own id is not taken from another: that one is taken over as a whole.
        NameReference = $"INSERT INTO {references} AS there (provider, kind, id, payment) VALUES ({{0}}, {{1}}, {{2}}, {{3}}) ON CONFLICT (provider, id, kind) DO UPDATE SET payment = excluded.payment";
        NamePayment = NameReference + " WHERE there.payment = excluded.payment";

        TakeDuePayments = $$"""
            UPDATE {{payments}} SET check_at = {0} WHERE id IN
                (SELECT id FROM {{payments}} WHERE provider = {1} AND check_at <= {2} ORDER BY check_at LIMIT {3}{{Dialect.SkipLocked}}) RETURNING *
            """;

        Claim = $$"""
            INSERT INTO {{keys}} (provider, operation, key, fingerprint, state, attempt, first_claimed_at, lease_until)
            VALUES ({0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}) ON CONFLICT DO NOTHING
            """;

        // EF Core deletes a part of a table with two columns in its key by looking at every row.
        ForgetIntentions = $$"""
            DELETE FROM {{keys}} WHERE (provider, operation, key) IN
                (SELECT provider, operation, key FROM {{keys}} WHERE state = {0} AND first_claimed_at < {1} ORDER BY first_claimed_at LIMIT {2})
            """;

        ForgetEvents = $$"""
            DELETE FROM {{applied}} WHERE (provider, event_id) IN (SELECT provider, event_id FROM {{applied}} WHERE at < {0} ORDER BY at LIMIT {1})
            """;

        MarkApplied = $"INSERT INTO {applied} (provider, event_id, at) VALUES ({{0}}, {{1}}, {{2}}) ON CONFLICT DO NOTHING";

        // With the index's own filter, or it is not found. Only the card's key is passed over: another token with the same id is an error.
        AddToken = $$"""
            INSERT INTO {{TableOf<TokenRow>(context)}} (id, ciphertext, brand, last4, fingerprint, expires_at, tenant, reuse_key, is_single_use, revision)
            VALUES ({0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}, {9}) ON CONFLICT (reuse_key) WHERE {{Columns.IsSet(nameof(TokenRow.ReuseKey))}} DO NOTHING
            """;

        // What is here already is not stored again. What was given up is tried again when the provider sends it again. A hint that comes once more is noted
        // in the revision, so that whoever is at work on it looks once more; right after it was applied it waits for its time.
        AddToInbox = $$"""
            INSERT INTO {{inbox}} AS there (provider, trust, dedupe_key, group_key, state, received_at, due_at, attempts, revision, content)
            SELECT {0}, {1}, CAST({2} AS text), CAST({3} AS text), 'Waiting', {4}, {4}, 0, 1, {5}
            WHERE CAST({3} AS text) IS NULL OR EXISTS (SELECT 1 FROM {{inbox}} WHERE dedupe_key = CAST({2} AS text))
                OR {6} > (SELECT COUNT(*) FROM {{inbox}} WHERE group_key = CAST({3} AS text) AND state = 'Waiting')
            ON CONFLICT (dedupe_key) DO UPDATE SET
                state = 'Waiting',
                received_at = CASE WHEN there.state = 'Waiting' THEN there.received_at ELSE excluded.received_at END,
                due_at = CASE WHEN there.state <> 'Dead' AND there.due_at > excluded.due_at THEN there.due_at ELSE excluded.due_at END,
                attempts = CASE WHEN there.state = 'Waiting' THEN there.attempts ELSE 0 END,
                revision = there.revision + 1, content = excluded.content, error = NULL, ended_at = NULL
            WHERE there.state = 'Dead' OR excluded.trust = 'Hint'
            RETURNING *
            """;

        TakeFromInbox = $$"""
            UPDATE {{inbox}} SET due_at = {0}, attempts = attempts + 1, revision = revision + 1 WHERE id IN
                (SELECT id FROM {{inbox}} WHERE state = 'Waiting' AND provider = {1} AND due_at <= {2} ORDER BY due_at LIMIT {3}{{Dialect.SkipLocked}}) RETURNING *
            """;
    }

    internal DatabaseDialect Dialect { get; }

    /// <summary>0 the memory's id.</summary>
    internal string LockPayment { get; }

    /// <summary>0 registration, 1 kind, 2 id, 3 the memory's id of the payment.</summary>
    internal string NameReference { get; }

    /// <summary>The same for the payment's own id; no row when another payment has it.</summary>
    internal string NamePayment { get; }

    /// <summary>0 the lease's end, 1 registration, 2 now, 3 limit.</summary>
    internal string TakeDuePayments { get; }

    /// <summary>0 registration, 1 operation, 2 key, 3 fingerprint, 4 state, 5 attempt, 6 first claimed at, 7 the lease's end.</summary>
    internal string Claim { get; }

    /// <summary>0 state, 1 claimed before, 2 limit.</summary>
    internal string ForgetIntentions { get; }

    /// <summary>0 applied before, 1 limit.</summary>
    internal string ForgetEvents { get; }

    /// <summary>0 registration, 1 event id, 2 now.</summary>
    internal string MarkApplied { get; }

    /// <summary>The columns of <see cref="TokenRow"/> in order.</summary>
    internal string AddToken { get; }

    /// <summary>0 registration, 1 trust, 2 what it is kept once for, 3 group, 4 now, 5 content, 6 how many of the group may wait.</summary>
    internal string AddToInbox { get; }

    /// <summary>0 the lease's end, 1 registration, 2 now, 3 limit.</summary>
    internal string TakeFromInbox { get; }

    private static string TableOf<TRow>(DbContext context)
    {
        var type = context.Model.FindEntityType(typeof(TRow)) ?? throw new InvalidOperationException(
            $"{context.GetType().Name} has no payment tables: call modelBuilder.UsePayments() in its OnModelCreating.");
        return context.GetService<ISqlGenerationHelper>().DelimitIdentifier(type.GetTableName()!, type.GetSchema());
    }
}
