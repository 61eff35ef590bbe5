namespace Payments.Simulator;

/// <content>What the payer, the payer's bank and time do.</content>
public sealed partial class AdyenSimulator
{
    private static readonly PayerActionKind[] Actions =
        [PayerActionKind.Pay, PayerActionKind.Decline, PayerActionKind.Cancel, PayerActionKind.PayLate, PayerActionKind.StartChallenge];

    /// <inheritdoc/>
    public override IReadOnlyCollection<PayerActionKind> PayerActions => Actions;

    /// <summary>Ends what waits for a bank or for Adyen: delayed payments, and captures, cancellations, refunds and reversals that were received.</summary>
    /// <param name="id">One payment's, order's or modification's id; null for all that wait.</param>
    /// <param name="succeed">Whether they succeed, as far as the payment allows it, or fail.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many were ended.</returns>
    public override Task<int> SettlePendingAsync(string? id = null, bool succeed = true, CancellationToken cancellationToken = default) =>
        Task.FromResult(Alone(() =>
    {
        var charges = _ledger.Charges.Where(c => c.State is AdyenChargeState.Waiting && (id is null || IsMeant(c.Checkout, id))).ToArray();
        foreach (var charge in charges)
        {
            if (succeed)
                _ledger.Authorise(charge);
            else
                _ledger.Refuse(charge, AdyenRefusals.WordsOf("2"));
        }

        var movements = _ledger.Movements.Where(m => m.IsWaiting && (id is null || string.Equals(m.Psp, id, StringComparison.Ordinal)
            || (m.Charge is not null && IsMeant(m.Charge.Checkout, id)))).ToArray();
        foreach (var movement in movements)
            _ledger.Settle(movement, succeed);
        return charges.Length + movements.Length;
    }));

    /// <summary>
    /// Lets time run out: for an open link, for an open direct payment (told by <c>OFFER_CLOSED</c>), for funds that are held (told by <c>EXPIRE</c>). When a
    /// session ends, nobody is told.
    /// </summary>
    /// <param name="paymentId">The link's id, the payment's pspReference or the order id.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>When it has expired.</returns>
    public override Task ExpireAsync(string paymentId, CancellationToken cancellationToken = default) => AloneAsync(() =>
    {
        var checkout = Known(paymentId);
        var charge = checkout.Charges.LastOrDefault();
        if (charge is { State: AdyenChargeState.Authorised, Captured: 0 })
        {
            charge.State = AdyenChargeState.Expired;
            _notifier.Tell(charge, "EXPIRE", isSuccess: true);
        }
        else if (checkout is { Kind: AdyenCheckoutKind.Link, Status: AdyenCheckout.Active })
            _ledger.Set(checkout, AdyenCheckout.Expired);
        else if (checkout.Kind is AdyenCheckoutKind.Direct && charge is { State: AdyenChargeState.Open })
        {
            charge.State = AdyenChargeState.Expired;
            _notifier.Tell(charge, "OFFER_CLOSED", isSuccess: true);
        }
        else
            throw new InvalidOperationException($"'{paymentId}' is neither an open link or direct payment, nor a payment whose funds are held.");
    }, cancellationToken);

    /// <inheritdoc/>
    public override Task FailRefundAsync(string refundId, CancellationToken cancellationToken = default) => AloneAsync(() =>
    {
        var refund = _ledger.Movements.Find(m => m.Kind is AdyenMovementKind.Refund && string.Equals(m.Psp, refundId, StringComparison.Ordinal)) ?? throw Unknown(refundId);
        if (!refund.IsDone)
            throw new InvalidOperationException($"The refund '{refundId}' has not succeeded.");
        refund.IsDone = false;
        _notifier.Tell(refund.Charge!, "REFUND_FAILED", isSuccess: true, "The account of the shopper is closed", refund.Psp, refund.Value, refund.Reference);
    }, cancellationToken);

    /// <summary>Lets a capture that has succeeded fail after all.</summary>
    /// <param name="paymentId">The payment's pspReference, its link or session, or the order id.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>When it has failed.</returns>
    public Task FailCaptureAsync(string paymentId, CancellationToken cancellationToken = default) => AloneAsync(() =>
    {
        var charge = Known(paymentId).Charges.LastOrDefault(c => c.Captured > 0) ?? throw new InvalidOperationException($"'{paymentId}' was not captured.");
        var capture = charge.Movements.Find(m => m is { Kind: AdyenMovementKind.Capture, IsDone: true });
        if (capture is not null)
            capture.IsDone = false;
        else
            charge.HasLostCapture = true;
        _notifier.Tell(charge, "CAPTURE_FAILED", isSuccess: true, "Rejected by the acquirer", capture?.Psp ?? _ledger.NewId(""), capture?.Value ?? charge.Checkout.Value, capture?.Reference);
    }, cancellationToken);

