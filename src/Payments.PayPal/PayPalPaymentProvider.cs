using Payments.Http;

namespace Payments.PayPal;

/// <summary>PayPal: orders that the payer approves on PayPal's page and the shop then completes.</summary>
internal sealed class PayPalPaymentProvider : PaymentProvider
{
    private readonly PayPalOptions _options;
    private readonly TimeProvider _time;
    private readonly PayPalCalls _calls;
    private readonly PayPalAnswers _answers;
    private readonly PayPalReader _reader;
    private readonly PayPalConfirmation _confirmation;
    private readonly PayPalWebhook _webhook;

    internal PayPalPaymentProvider(HttpProviderRegistration<PayPalOptions> registration)
        : base(registration.Name)
    {
        _options = registration.Options;
        _time = registration.Time;
        var http = registration.CreateClient(new PayPalProtocol(_options, _time));
        _calls = new PayPalCalls(http);
        _answers = new PayPalAnswers(Name, _time);
        _reader = new PayPalReader(_calls, _answers, _options, _time);
        _confirmation = new PayPalConfirmation(_calls, _reader, _answers, _options);
        _webhook = new PayPalWebhook(Name, _options, _reader, new PayPalSignature(_options, http, _time));
    }

    public override PaymentProviderCapabilities Capabilities => PayPalDefaults.Capabilities;

    public override async Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var order = new PaymentReference(Name, null, request.OrderId);
        var body = PayPalRequests.Order(this, request, _options);
        var response = await _calls.PostAsync(
            new PayPalWrite
            {
                Operation = PaymentOperations.Create,
                Path = PayPalDefaults.OrdersPath,
                Payment = order,
                Key = request.IdempotencyKey,
                Body = ProviderBody.Json(body, PayPalJson.Default.PayPalOrderRequest),
            },
            cancellationToken).ConfigureAwait(false);

