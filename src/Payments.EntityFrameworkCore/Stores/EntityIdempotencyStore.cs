using Microsoft.EntityFrameworkCore;

namespace Payments.EntityFrameworkCore;

/// <summary>The intentions in the host's database: the row's key decides who carries one out.</summary>
internal sealed class EntityIdempotencyStore(PaymentSession session, ContentSealer sealer, TimeProvider time) : IIdempotencyStore
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(1);

    public async ValueTask<IdempotencyClaimResult> ClaimAsync(IdempotencyClaim claim, CancellationToken cancellationToken = default)
    {
        var leaseUntil = claim.Now + claim.Lease;
        var (provider, operation, key) = claim.Key;
        var added = await session.WriteAsync(
            () => session.Context.Database.ExecuteSqlRawAsync(
                session.Sql.Claim,
                [
                    provider, operation.ToString(), key, claim.Fingerprint, nameof(IdempotencyState.InFlight), 1, Columns.TextOf(claim.Now), Columns.TextOf(leaseUntil),
                ],
                cancellationToken),
            cancellationToken).ConfigureAwait(false);
        if (added == 1)
        {
            return new(new IdempotencyRecord
            {
                Key = claim.Key, Fingerprint = claim.Fingerprint, State = IdempotencyState.InFlight, FirstClaimedAt = claim.Now, LeaseUntil = leaseUntil,
            }, IsOurs: true);
        }

        var there = await Rows(claim.Key).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (there is null)
            return new(Missing(claim), IsOurs: false);
        var record = RecordOf(there);
        if (record.Fingerprint != claim.Fingerprint || !MayClaim(record, claim.Now))
            return new(record, IsOurs: false);

        var taken = await session.WriteAsync(
            () => Rows(claim.Key).Where(row => row.LeaseUntil == there.LeaseUntil && row.State == there.State).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, IdempotencyState.InFlight).SetProperty(row => row.LeaseUntil, leaseUntil), cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return taken == 1
            ? new(record with { State = IdempotencyState.InFlight, LeaseUntil = leaseUntil }, IsOurs: true, WasUnknown: record.State is not IdempotencyState.Open)
            : new(record with { State = IdempotencyState.InFlight }, IsOurs: false);
    }

    public async ValueTask SettleAsync(IdempotencyRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        var isAnswer = record.State is IdempotencyState.Answered;
        var answer = record is { Payment: null, Refund: null } ? null : sealer.Seal(
            new StoredAnswer { Payment = record.Payment, Refund = record.Refund }, StoreJson.Answer, IdempotencyRowConfiguration.Table, IdOf(record.Key));
        var settled = await session.WriteAsync(
            () => Rows(record.Key).Where(row => row.LeaseUntil == record.LeaseUntil || (isAnswer && row.State != IdempotencyState.Answered)).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, record.State).SetProperty(row => row.Attempt, record.Attempt)
                    .SetProperty(row => row.LeaseUntil, record.LeaseUntil).SetProperty(row => row.Answer, answer),
                cancellationToken),
            cancellationToken).ConfigureAwait(false);
        if (settled == 1)
            session.AfterCommit(() => session.Database.Intentions.Wake(record.Key));
    }

    public async ValueTask WaitAsync(IdempotencyRecordKey key, CancellationToken cancellationToken = default)
    {
        for (var wait = FirstLook; ; wait = wait < LastLook ? wait * 2 : LastLook)
        {
            // Before the look, so that what changes after it is heard.
            var changed = session.Database.Intentions.Changed(key);
            var there = await Rows(key).Select(row => new { row.State, row.LeaseUntil }).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            var left = there is { State: IdempotencyState.InFlight } ? there.LeaseUntil - time.GetUtcNow() : TimeSpan.Zero;
            if (left <= TimeSpan.Zero)
                return;
            await changed.WaitAsync(wait < left ? wait : left, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public async ValueTask<int> RemoveSettledAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default)
    {
        var removed = 0;
        foreach (var state in (IdempotencyState[])[IdempotencyState.Answered, IdempotencyState.Open])
        {
            removed += await session.WriteAsync(
                () => session.Context.Database.ExecuteSqlRawAsync(session.Sql.ForgetIntentions, [state.ToString(), Columns.TextOf(before), limit], cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }

        return removed;
    }

    private static bool MayClaim(IdempotencyRecord record, DateTimeOffset now) => record.State switch
    {
        IdempotencyState.Answered => false,
        IdempotencyState.InFlight => record.LeaseUntil <= now,
        _ => true,
    };

    // Taken away between two statements: whoever waits for it finds it gone and claims again.
    private static IdempotencyRecord Missing(IdempotencyClaim claim) => new()
    {
        Key = claim.Key, Fingerprint = claim.Fingerprint, State = IdempotencyState.Open, FirstClaimedAt = claim.Now, LeaseUntil = claim.Now,
    };

    private IQueryable<IdempotencyRow> Rows(IdempotencyRecordKey id)
    {
        var (provider, operation, key) = id;
        return session.Rows<IdempotencyRow>().AsNoTracking().Where(row => row.Provider == provider && row.Operation == operation && row.Key == key);
    }

    private static string IdOf(IdempotencyRecordKey key) => $"{key.Provider}\n{key.Operation}\n{key.Key}";

    private IdempotencyRecord RecordOf(IdempotencyRow row)
    {
        var key = new IdempotencyRecordKey(row.Provider, row.Operation, row.Key);
        var answer = row.Answer is null ? null : sealer.Open(row.Answer, StoreJson.Answer, IdempotencyRowConfiguration.Table, IdOf(key));
        return new IdempotencyRecord
        {
            Key = key,
            Fingerprint = row.Fingerprint,
            State = row.State,
            Attempt = row.Attempt,
            FirstClaimedAt = row.FirstClaimedAt,
            LeaseUntil = row.LeaseUntil,
            Payment = answer?.Payment,
            Refund = answer?.Refund,
        };
    }
}
