using System.Collections.Concurrent;

namespace Payments.Abstractions.Tests;

/// <summary>Remembers what it was told; the next calls can be made to do something else first.</summary>
internal sealed class RecordingHandler : IPaymentEventHandler
{
    private readonly ConcurrentQueue<PaymentChange> _changes = new();

    internal IReadOnlyList<PaymentChange> Changes => [.. _changes];

    internal ConcurrentQueue<Func<PaymentChange, Task>> Next { get; } = new();

    public async Task HandleAsync(PaymentChange change, CancellationToken cancellationToken = default)
    {
        if (Next.TryDequeue(out var next))
            await next(change);
        _changes.Enqueue(change);
    }

    internal void FailsNext(int times = 1)
    {
        for (var i = 0; i < times; i++)
            Next.Enqueue(_ => throw new InvalidOperationException("The handler failed on purpose."));
    }
}
