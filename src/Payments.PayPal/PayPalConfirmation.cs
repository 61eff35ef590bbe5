using System.Net;
using Payments.Http;

namespace Payments.PayPal;

/// <summary>
/// Completes an order that the payer has approved: read it, hold it against what was asked for, capture or authorize it, and look at what that became.
/// </summary>
internal sealed class PayPalConfirmation(PayPalCalls calls, PayPalReader reader, PayPalAnswers answers, PayPalOptions options)
{
    internal async Task<Payment> ConfirmAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken)
    {
        var payment = request.Payment;
        var asked = request.Amount ?? payment.Known?.Amount
            ?? throw new PaymentRequestException("Amount is missing: give what the shop's own order asks for.", PaymentErrorCode.InvalidAmount, payment);
        CheckReturn(request);

        var (order, read) = await reader.OrderAsync(payment, cancellationToken).ConfigureAwait(false);
        if (read.Status != PaymentStatus.RequiresConfirmation || order is null)
            return IsDone(read) ? Checked(read, order, payment, asked) : read;
        Check(order, read, payment, asked);

        // An order is completed once, whatever the request id. Under that of an attempt that was declined PayPal would give its answer again, and an order does
        // not tell that it was approved anew: so the host's key does not make the id, and only what this call repeats by itself has the same one.
        var manual = order.Intent == "AUTHORIZE";
        var response = await calls.PostAsync(
            new PayPalWrite
            {
                Operation = PaymentOperations.Confirm,
                Path = $"{PayPalDefaults.OrdersPath}/{ProviderPath.Segment(order.Id)}/{(manual ? "authorize" : "capture")}",
                Payment = payment,
                Key = IdempotencyKey.New(),
            },
            cancellationToken).ConfigureAwait(false);
        if (response.Error is not null)
            return await RefusedAsync(response, order, read, asked, cancellationToken).ConfigureAwait(false);

        var completed = response.ReadPayPal(PayPalJson.Default.PayPalOrder);
        var paid = answers.Payment(Filled(completed, order), PayPalMoves.Of(completed), payment, response.Date);
        if (DifferenceOf(Filled(completed, order), paid, payment, asked) is { } difference)
            await UndoAsync(response, paid, difference, request.IdempotencyKey ?? order.Id!).ConfigureAwait(false);
        return paid;
    }

    // What came back with the payer is a hint, but one of another order is a mistake.
    private static void CheckReturn(ConfirmPaymentRequest request)
    {
        if (request.Payment.PaymentId is not { } id)
            throw new PaymentRequestException("The payment has no PaymentId: give the reference of the created payment, which names PayPal's order.", payment: request.Payment);
        if (request.ReturnParameters.TryGetValue(PayPalDefaults.ReturnedOrder, out var returned) && returned != id)
            throw new PaymentRequestException("The payer came back from another order: the return's token is not this payment's id.", PaymentErrorCode.Mismatch, request.Payment);
    }

    private static bool IsDone(Payment read) => read.Status.IsPaid() || read.Status is PaymentStatus.Authorized or PaymentStatus.Processing;

    private Payment Checked(Payment read, PayPalOrder? order, PaymentReference payment, Money asked)
    {
        Check(order, read, payment, asked);
        return read;
    }

    private void Check(PayPalOrder? order, Payment read, PaymentReference payment, Money asked)
    {
        if (DifferenceOf(order, read, payment, asked) is { } difference)
            throw Mismatch(difference, payment);
    }

    /// <summary>How a payment differs from what was asked for: its order, its merchant, its amount, what was taken or held. Null when it does not.</summary>
    private string? DifferenceOf(PayPalOrder? order, Payment read, PaymentReference payment, Money asked) =>
        payment.OrderId is { } ours && read.Reference.OrderId is { } theirs && theirs != ours ? "PayPal's order carries another order id"
        : options.MerchantId is { } merchant && MerchantsOf(order).Any(id => id != merchant) ? "the money would go to another merchant"
        : read.Amount != asked ? $"PayPal's order is over {read.Amount}, but {asked} was asked for"
        : Moved(read) is { } moved && moved != asked ? $"{moved} was moved, but {asked} was asked for"
        : null;

    private static Money? Moved(Payment read) => read.AuthorizedAmount ?? (read.CapturedAmount is { IsPositive: true } captured ? captured : null);

    private static IEnumerable<string> MerchantsOf(PayPalOrder? order) =>
        (order?.PurchaseUnits ?? []).Select(unit => unit.Payee?.MerchantId).Concat(order is null ? [] : PayPalMoves.Of(order).All.Select(move => move.Payee?.MerchantId))
            .OfType<string>();

    // An answer may be shorter than the order as it was read.
    private static PayPalOrder Filled(PayPalOrder completed, PayPalOrder read) => completed with
    {
        Intent = completed.Intent ?? read.Intent,
        CreateTime = completed.CreateTime ?? read.CreateTime,
        PaymentSource = completed.PaymentSource ?? read.PaymentSource,
        PurchaseUnits = completed.PurchaseUnits is [{ } unit]
            ? [unit with { Amount = unit.Amount ?? read.PurchaseUnits?[0]?.Amount, CustomId = unit.CustomId ?? read.PurchaseUnits?[0]?.CustomId }]
            : completed.PurchaseUnits ?? read.PurchaseUnits,
    };

    private async Task<Payment> RefusedAsync(ProviderResponse response, PayPalOrder order, Payment read, Money asked, CancellationToken cancellationToken)
    {
        var error = response.Error!;
        if (error.Kind == PaymentErrorKind.Declined)
            return Declined(response, read);
        if (error.Kind != PaymentErrorKind.Conflict)
            throw response.ToException();

        // Another return or a webhook was faster, or the order has ended: it says itself.
        var (now, again) = await reader.OrderAsync(PaymentReference.FromPayment(read), cancellationToken).ConfigureAwait(false);
        if (again.Status == PaymentStatus.RequiresConfirmation)
            throw response.ToException();
        return IsDone(again) ? Checked(again, now ?? order, read.Reference, asked) : again;
    }

    private static Payment Declined(ProviderResponse response, Payment read)
    {
        var page = PayPalErrors.PageAfter(response);
        return read with
        {
            Status = page is null ? PaymentStatus.Failed : PaymentStatus.RequiresAction,
            NextAction = page is null ? null : new RedirectAction(page),
            Error = response.Error,
            AsOf = response.Date ?? read.AsOf,
        };
    }

    /// <summary>Takes back what this very call took or held, if it is not what was asked for. A replay (200) is not this call's.</summary>
    private async Task UndoAsync(ProviderResponse response, Payment paid, string difference, string key)
    {
        if (response.StatusCode == HttpStatusCode.Created)
        {
            foreach (var fact in paid.Facts)
            {
                var undo = fact switch
                {
                    CapturedFact capture => UndoAsync($"{PayPalDefaults.CapturesPath}/{ProviderPath.Segment(capture.Id)}/refund", paid, key),
                    AuthorizedFact hold => UndoAsync($"{PayPalDefaults.AuthorizationsPath}/{ProviderPath.Segment(hold.Id)}/void", paid, key: null),
                    _ => Task.CompletedTask,
                };
                await undo.ConfigureAwait(false);
            }
        }

        throw Mismatch(difference, PaymentReference.FromPayment(paid));
    }

    private async Task UndoAsync(string path, Payment paid, string? key)
    {
        try
        {
            var undone = await calls.PostAsync(
                new PayPalWrite { Operation = PaymentOperations.Confirm, Path = path, Payment = PaymentReference.FromPayment(paid), Key = key, IsUndo = true },
                CancellationToken.None).ConfigureAwait(false);
            undone.ThrowIfFailed();
        }
        catch (PaymentException exception)
        {
            throw new PaymentOutcomeUnknownException(
                $"{calls.Registration}: a charge differs from what was asked for, and taking it back failed: look at the payment in PayPal's dashboard.",
                exception.Error, PaymentReference.FromPayment(paid), exception);
        }
    }

    private PaymentConflictException Mismatch(string difference, PaymentReference payment) => new(
        $"{calls.Registration}: the payment is not what was asked for: {difference}.",
        new PaymentError { Kind = PaymentErrorKind.Conflict, Code = PaymentErrorCode.Mismatch },
        PaymentOutcome.Refused,
        payment);
}
