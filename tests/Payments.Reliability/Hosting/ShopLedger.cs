namespace Payments.Reliability.Hosting;

/// <summary>What the shop's own handler wrote, and what it can see of the stores.</summary>
internal abstract class ShopLedger
{
    /// <summary>How many rows one call reads.</summary>
    internal const int Page = 5_000;

    /// <summary>The rows behind a number, in the order of their writing.</summary>
    internal abstract Task<IReadOnlyList<ChangeRow>> ChangesAsync(long after, CancellationToken cancellationToken);

    /// <summary>When the next payment is due for the reconciler. Null when none is.</summary>
    internal abstract Task<DateTimeOffset?> NextCheckAsync(CancellationToken cancellationToken);

    internal static ChangeRow RowOf(PaymentChange change, long number = 0)
    {
        var reference = change.After.Reference;
        return new ChangeRow(number, change.Id, reference.Provider, reference.OrderId ?? reference.PaymentId ?? "", change.Source.ToString())
        {
            Before = change.Before?.Status,
            After = change.After.Status,
            CapturedBefore = change.Before?.CapturedAmount?.Amount ?? 0,
            CapturedAfter = change.After.CapturedAmount?.Amount ?? 0,
            RefundedBefore = change.Before?.RefundedAmount?.Amount ?? 0,
            RefundedAfter = change.After.RefundedAmount?.Amount ?? 0,
        };
    }
}

/// <summary>Rows in memory.</summary>
internal sealed class MemoryLedger : ShopLedger
{
    private readonly Lock _gate = new();
    private readonly List<ChangeRow> _rows = [];

    internal void Add(PaymentChange change)
    {
        lock (_gate)
            _rows.Add(RowOf(change, _rows.Count + 1));
    }

    internal override Task<IReadOnlyList<ChangeRow>> ChangesAsync(long after, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyList<ChangeRow>>([.. _rows.Skip((int)after).Take(Page)]);
    }

    // The memory's own order of what is due cannot be asked for: the harness goes on in even steps.
    internal override Task<DateTimeOffset?> NextCheckAsync(CancellationToken cancellationToken) => Task.FromResult<DateTimeOffset?>(null);
}

/// <summary>The shop's handler where there is no database.</summary>
internal sealed class MemoryHandler(MemoryLedger ledger) : IPaymentEventHandler
{
    public Task HandleAsync(PaymentChange change, CancellationToken cancellationToken = default)
    {
        ledger.Add(change);
        return Task.CompletedTask;
    }
}
