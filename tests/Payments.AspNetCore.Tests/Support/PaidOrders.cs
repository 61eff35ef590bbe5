using System.Collections.Concurrent;

namespace Payments.AspNetCore.Tests;

/// <summary>The shop's own book: how often each order became paid.</summary>
internal sealed class PaidOrders
{
    private readonly ConcurrentQueue<string> _orders = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when an order is paid.</summary>
    internal Task First => _first.Task.WaitAsync(TimeSpan.FromSeconds(20));

    internal int Times(string orderId) => _orders.Count(order => order == orderId);

    internal void Add(string orderId)
    {
        _orders.Enqueue(orderId);
        _first.TrySetResult();
    }
}

internal sealed class PaidHandler(PaidOrders orders) : IPaymentEventHandler
{
    public Task HandleAsync(PaymentChange change, CancellationToken cancellationToken = default)
    {
        if (change.After.Status.IsPaid() && change.Before?.Status.IsPaid() != true)
            orders.Add(change.After.Reference.OrderId!);
        return Task.CompletedTask;
    }
}
