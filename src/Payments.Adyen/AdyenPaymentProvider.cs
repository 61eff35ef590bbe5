using System.Text.Json.Serialization.Metadata;
using Payments.Http;

namespace Payments.Adyen;

/// <summary>Adyen: payment links, sessions and direct payments of the Checkout API.</summary>
internal sealed class AdyenPaymentProvider : PaymentProvider
{
    private readonly AdyenOptions _options;
    private readonly AdyenCalls _calls;
    private readonly AdyenRequests _requests;
    private readonly AdyenAnswers _answers;
    private readonly AdyenConfirmation _confirmation;
    private readonly AdyenWebhook _webhook;
    private readonly AdyenEvents _events;
    private readonly TimeProvider _time;

    internal AdyenPaymentProvider(HttpProviderRegistration<AdyenOptions> registration)
        : base(registration.Name)
    {
        _options = registration.Options;
        _time = registration.Time;
        Capabilities = _options.MultiplePartialCaptures
            ? AdyenDefaults.Capabilities with { Operations = AdyenDefaults.Capabilities.Operations | PaymentOperations.MultipleCapture }
            : AdyenDefaults.Capabilities;
        _calls = new AdyenCalls(Name, _options, registration.CreateClient(new AdyenProtocol(_options)));
        _requests = new AdyenRequests(_options, this);
        _answers = new AdyenAnswers(Name, _options, _time);
        _confirmation = new AdyenConfirmation(Name, _options, _calls, _answers);
        _webhook = new AdyenWebhook(Name, _options, _time);
        _events = new AdyenEvents(Name, _options, _webhook);
    }

    public override PaymentProviderCapabilities Capabilities { get; }

    public override async Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var order = new PaymentReference(Name, null, request.OrderId);
        var requestedAt = request.RequestedAt ?? _time.GetUtcNow();
        if (request.PaymentToken is not null)
        {
            var (paid, answered) = await PostAsync("payments", _requests.Payment(request), AdyenJson.Default.AdyenPayment).ConfigureAwait(false);
            return paid is { ResultCode: null, PspReference: null }
                ? throw answered.Unreadable("it has neither a resultCode nor a pspReference")
                : _answers.Payment(paid, order, request.Amount, request.CaptureMode, answered.Date);
        }

        var flow = FlowOf(request);
        if (flow == AdyenFlow.PaymentLink)
        {
            var (link, made) = await PostAsync("paymentLinks", _requests.Link(request, requestedAt), AdyenJson.Default.AdyenLink).ConfigureAwait(false);
            return link.Id is null ? throw made.Unreadable("it names no payment link") : _answers.Link(link, order, request.CaptureMode, made.Date);
        }

        var body = _requests.Session(request, requestedAt, isHosted: flow == AdyenFlow.HostedSession);
        var (session, response) = await PostAsync("sessions", body, AdyenJson.Default.AdyenSession).ConfigureAwait(false);
        return session.Id is null ? throw response.Unreadable("it names no session") : _answers.Session(session, request, response.Date);