    /// <inheritdoc/>
    public override Task<string> OpenDisputeAsync(
        string paymentId, string reason = "fraudulent", CancellationToken cancellationToken = default) =>
        Task.FromResult(Alone(() =>
    {
        var charge = Known(paymentId).Charges.LastOrDefault(c => c.Captured > 0) ?? throw new InvalidOperationException($"'{paymentId}' was not captured.");
        charge.Dispute = _ledger.NewId("");
        var end = Time.GetUtcNow().AddDays(18).ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture);
        Tell(charge, "NOTIFICATION_OF_CHARGEBACK", reason, ("chargebackReasonCode", " 4853"), ("disputeStatus", "Unresponded"), ("defensePeriodEndsAt", end));
        Tell(charge, "CHARGEBACK", reason, ("chargebackReasonCode", " 4853"), ("disputeStatus", "Unresponded"), ("defensePeriodEndsAt", end));
        return charge.Dispute;
    }));

    /// <inheritdoc/>
    public override Task CloseDisputeAsync(string disputeId, bool won, CancellationToken cancellationToken = default) => AloneAsync(() =>
    {
        var charge = _ledger.Charges.LastOrDefault(c => string.Equals(c.Dispute, disputeId, StringComparison.Ordinal)) ?? throw Unknown(disputeId);
        if (won)
            Tell(charge, "CHARGEBACK_REVERSED", "", ("disputeStatus", "Pending"));
        else
            Tell(charge, "DISPUTE_DEFENSE_PERIOD_ENDED", "", ("disputeStatus", "Undefended"));
    }, cancellationToken);

    /// <inheritdoc/>
    protected override PayerReturn Play(string paymentIdOrUrl, PayerAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        _pages.Sweep();
        var checkout = Known(Uri.TryCreate(paymentIdOrUrl, UriKind.Absolute, out var url) ? url.Segments[^1] : paymentIdOrUrl);
        return checkout.Kind is AdyenCheckoutKind.Direct ? PlayDirect(checkout, action) : PlayPage(checkout, action);
    }

    private PayerReturn PlayPage(AdyenCheckout page, PayerAction action)
    {
        if (page.Status is not AdyenCheckout.Active)
            throw new InvalidOperationException($"'{page.Id}' cannot be paid: it is {page.Status}.");
        if (action.Kind is PayerActionKind.Cancel or PayerActionKind.StartChallenge)
            return PayerReturn.None;
        var charge = _ledger.NewCharge(page, action.Method ?? (action.Kind is PayerActionKind.PayLate ? "sepadirectdebit" : "visa"), AdyenChargeState.Open);
        if (action.Kind is PayerActionKind.Decline)
        {
            _ledger.Refuse(charge, AdyenRefusals.WordsOf(action.Code));
            return PayerReturn.None;
        }

        if (action.Kind is PayerActionKind.PayLate)
            _ledger.Wait(charge);
        else
            _ledger.Authorise(charge);
        return page.Kind is AdyenCheckoutKind.Session
            ? Back(action.ReturnUrl ?? page.ReturnUrl, ("sessionId", page.Id), ("sessionResult", _pages.Freeze(page)))
            : Back(page.ReturnUrl);
    }

    private PayerReturn PlayDirect(AdyenCheckout checkout, PayerAction action)
    {
        var charge = checkout.Charges[^1];
        if (charge.State is not AdyenChargeState.Open)
            throw new InvalidOperationException($"'{checkout.Reference}' cannot be paid: it is {charge.State}.");
        if (action.Kind is PayerActionKind.StartChallenge)
            return PayerReturn.None;
        var state = action.Kind switch
        {
            PayerActionKind.Pay => AdyenChargeState.Authorised,
            PayerActionKind.PayLate => AdyenChargeState.Waiting,
            PayerActionKind.Cancel => AdyenChargeState.Cancelled,
            _ => AdyenChargeState.Refused,
        };
        return Back(action.ReturnUrl ?? checkout.ReturnUrl, ("redirectResult", _payments.Return(charge, state, action.Code)));
    }

    private static PayerReturn Back(string? url, params (string Name, string Value)[] added)
    {
        if (url is null)
            return PayerReturn.None;
        var query = string.Join('&', added.Select(a => $"{a.Name}={Uri.EscapeDataString(a.Value)}"));
        var separator = query.Length == 0 ? "" : url.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        return new PayerReturn(new Uri(url + separator + query));
    }

    private void Tell(AdyenCharge charge, string eventCode, string reason, params (string Name, string Text)[] details) =>
        _notifier.Tell(charge, eventCode, isSuccess: true, reason, charge.Dispute, charge.Checkout.Value, details: details);

    private AdyenCheckout Known(string id) => _ledger.Find(id) ?? throw Unknown(id);

    private static KeyNotFoundException Unknown(string text) => new($"The Adyen simulator knows nothing by '{text}'.");
}
