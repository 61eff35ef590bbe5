using Payments.Http;

namespace Payments.Square;

/// <summary>Gives money back: without the payer, or at a Terminal with the card present. Square wants an amount each time.</summary>
internal sealed class SquareRefunds(IPaymentProvider provider, SquareWriter writer, SquareReader reader, SquareAnswers answers, TimeProvider time)
{
    internal async Task<Refund> RefundAsync(RefundRequest request, CancellationToken cancellationToken)
    {
        ProviderRules.Check(provider, request, RequestFeatures.None);
        SquareRequests.Check(request);
        var payment = request.Payment;
        var id = request.CaptureId ?? await PaidIdAsync(payment, cancellationToken).ConfigureAwait(false);
        var amount = request.Amount ?? await LeftAsync(id, payment, cancellationToken).ConfigureAwait(false);
        var extras = request.Extras.Get<SquareRefundExtras>();
        var isTerminal = extras?.DeviceId is not null;
        var (path, body) = isTerminal ? AtTerminal(request, id, amount, extras!.DeviceId!) : Plain(request, id, amount);
        var response = await writer.SendAsync(
            HttpMethod.Post, path, PaymentOperations.Refund, hasKey: true, body, payment, cancellationToken).ConfigureAwait(false);
        if (response.Error is { } error)
        {
            return response.Outcome == PaymentOutcome.Refused && (error.Kind == PaymentErrorKind.Declined || SquareErrorTable.RefundRefusals.Contains(error.Code))
                ? Refused(response, request, amount)
                : throw response.ToException();
        }

        return answers.Refund(response.Take(answer => answer.Refund), payment, isTerminal) with { Reference = request.Reference, Origin = RefundOrigin.Merchant };
    }

    internal Task<Refund> ReadAsync(RefundReference refund, CancellationToken cancellationToken) => refund switch
    {
        { RefundId: { } id } => reader.RefundAsync(id, refund.Payment, cancellationToken),
        { Related: var related } when related.FirstOrDefault(id => id.Kind == SquareDefaults.TerminalRefundKind) is { Id: { } id } =>
            reader.TerminalRefundAsync(id, refund.Payment, cancellationToken),
        { Reference: { } reference } => reader.RefundByReferenceAsync(reference, refund.Payment, cancellationToken),
        _ => Task.FromException<Refund>(new PaymentRequestException("A refund is named by its RefundId or by our Reference.", payment: refund.Payment)),
    };

    private (string Path, ProviderBody Body) Plain(RefundRequest request, string id, Money amount) => ("/v2/refunds", ProviderBody.Json(
        new SquareRefundCall
        {
            IdempotencyKey = Key(request, "", SquareDefaults.MaxPaymentKeyLength),
            PaymentId = id,
            AmountMoney = SquareAmounts.ToWire(amount, request.Payment),
            AppFeeMoney = SquareRequests.FeeOf(request, amount),
            Reason = SquareAnswers.ReasonWith(request.Reason, request.Reference),
        },
        SquareJson.Default.SquareRefundCall));

    private (string Path, ProviderBody Body) AtTerminal(RefundRequest request, string id, Money amount, string device) => ("/v2/terminals/refunds", ProviderBody.Json(
        new SquareTerminalRefundCall
        {
            IdempotencyKey = Key(request, "terminal", SquareDefaults.MaxTerminalKeyLength),
            Refund = new SquareTerminalRefundBody
            {
                PaymentId = id,
                AmountMoney = SquareAmounts.ToWire(amount, request.Payment),
                Reason = SquareAnswers.ReasonWith(request.Reason, request.Reference),
                DeviceId = device,
            },
        },
        SquareJson.Default.SquareTerminalRefundCall));

    private string Key(RefundRequest request, string step, int maxLength) =>
        WireKey.Create(writer.Registration, PaymentOperations.Refund, step, request.IdempotencyKey, maxLength: maxLength);

    // Square may tell the failed refund along with the error.
    private Refund Refused(ProviderResponse response, RefundRequest request, Money amount)
    {
        var told = response.TryRead(SquareJson.Default.SquareAnswer, out var answer) && answer.Refund is { Id.Length: > 0 } refund
            ? answers.Refund(refund, request.Payment)
            : null;
        return ProviderAnswers.Refused(response, request, provider.Name, time.GetUtcNow()) with
        {
            RefundId = told?.RefundId,
            ProviderStatus = told?.ProviderStatus ?? "",
            Amount = amount,
        };
    }

    private async Task<string> PaidIdAsync(PaymentReference payment, CancellationToken cancellationToken)
    {
        var ids = await reader.PaymentIdsAsync(payment, PaymentOperations.Refund, cancellationToken).ConfigureAwait(false);

        // A try that was declined or let go is known for ever, and paid nothing.
        if (ids.Count > 1)
        {
            var read = await reader.SinglesAsync(ids, payment, cancellationToken, PaymentOperations.Refund).ConfigureAwait(false);
            ids = [.. read.Where(each => SquareAnswers.StatusOf(each, []).IsPaid()).Select(each => each.Id!)];
        }

        return ids switch
        {
            [var only] => only,
            [] => throw new PaymentConflictException("Nothing was paid yet: cancel the payment instead.", PaymentErrorCode.InvalidState, payment),
            var several => throw new PaymentRequestException(
                $"Several payments have paid this one, and Square refunds each by itself: set CaptureId to one of {string.Join(", ", several)}.", payment: payment),
        };
    }

    private async Task<Money> LeftAsync(string id, PaymentReference payment, CancellationToken cancellationToken)
    {
        var read = answers.Payment(await reader.SingleAsync(id, payment, cancellationToken, PaymentOperations.Refund).ConfigureAwait(false), null);
        if (SquareAmounts.Minus(read.CapturedAmount, read.RefundedAmount) is { IsPositive: true } left)
            return left;
        throw new PaymentConflictException(
            read.Status.IsPaid() ? "Nothing is left to refund." : "Nothing was taken yet: cancel the payment instead.",
            read.Status.IsPaid() ? PaymentErrorCode.AlreadyRefunded : PaymentErrorCode.InvalidState, payment);
    }
}
