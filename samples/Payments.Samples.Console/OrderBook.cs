using System.Collections.Concurrent;

namespace Payments.Samples.ConsoleApp;

/// <summary>Stands for the shop's own database: which orders were paid.</summary>
internal sealed class OrderBook
{
    private readonly ConcurrentDictionary<string, string> _paid = new(StringComparer.Ordinal);

    /// <summary>Notes that an order was paid. A change that is delivered again is the same change.</summary>
    public void Paid(string orderId, string changeId) => _paid[changeId] = orderId;

    /// <summary>How often an order became paid: once, if all is well.</summary>
    public int TimesPaid(string orderId) => _paid.Values.Count(paid => paid == orderId);
}

/// <summary>Hears of every change of every payment, whatever brought it: an answer, a read, a webhook.</summary>
internal sealed class OrderBookHandler(OrderBook orders) : IPaymentEventHandler
{
    public Task HandleAsync(PaymentChange change, CancellationToken cancellationToken)
    {
        if (change.After is { Reference.OrderId: { } order } && change.After.Status.IsPaid() && change.Before?.Status.IsPaid() != true)
            orders.Paid(order, change.Id);
        return Task.CompletedTask;
    }
}
