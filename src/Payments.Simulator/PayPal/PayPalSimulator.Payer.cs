namespace Payments.Simulator;

/// <content>What the payer, the payer's bank, PayPal and time do.</content>
public sealed partial class PayPalSimulator
{
    private static readonly PayerActionKind[] Actions = [PayerActionKind.Pay, PayerActionKind.Decline, PayerActionKind.Cancel, PayerActionKind.PayLate];

    private static readonly string[] Reasons =
        ("MERCHANDISE_OR_SERVICE_NOT_RECEIVED MERCHANDISE_OR_SERVICE_NOT_AS_DESCRIBED UNAUTHORISED CREDIT_NOT_PROCESSED DUPLICATE_TRANSACTION INCORRECT_AMOUNT "
        + "PAYMENT_BY_OTHER_MEANS CANCELED_RECURRING_BILLING PROBLEM_WITH_REMITTANCE OTHER").Split(' ');

    /// <inheritdoc/>
    public override IReadOnlyCollection<PayerActionKind> PayerActions => Actions;

    /// <inheritdoc/>
    public override Task<int> SettlePendingAsync(string? id = null, bool succeed = true, CancellationToken cancellationToken = default) =>
        Task.FromResult(Alone(() =>
        {
            var captures = _account.Orders.SelectMany(o => o.Captures).ToArray();
            var waiting = captures.Where(c => c is { State: PayPalCapture.Pending, Reason: "ECHECK" } && IsMeant(c, id)).ToArray();
            var refunds = captures.SelectMany(c => c.Refunds).Where(r => r.Status is PayPalRefund.Pending && (r.Id == id || IsMeant(r.Capture, id))).ToArray();
            foreach (var capture in waiting)
                _payments.Settle(capture, succeed);
            foreach (var refund in refunds)
                _payments.Settle(refund, succeed);
            return waiting.Length + refunds.Length;
        }));

    /// <inheritdoc/>
    public override Task ExpireAsync(string paymentId, CancellationToken cancellationToken = default) => AloneAsync(() =>
    {
        var order = Find(paymentId);
        var hold = order.Authorizations.Find(a => a.IsOpen);
        if (hold is not null)
        {
            hold.Expires = _account.Now;
            _payments.End(hold);
        }
        else if (order.IsOpen)
            _account.Forget(order);
        else
            throw new InvalidOperationException($"'{paymentId}' is neither an open order nor one whose funds are held.");
    }, cancellationToken);

    /// <inheritdoc/>
    public override Task FailRefundAsync(string refundId, CancellationToken cancellationToken = default) =>
        AloneAsync(() => _payments.Settle(_account.Find<PayPalRefund>(refundId) ?? throw Unknown(refundId), succeed: false), cancellationToken);

    /// <summary>Lets PayPal or the payer's bank decline the next capture of a hold; the hold stays.</summary>
    /// <param name="paymentId">The order's or the capture's id, or the host's order id.</param>
    /// <param name="issue">The issue of the refusal; <c>DECLINED</c> for a capture that is made, and declined.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>When it is set.</returns>
    public Task DeclineNextCaptureAsync(string paymentId, string issue = "PAYER_CANNOT_PAY", CancellationToken cancellationToken = default) =>
        AloneAsync(() => Find(paymentId).DeclineNext = issue, cancellationToken);

    /// <summary>
    /// Sends an event of PayPal's Webhooks Simulator: about a capture that does not exist, under an id that is always the same, signed with the word
    /// <c>WEBHOOK_ID</c> and a certificate of the live environment. A postback about it always fails.
    /// </summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>When it is on its way.</returns>
    public Task SendTestEventAsync(CancellationToken cancellationToken = default) => AloneAsync(() => _account.EmitTest(TestEventId), cancellationToken);

