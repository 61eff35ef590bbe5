using Payments.Http;

namespace Payments.KakaoPay;

/// <summary>Kakao Pay: ready, the payer, approve; order and cancel. Nothing has a key at the provider, so reads and guards stand in for it.</summary>
internal sealed class KakaoPayPaymentProvider : PaymentProvider
{
    private readonly KakaoPayOptions _options;
    private readonly KakaoPayClient _client;
    private readonly KakaoPayAnswers _answers;
    private readonly TimeProvider _time;

    internal KakaoPayPaymentProvider(HttpProviderRegistration<KakaoPayOptions> registration)
        : base(registration.Name)
    {
        _options = registration.Options;
        _time = registration.Time;
        _client = new KakaoPayClient(registration.CreateClient(new KakaoPayProtocol(_options)));
        _answers = new KakaoPayAnswers(Name, _time);
    }

    public override PaymentProviderCapabilities Capabilities => KakaoPayDefaults.Capabilities;

    public override async Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var order = new PaymentReference(Name, null, request.OrderId);
        if (request.PaymentToken is { } sid)
            return await ChargeAsync(request, sid.Reveal(), order, cancellationToken).ConfigureAwait(false);

        ProviderRules.Check(this, request, RequestFeatures.Installments);
        var call = KakaoPayRequests.Ready(request, _options);
        var response = await _client.ReadyAsync(call, order, cancellationToken).ConfigureAwait(false);
        var ready = response.Read(KakaoPayJson.Default.KakaoPayReady);
        return (ready.Tid is { Length: > 0 } ? _answers.Ready(ready, call, request, response.Date) : null)
            ?? throw response.Unreadable("it has no tid, or no page for the payer");
    }

    public override async Task<Payment> ConfirmPaymentAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var payment = request.Payment;
        if (request.ReturnParameters.GetValueOrDefault(KakaoPayDefaults.TokenParameter) is not { Length: > 0 } token)
            return await ReturnedWithoutTokenAsync(payment, cancellationToken).ConfigureAwait(false);

        var call = KakaoPayRequests.Approve(request, token, _options);
        var response = await _client.ApproveAsync(call, payment, cancellationToken).ConfigureAwait(false);
        return response.Error switch
        {
            { Kind: PaymentErrorKind.Declined } => Declined(response, payment, call),
            { Code: PaymentErrorCode.Expired } => _answers.Expired(response, payment) with { Amount = KoreanWon.FromWire(call.TotalAmount) },
            { Kind: PaymentErrorKind.Conflict } => await ConfirmedBeforeAsync(response, payment, call).ConfigureAwait(false),
            _ => await AcceptAsync(response, payment, call, call.Tid).ConfigureAwait(false),
        };
    }

    public override async Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payment);
        var response = await OrderAsync(PaymentOperations.Get, payment, cancellationToken).ConfigureAwait(false);
        return response.Error is { Code: PaymentErrorCode.Expired }
            ? _answers.Expired(response, payment)
            : _answers.Order(ReadOrder(response), payment, response.Date);
    }

    public override Task<FindPaymentsResult> FindPaymentsAsync(FindPaymentsRequest request, CancellationToken cancellationToken = default) =>
        Task.FromException<FindPaymentsResult>(new PaymentOperationNotSupportedException(
            Name, PaymentOperations.Find, "Kakao Pay knows a payment by its tid only: read it."));

    public override Task<Payment> CancelPaymentAsync(CancelRequest request, CancellationToken cancellationToken = default) =>
        Task.FromException<Payment>(new PaymentOperationNotSupportedException(
            Name, PaymentOperations.Cancel, "What was not confirmed runs out by itself; what was confirmed is refunded.", request?.Payment));

    public override async Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ProviderRules.Check(this, request, RequestFeatures.None);
        var payment = request.Payment;
        var read = await OrderAsync(PaymentOperations.Refund, payment, cancellationToken).ConfigureAwait(false);
        var order = ReadOrder(read);
        var paid = _answers.Order(order, payment, read.Date);
        if (ProviderRefunds.Made(paid, request) is { } made)
            return made;
        if (!paid.Status.IsPaid())
            throw new PaymentConflictException($"Nothing can be refunded: the payment is {paid.Status}.", PaymentErrorCode.InvalidState, payment);

        var left = KakaoPayLeft.Of(order) ?? throw read.Unreadable("it does not say what was paid");
        var call = KakaoPayRefunds.Cancel(request, left, _options);
        var response = await _client.CancelAsync(call, payment, cancellationToken).ConfigureAwait(false);
        if (response.Error is { } refusal && KakaoPayMapping.MayBeMade.Contains(refusal.Code)
            && ProviderRefunds.Made(await ReadAfterAsync(response, payment).ConfigureAwait(false), request) is { } before)
            return before;
        if (response.Error is { } error && (error.Kind is PaymentErrorKind.Declined || KakaoPayMapping.RefundRefusals.Contains(error.Code)))
            return ProviderAnswers.Refused(response, request, Name, _time.GetUtcNow()) with { Amount = KoreanWon.FromWire(call.CancelAmount) };
        var cancellation = response.Read(KakaoPayJson.Default.KakaoPayCancellation);
        return cancellation.Aid is { Length: > 0 }
            ? _answers.Refunded(cancellation, call, paid.Reference, response.Date)
            : throw response.Unreadable("it has no aid");
    }

    public override Task<Refund> GetRefundAsync(RefundReference refund, CancellationToken cancellationToken = default) =>
        ProviderRefunds.ReadAsync(refund, GetPaymentAsync, cancellationToken);

    private async Task<Payment> ChargeAsync(PaymentRequest request, string sid, PaymentReference order, CancellationToken cancellationToken)
    {
        ProviderRules.Check(this, request, RequestFeatures.Token);
        var call = KakaoPayRequests.Subscription(request, sid, _options);
        var response = await _client.SubscribeAsync(call, order, cancellationToken).ConfigureAwait(false);
        return response.Error is { Kind: PaymentErrorKind.Declined }
            ? Declined(response, order, call)
            : await AcceptAsync(response, order, call, tid: null).ConfigureAwait(false);
    }

    // A payer who gave up or failed comes back without a token, and so can anybody: only Kakao Pay says what became of the payment.
    private async Task<Payment> ReturnedWithoutTokenAsync(PaymentReference payment, CancellationToken cancellationToken)
    {
        var read = await GetPaymentAsync(payment, cancellationToken).ConfigureAwait(false);
        return read.Status is not PaymentStatus.RequiresConfirmation ? read : throw new PaymentRequestException(
            $"The payer agreed, but ReturnParameters holds no {KakaoPayDefaults.TokenParameter}: give the query of the return address as it came.",
            payment: payment);
    }

    /// <summary>Takes a charge that was made, if it is what was asked for; else it is undone, since this very call made it.</summary>
    private async Task<Payment> AcceptAsync(ProviderResponse response, PaymentReference payment, KakaoPayCharge call, string? tid)
    {
        var approval = response.Read(KakaoPayJson.Default.KakaoPayApproval);

        // Only this answer tells the tid of a recurring charge, and without it nobody could read what became of the money.
        var found = tid is null && approval.Tid is { Length: > 0 } told ? new PaymentReference(Name, told, call.PartnerOrderId) : payment;
        if (approval is not { Aid.Length: > 0, Tid.Length: > 0, Amount.Total: { } total } || (tid is not null && approval.Tid != tid))
            throw Incomplete(response.Unreadable("it has no aid or amount, or another tid"), found);
        if (Difference(approval, total, call) is not { } difference)
            return _answers.Approved(approval, call, response.Date);

        await UndoAsync(response, found, approval, total).ConfigureAwait(false);
        throw ProviderExceptions.Differs(response, payment, $"the charge's {difference} is not what was asked for, and the charge was undone");
    }

    private PaymentException Incomplete(PaymentException unreadable, PaymentReference found) => unreadable.Payment == found
        ? unreadable
        : new PaymentOutcomeUnknownException($"{Name}: a charge's answer is incomplete: read the payment.", unreadable.Error, found, unreadable);

    private async Task UndoAsync(ProviderResponse charge, PaymentReference payment, KakaoPayApproval approval, long total)
    {
        var call = KakaoPayRefunds.Undo(approval, total, _options);
        try
        {
            (await _client.UndoAsync(charge.Request.Operation, call, payment).ConfigureAwait(false)).ThrowIfFailed();
        }
        catch (PaymentException exception)
        {
            throw ProviderExceptions.NotUndone(Name, payment, exception);
        }
    }

    /// <summary>An approval that is refused for the payment's state: it may have been made before, by us. That one is never undone.</summary>
    private async Task<Payment> ConfirmedBeforeAsync(ProviderResponse response, PaymentReference payment, KakaoPayApproveCall call)
    {
        var read = await ReadAfterAsync(response, payment).ConfigureAwait(false);
        if (read.Status is PaymentStatus.Failed or PaymentStatus.Cancelled or PaymentStatus.Expired)
            return read with { Amount = KoreanWon.FromWire(call.TotalAmount) };
        if (!read.Status.IsPaid())
            throw response.ToException();
        return read.Reference.OrderId == call.PartnerOrderId && read.CapturedAmount == KoreanWon.FromWire(call.TotalAmount)
            ? read
            : throw ProviderExceptions.Differs(response, payment, "it was confirmed before, with another order or amount");
    }

    // The write has left: the caller's wish to end it no longer counts. If its outcome cannot be read, nobody knows it.
    private async Task<Payment> ReadAfterAsync(ProviderResponse response, PaymentReference payment)
    {
        try
        {
            return await GetPaymentAsync(payment, CancellationToken.None).ConfigureAwait(false);
        }
        catch (PaymentException exception)
        {
            throw ProviderExceptions.NotRead(response, payment, exception);
        }
    }

    private static string? Difference(KakaoPayApproval approval, long total, KakaoPayCharge call) =>
        total != call.TotalAmount ? "amount"
        : approval.PartnerOrderId is { } order && order != call.PartnerOrderId ? "order"
        : approval.PartnerUserId is { } payer && payer != call.PartnerUserId ? "payer"
        : approval.Cid is { } cid && cid != call.Cid ? "merchant code"
        : null;

    private Payment Declined(ProviderResponse response, PaymentReference payment, KakaoPayCharge call) =>
        ProviderAnswers.Declined(response, payment, KoreanWon.FromWire(call.TotalAmount), _time.GetUtcNow());

    private static KakaoPayOrder ReadOrder(ProviderResponse response) =>
        response.Read(KakaoPayJson.Default.KakaoPayOrder) is { Tid.Length: > 0 } order ? order : throw response.Unreadable("it has no tid");

    private Task<ProviderResponse> OrderAsync(PaymentOperations operation, PaymentReference payment, CancellationToken cancellationToken) =>
        _client.OrderAsync(operation, KakaoPayRequests.Order(payment, _options), payment, cancellationToken);
}