        // Only a source that is charged as the order is made can be declined here.
        if (response.Error is { Kind: PaymentErrorKind.Declined })
            return Declined(response, request);
        var created = response.ReadPayPal(PayPalJson.Default.PayPalOrder);
        var payment = _answers.Payment(created, PayPalMoves.Of(created), order, response.Date);
        return payment.Amount == request.Amount && payment.CaptureMode == request.CaptureMode
            ? payment
            : payment with { Amount = request.Amount, CaptureMode = request.CaptureMode };
    }

    public override Task<Payment> ConfirmPaymentAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _confirmation.ConfirmAsync(request, cancellationToken);
    }

    public override Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payment);
        return _reader.PaymentAsync(payment, cancellationToken);
    }

    public override async Task<Payment> CapturePaymentAsync(CaptureRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var payment = request.Payment;
        var (authorization, amount, done) = await HoldOfAsync(request, cancellationToken).ConfigureAwait(false);
        if (done is not null)
            return done;
        var body = PayPalRequests.Capture(request, amount);
        var response = await _calls.PostAsync(
            new PayPalWrite
            {
                Operation = PaymentOperations.Capture,
                Path = $"{PayPalDefaults.AuthorizationsPath}/{ProviderPath.Segment(authorization)}/capture",
                Payment = payment,
                Key = request.IdempotencyKey,
                Body = ProviderBody.Json(body, PayPalJson.Default.PayPalCaptureRequest),
            },
            cancellationToken).ConfigureAwait(false);
        if (response.Error is { Kind: PaymentErrorKind.Declined } declined)
            return await _reader.AfterDeclineAsync(payment, declined, cancellationToken).ConfigureAwait(false) ?? throw response.ToException();
        if (!IsWrongState(response))
            return await CapturedAsync(payment, authorization, body, response, cancellationToken).ConfigureAwait(false);

        var read = await _reader.PaymentAsync(payment, cancellationToken).ConfigureAwait(false);
        if (read.Status.IsPaid() && (request.Amount is null || request.Amount == read.CapturedAmount))
            return read;
        throw WrongState(response, read, read.Status switch
        {
            PaymentStatus.Cancelled => ("it was cancelled: make a new payment", PaymentErrorCode.AlreadyCancelled),
            PaymentStatus.Expired => ("its hold has expired: make a new payment", PaymentErrorCode.Expired),
            _ when read.Status.IsPaid() => ("what was held is captured already", PaymentErrorCode.AlreadyCaptured),
            _ => ("what is held does not allow it", response.Error!.Code),
        });
    }

    public override async Task<Payment> CancelPaymentAsync(CancelRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var payment = request.Payment;
        if (AuthorizationOf(payment) is not { } authorization)
        {
            var read = await _reader.PaymentAsync(payment, cancellationToken).ConfigureAwait(false);
            if (read.Status is PaymentStatus.Cancelled or PaymentStatus.Expired)
                return read;
            authorization = AuthorizationOf(read.Reference) ?? throw NothingToVoid(read);
        }

        var response = await _calls.PostAsync(
            new PayPalWrite
            {
                Operation = PaymentOperations.Cancel,
                Path = $"{PayPalDefaults.AuthorizationsPath}/{ProviderPath.Segment(authorization)}/void",
                Payment = payment,
            },
            cancellationToken).ConfigureAwait(false);
        if (!IsWrongState(response))
        {
            // 204 is the short answer.
            response.ThrowIfFailed();
            var voided = response.Body.IsEmpty
                ? new PayPalAuthorization { Id = authorization, Status = "VOIDED" }
                : response.ReadPayPal(PayPalJson.Default.PayPalAuthorization);
            return await _reader.AfterAsync(payment, PayPalMoves.None.With(voided), response.Date, left: null, cancellationToken).ConfigureAwait(false);
        }

        var ended = await _reader.PaymentAsync(payment, cancellationToken).ConfigureAwait(false);
        return ended.Status is PaymentStatus.Cancelled or PaymentStatus.Expired ? ended
            : throw WrongState(response, ended, ended.Status.IsPaid()
                ? ("the money was taken: refund it instead", PaymentErrorCode.AlreadyCaptured)
                : ($"it is {ended.Status}, and cannot be cancelled now", PaymentErrorCode.InvalidState));
    }

    public override async Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var payment = request.Payment;
        var body = PayPalRequests.Refund(this, request);
        var capture = request.CaptureId ?? await CaptureOfAsync(payment, cancellationToken).ConfigureAwait(false);
        var response = await _calls.PostAsync(
            new PayPalWrite
            {
                Operation = PaymentOperations.Refund,
                Path = $"{PayPalDefaults.CapturesPath}/{ProviderPath.Segment(capture)}/refund",
                Payment = payment,
                Key = request.IdempotencyKey,
                Body = ProviderBody.Json(body, PayPalJson.Default.PayPalRefundRequest),
            },
            cancellationToken).ConfigureAwait(false);
        if (PayPalErrors.IsRefundRefused(response.Error))
            return ProviderAnswers.Refused(response, request, Name, _time.GetUtcNow());
        var refund = _answers.Refund(response.ReadPayPal(PayPalJson.Default.PayPalRefund), payment, response.Date);

        // A shorter answer says neither how much nor for whom.
        return refund with
        {
            Reference = request.Reference,
            Origin = RefundOrigin.Merchant,
            Amount = refund.Amount.Currency.Code.Length == 0 ? request.Amount ?? payment.Known?.Amount ?? default : refund.Amount,
            Related = [new RelatedId(PayPalDefaults.CaptureKind, capture)],
        };
    }

    public override Task<Refund> GetRefundAsync(RefundReference refund, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(refund);
        return refund switch
        {
            { RefundId: { } id } => _reader.RefundAsync(id, refund.Payment, cancellationToken),
            { Reference: { } reference } => _reader.RefundByReferenceAsync(reference, refund.Payment, cancellationToken),
            _ => Task.FromException<Refund>(
                new PaymentRequestException("A refund is named by its RefundId or by our Reference.", payment: refund.Payment)),
        };
    }

    public override Task<VerifiedWebhook> VerifyWebhookAsync(WebhookRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _webhook.VerifyAsync(request, cancellationToken);
    }

    public override Task<IReadOnlyList<PaymentEvent>> ResolveWebhookAsync(VerifiedWebhook webhook, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        return _webhook.ResolveAsync(webhook, cancellationToken);
    }

    // The page is all that tells of the order then.
    private Payment Declined(ProviderResponse response, PaymentRequest request)
    {
        var page = PayPalErrors.PageAfter(response);
        var order = new PaymentReference(Name, page is null ? null : PayPalLinks.OrderOf(page), request.OrderId);
        return ProviderAnswers.Declined(response, order, request.Amount, _time.GetUtcNow()) with
        {
            Status = page is null ? PaymentStatus.Failed : PaymentStatus.RequiresAction,
            NextAction = page is null ? null : new RedirectAction(page),
            CaptureMode = request.CaptureMode,
        };
    }

    private static string? AuthorizationOf(PaymentReference payment) =>
        payment.GetRelated(PayPalDefaults.AuthorizationKind) ?? payment.Known?.Reference.GetRelated(PayPalDefaults.AuthorizationKind);

    /// <summary>
    /// The authorization to capture, and how much; or the payment, where all that was held is taken already. An amount is always sent: PayPal would take all
    /// that was authorized, and up to 115 % of it altogether.
    /// </summary>
    private async Task<(string Authorization, Money Amount, Payment? Done)> HoldOfAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        var payment = request.Payment;
        if (AuthorizationOf(payment) is { } known && request.Amount is { } asked)
            return (known, asked, null);
        var read = await _reader.PaymentAsync(payment, cancellationToken).ConfigureAwait(false);
        if (AuthorizationOf(read.Reference) is not { } authorization || read.AuthorizedAmount is not { } held)
            throw new PaymentConflictException(
                read.Status.IsPaid() ? "Nothing is held: the money was taken at once." : "Nothing is held: the payer has not paid, or it was not confirmed yet.",
                PaymentErrorCode.InvalidState, payment);

        // What waits is on its way out of the hold as well.
        var left = held;
        foreach (var fact in read.Facts.OfType<CapturedFact>())
        {
            if (fact.State is not MovementState.Failed && fact.Amount.Currency == held.Currency)
                left -= fact.Amount;
        }

        return request.Amount is { } amount ? (authorization, amount, null) : (authorization, left, left.IsPositive ? null : read);
    }

    /// <summary>The payment after PayPal has made a capture, which can have been declined all the same.</summary>
    private async Task<Payment> CapturedAsync(
        PaymentReference payment, string authorization, PayPalCaptureRequest asked, ProviderResponse response, CancellationToken cancellationToken)
    {
        var answered = response.ReadPayPal(PayPalJson.Default.PayPalCapture);

        // A shorter answer says neither how much nor whether it was the last one.
        var capture = answered with { Amount = answered.Amount ?? asked.Amount, FinalCapture = answered.FinalCapture ?? asked.FinalCapture };
        var isFailed = PayPalStatus.IsFailed(capture);
        var isUntouched = isFailed && payment.Known?.CapturedAmount is not { IsPositive: true };
        var left = capture.FinalCapture == true && !isFailed ? null : new PayPalAuthorization
        {
            Id = authorization,
            Status = isUntouched ? "CREATED" : "PARTIALLY_CAPTURED",
            Amount = payment.Known?.AuthorizedAmount is { } held ? PayPalMoney.ToWireOrNull(held) : null,
        };
        var changed = PayPalMoves.None.With(capture);
        var after = await _reader.AfterAsync(payment, changed, response.Date, left, cancellationToken).ConfigureAwait(false);
        return isFailed ? after with { Error = PayPalAnswers.DeclineOf(changed) } : after;
    }

    // A payment that was held first may have several captures: which one, only the host can say, and a repeat must not choose another.
    private async Task<string> CaptureOfAsync(PaymentReference payment, CancellationToken cancellationToken)
    {
        var known = payment.Related.Where(id => id.Kind == PayPalDefaults.CaptureKind).Select(id => id.Id).Distinct(StringComparer.Ordinal).ToList();
        if (known is [var only] && AuthorizationOf(payment) is null)
            return only;
        var read = await _reader.PaymentAsync(payment, cancellationToken).ConfigureAwait(false);
        var taken = read.Facts.OfType<CapturedFact>().Where(fact => fact.State is not MovementState.Failed).ToList();
        return taken switch
        {
            [var capture] => capture.Id,
            [] => throw new PaymentConflictException(
                read.Status is PaymentStatus.Authorized ? "Nothing was taken yet: cancel the payment instead." : "Nothing was paid, so there is nothing to refund.",
                PaymentErrorCode.InvalidState, payment),
            _ => throw new PaymentRequestException(
                "The payment has several captures, and PayPal refunds each by itself: set CaptureId to one of "
                + string.Join(", ", taken.Select(capture => $"{capture.Id} ({capture.Amount})")) + ".",
                payment: payment),
        };
    }

    private PaymentException NothingToVoid(Payment read)
    {
        var payment = PaymentReference.FromPayment(read);
        return read.Status.IsPaid() ? new PaymentConflictException("The money was taken: refund it instead.", PaymentErrorCode.AlreadyCaptured, payment)
            : read.Status is PaymentStatus.Processing
                ? new PaymentConflictException("The money is on its way: it can be refunded once it has arrived.", PaymentErrorCode.InvalidState, payment)
            : new PaymentOperationNotSupportedException(
                Name, PaymentOperations.Cancel, "PayPal cannot close an order that nothing is held for: do not confirm it, and it runs out by itself.", payment);
    }

    private static bool IsWrongState(ProviderResponse response) =>
        response.Error is { Kind: PaymentErrorKind.Conflict, Code: not PaymentErrorCode.InProgress };

    private PaymentConflictException WrongState(ProviderResponse response, Payment read, (string Reason, PaymentErrorCode Code) state) => new(
        $"{Name}: {response.Request.Operation} was refused: {state.Reason}.",
        response.Error! with { Kind = PaymentErrorKind.Conflict, Code = state.Code, Retry = PaymentRetry.No },
        PaymentOutcome.Refused,
        PaymentReference.FromPayment(read));
}