        async Task<(T Answer, ProviderResponse Response)> PostAsync<T>(string path, AdyenPaymentRequest sent, JsonTypeInfo<T> type)
            where T : notnull
        {
            var answer = await _calls.PostAsync(
                PaymentOperations.Create, path, ProviderBody.Json(sent, AdyenJson.Default.AdyenPaymentRequest), request.IdempotencyKey, order, cancellationToken).ConfigureAwait(false);
            return (answer.Read(type), answer);
        }
    }

    public override async Task<Payment> ConfirmPaymentAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (AdyenIds.Of(request.Payment).Link is null)
            return await _confirmation.RunAsync(request, cancellationToken).ConfigureAwait(false);

        // The payer paid on the link's page: there is nothing to confirm, and the link tells.
        var read = await GetPaymentAsync(request.Payment, cancellationToken).ConfigureAwait(false);
        return request.Amount is null || request.Amount == read.Amount ? read
            : throw _confirmation.Mismatch($"the link is for {read.Amount}, {request.Amount} was asked for", request.Payment, PaymentOutcome.Refused);
    }

    public override async Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payment);
        if (AdyenIds.Of(payment).Link is not { } id)
            return Remember(payment);
        var response = await _calls.GetAsync($"paymentLinks/{ProviderPath.Segment(id)}", null, PaymentOperations.Get, payment, cancellationToken).ConfigureAwait(false);
        var read = _answers.Link(response.Read(AdyenJson.Default.AdyenLink), payment, payment.Known?.CaptureMode, response.Date);

        // The link knows that a payment was made, and nothing of its captures, refunds and disputes.
        var isPaid = read.Status is PaymentStatus.Authorized or PaymentStatus.Completed;
        return isPaid && payment.Known is { Facts.Count: > 0 } known && known.Facts.Any(fact => fact is AuthorizedFact or CapturedFact) ? Remember(payment) : read;
    }

    public override async Task<Payment> CapturePaymentAsync(CaptureRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var payment = request.Payment;
        var known = payment.Known;
        if (known?.Status is PaymentStatus.Cancelled or PaymentStatus.Expired)
        {
            throw new PaymentConflictException(
                "The hold is gone: make a new payment.",
                known.Status is PaymentStatus.Cancelled ? PaymentErrorCode.AlreadyCancelled : PaymentErrorCode.Expired, payment);
        }

        var held = known?.AuthorizedAmount ?? known?.Amount;
        var underWay = held is { } sum ? UnderWay(known!, sum.Currency) : default;
        var left = held is { } all ? all - (known!.CapturedAmount ?? Money.Zero(all.Currency)) - underWay : (Money?)null;
        var amount = request.Amount ?? left
            ?? throw new PaymentRequestException("Amount is needed: Adyen has no capture of all that is held, and nothing is known here of the payment.", payment: payment);
        if (known?.CapturedAmount is { IsPositive: true } taken && (!_options.MultiplePartialCaptures || taken == held))
        {
            return request.Amount is null || request.Amount == taken
                ? Remember(payment)
                : throw new PaymentConflictException("It was captured already, with another amount.", PaymentErrorCode.AlreadyCaptured, payment);
        }

        if (underWay.IsPositive && (!amount.IsPositive || amount > left))
        {
            throw new PaymentConflictException(
                $"A capture of {underWay} is under way, and {left} is left beside it: wait for its webhook, CAPTURE.",
                request.Amount is null ? PaymentErrorCode.AlreadyCaptured : PaymentErrorCode.AmountTooLarge, payment);
        }

        var psp = PspOf(payment, "capture");
        var body = _requests.Capture(payment, amount);
        var (receipt, asOf) = await ModifyAsync(PaymentOperations.Capture, $"payments/{ProviderPath.Segment(psp)}/captures", body, request.IdempotencyKey, payment, cancellationToken)
            .ConfigureAwait(false);
        var movement = new CapturedFact(receipt.PspReference!, amount, MovementState.Pending) { AsOf = asOf, Version = AdyenStage.Received };
        return _answers.Received(payment, receipt.Status, movement, asOf);
    }

    public override async Task<Payment> CancelPaymentAsync(CancelRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var payment = request.Payment;
        var known = payment.Known;
        if (known?.Status is PaymentStatus.Cancelled or PaymentStatus.Expired)
            return Remember(payment);
        if (known?.Status.IsPaid() == true)
            throw new PaymentConflictException("The money was taken: refund it instead.", PaymentErrorCode.AlreadyCaptured, payment);

        var ids = AdyenIds.Of(payment);
        if (ids is { Link: { } link, Psp: null })
            return await CloseAsync(link, request, cancellationToken).ConfigureAwait(false);
        if (ids is { Session: not null, Psp: null })
        {
            throw new PaymentOperationNotSupportedException(
                Name, PaymentOperations.Cancel, "Adyen cannot close a session that nobody has paid: it ends by itself, an hour after it was made or after ExpiresAfter.", payment);
        }

        return ids.Psp is { } psp
            ? await VoidAsync($"payments/{ProviderPath.Segment(psp)}/cancels", _requests.Cancel(payment), request, cancellationToken).ConfigureAwait(false)
            : await VoidByOrderAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public override async Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var payment = request.Payment;
        var amount = request.Amount ?? (payment.Known is { CapturedAmount: { } taken } known ? taken - (known.RefundedAmount ?? Money.Zero(taken.Currency)) : (Money?)null)
            ?? throw new PaymentRequestException("Amount is needed: Adyen has no refund of all that is left, and nothing is known here of what was taken.", payment: payment);
        var body = _requests.Refund(request, amount);
        var psp = PspOf(payment, "refund");
        var (receipt, asOf) = await ModifyAsync(PaymentOperations.Refund, $"payments/{ProviderPath.Segment(psp)}/refunds", body, request.IdempotencyKey, payment, cancellationToken)
            .ConfigureAwait(false);
        return _answers.Refund(receipt, request, amount, asOf);
    }

    public override Task<Refund> GetRefundAsync(RefundReference refund, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(refund);
        if (refund.Payment.Known is not { } known)
        {
            return Task.FromException<Refund>(new PaymentOperationNotSupportedException(
                Name, PaymentOperations.GetRefund, "Adyen has no read of a refund, and the payment memory does not know the payment.", refund.Payment));
        }

        var found = known.Facts.OfType<RefundFact>()
            .LastOrDefault(fact => refund.RefundId is { } id ? fact.Refund.RefundId == id : refund.Reference is { } ours && fact.Refund.Reference == ours);
        return found is not null
            ? Task.FromResult(found.Refund with { AsOf = found.AsOf, Version = found.Version })
            : Task.FromException<Refund>(new PaymentNotFoundException(
                $"{Name}: the payment memory knows no such refund, and Adyen has no read of one: its webhooks tell of it.",
                PaymentErrors.Create(PaymentErrorKind.NotFound, PaymentErrorCode.NotFound), PaymentOutcome.NeverSent, refund.Payment));
    }

    public override Task<VerifiedWebhook> VerifyWebhookAsync(WebhookRequest request, CancellationToken cancellationToken = default) =>
        ProviderWebhooks.VerifyAsync(request, _webhook, static (webhook, message) => webhook.Verify(message), cancellationToken);

    public override Task<IReadOnlyList<PaymentEvent>> ResolveWebhookAsync(VerifiedWebhook webhook, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        return Task.FromResult(_events.Resolve(webhook));
    }

    private AdyenFlow FlowOf(PaymentRequest request) =>
        request.Extras.Get<AdyenPaymentExtras>()?.Flow is { } asked ? asked
        : request.Channel == PaymentChannel.App ? AdyenFlow.Session
        : _options.Flow;

    private Payment Remember(PaymentReference payment) => payment.Known is { } known
        ? known with { IsRemembered = true }
        : throw new PaymentOperationNotSupportedException(
            Name, PaymentOperations.Get,
            $"Adyen has no read of a payment by its pspReference or session, and the payment memory does not know it. A link is named by its related id '{AdyenDefaults.LinkKind}'.",
            payment);

    // What was received and not decided yet.
    private static Money UnderWay(Payment known, Currency currency) => known.Facts.OfType<CapturedFact>()
        .Where(fact => fact.State is MovementState.Pending && fact.Amount.Currency == currency)
        .Aggregate(Money.Zero(currency), (sum, fact) => sum + fact.Amount);

    private static string PspOf(PaymentReference payment, string what) => AdyenIds.Of(payment).Psp ?? throw new PaymentConflictException(
        $"Adyen's pspReference, by which it would {what} the payment, is not known: the payer has not paid, or the webhook AUTHORISATION has not come yet.",
        PaymentErrorCode.InvalidState, payment);

    // PATCH takes no key, but a link that is closed once is closed.
    private async Task<Payment> CloseAsync(string link, CancelRequest request, CancellationToken cancellationToken)
    {
        var payment = request.Payment;
        var response = await _calls.CloseAsync(link, payment, cancellationToken).ConfigureAwait(false);
        if (response.Error is not { Kind: PaymentErrorKind.InvalidRequest or PaymentErrorKind.Conflict })
            return _answers.Link(response.Read(AdyenJson.Default.AdyenLink), payment, payment.Known?.CaptureMode, response.Date);

        var read = await GetPaymentAsync(payment, cancellationToken).ConfigureAwait(false);
        return read.Status switch
        {
            PaymentStatus.Expired or PaymentStatus.Cancelled => read,
            PaymentStatus.Authorized => await VoidByOrderAsync(request, cancellationToken).ConfigureAwait(false),
            PaymentStatus.Completed => throw new PaymentConflictException("The money was taken: refund it instead.", PaymentErrorCode.AlreadyCaptured, payment),
            _ => throw response.ToException(),
        };
    }

    // What has no pspReference yet is cancelled by our own reference.
    private Task<Payment> VoidByOrderAsync(CancelRequest request, CancellationToken cancellationToken) => request.Payment.OrderId is { } order
        ? VoidAsync("cancels", _requests.CancelByReference(order), request, cancellationToken)
        : throw new PaymentRequestException("Neither pspReference nor order id is known, so Adyen cannot be told which payment to cancel.", payment: request.Payment);

    private async Task<Payment> VoidAsync(string path, AdyenModification body, CancelRequest request, CancellationToken cancellationToken)
    {
        var payment = request.Payment;
        var (receipt, asOf) = await ModifyAsync(PaymentOperations.Cancel, path, body, request.IdempotencyKey, payment, cancellationToken).ConfigureAwait(false);
        var movement = new VoidedFact(receipt.PspReference!, MovementState.Pending) { AsOf = asOf, Version = AdyenStage.Received };
        return _answers.Received(payment, receipt.Status, movement, asOf);
    }

    private async Task<(AdyenReceipt Receipt, DateTimeOffset? AsOf)> ModifyAsync(
        PaymentOperations operation, string path, AdyenModification body, string key, PaymentReference payment, CancellationToken cancellationToken)
    {
        var response = await _calls.PostAsync(
            operation, path, ProviderBody.Json(body, AdyenJson.Default.AdyenModification), key, payment, cancellationToken).ConfigureAwait(false);
        var receipt = response.Read(AdyenJson.Default.AdyenReceipt);
        return receipt.PspReference is { Length: > 0 } ? (receipt, response.Date) : throw response.Unreadable("it names no modification");
    }
}
