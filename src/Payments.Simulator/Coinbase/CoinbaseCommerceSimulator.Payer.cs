namespace Payments.Simulator;

/// <content>What the payer, the chain and time do.</content>
public sealed partial class CoinbaseCommerceSimulator
{
    /// <summary>
    /// Who pays after the time has run out, or pays again, has paid nevertheless: the charge is unresolved then.
    /// </summary>
    public override IReadOnlyCollection<PayerActionKind> PayerActions { get; } =
        [PayerActionKind.Pay, PayerActionKind.PayLate, PayerActionKind.PayWrongAmount, PayerActionKind.Decline, PayerActionKind.Cancel];

    /// <inheritdoc/>
    public override Task<int> SettlePendingAsync(string? id = null, bool succeed = true, CancellationToken cancellationToken = default) =>
        Task.FromResult(Alone(() => Settle(id, succeed)));

    /// <inheritdoc/>
    public override Task ExpireAsync(string paymentId, CancellationToken cancellationToken = default) => AloneAsync(
        () =>
        {
            var charge = Find(paymentId);
            if (charge.Status is not CoinbaseCharge.New)
                throw new InvalidOperationException($"'{paymentId}' cannot expire: it is {charge.Status}.");
            Move(charge, "charge:failed", CoinbaseCharge.Expired);
        },
        cancellationToken);

    /// <inheritdoc/>
    protected override PayerReturn Play(string paymentIdOrUrl, PayerAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Sweep();
        var charge = Find(paymentIdOrUrl);
        if (action.Kind is PayerActionKind.Cancel)
            return Back(charge.CancelUrl);
        if (charge.Status is CoinbaseCharge.Canceled or CoinbaseCharge.Failed or CoinbaseCharge.Unresolved)
            throw new InvalidOperationException($"'{paymentIdOrUrl}' cannot be paid: it is {charge.Status}.");
        if (action.Kind is PayerActionKind.Decline)
        {
            charge.Failures.Add(new(NewTransaction(), "transfer amount exceeds balance"));
            Move(charge, "charge:failed", CoinbaseCharge.Failed);
            return Back(charge.CancelUrl);
        }

        Pay(charge, action);
        return Back(charge.RedirectUrl);
    }

    private void Pay(CoinbaseCharge charge, PayerAction action)
    {
        var amount = action.Amount ?? charge.Amount ?? 1m;
        var before = charge.Status;
        charge.Payments.Add(new(NewUuid(), NewTransaction(), amount, Time.GetUtcNow()));
        if (before is CoinbaseCharge.Expired)
            Move(charge, "charge:delayed", CoinbaseCharge.Unresolved, "DELAYED");
        else if (before is not CoinbaseCharge.New)
            Move(charge, "charge:pending", CoinbaseCharge.Unresolved, "MULTIPLE");
        else
        {
            Move(charge, "charge:pending", CoinbaseCharge.Pending);
            if (action.Kind is PayerActionKind.PayLate)
                return;
            if (amount < charge.Amount)
                Move(charge, "charge:pending", CoinbaseCharge.Unresolved, "UNDERPAID");
            else if (amount > charge.Amount)
                Move(charge, "charge:pending", CoinbaseCharge.Unresolved, "OVERPAID");
            else
                Move(charge, "charge:confirmed", CoinbaseCharge.Completed);
        }
    }

    /// <summary>What time alone does: charges run out.</summary>
    private void Sweep()
    {
        foreach (var charge in _charges.Where(c => c.Status is CoinbaseCharge.New && c.ExpiresAt <= Time.GetUtcNow()).ToArray())
            Move(charge, "charge:failed", CoinbaseCharge.Expired);
    }

    private CoinbaseCharge Find(string text)
    {
        var id = text[(text.LastIndexOf('/') + 1)..];
        return _charges.Find(c => c.Id == id || c.Code == id) ?? _charges.FindLast(c => IsMeant(c, text))
            ?? throw new KeyNotFoundException($"The Coinbase Commerce simulator knows nothing by '{text}'.");
    }

    private string NewTransaction() => "0x" + NewUuid().Replace("-", "", StringComparison.Ordinal);

    private static PayerReturn Back(string? url) => url is null ? PayerReturn.None : new(new Uri(url));

    private int Settle(string? id, bool succeed)
    {
        var waiting = _charges.Where(c => c.Status is CoinbaseCharge.Pending && (id is null || IsMeant(c, id))).ToArray();
        foreach (var charge in waiting)
        {
            if (!succeed)
                charge.Failures.AddRange(charge.Payments.Select(p => new CoinbaseChargeFailure(p.Transaction, "execution reverted")));
            Move(charge, succeed ? "charge:confirmed" : "charge:failed", succeed ? CoinbaseCharge.Completed : CoinbaseCharge.Failed);
        }

        return waiting.Length;
    }
}
