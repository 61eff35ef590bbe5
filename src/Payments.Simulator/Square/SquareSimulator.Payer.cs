namespace Payments.Simulator;

/// <content>What the payer, the payer's bank and time do.</content>
public sealed partial class SquareSimulator
{
    private static readonly PayerActionKind[] Actions =
        [PayerActionKind.Pay, PayerActionKind.Decline, PayerActionKind.Cancel, PayerActionKind.PayLate, PayerActionKind.PayWrongAmount];

    private static readonly char[] Joints = ['/', ':', '?', '&', '='];

    /// <inheritdoc/>
    public override IReadOnlyCollection<PayerActionKind> PayerActions => Actions;

    /// <inheritdoc/>
    public override Task<int> SettlePendingAsync(string? id = null, bool succeed = true, CancellationToken cancellationToken = default) =>
        Task.FromResult(Alone(() =>
        {
            var payments = _account.Payments.FindAll(each => each.Status is SquarePayment.Pending && (id is null || IsMeant(each, id)));
            foreach (var payment in payments)
                _charging.Settle(payment, succeed);
            var refunds = _account.Refunds.FindAll(each => each.Status is SquareRefund.Pending && (id is null || each.Id == id || IsMeant(each.Payment, id)));
            foreach (var refund in refunds)
                _refunds.Settle(refund, succeed);
            return payments.Count + refunds.Count;
        }));

    /// <inheritdoc/>
    public override Task ExpireAsync(string paymentId, CancellationToken cancellationToken = default) => AloneAsync(() =>
    {
        if (Find<SquareCheckout>(paymentId) is { IsOpen: true } checkout)
            _terminals.End(checkout, "TIMED_OUT");
        else if (_account.Payments.Find(each => each.Status is SquarePayment.Approved && IsMeant(each, paymentId)) is { } payment)
            _charging.Lapse(payment);
        else
            throw new InvalidOperationException($"'{paymentId}' is neither an open Terminal checkout nor a payment whose funds are held; a payment link has no end.");
    }, cancellationToken);

    /// <inheritdoc/>
    public override Task FailRefundAsync(string refundId, CancellationToken cancellationToken = default) =>
        AloneAsync(() => _refunds.Fail(Find<SquareRefund>(refundId) ?? throw Unknown(refundId)), cancellationToken);

    /// <inheritdoc/>
    public override Task<string> OpenDisputeAsync(string paymentId, string reason = "fraudulent", CancellationToken cancellationToken = default) =>
        Task.FromResult(Alone(() => _disputes.Open(Paid(paymentId), reason, isInquiry: false).Id));

    /// <summary>Lets the payer's bank ask about a payment; no money moves.</summary>
    /// <param name="paymentId">The id of the payment, its order or its checkout.</param>
    /// <param name="reason">Square's name of the reason.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The dispute's id.</returns>
    public Task<string> OpenInquiryAsync(string paymentId, string reason = "NO_KNOWLEDGE", CancellationToken cancellationToken = default) =>
        Task.FromResult(Alone(() => _disputes.Open(Paid(paymentId), reason, isInquiry: true).Id));

    /// <inheritdoc/>
    public override Task CloseDisputeAsync(string disputeId, bool won, CancellationToken cancellationToken = default) =>
        AloneAsync(() => _disputes.Close(Find<SquareDispute>(disputeId) ?? throw Unknown(disputeId), won), cancellationToken);

    /// <inheritdoc/>
    protected override PayerReturn Play(string paymentIdOrUrl, PayerAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Sweep();
        if (Find<SquareTerminalRefund>(paymentIdOrUrl) is { } refund)
            _refunds.Play(refund, action);
        else if (Find<SquareCheckout>(paymentIdOrUrl) is { } checkout)
            _terminals.Play(checkout, action);
        else
            return Play(LinkOf(paymentIdOrUrl) ?? throw Unknown(paymentIdOrUrl), action);
        return PayerReturn.None;
    }

    private PayerReturn Play(SquareLink link, PayerAction action)
    {
        var order = link.Order;
        if (action.Kind is PayerActionKind.Cancel)
            return PayerReturn.None;
        if (order.State is SquareOrder.Canceled || order.Due <= 0)
            throw new InvalidOperationException($"The link '{link.Id}' cannot be paid: its order is {order.State}.");
        var source = action.Kind switch
        {
            PayerActionKind.Decline => SquareSource.Declining(action.Code),
            PayerActionKind.PayLate => SquareSource.Find(SquareSource.Bank)!,
            PayerActionKind.PayWrongAmount => SquareSource.Find(SquareSource.GiftCard)!,
            _ => SquareSource.Find(action.Method ?? SquareSource.Visa) ?? throw new InvalidOperationException($"There is no source '{action.Method}'."),
        };
        var payment = _charging.Charge(new SquareCharge(source, action.Amount is { } part ? (long)part : order.Due, order) { Note = link.Note });
        return payment.IsAlive && order.Due <= 0 && link.Echo.TextAt("checkout_options", "redirect_url") is { } url ? new(new Uri(url)) : PayerReturn.None;
    }

    private PayerPage? Describe(string id) => LinkOf(id) is not { } link ? null : new(
        string.Join(", ", link.Order.Lines.Select(line => line.Name)),
        $"{link.Order.Due} {link.Order.Currency} (smallest unit)",
        link.Order.State is not SquareOrder.Canceled && link.Order.Due > 0);

    private SquareLink? LinkOf(string text) =>
        Find<SquareLink>(text) ?? Find<SquareOrder>(text)?.Link ?? _account.Orders.FindLast(order => order.ReferenceId == text)?.Link;

    private SquarePayment Paid(string id) => _account.Payments.Find(each => each.Status is SquarePayment.Completed && IsMeant(each, id))
        ?? throw new InvalidOperationException($"'{id}' has no completed payment to dispute.");

    /// <summary>Finds what an id, with or without its kind in front, or an address means; a checkout also by its order id.</summary>
    private T? Find<T>(string text)
        where T : class, ISquareObject
    {
        foreach (var part in text.Split(Joints, StringSplitOptions.RemoveEmptyEntries).Reverse())
            if (_account.Find<T>(part) is { } found)
                return found;
        return _account.Checkouts.FindLast(checkout => checkout.ReferenceId == text) as T;
    }

    private static KeyNotFoundException Unknown(string text) => new($"The Square simulator knows nothing by '{text}'.");
}
