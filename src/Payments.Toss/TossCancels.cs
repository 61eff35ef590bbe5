using Payments.Http;

namespace Payments.Toss;

/// <summary>Cancels, which is how Toss Payments both ends what was not paid and gives back what was.</summary>
internal sealed class TossCancels(string provider, TossAnswers answers, TossReader reader, TossCalls calls, TimeProvider time)
{
    private const int MaxTries = 3;

    internal static string PathOf(string key) => $"/v1/payments/{ProviderPath.Segment(key)}/cancel";

    /// <summary>Ends a deposit that is waited for. Of a payment that is paid, Toss Payments would give the money back: so it is looked at first.</summary>
    internal async Task<Payment> CancelAsync(CancelRequest request, CancellationToken cancellationToken)
    {
        var testCode = calls.TestCodeIn(request.Extras);
        var read = await reader.PaymentAsync(request.Payment, cancellationToken).ConfigureAwait(false);
        switch (read.Status)
        {
            case PaymentStatus.Cancelled or PaymentStatus.Expired:
                return read;

            // No money is held before the confirmation, and there is no call to end it: it is never confirmed, and ends by itself.
            case PaymentStatus.RequiresAction or PaymentStatus.RequiresConfirmation or PaymentStatus.Failed:
                return read with { Status = PaymentStatus.Cancelled, NextAction = null, Error = null };

            case PaymentStatus.Pending:
                break;

            default:
                throw NotCancelled(read, null);
        }

        var key = TossIds.KeyOf(read.Reference)!;
        var call = new TossCall(PaymentOperations.Cancel, PathOf(key), TossRequests.Cancel(request.Reason), request.IdempotencyKey, read.Reference) { TestCode = testCode };
        var response = await calls.PostAsync(call, cancellationToken).ConfigureAwait(false);
        for (var attempt = 2; IsRefused(response) || TossCalls.SaysNothing(response); attempt++)
        {
            if (await reader.TryFindAsync(key, null).ConfigureAwait(false) is not { } found)
                throw response.ToException();
            var now = reader.Whole(found, request.Payment.Known);
            if (now.Status is PaymentStatus.Cancelled or PaymentStatus.Expired)
                return now;
            if (IsRefused(response) || now.Status != PaymentStatus.Pending)
                throw NotCancelled(now, response);
            if (attempt > MaxTries)
                throw response.ToException();
            response = await calls.AgainAsync(call, attempt, response).ConfigureAwait(false);
        }

        return answers.Payment(TossCalls.Read(response), response.Date, request.Payment.Known);
    }

    internal async Task<Refund> RefundAsync(RefundRequest request, CancellationToken cancellationToken)
    {
        var testCode = calls.TestCodeIn(request.Extras);
        var before = (await reader.FindAsync(request.Payment, PaymentOperations.Refund, cancellationToken).ConfigureAwait(false)).Payment;
        if (TossMapping.Statuses.TryGetValue(before.Status ?? "", out var status) && (!status.IsPaid() || before is { Status: "CANCELED", ApprovedAt: null }))
            throw new PaymentConflictException("Nothing was paid: cancel the payment instead.", PaymentErrorCode.InvalidState, request.Payment);

        var payment = TossIds.Reference(provider, before.PaymentKey, before.OrderId);
        var call = new TossCall(PaymentOperations.Refund, PathOf(before.PaymentKey!), TossRequests.Refund(request, before), request.IdempotencyKey, payment) { TestCode = testCode };
        ProviderResponse? unclear = null;
        for (var attempt = 1; ; attempt++)
        {
            var response = unclear is null
                ? await calls.PostAsync(call.Again(attempt), cancellationToken).ConfigureAwait(false)
                : await calls.AgainAsync(call, attempt, unclear).ConfigureAwait(false);
            if (unclear is not null && response.Error is not null)
                throw unclear.ToException();

            // Another refund came in between, or the answer says nothing: under this key nothing more will be done. The balance that goes along with the next
            // one keeps it from giving back twice.
            var isOutdated = response.Error is { Code: PaymentErrorCode.Mismatch };
            if (attempt < MaxTries && (isOutdated || TossCalls.SaysNothing(response))
                && await reader.TryFindAsync(before.PaymentKey, null).ConfigureAwait(false) is { Payment: var now }
                && (isOutdated || !OnesLikeIt(request, now).Any()))
            {
                unclear = isOutdated ? null : response;
                before = now;
                call = call with { Body = TossRequests.Refund(request, now) };
                continue;
            }

            if (response.Error is { Kind: PaymentErrorKind.Conflict, Code: PaymentErrorCode.AlreadyRefunded })
                return await MadeBeforeAsync(request, payment, response).ConfigureAwait(false);
            return response.Error is { Kind: PaymentErrorKind.Declined }
                ? ProviderAnswers.Refused(response, request, provider, time.GetUtcNow())
                : RefundIn(response, before, request);
        }
    }

