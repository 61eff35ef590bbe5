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
        return tid is null && payment.Known is { } known && !known.Status.IsPaid() && IsNothing(response.Error, operation)
            ? known with { AsOf = response.Date, Facts = [], IsRemembered = true }
            : Read(response, tid, payment);
    }

    /// <summary>The payments of an order.</summary>
    internal async Task<FindPaymentsResult> FindAsync(FindPaymentsRequest request, CancellationToken cancellationToken)
    {
        if (request.OrderId is not { } orderId)
            throw new PaymentRequestException("Inicis finds payments by the order id only: give OrderId.");
        var response = await api.InquireAsync(tid: null, orderId, payment: null, PaymentOperations.Find, cancellationToken).ConfigureAwait(false);

        // An approval may be under way: nothing found proves nothing.
        if (IsNothing(response.Error, PaymentOperations.Find))
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
        var ours = refund.RefundId is not null ? null
            : InicisRefunds.Known(payment.Known).FirstOrDefault(known => known.Reference is not null && known.Reference == refund.Reference);

        // One that Inicis refused has no id, and will never be there.
        if (ours is { RefundId: null })
            return ours;
        var id = refund.RefundId ?? ours?.RefundId ?? throw Unnamed(payment);
        var read = await PaymentAsync(payment, PaymentOperations.GetRefund, cancellationToken).ConfigureAwait(false);
        return InicisRefunds.Known(read).FirstOrDefault(found => found.RefundId == id) ?? throw new PaymentNotFoundException(
            $"{provider}: the payment has no such refund.",
            new PaymentError { Kind = PaymentErrorKind.NotFound, Code = PaymentErrorCode.NotFound },
            PaymentOutcome.Refused,
            payment);
    }

    // Our record has not got the answer that named it: it may have been made, and Inicis cannot be asked for it.
    private PaymentException Unnamed(PaymentReference payment) => payment.Known is null
        ? new PaymentRequestException("Inicis keeps no reference of ours: give the RefundId, or a payment that the payment memory knows.", payment: payment)
        : new PaymentOutcomeUnknownException(
            $"{provider}: no answer has named this refund, and Inicis keeps no reference of ours: read the payment, and look for it among its refunds.",
            PaymentErrors.Create(PaymentErrorKind.Unknown, PaymentErrorCode.Unknown),
            payment);

    // With which code the inquiry says that it knows no order is not documented. One that says nothing else is taken for that, where nothing follows from it.
    private static bool IsNothing(PaymentError? error, PaymentOperations operation) =>
        error is { Kind: PaymentErrorKind.NotFound }
        || (error is { Kind: PaymentErrorKind.Unknown, ProviderCode: not null } && operation is PaymentOperations.Get or PaymentOperations.Find or PaymentOperations.Cancel);

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
