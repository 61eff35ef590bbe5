namespace Payments.Simulator;

/// <content>What the payer, the chain and time do.</content>
public sealed partial class BitPaySimulator
{
    /// <summary>
    /// Who pays after the time has run out has paid nevertheless, with <c>paidLate</c>. Too little leaves the invoice open; what is too much, or too little at the end,
    /// BitPay gives back by itself. <see cref="PayerAction.Method"/> is the coin, <c>BTC</c> unless it is named.
    /// </summary>
    public override IReadOnlyCollection<PayerActionKind> PayerActions { get; } =
        [PayerActionKind.Pay, PayerActionKind.PayLate, PayerActionKind.PayWrongAmount, PayerActionKind.Cancel];

    /// <summary>Confirms or declines what is paid and not confirmed, and carries out or fails refunds that were made.</summary>
    /// <inheritdoc/>
    public override Task<int> SettlePendingAsync(string? id = null, bool succeed = true, CancellationToken cancellationToken = default) =>
        Task.FromResult(Alone(() => Settle(id, succeed)));

    /// <summary>The payment is not confirmed for an hour: the invoice is <c>invalid</c>, and can still become complete.</summary>
    /// <param name="paymentId">The invoice.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>When it is done.</returns>
    public Task FailToConfirmAsync(string paymentId, CancellationToken cancellationToken = default) => AloneAsync(
        () =>
        {
            var invoice = Find(paymentId);
            if (invoice.Status is not BitPayInvoice.Paid)
                throw new InvalidOperationException($"'{paymentId}' waits for no confirmation: it is {invoice.Status}.");
            Move(invoice, BitPayInvoice.Invalid, 1013, "invoice_failedToConfirm");
        },
        cancellationToken);

    /// <inheritdoc/>
    public override Task ExpireAsync(string paymentId, CancellationToken cancellationToken = default) => AloneAsync(
        () =>
        {
            var invoice = Find(paymentId);
            if (invoice.Status is not BitPayInvoice.New)
                throw new InvalidOperationException($"'{paymentId}' cannot expire: it is {invoice.Status}.");
            Expire(invoice);
        },
        cancellationToken);

    /// <inheritdoc/>
    public override Task FailRefundAsync(string refundId, CancellationToken cancellationToken = default) => AloneAsync(
        () =>
        {
            var refund = Refunds.FirstOrDefault(each => each.Id == refundId) ?? throw new KeyNotFoundException($"The BitPay simulator has no refund '{refundId}'.");
            refund.Status = BitPayRefund.Failure;
            Tell(refund, "refund_failure");
        },
        cancellationToken);

    /// <inheritdoc/>
    protected override PayerReturn Play(string paymentIdOrUrl, PayerAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Sweep();
        var invoice = Find(paymentIdOrUrl);
        if (action.Kind is PayerActionKind.Cancel)
            return Back(invoice.Text("closeURL") ?? invoice.Text("redirectURL"));
        if (invoice.Status is not (BitPayInvoice.New or BitPayInvoice.Expired) || invoice.IsCancelled)
            throw new InvalidOperationException($"'{paymentIdOrUrl}' cannot be paid: it is {invoice.Status}.");
        invoice.Coin ??= BitPayCoin.Of(action.Method ?? invoice.Call["paymentCurrencies"]?.AsArray().FirstOrDefault()?.ToString());
        invoice.Transactions.Add(NextId("", 64));
        invoice.Arrived += action.Amount ?? invoice.Price - invoice.Arrived;
        if (invoice.Arrived < invoice.Price)
            invoice.Exception = "paidPartial";
        else
            See(invoice, confirm: action.Kind is not PayerActionKind.PayLate);
        return Back(invoice.Text("redirectURL"));
    }

    private void See(BitPayInvoice invoice, bool confirm)
    {
        invoice.Exception = invoice.Arrived > invoice.Price ? "paidOver" : invoice.Status is BitPayInvoice.Expired ? "paidLate" : null;
        if (invoice.Speed is not "high" || !confirm)
            Move(invoice, BitPayInvoice.Paid, 1003, "invoice_paidInFull");
        if (confirm)
            Confirm(invoice);
    }

    private void Confirm(BitPayInvoice invoice)
    {
        if (invoice.Speed is "low")
            Move(invoice, BitPayInvoice.Complete, 1006, "invoice_completed");
        else
            Move(invoice, BitPayInvoice.Confirmed, 1005, "invoice_confirmed");
        if (invoice.Arrived > invoice.Price)
            GiveBack(invoice, invoice.Arrived - invoice.Price, "overpayment");
    }

    private void Expire(BitPayInvoice invoice)
    {
        Move(invoice, BitPayInvoice.Expired, 1004, "invoice_expired");
        if (invoice.Arrived > 0)
            GiveBack(invoice, invoice.Arrived, "underpayment");
    }

    private void GiveBack(BitPayInvoice invoice, decimal amount, string type)
    {
        var refund = new BitPayRefund { Id = NextId("", 22), Invoice = invoice, Amount = amount, Type = type, RequestedAt = Time.GetUtcNow() };
        invoice.Refunds.Add(refund);
        Tell(refund, "refund_created");
    }

    private int Settle(string? id, bool succeed)
    {
        var invoices = _invoices.Where(invoice => IsUnderWay(invoice, succeed) && (id is null || invoice.IsMeant(id))).ToArray();
        foreach (var invoice in invoices)
        {
            if (invoice.Status is BitPayInvoice.Confirmed)
                Move(invoice, BitPayInvoice.Complete, 1006, "invoice_completed");
            else if (succeed)
                Confirm(invoice);
            else
                Move(invoice, BitPayInvoice.Declined, 1014, "invoice_declined");
        }

        var refunds = Refunds.Where(refund => refund.Status is BitPayRefund.Created && (id is null || refund.Id == id || refund.Invoice.IsMeant(id))).ToArray();
        foreach (var refund in refunds)
        {
            refund.Status = succeed ? BitPayRefund.Success : BitPayRefund.Failure;
            Tell(refund, succeed ? "refund_success" : "refund_failure");
        }

        return invoices.Length + refunds.Length;
    }

    // What is confirmed gets its last confirmations, and fails no more.
    private static bool IsUnderWay(BitPayInvoice invoice, bool succeed) =>
        invoice.Status is BitPayInvoice.Paid or BitPayInvoice.Invalid || (succeed && invoice.Status is BitPayInvoice.Confirmed);

    /// <summary>What time alone does: invoices run out.</summary>
    private void Sweep()
    {
        foreach (var invoice in _invoices.Where(each => each.Status is BitPayInvoice.New && each.ExpiresAt <= Time.GetUtcNow()).ToArray())
            Expire(invoice);
    }

    private void Move(BitPayInvoice invoice, string status, int code, string name)
    {
        invoice.Status = status;
        Tell(invoice, code, name);
    }

    private BitPayInvoice Find(string text)
    {
        var id = text[(text.LastIndexOf('/') + 1)..];
        return _invoices.Find(invoice => invoice.Id == id) ?? _invoices.FindLast(invoice => invoice.IsMeant(text))
            ?? throw new KeyNotFoundException($"The BitPay simulator knows nothing by '{text}'.");
    }

    private static PayerReturn Back(string? url) => url is null ? PayerReturn.None : new(new Uri(url));
}
