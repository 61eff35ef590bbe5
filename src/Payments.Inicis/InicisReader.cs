using Payments.Http;

namespace Payments.Inicis;

/// <summary>Reads payments and refunds through the inquiry.</summary>
internal sealed class InicisReader(string provider, InicisOptions options, InicisApi api, InicisAnswers answers)
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
            : Read(response, tid, payment);
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
        var payment = Read(response, tid: null, new PaymentReference(provider, null, orderId));
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

    private Payment Read(ProviderResponse response, string? tid, PaymentReference asked)
    {
        var transaction = response.Read(InicisJson.Default.InicisTransaction);
        if (transaction.ResultCode is null || (transaction.Tid is null && transaction.Oid is null))
            throw response.Unreadable("it names no transaction");
        if (Difference(transaction, tid, asked.OrderId) is { } difference)
            throw ProviderExceptions.Differs(response, asked, $"what was read is of another {difference} than what was asked for");
        var currency = InicisMoney.CurrencyOf(transaction.CardInfo?.CurrencyCode, asked.Known?.Amount.Currency);
        var price = InicisMoney.FromWire(transaction.Price, currency) ?? throw response.Unreadable("it tells no price");
        return answers.Read(transaction, price, asked, response.Date);
    }

    // A notice can name any transaction of the merchant under any order.
    private string? Difference(InicisTransaction transaction, string? tid, string? orderId) =>
        transaction.Mid != options.MerchantId ? "merchant"
        : tid is not null && transaction.Tid != tid ? "transaction"
        : orderId is not null && transaction.Oid != orderId ? "order"
        : null;
}
