using Payments.Http;

namespace Payments.Square;

/// <summary>
/// Takes held money, or ends a payment before that. Square's calls for it have no key: after a refusal, one read tells whether the payment is where it was
/// wanted already.
/// </summary>
internal sealed class SquareEndings(SquareWriter writer, SquareReader reader, SquareAnswers answers)
{
    private const string CanBeLowered = "EDIT_AMOUNT_DOWN";

    /// <summary>The payment that is taken or let go, and the whole that it is one of; no basket where it is all by itself.</summary>
    private sealed record Target(SquarePayment Payment, SquareBasket? Basket, IReadOnlyList<SquarePayment> All);

    /// <summary>Completing takes the payment's whole total: a part is an update before it, under the version that was seen.</summary>
    internal async Task<Payment> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        var payment = request.Payment;
        var target = await TargetAsync(payment, PaymentOperations.Capture, cancellationToken).ConfigureAwait(false);
        var held = target.Payment;
        var read = answers.Payment(held, payment);
        if (read.Status != PaymentStatus.Authorized)
            return Captured(request, null, target, held);
        if (request.Amount is { } amount && SquareAnswers.TotalOf(held) is { } total && amount != total && !IsAll(request, target, total))
        {
            var update = Lower(request, held, amount, total);
            var lowered = await writer.SendAsync(
                HttpMethod.Put, PathOf(held), PaymentOperations.Capture, hasKey: true, ProviderBody.Json(update, SquareJson.Default.SquareUpdateCall), payment,
                cancellationToken).ConfigureAwait(false);
            if (SquareWriter.IsWrongState(lowered))
                return await CapturedAsync(request, lowered, target, cancellationToken).ConfigureAwait(false);
            held = lowered.Take(answer => answer.Payment);
            if (SquareAnswers.TotalOf(held) != amount)
                throw writer.WrongState(PaymentOperations.Capture, null, read, "its amount could not be lowered", PaymentErrorCode.Mismatch);
        }

