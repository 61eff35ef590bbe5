namespace Payments;

/// <summary>One scope's view of the intentions in memory.</summary>
internal sealed class InMemoryIdempotencyStore(InMemoryIdempotency intentions, InMemoryPaymentStore transaction, TimeProvider time) : IIdempotencyStore
{
    public ValueTask<IdempotencyClaimResult> ClaimAsync(IdempotencyClaim claim, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var slot = intentions.Get(claim.Key, claim.Now);
            var before = slot.Record;
            var (after, isOurs) = Decide(before, claim);
            if (!ReferenceEquals(before, after) && !slot.TryReplace(before, after))
                continue;
            if (isOurs)
                transaction.Join(slot, after, before);
            return new(new IdempotencyClaimResult(after, isOurs, isOurs && before?.State is IdempotencyState.Unknown or IdempotencyState.InFlight));
        }
    }

    public ValueTask SettleAsync(IdempotencyRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        while (true)
        {
            var slot = intentions.Get(record.Key, time.GetUtcNow());
            var before = slot.Record;
            if (before is not null && !MaySettle(before, record))
                return default;
            if (!slot.TryReplace(before, record))
                continue;
            transaction.Join(slot, record, before);
            return default;
        }
    }

    // Ours to settle as long as nobody took the claim over. An answer is one whoever brings it, but not over another.
    private static bool MaySettle(IdempotencyRecord before, IdempotencyRecord record) =>
        before.LeaseUntil == record.LeaseUntil || (record.State is IdempotencyState.Answered && before.State is not IdempotencyState.Answered);

    public async ValueTask WaitAsync(IdempotencyRecordKey key, CancellationToken cancellationToken = default)
    {
        if (intentions.Find(key) is not { Record: { } record } slot)
            return;
        var left = record.LeaseUntil - time.GetUtcNow();
        if (left > TimeSpan.Zero)
            await slot.Changed().WaitAsync(left, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static (IdempotencyRecord Record, bool IsOurs) Decide(IdempotencyRecord? record, IdempotencyClaim claim)
    {
        if (record is null)
        {
            return (new IdempotencyRecord
            {
                Key = claim.Key, Fingerprint = claim.Fingerprint, State = IdempotencyState.InFlight, FirstClaimedAt = claim.Now, LeaseUntil = claim.Now + claim.Lease,
            }, true);
        }

        if (record.Fingerprint != claim.Fingerprint)
            return (record, false);
        return record.State switch
        {
            IdempotencyState.Open => (record with { State = IdempotencyState.InFlight, LeaseUntil = claim.Now + claim.Lease }, true),
            IdempotencyState.Unknown => (record with { State = IdempotencyState.InFlight, LeaseUntil = claim.Now + claim.Lease }, true),
            IdempotencyState.InFlight when record.LeaseUntil <= claim.Now => (record with { LeaseUntil = claim.Now + claim.Lease }, true),
            _ => (record, false),
        };
    }
}
