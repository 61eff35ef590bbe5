using Payments.Http;

namespace Payments.Stripe;

/// <summary>Stripe: Checkout Sessions and PaymentIntents.</summary>
internal sealed class StripePaymentProvider : PaymentProvider
{
    private readonly StripeOptions _options;
    private readonly ProviderHttpClient _http;
    private readonly StripeAnswers _answers;
    private readonly StripeReader _reader;
    private readonly StripeWebhook _webhook;
    private readonly TimeProvider _time;

    internal StripePaymentProvider(HttpProviderRegistration<StripeOptions> registration)
        : base(registration.Name)
    {
        _options = registration.Options;
        _time = registration.Time;
        _http = registration.CreateClient(new StripeProtocol(_options));
        _answers = new StripeAnswers(Name, _options);
        _reader = new StripeReader(_http, _answers);
        _webhook = new StripeWebhook(Name, _options, _answers, _reader, _time);
    }

    public override PaymentProviderCapabilities Capabilities => StripeDefaults.Capabilities;

    public override async Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var order = new PaymentReference(Name, null, request.OrderId);
        if (FlowOf(request) == StripeFlow.HostedPage)
        {
            var page = StripeRequests.Session(request, request.RequestedAt ?? _time.GetUtcNow());
            var session = await PostAsync(
                PaymentOperations.Create, "/v1/checkout/sessions", page, request.IdempotencyKey, order, cancellationToken).ConfigureAwait(false);
            return _answers.Payment(session.ReadStripe(StripeJson.Default.StripeSession), session.Date);
        }