        var body = ProviderBody.Json(new SquareCompleteCall { VersionToken = held.VersionToken }, SquareJson.Default.SquareCompleteCall);
        var response = await writer.SendAsync(
            HttpMethod.Post, PathOf(held) + "/complete", PaymentOperations.Capture, hasKey: false, body, payment, cancellationToken).ConfigureAwait(false);
        if (SquareWriter.IsWrongState(response))
            return await CapturedAsync(request, response, target, cancellationToken).ConfigureAwait(false);
        return response.Error is { Kind: PaymentErrorKind.Declined } declined
            ? read with { Status = PaymentStatus.Failed, Error = declined, NextAction = null }
            : Whole(target, response.Take(answer => answer.Payment), payment);
    }

    /// <summary>A hold is let go, a page is closed, a Terminal is told to stop.</summary>
    internal async Task<Payment> CancelAsync(PaymentReference payment, CancellationToken cancellationToken)
    {
        var ids = SquareIds.Of(payment);
        if (ids.Payment is { } id)
            return await LetGoAsync(payment, id, null, cancellationToken).ConfigureAwait(false);
        if (SquareIds.OwnOf(payment) is { } own)
        {
            var one = await TargetAsync(payment, PaymentOperations.Cancel, cancellationToken).ConfigureAwait(false);
            return await LetGoAsync(payment, own, one, cancellationToken).ConfigureAwait(false);
        }

        var read = await reader.PaymentAsync(payment, cancellationToken).ConfigureAwait(false);
        if (read.Status is PaymentStatus.Cancelled or PaymentStatus.Expired || read.ProviderStatus == "CANCEL_REQUESTED")
            return read;
        if (read.Status == PaymentStatus.Authorized)
            return await LetGoAsync(payment, read, cancellationToken).ConfigureAwait(false);
        if (read.Status != PaymentStatus.RequiresAction || read.CapturedAmount is { IsPositive: true })
            throw NotCancelled(null, read);
        return ids.Order is not null
            ? await ClosePageAsync(payment, read, cancellationToken).ConfigureAwait(false)
            : await StopTerminalAsync(payment, ids.Checkout!, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Cancels what was made under a key, for a payment whose outcome is unknown. That Square says yes proves nothing, since it does so when there is
    /// nothing, too: the list is asked what there is.
    /// </summary>
    internal async Task<Payment> CancelByKeyAsync(PaymentReference payment, string createKey, string? location, CancellationToken cancellationToken)
    {
        var key = WireKey.Create(writer.Registration, PaymentOperations.Create, "", createKey, maxLength: SquareDefaults.MaxPaymentKeyLength);
        var body = ProviderBody.Json(new SquareKeyCall { IdempotencyKey = key }, SquareJson.Default.SquareKeyCall);
        var response = await writer.SendAsync(
            HttpMethod.Post, "/v2/payments/cancel", PaymentOperations.Cancel, hasKey: false, body, payment, cancellationToken).ConfigureAwait(false);
        if (!SquareWriter.IsWrongState(response))
            response.ThrowIfFailed();
        var found = await reader.FindAsync(new FindPaymentsRequest { OrderId = payment.OrderId, Limit = 2 }, cancellationToken, location).ConfigureAwait(false);
        return found.Payments switch
        {
            [{ Status: PaymentStatus.Cancelled or PaymentStatus.Expired } ended] => ended,
            [{ Status: PaymentStatus.Authorized } held] => await CancelAsync(held, cancellationToken).ConfigureAwait(false),
            [var other] => throw NotCancelled(response.Error, other),
            _ => throw new PaymentOutcomeUnknownException(
                $"{writer.Registration}: Square took the cancellation by key, and its list, which lags by seconds, does not show {(found.Payments.Count == 0 ? "a payment" : "a single payment")} "
                + "of this order: ask again with a new request, and do not charge again before.",
                PaymentErrors.Create(PaymentErrorKind.Unavailable, PaymentErrorCode.NotFound),
                payment),
        };
    }

    private static string PathOf(SquarePayment payment) => "/v2/payments/" + ProviderPath.Segment(payment.Id);

    /// <summary>The one payment that is held behind a name; what it was, when nothing is.</summary>
    private async Task<Target> TargetAsync(PaymentReference payment, PaymentOperations operation, CancellationToken cancellationToken)
    {
        var (ids, own) = (SquareIds.Of(payment), SquareIds.OwnOf(payment));
        if (ids.Basket is null || (own is null && SquareIds.PaymentsOf(payment) is [_]))
        {
            var known = await reader.PaymentIdsAsync(payment, operation, cancellationToken).ConfigureAwait(false);
            var only = known is [var id] ? await reader.SingleAsync(id, payment, cancellationToken, operation).ConfigureAwait(false) : throw NothingHeld();
            return new Target(only, null, [only]);
        }

        var (basket, all) = await reader.BasketAsync(ids, payment, operation, cancellationToken).ConfigureAwait(false);
        var held = WithStatus(status => status == PaymentStatus.Authorized);
        return (all.FirstOrDefault(each => each.Id == own), held, WithStatus(status => status.IsPaid()), all) switch
        {
            ({ } named, _, _, _) => new Target(named, basket, all),
            (_, [var only], _, _) => new Target(only, basket, all),
            (_, [], [var paid], _) => new Target(paid, basket, all),
            (_, [], _, [var ended]) => new Target(ended, basket, all),
            (_, [], _, _) => throw NothingHeld(),
            _ => throw new PaymentConflictException(
                $"Several payments hold money for this one: {(operation == PaymentOperations.Capture ? "capture" : "cancel")} each by its own id ({string.Join(", ", held.Select(each => each.Id))}).",
                PaymentErrorCode.InvalidState, payment),
        };

        List<SquarePayment> WithStatus(Predicate<PaymentStatus> wanted) => [.. all.Where(single => wanted(SquareAnswers.StatusOf(single, [])))];
        PaymentConflictException NothingHeld() => new("Nothing is held: the payer has not paid yet.", PaymentErrorCode.InvalidState, payment);
    }

    private Payment Whole(Target? target, SquarePayment now, PaymentReference payment) => target?.Basket is null
        ? answers.Payment(now, payment)
        : SquareTotals.Whole(answers, target.Basket, [.. target.All.Select(each => each.Id == now.Id ? now : each)], payment, []);

    // All that is held of the whole, by the id of one of several: all of that one.
    private static bool IsAll(CaptureRequest request, Target target, Money? own) =>
        target.All.Count > 1 && SquareIds.OwnOf(request.Payment) is not null && request.Amount > own
        && request.Payment.Known is { AuthorizedAmount: not null } known && request.Amount == SquareAmounts.Minus(known.AuthorizedAmount, known.CapturedAmount);

    private SquareUpdateCall Lower(CaptureRequest request, SquarePayment held, Money amount, Money total)
    {
        var tip = SquareAmounts.FromWire(held.TipMoney) ?? Money.Zero(total.Currency);
        if (amount.Currency != total.Currency)
            throw Refused($"The amount is in {amount.Currency.Code}, the payment in {total.Currency.Code}.", PaymentErrorCode.InvalidAmount);
        if (amount > total && amount <= request.Payment.Known?.AuthorizedAmount)
        {
            throw new PaymentConflictException(
                $"{request.Payment.Known.AuthorizedAmount} were held, and the hold was lowered to {total} since: read the payment, then capture again.",
                PaymentErrors.Create(PaymentErrorKind.Conflict, PaymentErrorCode.AmountTooLarge),
                PaymentOutcome.NeverSent,
                request.Payment);
        }

        if (amount > total)
            throw Refused($"A capture of {amount} is more than the {total} that is held.", PaymentErrorCode.AmountTooLarge);
        if (amount <= tip && !tip.IsZero)
            throw Refused($"A capture of {amount} is not more than the payment's tip of {tip}: cancel the payment instead.", PaymentErrorCode.AmountTooSmall);
        if (held.Capabilities is { } can && !can.Contains(CanBeLowered, StringComparer.Ordinal))
            throw Refused("Square cannot take a part of this payment: leave Amount out for the whole.", PaymentErrorCode.NotPermitted);
        return new SquareUpdateCall
        {
            IdempotencyKey = WireKey.Create(
                writer.Registration, PaymentOperations.Capture, "update", request.IdempotencyKey, maxLength: SquareDefaults.MaxPaymentKeyLength),
            Payment = new SquareUpdateBody { AmountMoney = SquareAmounts.ToWire(amount - tip, request.Payment), VersionToken = held.VersionToken },
        };

        PaymentRequestException Refused(string rule, PaymentErrorCode code) => new(rule, code, request.Payment);
    }

    private async Task<Payment> CapturedAsync(CaptureRequest request, ProviderResponse response, Target target, CancellationToken cancellationToken)
    {
        var now = await reader.SingleAsync(target.Payment.Id!, request.Payment, cancellationToken, PaymentOperations.Capture).ConfigureAwait(false);
        return SquareAnswers.StatusOf(now, []) == PaymentStatus.Authorized ? throw response.ToException() : Captured(request, response.Error, target, now);
    }

    private Payment Captured(CaptureRequest request, PaymentError? error, Target target, SquarePayment now)
    {
        var read = answers.Payment(now, request.Payment);
        if (read.Status.IsPaid() && (request.Amount is null || request.Amount == read.CapturedAmount || IsAll(request, target, read.CapturedAmount)))
            return Whole(target, now, request.Payment);
        var (reason, code) = read.Status switch
        {
            PaymentStatus.Cancelled => ("it was cancelled: make a new payment", PaymentErrorCode.AlreadyCancelled),
            PaymentStatus.Expired => ("its hold has expired: make a new payment", PaymentErrorCode.Expired),
            _ when read.Status.IsPaid() => ("it was captured already, with another amount", PaymentErrorCode.AlreadyCaptured),
            _ => ("nothing is held", PaymentErrorCode.InvalidState),
        };
        throw writer.WrongState(PaymentOperations.Capture, error, read, reason, code);
    }

    // A hold of a page or a Terminal: what else it was tried with is over, and what of it was taken is not let go.
    private async Task<Payment> LetGoAsync(PaymentReference payment, Payment read, CancellationToken cancellationToken)
    {
        if (read.CapturedAmount is { IsPositive: true })
        {
            throw writer.WrongState(
                PaymentOperations.Cancel, null, read, "a part of it was taken: cancel what is held by its own id, and refund the other", PaymentErrorCode.AlreadyCaptured);
        }

        var named = PaymentReference.FromPayment(read);
        if (SquareIds.PaymentsOf(named) is [var only])
            return await LetGoAsync(named, only, null, cancellationToken).ConfigureAwait(false);
        var target = await TargetAsync(payment, PaymentOperations.Cancel, cancellationToken).ConfigureAwait(false);
        return await LetGoAsync(payment, target.Payment.Id!, target, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Payment> LetGoAsync(PaymentReference payment, string id, Target? target, CancellationToken cancellationToken)
    {
        var path = $"/v2/payments/{ProviderPath.Segment(id)}/cancel";
        var response = await CancelCallAsync(HttpMethod.Post, path, payment, cancellationToken).ConfigureAwait(false);
        if (!SquareWriter.IsWrongState(response))
            return Whole(target, response.Take(answer => answer.Payment), payment);
        var now = await reader.SingleAsync(id, payment, cancellationToken, PaymentOperations.Cancel).ConfigureAwait(false);
        var read = answers.Payment(now, payment);
        return read.Status is PaymentStatus.Cancelled or PaymentStatus.Expired ? Whole(target, now, payment) : throw NotCancelled(response.Error, read);
    }

    // Closing breaks the checkout of a payer who is on it, so it is done only where the order was just seen without a payment.
    private async Task<Payment> ClosePageAsync(PaymentReference payment, Payment read, CancellationToken cancellationToken)
    {
        var link = SquareIds.LinkOf(payment) ?? throw new PaymentRequestException(
            $"To close Square's page its id is needed, and without the payment memory it is not known: name the payment by the whole reference, with its related id of the kind '{SquareDefaults.LinkKind}'.",
            payment: payment);
        var path = "/v2/online-checkout/payment-links/" + ProviderPath.Segment(link);
        var response = await CancelCallAsync(HttpMethod.Delete, path, payment, cancellationToken).ConfigureAwait(false);
        if (response.Error is null && response.Read(SquareJson.Default.SquareAnswer).CancelledOrderId is { Length: > 0 })
        {
            // The end came after what was read, also where a clock of whole seconds says otherwise.
            var asOf = response.Date > read.AsOf ? response.Date : read.AsOf?.AddTicks(1);
            return read with { Status = PaymentStatus.Cancelled, ProviderStatus = "CANCELED", NextAction = null, AsOf = asOf };
        }

        if (!SquareWriter.IsWrongState(response))
            response.ThrowIfFailed();
        var now = await reader.PaymentAsync(payment, cancellationToken).ConfigureAwait(false);
        return now.Status is PaymentStatus.Cancelled or PaymentStatus.Expired ? now : throw NotCancelled(response.Error, now);
    }

    private async Task<Payment> StopTerminalAsync(PaymentReference payment, string checkout, CancellationToken cancellationToken)
    {
        var path = $"/v2/terminals/checkouts/{ProviderPath.Segment(checkout)}/cancel";
        var response = await CancelCallAsync(HttpMethod.Post, path, payment, cancellationToken).ConfigureAwait(false);
        if (!SquareWriter.IsWrongState(response))
            return await reader.WholeAsync(SquareBasket.Of(response.Take(answer => answer.Checkout)), payment, [], cancellationToken).ConfigureAwait(false);
        var now = await reader.PaymentAsync(payment, cancellationToken).ConfigureAwait(false);
        return now.Status is PaymentStatus.Cancelled or PaymentStatus.Expired ? now : throw NotCancelled(response.Error, now);
    }

    private Task<ProviderResponse> CancelCallAsync(HttpMethod method, string path, PaymentReference payment, CancellationToken cancellationToken) =>
        writer.SendAsync(method, path, PaymentOperations.Cancel, hasKey: false, null, payment, cancellationToken);

    private PaymentConflictException NotCancelled(PaymentError? error, Payment read) => read.Status.IsPaid()
        ? writer.WrongState(PaymentOperations.Cancel, error, read, "the money was taken: refund it instead", PaymentErrorCode.AlreadyCaptured)
        : writer.WrongState(PaymentOperations.Cancel, error, read, $"it is {read.Status}, and cannot be cancelled now", PaymentErrorCode.InvalidState);
}