    internal async Task<Refund> GetAsync(RefundReference refund, CancellationToken cancellationToken)
    {
        var known = refund.Payment.Known?.Facts.OfType<RefundFact>().Select(fact => fact.Refund)
            .FirstOrDefault(each => refund.RefundId is null ? each.Reference == refund.Reference : each.RefundId == refund.RefundId);
        var id = refund.RefundId ?? known?.RefundId;
        var requestId = refund.Related.FirstOrDefault(related => related.Kind == TossDefaults.CancelRequestKind).Id;
        if (id is null && requestId is null)
            throw new PaymentRequestException("Toss Payments keeps no reference of ours: give RefundId, or keep the payment memory.", payment: refund.Payment);

        var found = await reader.FindAsync(refund.Payment, PaymentOperations.GetRefund, cancellationToken).ConfigureAwait(false);
        var cancel = found.Payment.Cancels?.FirstOrDefault(each => id is null ? each.CancelRequestId == requestId : each.TransactionKey == id)
            ?? throw new PaymentNotFoundException(
                $"{provider}: the payment has no such refund.",
                new PaymentError { Kind = PaymentErrorKind.NotFound, Code = PaymentErrorCode.NotFound }, PaymentOutcome.Refused, refund.Payment);
        return answers.Refund(found.Payment, cancel, answers.Reference(found.Payment), found.AsOf, refund.Reference ?? known?.Reference);
    }

    private static bool IsRefused(ProviderResponse response) => TossCalls.IsWrongState(response) || response.Error is { Kind: PaymentErrorKind.Declined };

    // All was given back before: by this very refund, if there is one like it.
    private async Task<Refund> MadeBeforeAsync(RefundRequest request, PaymentReference payment, ProviderResponse response)
    {
        TossFound found;
        try
        {
            found = await reader.FindAsync(payment, PaymentOperations.Refund, CancellationToken.None).ConfigureAwait(false);
        }
        catch (PaymentException exception)
        {
            throw ProviderExceptions.NotRead(response, payment, exception);
        }

        var now = found.Payment;
        var alike = now.BalanceAmount == 0 ? OnesLikeIt(request, now).ToList() : [];
        return (alike.Find(cancel => cancel.TransactionKey == now.LastKey) ?? alike.LastOrDefault()) is { } mine
            ? answers.Refund(now, mine, answers.Reference(now), found.AsOf, request.Reference)
            : ProviderAnswers.Refused(response, request, provider, time.GetUtcNow());
    }

    // A refund of this amount that is not known to be another one's may be ours, carried out although the answer did not say so.
    private static IEnumerable<TossCancel> OnesLikeIt(RefundRequest request, TossPayment now)
    {
        var others = request.Payment.Known?.Facts.OfType<RefundFact>().Select(fact => fact.Refund)
            .Where(refund => refund.Reference is not null && refund.Reference != request.Reference).Select(refund => refund.RefundId).ToHashSet(StringComparer.Ordinal) ?? [];
        return (now.Cancels ?? []).Where(cancel => cancel.CancelStatus != "ABORTED" && !others.Contains(cancel.TransactionKey)
            && (request.Amount is null || cancel.CancelAmount == request.Amount.Value.Amount));
    }

    private Refund RefundIn(ProviderResponse response, TossPayment before, RefundRequest request)
    {
        var payment = TossCalls.Read(response);
        var cancels = payment.Cancels ?? [];
        var known = before.Cancels?.Select(cancel => cancel.TransactionKey).ToHashSet(StringComparer.Ordinal) ?? [];
        var cancel = cancels.LastOrDefault(each => each.TransactionKey is not null && each.TransactionKey == payment.LastKey)
            ?? cancels.LastOrDefault(each => each.TransactionKey is not null && !known.Contains(each.TransactionKey))
            ?? throw response.Unreadable("it lists no refund");
        return answers.Refund(payment, cancel, answers.Reference(payment), response.Date, request.Reference);
    }

    private PaymentConflictException NotCancelled(Payment read, ProviderResponse? response)
    {
        var (reason, code) = read.Status.IsPaid()
            ? ("the money was taken: refund it instead", PaymentErrorCode.AlreadyCaptured)
            : ($"it is {read.Status}, and cannot be cancelled now", PaymentErrorCode.InvalidState);
        var error = response?.Error ?? new PaymentError { Kind = PaymentErrorKind.Conflict };
        return new PaymentConflictException(
            $"{provider}: Cancel was refused: {reason}.",
            error with { Kind = PaymentErrorKind.Conflict, Code = code, Retry = PaymentRetry.No },
            response is null ? PaymentOutcome.NeverSent : PaymentOutcome.Refused,
            PaymentReference.FromPayment(read));
    }
}
