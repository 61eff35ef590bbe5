using Payments.Http;

namespace Payments.PayPal;

/// <summary>Reads payments, refunds and disputes, each whole enough to tell its state.</summary>
internal sealed class PayPalReader(PayPalCalls calls, PayPalAnswers answers, PayPalOptions options, TimeProvider time)
{
    /// <summary>The payment that the ids name, by the best of them: its order, which lists all the rest.</summary>
    internal async Task<Payment> PaymentAsync(PaymentReference payment, CancellationToken cancellationToken)
    {
        if (payment.PaymentId is not null)
            return (await OrderAsync(payment, cancellationToken).ConfigureAwait(false)).Payment;
        var moves = await MovesAsync(payment, cancellationToken).ConfigureAwait(false);
        if (moves.IsEmpty)
            throw new PaymentRequestException("PayPal cannot be searched: name the payment by its PaymentId, which is the id of PayPal's order.", payment: payment);
        var order = moves.Related(ids => ids.OrderId) ?? moves.All.Select(move => PayPalLinks.Up(move.Links, "orders")).FirstOrDefault(id => id is not null);
        if (order is null)
            return answers.Payment(null, moves, payment, null);
        var named = new PaymentReference(payment.Provider, order, payment.OrderId, payment.Related).With(payment.Known);
        return (await OrderAsync(named, cancellationToken).ConfigureAwait(false)).Payment;
    }

    /// <summary>A payment by its order. The order is null where PayPal no longer has it.</summary>
    /// <exception cref="PaymentNotFoundException">PayPal has no such order, and nothing says that there was one.</exception>
    internal Task<(PayPalOrder? Order, Payment Payment)> OrderAsync(PaymentReference payment, CancellationToken cancellationToken) =>
        OrderAsync(payment, isReversed: false, cancellationToken);

    /// <summary>
    /// A payment of which a message says that PayPal took the payer's approval back. The order has to show it: it is gone, or no longer approved. One that still
    /// is may have been approved anew.
    /// </summary>
    internal async Task<Payment> ReversedAsync(PaymentReference payment, CancellationToken cancellationToken)
    {
        var (_, read) = await OrderAsync(payment, isReversed: true, cancellationToken).ConfigureAwait(false);
        return payment.Known is { Status: PaymentStatus.RequiresConfirmation } && read.Status is PaymentStatus.RequiresAction or PaymentStatus.Pending
            ? read with { Status = PaymentStatus.Cancelled, NextAction = null }
            : read;
    }

    private async Task<(PayPalOrder? Order, Payment Payment)> OrderAsync(PaymentReference payment, bool isReversed, CancellationToken cancellationToken)
    {
        var response = await calls.GetAsync(PayPalDefaults.OrdersPath, payment.PaymentId!, payment, cancellationToken).ConfigureAwait(false);
        if (response.Error is { Kind: PaymentErrorKind.NotFound })
        {
            var left = await MovesAsync(payment, cancellationToken).ConfigureAwait(false);
            return (null, left.IsEmpty ? Gone(response, payment, isReversed) : answers.Payment(null, left, payment, response.Date));
        }

        var order = response.ReadPayPal(PayPalJson.Default.PayPalOrder);
        var moves = PayPalMoves.Of(order);
        if (order.Status == "COMPLETED" && moves.IsEmpty)
            moves = await MovesAsync(payment, cancellationToken).ConfigureAwait(false);
        return (order, answers.Payment(order, moves, payment, response.Date));
    }