        var body = StripeRequests.Intent(request);
        var response = await PostAsync(
            PaymentOperations.Create, "/v1/payment_intents", body, request.IdempotencyKey, order, cancellationToken).ConfigureAwait(false);
        return response.Error is { Kind: PaymentErrorKind.Declined }
            ? NotPaid(response, order, request.Amount)
            : _answers.Payment(response.ReadStripe(StripeJson.Default.StripeIntent), response.Date);
    }

    public override Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payment);
        return _reader.PaymentAsync(payment, cancellationToken);
    }

    public override Task<FindPaymentsResult> FindPaymentsAsync(FindPaymentsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.OrderId is null ? _reader.ListAsync(request, cancellationToken) : _reader.SearchAsync(request, cancellationToken);
    }

    public override async Task<Payment> CapturePaymentAsync(CaptureRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var payment = request.Payment;
        var body = StripeRequests.Capture(request);
        var intent = await _reader.IntentIdAsync(payment, cancellationToken).ConfigureAwait(false)
            ?? throw new PaymentConflictException("Nothing is held: the payer has not paid on the page yet.", PaymentErrorCode.InvalidState, payment);
        var response = await PostAsync(
            PaymentOperations.Capture, IntentPath(intent, "capture"), body, request.IdempotencyKey, payment, cancellationToken).ConfigureAwait(false);
        if (!IsWrongState(response))
            return await AnswerAsync(response, payment, cancellationToken).ConfigureAwait(false);

        var read = await _reader.PaymentAsync(payment, cancellationToken).ConfigureAwait(false);
        if (read.Status.IsPaid() && (request.Amount is null || request.Amount == read.CapturedAmount))
            return read;
        throw WrongState(response, read, read.Status switch
        {
            PaymentStatus.Cancelled => ("it was cancelled: make a new payment", PaymentErrorCode.AlreadyCancelled),
            PaymentStatus.Expired => ("its hold has expired: make a new payment", PaymentErrorCode.Expired),
            _ when read.Status.IsPaid() => ("it was captured already, with another amount", PaymentErrorCode.AlreadyCaptured),
            _ => ("nothing is held", PaymentErrorCode.InvalidState),
        });
    }

    public override async Task<Payment> CancelPaymentAsync(CancelRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var payment = request.Payment;
        if (StripeIds.Of(payment).Session is not { } session)
            return await CancelIntentAsync(request, payment, cancellationToken).ConfigureAwait(false);

        var read = await _reader.SessionAsync(session, payment, cancellationToken).ConfigureAwait(false);
        if (read.Status is PaymentStatus.Cancelled or PaymentStatus.Expired)
            return read;
        if (read.ProviderStatus != "open")
            return await CancelIntentAsync(request, read.Reference, cancellationToken).ConfigureAwait(false);

        return await CloseAsync(request, session, payment, cancellationToken).ConfigureAwait(false);
    }

    public override async Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var payment = request.Payment;
        var ids = StripeIds.Of(payment);
        var charge = ids.Charge;
        var intent = ids.IsChargeOnly ? null : await _reader.IntentIdAsync(payment, cancellationToken).ConfigureAwait(false);
        if (intent is null && charge is null)
            throw new PaymentConflictException("Nothing was paid yet: cancel the payment instead.", PaymentErrorCode.InvalidState, payment);

        var body = StripeRequests.Refund(request, intent, charge);
        var response = await PostAsync(
            PaymentOperations.Refund, "/v1/refunds", body, request.IdempotencyKey, payment, cancellationToken).ConfigureAwait(false);
        if (response.Error is { } error && (error.Kind == PaymentErrorKind.Declined || StripeMapping.RefundRefusals.Contains(error.Code)))
            return ProviderAnswers.Refused(response, request, Name, _time.GetUtcNow());
        var refund = response.ReadStripe(StripeJson.Default.StripeRefund);
        return _answers.Refund(refund, new StripeIds(null, intent, charge, null).Complete(payment), response.Date)!;
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

    public override Task<VerifiedWebhook> VerifyWebhookAsync(WebhookRequest request, CancellationToken cancellationToken = default) =>
        ProviderWebhooks.VerifyAsync(request, _webhook, static (webhook, message) => webhook.Verify(message), cancellationToken);

    public override async Task<IReadOnlyList<PaymentEvent>> ResolveWebhookAsync(
        VerifiedWebhook webhook, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        return await _webhook.ResolveAsync(webhook, cancellationToken).ConfigureAwait(false);
    }

    private StripeFlow? FlowOf(PaymentRequest request) =>
        request.PaymentToken is not null ? null
        : request.Extras.Get<StripePaymentExtras>()?.Flow is { } asked ? asked
        : request.Channel == PaymentChannel.App ? StripeFlow.ClientSecret
        : _options.Flow;

    private static string IntentPath(string intent, string action) => $"/v1/payment_intents/{ProviderPath.Segment(intent)}/{action}";

    private async Task<Payment> CancelIntentAsync(CancelRequest request, PaymentReference payment, CancellationToken cancellationToken)
    {
        var intent = await _reader.IntentIdAsync(payment, cancellationToken).ConfigureAwait(false)
            ?? throw new PaymentConflictException("Nothing to cancel: the payment was free of charge.", PaymentErrorCode.InvalidState, payment);
        var body = StripeRequests.Cancel(request);
        var response = await PostAsync(
            PaymentOperations.Cancel, IntentPath(intent, "cancel"), body, request.IdempotencyKey, payment, cancellationToken).ConfigureAwait(false);
        if (!IsWrongState(response))
            return await AnswerAsync(response, payment, cancellationToken).ConfigureAwait(false);

        // The intent of an open page cannot be cancelled by itself.
        var read = await _reader.PaymentAsync(payment, cancellationToken).ConfigureAwait(false);
        return read.ProviderStatus == "open" && StripeIds.Of(read.Reference).Session is { } page
            ? await CloseAsync(request, page, read.Reference, cancellationToken).ConfigureAwait(false)
            : Ended(response, read);
    }

    private async Task<Payment> CloseAsync(CancelRequest request, string session, PaymentReference payment, CancellationToken cancellationToken)
    {
        var path = $"/v1/checkout/sessions/{ProviderPath.Segment(session)}/expire";
        var response = await PostAsync(
            PaymentOperations.Cancel, path, new FormFields(), request.IdempotencyKey, payment, cancellationToken, "expire").ConfigureAwait(false);
        return response.Error is { Kind: PaymentErrorKind.InvalidRequest or PaymentErrorKind.Conflict, Code: not PaymentErrorCode.InProgress }
            ? Ended(response, await _reader.PaymentAsync(payment, cancellationToken).ConfigureAwait(false))
            : _answers.Payment(response.ReadStripe(StripeJson.Default.StripeSession), response.Date);
    }

    // A refused cancel is a success where the payment has reached its end already.
    private Payment Ended(ProviderResponse response, Payment read) =>
        read.Status is PaymentStatus.Cancelled or PaymentStatus.Expired ? read
        : throw WrongState(response, read, read.Status.IsPaid()
            ? ("the money was taken: refund it instead", PaymentErrorCode.AlreadyCaptured)
            : ($"it is {read.Status}, and cannot be cancelled now", PaymentErrorCode.InvalidState));

    // An intent keeps the name of the session that it came from. A decline of its capture does not end it: what is left of it is read.
    private async Task<Payment> AnswerAsync(ProviderResponse response, PaymentReference payment, CancellationToken cancellationToken) =>
        response.Error is { Kind: PaymentErrorKind.Declined } declined
            ? await _reader.PaymentAsync(payment, cancellationToken).ConfigureAwait(false) with { Error = declined }
            : _answers.Payment(response.ReadStripe(StripeJson.Default.StripeIntent), response.Date, session: StripeIds.Of(payment).Session);

    private Payment NotPaid(ProviderResponse response, PaymentReference order, Money amount)
    {
        var intent = response.TryRead(StripeJson.Default.StripeFailure, out var failure) ? failure.Error?.PaymentIntent : null;
        var declined = intent?.Id is not null ? _answers.Payment(intent, response.Date) : ProviderAnswers.Declined(response, order, amount, _time.GetUtcNow());
        return declined with { Status = PaymentStatus.Failed, Error = response.Error, NextAction = null };
    }

    private static bool IsWrongState(ProviderResponse response) =>
        response.Error is { Kind: PaymentErrorKind.Conflict, Code: not (PaymentErrorCode.InProgress or PaymentErrorCode.IdempotencyKeyReused) };

    private PaymentConflictException WrongState(ProviderResponse response, Payment read, (string Reason, PaymentErrorCode Code) state) => new(
        $"{Name}: {response.Request.Operation} was refused: {state.Reason}.",
        response.Error! with { Kind = PaymentErrorKind.Conflict, Code = state.Code, Retry = PaymentRetry.No },
        PaymentOutcome.Refused,
        PaymentReference.FromPayment(read));

    private Task<ProviderResponse> PostAsync(
        PaymentOperations operation,
        string path,
        FormFields body,
        string key,
        PaymentReference payment,
        CancellationToken cancellationToken,
        string step = "")
    {
        var request = new ProviderRequest
        {
            Method = HttpMethod.Post,
            Path = path,
            Kind = ProviderCallKind.Write,
            Operation = operation,
            HasProviderKey = true,
            Payment = payment,
            Body = ProviderBody.Form(body),
        };
        request.Headers["Idempotency-Key"] = WireKey.Create(Name, operation, step, key);
        return _http.SendAsync(request, cancellationToken);
    }
}
