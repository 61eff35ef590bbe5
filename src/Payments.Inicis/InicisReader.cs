using Payments.Http;

namespace Payments.Inicis;

/// <summary>Reads payments and refunds through the inquiry.</summary>
internal sealed class InicisReader(string provider, InicisApi api, InicisAnswers answers)
{
    /// <summary>
    /// The payment, by its transaction id or by the order. Inicis knows none before it is approved: what our own record says of an open or ended
    /// payment then stands.
    /// </summary>
    internal async Task<Payment> PaymentAsync(PaymentReference payment, PaymentOperations operation, CancellationToken cancellationToken)
    {
        var tid = payment.PaymentId ?? payment.Known?.Reference.PaymentId;
        if (tid is null && payment.OrderId is null)
            throw new PaymentRequestException("Inicis reads a payment by its transaction id (tid) or by the order id: give one of them.", payment: payment);
        var response = await api.InquireAsync(tid, payment.OrderId, payment, operation, cancellationToken).ConfigureAwait(false);
        return response.Error is { Kind: PaymentErrorKind.NotFound } && tid is null && payment.Known is { } known && !known.Status.IsPaid()
            ? known with { AsOf = response.Date, Facts = [] }
            : answers.Read(Transaction(response), payment, response.Date);
    }

    /// <summary>The payments of an order.</summary>
    internal async Task<FindPaymentsResult> FindAsync(FindPaymentsRequest request, CancellationToken cancellationToken)
    {
        if (request.OrderId is not { } orderId)
            throw new PaymentRequestException("Inicis finds payments by the order id only: give OrderId.");
        var response = await api.InquireAsync(tid: null, orderId, payment: null, PaymentOperations.Find, cancellationToken).ConfigureAwait(false);

        // An approval may be under way: nothing found proves nothing.
        if (response.Error is { Kind: PaymentErrorKind.NotFound })
            return new FindPaymentsResult { Payments = [], IsConclusive = false };
        var payment = answers.Read(Transaction(response), new PaymentReference(provider, null, orderId), response.Date);
        var isMeant = payment.Amount == (request.Amount ?? payment.Amount)
            && !(payment.CreatedAt < request.CreatedFrom)
            && !(payment.CreatedAt >= request.CreatedTo);
        return new FindPaymentsResult { Payments = isMeant ? [payment] : [], IsConclusive = false };
    }

    /// <summary>A refund, by its id or by our reference, which only our own record has.</summary>
    internal async Task<Refund> RefundAsync(RefundReference refund, CancellationToken cancellationToken)
    {
        var payment = refund.Payment;
        var id = refund.RefundId
            ?? InicisRefunds.Known(payment.Known).FirstOrDefault(known => known.Reference is not null && known.Reference == refund.Reference)?.RefundId;
        if (id is null && payment.Known is null)
        {
            throw new PaymentRequestException(
                "Inicis keeps no reference of ours: give the RefundId, or a payment that the payment memory knows.", payment: payment);
        }

        var read = await PaymentAsync(payment, PaymentOperations.GetRefund, cancellationToken).ConfigureAwait(false);
        return InicisRefunds.Known(read).FirstOrDefault(found => found.RefundId == id) ?? throw new PaymentNotFoundException(
            $"{provider}: the payment has no such refund.",
            new PaymentError { Kind = PaymentErrorKind.NotFound, Code = PaymentErrorCode.NotFound },
            PaymentOutcome.Refused,
            payment);
    }

    private static InicisTransaction Transaction(ProviderResponse response)
    {
        var transaction = response.Read(InicisJson.Default.InicisTransaction);
        return transaction.ResultCode is null || (transaction.Tid is null && transaction.Oid is null)
            ? throw response.Unreadable("it names no transaction")
            : transaction;
    }
}