    /// <summary>
    /// A payment after something of it has changed by our own call. The order may lag behind what that call answered, and the call was carried out even if
    /// the reading fails.
    /// </summary>
    /// <param name="payment">The payment.</param>
    /// <param name="changed">What the call answered.</param>
    /// <param name="changedAt">When it did, by PayPal's clock.</param>
    /// <param name="left">The hold that the call left open, in case that no order tells of it. Null when it left none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal async Task<Payment> AfterAsync(
        PaymentReference payment, PayPalMoves changed, DateTimeOffset? changedAt, PayPalAuthorization? left, CancellationToken cancellationToken)
    {
        try
        {
            var id = payment.PaymentId ?? changed.Related(ids => ids.OrderId);
            if (id is not null)
            {
                var response = await calls.GetAsync(PayPalDefaults.OrdersPath, id, payment, cancellationToken).ConfigureAwait(false);
                var order = response.ReadPayPal(PayPalJson.Default.PayPalOrder);
                return answers.Payment(order, PayPalMoves.Of(order).With(changed), payment, response.Date);
            }
        }
        catch (Exception exception) when (exception is PaymentException or OperationCanceledException)
        {
            // What the call itself answered is told below.
        }

        return answers.Unread(left is null ? changed : changed.With(left), payment, changedAt);
    }

    /// <summary>
    /// A payment after a call of ours was declined, which changes nothing of it. Where it cannot be read, it is as it was known; null when it was not known.
    /// </summary>
    internal async Task<Payment?> AfterDeclineAsync(PaymentReference payment, PaymentError error, CancellationToken cancellationToken)
    {
        try
        {
            return await PaymentAsync(payment, cancellationToken).ConfigureAwait(false) with { Error = error };
        }
        catch (Exception exception) when (exception is PaymentException or OperationCanceledException)
        {
            return payment.Known is { } known ? known with { Error = error } : null;
        }
    }

    internal async Task<Refund> RefundAsync(string id, PaymentReference payment, CancellationToken cancellationToken)
    {
        var response = await calls.GetAsync(PayPalDefaults.RefundsPath, id, payment, cancellationToken, PaymentOperations.GetRefund).ConfigureAwait(false);
        return answers.Refund(response.ReadPayPal(PayPalJson.Default.PayPalRefund), payment, response.Date);
    }

    /// <summary>A refund by its id alone, and the payment of the capture that it names. Null where it names none.</summary>
    internal async Task<(Payment Payment, Refund Refund)?> RefundedAsync(string id, CancellationToken cancellationToken)
    {
        var response = await calls.GetAsync(PayPalDefaults.RefundsPath, id, null, cancellationToken, PaymentOperations.GetRefund).ConfigureAwait(false);
        var refund = response.ReadPayPal(PayPalJson.Default.PayPalRefund);
        if (PayPalAnswers.CaptureOf(refund) is not { } capture)
            return null;
        var named = new PaymentReference(calls.Registration, null, null, [new RelatedId(PayPalDefaults.CaptureKind, capture)]);
        var payment = await PaymentAsync(named, cancellationToken).ConfigureAwait(false);
        return (payment, answers.Refund(refund, payment.Reference, response.Date));
    }

    /// <summary>The refund that carries our reference.</summary>
    internal async Task<Refund> RefundByReferenceAsync(string reference, PaymentReference payment, CancellationToken cancellationToken)
    {
        var read = await PaymentAsync(payment, cancellationToken).ConfigureAwait(false);
        return read.Facts.OfType<RefundFact>().LastOrDefault(fact => fact.Refund.Reference == reference)?.Refund
            ?? throw NotFound(payment, "no refund of the payment has this reference");
    }

    internal async Task<(PayPalDispute Dispute, DateTimeOffset? AnsweredAt)> DisputeAsync(string id, CancellationToken cancellationToken)
    {
        var response = await calls.GetAsync(PayPalDefaults.DisputesPath, id, null, cancellationToken, PaymentOperations.Webhooks).ConfigureAwait(false);
        var dispute = response.Read(PayPalJson.Default.PayPalDispute);
        return string.IsNullOrEmpty(dispute.DisputeId) ? throw response.Unreadable("it has no dispute_id") : (dispute, response.Date);
    }

    // By the ids that are known of them, for a payment whose order does not tell.
    private async Task<PayPalMoves> MovesAsync(PaymentReference payment, CancellationToken cancellationToken)
    {
        var moves = PayPalMoves.None;
        foreach (var (kind, id) in payment.Related.Concat(payment.Known?.Reference.Related ?? []).Distinct())
        {
            if (kind == PayPalDefaults.AuthorizationKind)
            {
                var response = await calls.GetAsync(PayPalDefaults.AuthorizationsPath, id, payment, cancellationToken).ConfigureAwait(false);
                moves = moves.With(response.ReadPayPal(PayPalJson.Default.PayPalAuthorization));
            }
            else if (kind == PayPalDefaults.CaptureKind)
            {
                var response = await calls.GetAsync(PayPalDefaults.CapturesPath, id, payment, cancellationToken).ConfigureAwait(false);
                moves = moves.With(response.ReadPayPal(PayPalJson.Default.PayPalCapture));
            }
        }

        return moves;
    }

    // An order that ran out is gone, and so is one whose approval was taken back. Another young one that is missing was never there, or is another environment's.
    private Payment Gone(ProviderResponse response, PaymentReference payment, bool isReversed)
    {
        if (payment.Known is not { Status: PaymentStatus.RequiresAction or PaymentStatus.RequiresConfirmation or PaymentStatus.Pending or PaymentStatus.Failed
                or PaymentStatus.Expired or PaymentStatus.Cancelled } known
            || (!isReversed && time.GetUtcNow() - known.CreatedAt < options.OrderLifetime))
            throw response.ToException();
        return known with
        {
            Status = known.Status is PaymentStatus.Cancelled || (isReversed && known.Status is not PaymentStatus.Expired) ? PaymentStatus.Cancelled : PaymentStatus.Expired,
            ProviderStatus = "",
            AsOf = response.Date,
            NextAction = null,
            Facts = [],
        };
    }

    private PaymentNotFoundException NotFound(PaymentReference payment, string reason) => new(
        $"{calls.Registration}: {reason}.",
        new PaymentError { Kind = PaymentErrorKind.NotFound, Code = PaymentErrorCode.NotFound },
        PaymentOutcome.Refused,
        payment);
}
