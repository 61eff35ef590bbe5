using Payments.Http;

namespace Payments.Square;

/// <summary>
/// Takes held money, or ends a payment before that. Square's calls for it have no key: after a refusal, one read tells whether the payment is where it was
/// wanted already.
/// </summary>
internal sealed class SquareEndings(SquareWriter writer, SquareReader reader, SquareAnswers answers)
{
    private const string CanBeLowered = "EDIT_AMOUNT_DOWN";

    /// <summary>Completing takes the payment's whole total: a part is an update before it, under the version that was seen.</summary>
    internal async Task<Payment> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        var payment = request.Payment;
        var held = await HeldAsync(payment, cancellationToken).ConfigureAwait(false);
        var read = answers.Payment(held, payment);
        if (read.Status != PaymentStatus.Authorized)
            return Captured(request, null, read);
        if (request.Amount is { } amount && SquareAnswers.TotalOf(held) is { } total && amount != total)
        {
            var update = Lower(request, held, amount, total);
            var lowered = await writer.SendAsync(
                HttpMethod.Put, PathOf(held), PaymentOperations.Capture, hasKey: true, ProviderBody.Json(update, SquareJson.Default.SquareUpdateCall), payment,
                cancellationToken).ConfigureAwait(false);
            if (SquareWriter.IsWrongState(lowered))
                return await CapturedAsync(request, lowered, held, cancellationToken).ConfigureAwait(false);
            held = lowered.Take(answer => answer.Payment);
            if (SquareAnswers.TotalOf(held) != amount)
                throw writer.WrongState(PaymentOperations.Capture, null, read, "its amount could not be lowered", PaymentErrorCode.Mismatch);
        }

        var body = ProviderBody.Json(new SquareCompleteCall { VersionToken = held.VersionToken }, SquareJson.Default.SquareCompleteCall);
        var response = await writer.SendAsync(
            HttpMethod.Post, PathOf(held) + "/complete", PaymentOperations.Capture, hasKey: false, body, payment, cancellationToken).ConfigureAwait(false);
        if (SquareWriter.IsWrongState(response))
            return await CapturedAsync(request, response, held, cancellationToken).ConfigureAwait(false);
        return response.Error is { Kind: PaymentErrorKind.Declined } declined
            ? read with { Status = PaymentStatus.Failed, Error = declined, NextAction = null }
            : answers.Payment(response.Take(answer => answer.Payment), payment);
    }

    /// <summary>A hold is let go, a page is closed, a Terminal is told to stop.</summary>
    internal async Task<Payment> CancelAsync(PaymentReference payment, CancellationToken cancellationToken)
    {
        var ids = SquareIds.Of(payment);
        if (ids.Payment is { } id)
            return await LetGoAsync(payment, id, cancellationToken).ConfigureAwait(false);
        var read = await reader.PaymentAsync(payment, cancellationToken).ConfigureAwait(false);
        if (read.Status is PaymentStatus.Cancelled or PaymentStatus.Expired || read.ProviderStatus == "CANCEL_REQUESTED")
            return read;
        if (read.Status == PaymentStatus.Authorized && SquareIds.PaymentsOf(read.Reference) is [var held])
            return await LetGoAsync(PaymentReference.FromPayment(read), held, cancellationToken).ConfigureAwait(false);
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
    internal async Task<Payment> CancelByKeyAsync(PaymentReference payment, string createKey, CancellationToken cancellationToken)
    {
        var key = WireKey.Create(writer.Registration, PaymentOperations.Create, "", createKey, maxLength: SquareDefaults.MaxPaymentKeyLength);
        var body = ProviderBody.Json(new SquareKeyCall { IdempotencyKey = key }, SquareJson.Default.SquareKeyCall);
        var response = await writer.SendAsync(
            HttpMethod.Post, "/v2/payments/cancel", PaymentOperations.Cancel, hasKey: false, body, payment, cancellationToken).ConfigureAwait(false);
        if (!SquareWriter.IsWrongState(response))
            response.ThrowIfFailed();
        var found = await reader.FindAsync(new FindPaymentsRequest { OrderId = payment.OrderId, Limit = 2 }, cancellationToken).ConfigureAwait(false);
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
    private async Task<SquarePayment> HeldAsync(PaymentReference payment, CancellationToken cancellationToken)
    {
        var ids = await reader.PaymentIdsAsync(payment, PaymentOperations.Capture, cancellationToken).ConfigureAwait(false);
        List<SquarePayment> read = [];
        foreach (var id in ids)
            read.Add(await reader.SingleAsync(id, payment, cancellationToken, PaymentOperations.Capture).ConfigureAwait(false));
        var held = read.FindAll(single => SquareAnswers.StatusOf(single, []) == PaymentStatus.Authorized);
        return (held, read) switch
        {
            ([var only], _) => only,
            ([], [var only]) => only,
            ([], _) => throw new PaymentConflictException("Nothing is held: the payer has not paid yet.", PaymentErrorCode.InvalidState, payment),
            _ => throw new PaymentConflictException(
                $"Several payments hold money for this one: capture each by its own id ({string.Join(", ", held.Select(each => each.Id))}).",
                PaymentErrorCode.InvalidState, payment),
        };
    }

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

    private async Task<Payment> CapturedAsync(CaptureRequest request, ProviderResponse response, SquarePayment held, CancellationToken cancellationToken)
    {
        var now = await reader.SingleAsync(held.Id!, request.Payment, cancellationToken, PaymentOperations.Capture).ConfigureAwait(false);
        var read = answers.Payment(now, request.Payment);
        return read.Status == PaymentStatus.Authorized ? throw response.ToException() : Captured(request, response.Error, read);
    }

    private Payment Captured(CaptureRequest request, PaymentError? error, Payment read)
    {
        if (read.Status.IsPaid() && (request.Amount is null || request.Amount == read.CapturedAmount))
            return read;
        var (reason, code) = read.Status switch
        {
            PaymentStatus.Cancelled => ("it was cancelled: make a new payment", PaymentErrorCode.AlreadyCancelled),
            PaymentStatus.Expired => ("its hold has expired: make a new payment", PaymentErrorCode.Expired),
            _ when read.Status.IsPaid() => ("it was captured already, with another amount", PaymentErrorCode.AlreadyCaptured),
            _ => ("nothing is held", PaymentErrorCode.InvalidState),
        };
        throw writer.WrongState(PaymentOperations.Capture, error, read, reason, code);
    }

    private async Task<Payment> LetGoAsync(PaymentReference payment, string id, CancellationToken cancellationToken)
    {
        var path = $"/v2/payments/{ProviderPath.Segment(id)}/cancel";
        var response = await CancelCallAsync(HttpMethod.Post, path, payment, cancellationToken).ConfigureAwait(false);
        if (!SquareWriter.IsWrongState(response))
            return answers.Payment(response.Take(answer => answer.Payment), payment);
        var read = answers.Payment(await reader.SingleAsync(id, payment, cancellationToken, PaymentOperations.Cancel).ConfigureAwait(false), payment);
        return read.Status is PaymentStatus.Cancelled or PaymentStatus.Expired ? read : throw NotCancelled(response.Error, read);
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
