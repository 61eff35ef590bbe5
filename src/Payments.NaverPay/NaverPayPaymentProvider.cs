using Payments.Http;

namespace Payments.NaverPay;

/// <summary>Naver Pay: reserve, the payer, apply; the summed history and cancel.</summary>
internal sealed class NaverPayPaymentProvider : PaymentProvider
{
    private readonly NaverPayOptions _options;
    private readonly NaverPayClient _client;
    private readonly NaverPayAnswers _answers;
    private readonly NaverPayReader _reader;
    private readonly TimeProvider _time;

    internal NaverPayPaymentProvider(HttpProviderRegistration<NaverPayOptions> registration)
        : base(registration.Name)
    {
        _options = registration.Options;
        _time = registration.Time;
        _client = new NaverPayClient(Name, registration.CreateClient(new NaverPayProtocol(_options)), _options);
        _answers = new NaverPayAnswers(Name, _options, _time);
        _reader = new NaverPayReader(Name, _client, _answers, _time);
    }

    public override PaymentProviderCapabilities Capabilities => NaverPayDefaults.Capabilities;

    public override async Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ProviderRules.Check(this, request, RequestFeatures.None);
        var call = NaverPayRequests.Reserve(request, _options);
        var order = new PaymentReference(Name, null, request.OrderId);
        var response = await _client.ReserveAsync(call, request.IdempotencyKey, order, cancellationToken).ConfigureAwait(false);
        return response.Read(NaverPayJson.Default.NaverPayReserveAnswer) is { Body.ReserveId: { Length: > 0 } reserveId }
            ? _answers.Reserved(reserveId, request, response.Date)
            : throw response.Unreadable("it has no reserveId");
    }

    public override async Task<Payment> ConfirmPaymentAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var payment = request.Payment;
        var returned = NaverPayReturn.Of(request.ReturnParameters);
        if (!returned.IsSuccess)
            return await ReturnedWithoutSuccessAsync(payment, returned, cancellationToken).ConfigureAwait(false);

        var paymentId = returned.PaymentIdFor(payment);
        var amount = NaverPayRequests.Won(ProviderRules.AmountToConfirm(request), "Amount", payment);
        if (payment.OrderId is not { } orderId)
            throw new PaymentRequestException("Naver Pay's charge is compared with our key: give the reference's OrderId.", payment: payment);
        var charge = new Charge(paymentId, orderId, amount, request.IdempotencyKey ?? paymentId);
        var response = await _client.ApplyAsync(paymentId, charge.Key, payment, cancellationToken).ConfigureAwait(false);
        return response.Error switch
        {
            { Kind: PaymentErrorKind.Declined } => ProviderAnswers.Declined(response, payment, KoreanWon.FromWire(amount), _time.GetUtcNow()),
            { Code: PaymentErrorCode.Expired } => _answers.Expired(response, payment),
            { Kind: PaymentErrorKind.Conflict } => await AppliedBeforeAsync(response, payment, charge).ConfigureAwait(false),
            _ => await AcceptAsync(response, payment, charge).ConfigureAwait(false),
        };
    }

    public override Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payment);
        return _reader.PaymentAsync(payment, cancellationToken);
    }

    public override Task<FindPaymentsResult> FindPaymentsAsync(FindPaymentsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _reader.FindAsync(request, cancellationToken);
    }

    public override Task<Payment> CancelPaymentAsync(CancelRequest request, CancellationToken cancellationToken = default) =>
        Task.FromException<Payment>(new PaymentOperationNotSupportedException(
            Name, PaymentOperations.Cancel, "What was not confirmed runs out by itself; what was confirmed is refunded.", request?.Payment));

    public override async Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ProviderRules.Check(this, request, RequestFeatures.None);
        var payment = request.Payment;
        var (totals, asOf) = await _reader.TotalsAsync(PaymentOperations.Refund, payment, cancellationToken).ConfigureAwait(false);
        var paid = _answers.Payment(totals, payment, asOf);
        if (ProviderRefunds.Made(paid, request) is { } made)
            return made;
        if (!paid.Status.IsPaid() || totals.Approval?.PaymentId is not { } paymentId)
            throw new PaymentConflictException("Nothing can be refunded: the history has no charge of this payment.", PaymentErrorCode.InvalidState, payment);

        var cancel = NaverPayCancel.Of(request, paymentId, totals, _options);
        var response = await _client.CancelAsync(cancel, request.IdempotencyKey, payment, cancellationToken).ConfigureAwait(false);
        if (response.Error is { } error)
            return await RefusedAsync(response, error, request, cancel, paid.Reference).ConfigureAwait(false);
        return response.Read(NaverPayJson.Default.NaverPayCancelAnswer) is { Body: { PayHistId.Length: > 0 } cancelled } answer
            ? _answers.Refunded(cancelled, RefundStatus.Completed, answer.Code ?? "", cancel, paid.Reference, response.Date)
            : throw response.Unreadable("it has no payHistId");
    }

    public override Task<Refund> GetRefundAsync(RefundReference refund, CancellationToken cancellationToken = default) =>
        ProviderRefunds.ReadAsync(refund, _reader.PaymentAsync, cancellationToken);

    // Nothing of a return is signed: it never ends a payment, and what it says is a hint until a read or the time does.
    private async Task<Payment> ReturnedWithoutSuccessAsync(PaymentReference payment, NaverPayReturn returned, CancellationToken cancellationToken)
    {
        var read = await _reader.PaymentAsync(payment, cancellationToken).ConfigureAwait(false);
        return read.Status is PaymentStatus.RequiresAction ? read with { Error = returned.Error } : read;
    }

    /// <summary>Takes a charge that was made, if it is what was asked for; else it is undone, since this intention made it.</summary>
    private async Task<Payment> AcceptAsync(ProviderResponse response, PaymentReference payment, Charge charge)
    {
        var applied = response.Read(NaverPayJson.Default.NaverPayApplyAnswer).Body;
        if (applied?.Detail is not { TotalPayAmount: { } total, Kind: NaverPayMovementKind.Approval, State: { } state } detail
            || (applied.PaymentId ?? detail.PaymentId) != charge.PaymentId)
            throw response.Unreadable("it does not say what was charged, or is another payment's");
        var isOurs = detail.MerchantPayKey == charge.OrderId;
        if (isOurs && (state is not MovementState.Succeeded || total == charge.Amount))
            return _answers.Payment(new NaverPayTotals([detail]), payment.Complete(new PaymentReference(Name, charge.PaymentId)), response.Date);

        if (state is MovementState.Succeeded)
            await UndoAsync(NaverPayCancel.Undo(detail, charge.PaymentId, total), payment, charge).ConfigureAwait(false);
        throw ProviderExceptions.Differs(
            response, payment, $"the charge's {(isOurs ? "amount" : "order")} is not what was asked for, and nothing of it was kept");
    }

    private async Task UndoAsync(NaverPayCancel cancel, PaymentReference payment, Charge charge)
    {
        try
        {
            var response = await _client.UndoAsync(cancel, charge.Key, payment).ConfigureAwait(false);
            var isUnderWay = NaverPayErrors.Is(response.Error?.ProviderCode, NaverPayDefaults.CancelNotComplete);
            if (!isUnderWay && response.Error?.Code is not PaymentErrorCode.AlreadyRefunded)
                response.ThrowIfFailed();
        }
        catch (PaymentException exception)
        {
            throw ProviderExceptions.NotUndone(Name, payment, exception);
        }
    }

    /// <summary>
    /// A charge that was made before, or is under way. It is a success if it is ours and equal, and is never undone. What the payer brought is not asked for:
    /// our own key tells what is ours.
    /// </summary>
    private async Task<Payment> AppliedBeforeAsync(ProviderResponse response, PaymentReference payment, Charge charge)
    {
        var read = await ReadAfterAsync(response, payment).ConfigureAwait(false);
        if (read?.Status is PaymentStatus.Failed)
            return read;
        if (read?.Status.IsPaid() != true)
            throw response.ToException();
        return read.CapturedAmount == KoreanWon.FromWire(charge.Amount)
            ? read
            : throw ProviderExceptions.Differs(response, payment, "it was confirmed before, with another amount");
    }

    private async Task<Refund> RefusedAsync(
        ProviderResponse response, PaymentError error, RefundRequest request, NaverPayCancel cancel, PaymentReference payment)
    {
        if (NaverPayErrors.Is(error.ProviderCode, NaverPayDefaults.CancelNotComplete))
            return _answers.Refunded(Body(response), RefundStatus.Pending, error.ProviderCode!, cancel, payment, response.Date);

        // 'Nothing is left' and 'another rest' can be the work of this very refund, when its first answer was lost.
        var isDoubtful = error.Kind is PaymentErrorKind.Conflict || error.Code is PaymentErrorCode.AmountTooLarge;
        if (isDoubtful && await ReadAfterAsync(response, payment).ConfigureAwait(false) is { } read && ProviderRefunds.Made(read, request) is { } made)
            return made;
        return NaverPayMapping.RefundRefusals.Contains(error.Code)
            ? ProviderAnswers.Refused(response, request, Name, _time.GetUtcNow()) with { Amount = KoreanWon.FromWire(cancel.Amount) }
            : throw response.ToException();
    }

    // The write has left: the caller's wish to end it no longer counts. If its outcome cannot be read, nobody knows it.
    private async Task<Payment?> ReadAfterAsync(ProviderResponse response, PaymentReference payment)
    {
        try
        {
            return await _reader.PaymentAsync(payment, CancellationToken.None).ConfigureAwait(false);
        }
        catch (PaymentNotFoundException)
        {
            // No movement yet.
            return null;
        }
        catch (PaymentException exception)
        {
            throw ProviderExceptions.NotRead(response, payment, exception);
        }
    }

    private static NaverPayCancelled? Body(ProviderResponse response) =>
        response.TryRead(NaverPayJson.Default.NaverPayCancelAnswer, out var answer) ? answer.Body : null;

    /// <summary>What is to be charged, and the key of the intention.</summary>
    private sealed record Charge(string PaymentId, string OrderId, long Amount, string Key);
}
