using Payments.Http;

namespace Payments.NaverPay;

/// <summary>
/// Gives money back. The history is read before every cancel: for what is left of each part, and for this very refund, which an earlier call may have
/// made.
/// </summary>
internal sealed class NaverPayRefunder(
    IPaymentProvider provider, NaverPayClient client, NaverPayReader reader, NaverPayAnswers answers, NaverPayOptions options, TimeProvider time)
{
    internal async Task<Refund> RefundAsync(RefundRequest request, CancellationToken cancellationToken)
    {
        ProviderRules.Check(provider, request, RequestFeatures.None);
        var payment = request.Payment;
        var (totals, asOf) = await reader.TotalsAsync(PaymentOperations.Refund, payment, cancellationToken).ConfigureAwait(false);
        var paid = answers.Payment(totals, payment, asOf);
        if (ProviderRefunds.Made(paid, request) is { } made)
            return made;
        if (!paid.Status.IsPaid() || totals.PaymentIds.Count == 0)
            throw new PaymentConflictException("Nothing can be refunded: the history has no charge of this payment.", PaymentErrorCode.InvalidState, payment);

        var cancel = NaverPayCancel.Of(request, totals, options);
        var response = await client.CancelAsync(cancel, request.IdempotencyKey, payment, cancellationToken).ConfigureAwait(false);
        if (response.Error is { } error)
            return await RefusedAsync(response, error, request, cancel, paid.Reference).ConfigureAwait(false);
        return response.Read(NaverPayJson.Default.NaverPayCancelAnswer) is { Body: { PayHistId.Length: > 0 } cancelled } answer
            && (cancelled.PaymentId ?? cancel.PaymentId) == cancel.PaymentId
            ? answers.Refunded(cancelled, RefundStatus.Completed, answer.Code ?? "", cancel, paid.Reference, response.Date)
            : throw response.Unreadable("it has no payHistId, or is another payment's");
    }

    /// <summary>A refund by its payment. One that Naver Pay goes on with by itself is not listed before it has ended: until then it is what is known of it.</summary>
    internal async Task<Refund> ReadAsync(RefundReference refund, CancellationToken cancellationToken)
    {
        try
        {
            return await ProviderRefunds.ReadAsync(refund, reader.PaymentAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (PaymentNotFoundException) when (PendingOf(refund) is { } pending)
        {
            return pending;
        }
    }

    private async Task<Refund> RefusedAsync(
        ProviderResponse response, PaymentError error, RefundRequest request, NaverPayCancel cancel, PaymentReference payment)
    {
        if (NaverPayErrors.Is(error.ProviderCode, NaverPayDefaults.CancelNotComplete))
            return Pending();

        // What stands in its way can be this very refund, of an earlier call whose answer was lost.
        if (error.Kind is PaymentErrorKind.Conflict || error.Code is PaymentErrorCode.AmountTooLarge)
        {
            var (totals, asOf) = await reader.TotalsAfterAsync(response, payment, cancel.PaymentId).ConfigureAwait(false);
            if (ProviderRefunds.Made(answers.Payment(totals, payment, asOf), request) is { } made)
                return made;
            if (NaverPayErrors.Is(error.ProviderCode, NaverPayDefaults.AlreadyOnGoing))
                return Pending();

            // The history lags: that too little is left is believed where other refunds explain it.
            var isExplained = totals.Of(cancel.PaymentId) is { Approvals: > 0, Unknown: null } charge && charge.Left < cancel.Amount;
            if (!isExplained && NaverPayMapping.RefundRefusals.Contains(error.Code))
                throw NaverPayErrors.Unclear(provider.Name, response);
        }

        return response.Outcome is PaymentOutcome.Refused && NaverPayMapping.RefundRefusals.Contains(error.Code)
            ? ProviderAnswers.Refused(response, request, provider.Name, time.GetUtcNow()) with { Amount = KoreanWon.FromWire(cancel.Amount) }
            : throw response.ToException();

        Refund Pending() => answers.Refunded(Body(response), RefundStatus.Pending, error.ProviderCode!, cancel, payment, response.Date);
    }

    private static Refund? PendingOf(RefundReference refund) => refund.Payment.Known?.Facts.OfType<RefundFact>().Select(fact => fact.Refund)
        .LastOrDefault(known => known.Status is RefundStatus.Pending && (refund.RefundId is { } id ? known.RefundId == id : known.Reference == refund.Reference));

    private static NaverPayCancelled? Body(ProviderResponse response) =>
        response.TryRead(NaverPayJson.Default.NaverPayCancelAnswer, out var answer) ? answer.Body : null;
}