    /// <inheritdoc/>
    public override Task<string> OpenDisputeAsync(string paymentId, string reason = "fraudulent", CancellationToken cancellationToken = default) =>
        Task.FromResult(Alone(() => OpenDispute(paymentId, reason, isInquiry: false)));

    /// <summary>Lets the payer open a case that is not a claim yet; no money is held.</summary>
    /// <param name="paymentId">The order's or the capture's id.</param>
    /// <param name="reason">PayPal's name of the reason.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The dispute's id.</returns>
    public Task<string> OpenInquiryAsync(
        string paymentId, string reason = "MERCHANDISE_OR_SERVICE_NOT_RECEIVED", CancellationToken cancellationToken = default) =>
        Task.FromResult(Alone(() => OpenDispute(paymentId, reason, isInquiry: true)));

    /// <inheritdoc/>
    public override Task CloseDisputeAsync(string disputeId, bool won, CancellationToken cancellationToken = default) =>
        AloneAsync(() => _payments.Resolve(_account.Find<PayPalDispute>(disputeId) ?? throw Unknown(disputeId), won), cancellationToken);

    /// <inheritdoc/>
    protected override PayerReturn Play(string paymentIdOrUrl, PayerAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Sweep();
        var order = Find(paymentIdOrUrl);
        if (action.Kind is PayerActionKind.Cancel)
            return Back(order.CancelUrl, $"token={order.Id}");
        if (!order.IsOpen)
            throw new InvalidOperationException($"'{paymentIdOrUrl}' cannot be paid: it is {order.Status}.");
        if (action.Kind is PayerActionKind.PayLate && order.WantsMoneyAtOnce)
            throw new InvalidOperationException($"'{paymentIdOrUrl}' takes no money that arrives later.");
        order.DeclineNext = action.Kind is PayerActionKind.Decline ? action.Code ?? "INSTRUMENT_DECLINED" : null;
        order.IsDelayed = action.Kind is PayerActionKind.PayLate;
        (order.Status, order.Updated) = (PayPalOrder.Approved, _account.Now);
        _account.Emit("CHECKOUT.ORDER.APPROVED", "checkout-order", order.ToJson(), "An order has been approved by buyer");
        return Back(order.ReturnUrl, $"token={order.Id}&PayerID={PayPalShapes.PayerId}");
    }

    private static PayerReturn Back(string? url, string query) =>
        url is null ? PayerReturn.None : new(new Uri(url + (url.Contains('?', StringComparison.Ordinal) ? '&' : '?') + query));

    private PayerPage? Describe(string id) => _account.Find<PayPalOrder>(id) is { } order
        ? new($"{order.Description} ({order.Status})", $"{order.Amount.ToJson()["value"]} {order.Amount.Currency}", order.IsOpen)
        : null;

    private string OpenDispute(string paymentId, string reason, bool isInquiry)
    {
        var capture = _account.Find<PayPalCapture>(paymentId) ?? Find(paymentId).Captures.FindLast(c => c.State is PayPalCapture.Completed)
            ?? throw new InvalidOperationException($"'{paymentId}' has no capture to dispute.");
        return _payments.Dispute(capture, Reasons.Contains(reason, StringComparer.Ordinal) ? reason : "UNAUTHORISED", isInquiry).Id;
    }

    /// <summary>Finds the order that an id, a page's address or the host's order id means.</summary>
    private PayPalOrder Find(string text)
    {
        var id = Uri.TryCreate(text, UriKind.Absolute, out var url) ? url.Segments[^1] : text;
        return _account.Find<PayPalOrder>(id) ?? _account.Find<PayPalCapture>(id)?.Order ?? _account.Orders.FindLast(o => o.CustomId == text) ?? throw Unknown(text);
    }

    private static bool IsMeant(PayPalCapture capture, string? id) => id is null || id == capture.Id || id == capture.Order.Id || id == capture.Order.CustomId;

    private static KeyNotFoundException Unknown(string text) => new($"The PayPal simulator knows nothing by '{text}'.");
}
