using Payments.Http;

namespace Payments.NaverPay;

/// <summary>Takes the money of a payer who agreed: the apply, what it is compared with, and what is done where it is not what was asked for.</summary>
internal sealed class NaverPayConfirmer(string provider, NaverPayClient client, NaverPayReader reader, NaverPayAnswers answers, TimeProvider time)
{
    internal async Task<Payment> ConfirmAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken)
    {
        var payment = request.Payment;
        var returned = NaverPayReturn.Of(request.ReturnParameters);
        if (!returned.IsSuccess)
            return await ReturnedWithoutSuccessAsync(payment, returned, cancellationToken).ConfigureAwait(false);

        var paymentId = returned.PaymentIdFor(payment);
        var amount = NaverPayRequests.Won(ProviderRules.AmountToConfirm(request), "Amount", payment);
        if (payment.OrderId is not { } orderId)
            throw new PaymentRequestException("Naver Pay's charge is compared with our key: give the reference's OrderId.", payment: payment);
        var charge = new NaverPayCharge(paymentId, orderId, amount, request.IdempotencyKey ?? paymentId);
        if (await PaidInAnotherWindowAsync(payment, charge, cancellationToken).ConfigureAwait(false) is { } paid)
            return paid;
        var response = await client.ApplyAsync(charge, payment, cancellationToken).ConfigureAwait(false);
        return response.Error switch
        {
            { Kind: PaymentErrorKind.Declined } => ProviderAnswers.Declined(response, payment, KoreanWon.FromWire(amount), time.GetUtcNow()),
            { Code: PaymentErrorCode.Expired } => answers.Expired(response, payment),
            { Kind: PaymentErrorKind.Conflict } => await AppliedBeforeAsync(response, payment, charge).ConfigureAwait(false),
            _ => await AcceptAsync(response, payment, charge).ConfigureAwait(false),
        };
    }

    // Nothing of a return is signed: it never ends a payment, and what it says is a hint until a read or the time does.
    private async Task<Payment> ReturnedWithoutSuccessAsync(PaymentReference payment, NaverPayReturn returned, CancellationToken cancellationToken)
    {
        var read = await reader.PaymentAsync(payment, cancellationToken).ConfigureAwait(false);
        return read.Status is PaymentStatus.RequiresAction ? read with { Error = returned.Error ?? read.Error } : read;
    }

    /// <summary>The order as it was paid in another window of the payer's: this one is not charged, too. Null where none of the others took money.</summary>
    private async Task<Payment?> PaidInAnotherWindowAsync(PaymentReference payment, NaverPayCharge charge, CancellationToken cancellationToken)
    {
        if (NaverPayReader.PaymentIdsOf(payment).TrueForAll(id => id == charge.PaymentId))
            return null;
        var (totals, asOf) = await reader.TotalsAsync(PaymentOperations.Confirm, payment, cancellationToken).ConfigureAwait(false);
        if (totals.Unknown is null && totals.Approvals == 0)
            return null;
        var read = answers.Payment(totals, payment, asOf);
        return !read.Status.IsPaid() ? throw NotSent("what another window of the payer's took is not understood", PaymentErrorCode.InvalidState)
            : read.CapturedAmount == KoreanWon.FromWire(charge.Amount) ? read
            : throw NotSent("it was paid in another window of the payer's, with another amount", PaymentErrorCode.Mismatch);

        PaymentConflictException NotSent(string reason, PaymentErrorCode code) => new($"{provider}: {reason}: nothing was sent.", code, payment);
    }

    /// <summary>Takes a charge that was made, if it is what was asked for; else it is undone, since this intention made it.</summary>
    private async Task<Payment> AcceptAsync(ProviderResponse response, PaymentReference payment, NaverPayCharge charge)
    {
        var applied = response.Read(NaverPayJson.Default.NaverPayApplyAnswer).Body;
        if (applied?.Detail is not { TotalPayAmount: { } total, Kind: NaverPayMovementKind.Approval, State: { } state } detail
            || (applied.PaymentId ?? detail.PaymentId) != charge.PaymentId)
            throw response.Unreadable("it does not say what was charged, or is another payment's");
        detail.PaymentId = charge.PaymentId;
        var isOurs = detail.MerchantPayKey == charge.OrderId;
        if (isOurs && (state is not MovementState.Succeeded || total == charge.Amount))
            return answers.Payment(new NaverPayTotals([detail], charge.OrderId), payment, response.Date);

        if (state is MovementState.Succeeded)
            await UndoAsync(NaverPayCancel.Undo(detail, charge.PaymentId, total), payment, charge).ConfigureAwait(false);
        throw ProviderExceptions.Differs(
            response, payment, $"the charge's {(isOurs ? "amount" : "order")} is not what was asked for, and nothing of it was kept");
    }

    private async Task UndoAsync(NaverPayCancel cancel, PaymentReference payment, NaverPayCharge charge)
    {
        try
        {
            var response = await client.UndoAsync(cancel, charge, payment).ConfigureAwait(false);
            var isUnderWay = NaverPayErrors.Is(response.Error?.ProviderCode, NaverPayDefaults.CancelNotComplete);
            if (!isUnderWay && response.Error?.Code is not PaymentErrorCode.AlreadyRefunded)
                response.ThrowIfFailed();
        }
        catch (PaymentException exception)
        {
            throw ProviderExceptions.NotUndone(provider, payment, exception, charge.PaymentId);
        }
    }

    /// <summary>
    /// A charge that was made before, or is under way. It is a success if it is ours and equal, and is never undone. It has failed only where the history says so
    /// of this very one; what the history does not list may only be late.
    /// </summary>
    private async Task<Payment> AppliedBeforeAsync(ProviderResponse response, PaymentReference payment, NaverPayCharge charge)
    {
        var (totals, asOf) = await reader.TotalsAfterAsync(response, payment, charge.PaymentId).ConfigureAwait(false);
        var read = answers.Payment(totals, payment, asOf);
        if (read.Status.IsPaid())
        {
            return read.CapturedAmount == KoreanWon.FromWire(charge.Amount)
                ? read
                : throw ProviderExceptions.Differs(response, payment, "it was confirmed before, with another amount");
        }

        if (totals.IsForeign(charge.PaymentId))
            throw ProviderExceptions.Differs(response, payment, "what the payer brought was confirmed before, for another order");
        var isUnderWay = response.Error!.Code is PaymentErrorCode.InProgress;
        return !isUnderWay && read.Status is PaymentStatus.Failed && !totals.Of(charge.PaymentId).IsEmpty ? read : throw NaverPayErrors.Unclear(provider, response);
    }
}

/// <summary>What is to be charged, and the key of the intention.</summary>
internal sealed record NaverPayCharge(string PaymentId, string OrderId, long Amount, string Key)
{
    /// <summary>A key that no other order and no other agreement shares: Naver Pay answers a repeat with the first answer, whatever it is asked for.</summary>
    internal string WireKey => $"{OrderId}\n{PaymentId}\n{Key}";
}
