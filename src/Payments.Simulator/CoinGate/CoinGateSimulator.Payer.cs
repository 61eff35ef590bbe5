namespace Payments.Simulator;

/// <content>What the payer, the chain and time do.</content>
public sealed partial class CoinGateSimulator
{
    private static readonly TimeSpan TimeToPay = TimeSpan.FromMinutes(20);

    /// <summary>
    /// Who pays an order that is expired, canceled or invalid has paid nevertheless. Too little leaves the order open. <see cref="PayerAction.Method"/> is the
    /// coin, <c>BTC</c> unless it is named. <see cref="PayerActionKind.PayLate"/> waits for the chain until <see cref="SettlePendingAsync"/>.
    /// </summary>
    public override IReadOnlyCollection<PayerActionKind> PayerActions { get; } =
        [PayerActionKind.Pay, PayerActionKind.PayLate, PayerActionKind.PayWrongAmount, PayerActionKind.Cancel];

    /// <summary>Confirms what is seen on the chain or makes it <c>invalid</c>, and completes refunds or has the shopper leave them unconfirmed.</summary>
    /// <inheritdoc/>
    public override Task<int> SettlePendingAsync(string? id = null, bool succeed = true, CancellationToken cancellationToken = default) =>
        Task.FromResult(Alone(() => Settle(id, succeed)));

    /// <inheritdoc/>
    public override Task ExpireAsync(string paymentId, CancellationToken cancellationToken = default) => AloneAsync(
        () =>
        {
            var order = Find(paymentId);
            if (order.Status is not (CoinGateOrder.New or CoinGateOrder.Pending))
                throw new InvalidOperationException($"'{paymentId}' cannot expire: it is {order.Status}.");
            order.ExpiresAt = Time.GetUtcNow();
            Move(order, CoinGateOrder.Expired);
        },
        cancellationToken);

    /// <inheritdoc/>
    protected override PayerReturn Play(string paymentIdOrUrl, PayerAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Sweep();
        var order = Find(paymentIdOrUrl);
        var isOpen = order.Status is CoinGateOrder.New or CoinGateOrder.Pending;
        if (order.PaidAt is not null || order.Status is CoinGateOrder.Confirming || (action.Kind is PayerActionKind.Cancel && !isOpen))
            throw new InvalidOperationException($"'{paymentIdOrUrl}' waits for nobody: it is {order.Status}.");
        if (action.Kind is PayerActionKind.Cancel)
        {
            Move(order, CoinGateOrder.Canceled);
            return Back(order.Call.Text("cancel_url"));
        }

        order.Coin ??= action.Method ?? "BTC";
        if (order.Status is CoinGateOrder.New)
        {
            order.ExpiresAt = Time.GetUtcNow() + TimeToPay;
            Move(order, CoinGateOrder.Pending);
        }

        order.Transactions.Add(NextId("", 64));
        order.Arrived += action.Amount ?? order.Price - order.Arrived;
        if (order.Arrived >= order.Price)
        {
            Move(order, CoinGateOrder.Confirming);
            if (action.Kind is not PayerActionKind.PayLate)
                Confirm(order);
        }

        return Back(order.Call.Text("success_url"));
    }

    private int Settle(string? id, bool succeed)
    {
        Sweep();
        var orders = _orders.Where(order => order.Status is CoinGateOrder.Confirming && (id is null || order.IsMeant(id))).ToArray();
        foreach (var order in orders)
        {
            if (succeed)
                Confirm(order);
            else
                Move(order, CoinGateOrder.Invalid);
        }

        var refunds = _orders.SelectMany(order => order.Refunds)
            .Where(refund => refund.Status is CoinGateRefund.Pending && (id is null || refund.Id == id || refund.Order.IsMeant(id))).ToArray();
        foreach (var refund in refunds)
            Settle(refund, succeed);
        return orders.Length + refunds.Length;
    }

    private void Settle(CoinGateRefund refund, bool succeed)
    {
        refund.Status = succeed ? CoinGateRefund.Completed : CoinGateRefund.Rejected;
        var order = refund.Order;
        var returned = order.Refunds.Where(each => each.Status is CoinGateRefund.Completed).Sum(each => each.Amount);
        if (succeed)
            Move(order, returned >= order.Price ? CoinGateOrder.Refunded : CoinGateOrder.PartlyRefunded);
        Tell(refund);
    }

    private void Confirm(CoinGateOrder order)
    {
        order.PaidAt = Time.GetUtcNow();
        Move(order, CoinGateOrder.Paid);
    }

    /// <summary>What time alone does: orders run out.</summary>
    private void Sweep()
    {
        var now = Time.GetUtcNow();
        foreach (var order in _orders.Where(order => order.Status is CoinGateOrder.New or CoinGateOrder.Pending && order.ExpiresAt <= now).ToArray())
            Move(order, CoinGateOrder.Expired);
    }

    private void Move(CoinGateOrder order, string status)
    {
        order.Status = status;
        Tell(order);
    }

    private CoinGateOrder Find(string text)
    {
        var id = text[(text.LastIndexOf('/') + 1)..];
        return _orders.Find(order => order.Id == id) ?? _orders.FindLast(order => order.IsMeant(text))
            ?? throw new KeyNotFoundException($"The CoinGate simulator knows nothing by '{text}'.");
    }

    private static PayerReturn Back(string? url) => url is null ? PayerReturn.None : new(new Uri(url));
}
