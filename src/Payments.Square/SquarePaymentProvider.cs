using Payments.Http;

namespace Payments.Square;

/// <summary>Square: payments by token, payment links, Terminal checkouts.</summary>
internal sealed class SquarePaymentProvider : PaymentProvider
{
    private readonly SquareOptions _options;
    private readonly SquareAnswers _answers;
    private readonly SquareReader _reader;
    private readonly SquareWriter _writer;
    private readonly SquareEndings _endings;
    private readonly SquareRefunds _refunds;
    private readonly SquareWebhook _webhook;
    private readonly TimeProvider _time;

    internal SquarePaymentProvider(HttpProviderRegistration<SquareOptions> registration)
        : base(registration.Name)
    {
        _options = registration.Options;
        _time = registration.Time;
        var http = registration.CreateClient(new SquareProtocol(_options, _time));
        _answers = new SquareAnswers(Name);
        _reader = new SquareReader(http, _options, _answers, _time);
        _writer = new SquareWriter(http);
        _endings = new SquareEndings(_writer, _reader, _answers);
        _refunds = new SquareRefunds(this, _writer, _reader, _answers, _time);
        _webhook = new SquareWebhook(Name, _options, _answers, _reader, _time);
        Capabilities = _options.Currency is { } currency
            ? SquareDefaults.Capabilities with { Currencies = SupportedCurrencies.Of(isExhaustive: true, currency.ToUpperInvariant()) }
            : SquareDefaults.Capabilities;
    }

    public override PaymentProviderCapabilities Capabilities { get; }

    public override Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return SquareRequests.WayOf(request) switch
        {
            SquareWay.Token => ChargeAsync(request, cancellationToken),
            SquareWay.Terminal => AskTerminalAsync(request, cancellationToken),
            _ => OpenPageAsync(request, cancellationToken),
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

    public override Task<Payment> CapturePaymentAsync(CaptureRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.IsFinal
            ? _endings.CaptureAsync(request, cancellationToken)
            : Task.FromException<Payment>(new PaymentOperationNotSupportedException(
                Name, PaymentOperations.MultipleCapture, "Square captures once: set IsFinal.", request.Payment));
    }

    public override async Task<Payment> CancelPaymentAsync(CancelRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var payment = request.Payment;
        if (SquareIds.Of(payment) is { Payment: null, Basket: null })
        {
            if (request.Extras.Get<SquareCancelExtras>() is { CreateKey: { } key } extras)
                return await _endings.CancelByKeyAsync(payment, key, extras.LocationId, cancellationToken).ConfigureAwait(false);
            payment = (await _reader.PaymentAsync(payment, cancellationToken).ConfigureAwait(false)).Reference;
        }

        return await _endings.CancelAsync(payment, cancellationToken).ConfigureAwait(false);
    }

    public override Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _refunds.RefundAsync(request, cancellationToken);
    }

    public override Task<Refund> GetRefundAsync(RefundReference refund, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(refund);
        return _refunds.ReadAsync(refund, cancellationToken);
    }

    public override Task<VerifiedWebhook> VerifyWebhookAsync(WebhookRequest request, CancellationToken cancellationToken = default) =>
        ProviderWebhooks.VerifyAsync(request, _webhook, static (webhook, message) => webhook.Verify(message), cancellationToken);

    public override Task<IReadOnlyList<PaymentEvent>> ResolveWebhookAsync(VerifiedWebhook webhook, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        return _webhook.ResolveAsync(webhook, cancellationToken);
    }

    // A decline is an answer, whether Square tells the failed payment along with it or only the error.
    private async Task<Payment> ChargeAsync(PaymentRequest request, CancellationToken cancellationToken)
    {
        var key = Key(request, "", SquareDefaults.MaxPaymentKeyLength);
        var body = ProviderBody.Json(SquareRequests.Charge(this, request, _options, key), SquareJson.Default.SquareChargeCall);
        var response = await _writer.CreateAsync("/v2/payments", body, Order(request), cancellationToken).ConfigureAwait(false);
        if (response.Error is { } error)
        {
            if (response.Outcome == PaymentOutcome.Refused && response.TryRead(SquareJson.Default.SquareAnswer, out var answer)
                && answer.Payment is { Id.Length: > 0 } failed && SquareAnswers.StatusOf(failed, []) == PaymentStatus.Failed)
                return Asked(_answers.Payment(failed, null), request) with { Error = error };
            return error.Kind == PaymentErrorKind.Declined
                ? ProviderAnswers.Declined(response, Order(request), request.Amount, _time.GetUtcNow())
                : throw response.ToException();
        }

        return Asked(_answers.Payment(response.Take(answer => answer.Payment), null), request);
    }

    private async Task<Payment> OpenPageAsync(PaymentRequest request, CancellationToken cancellationToken)
    {
        var key = Key(request, "link", SquareDefaults.MaxLinkKeyLength);
        var body = ProviderBody.Json(SquareRequests.Page(this, request, _options, key), SquareJson.Default.SquareLinkCall);
        var response = await _writer.CreateAsync("/v2/online-checkout/payment-links", body, Order(request), cancellationToken).ConfigureAwait(false);
        var link = response.Take(answer => answer.PaymentLink);
        if (link.OrderId is not { Length: > 0 } id || SquareReader.Page(link) is not { } page)
            throw response.Unreadable("the link has no order or no address");
        var order = response.Read(SquareJson.Default.SquareAnswer).RelatedResources?.Orders?.FirstOrDefault(order => order.Id == id)
            ?? new SquareOrder { Id = id, State = "DRAFT", CreatedAt = link.CreatedAt };
        var named = new PaymentReference(Name, null, request.OrderId, [new RelatedId(SquareDefaults.LinkKind, link.Id!)]);
        var basket = SquareBasket.Of(order) with { NextAction = page };
        return Asked(SquareTotals.Whole(_answers, basket, [], named, []), request);
    }

    private async Task<Payment> AskTerminalAsync(PaymentRequest request, CancellationToken cancellationToken)
    {
        var key = Key(request, "checkout", SquareDefaults.MaxTerminalKeyLength);
        var body = ProviderBody.Json(SquareRequests.Checkout(this, request, _options, key), SquareJson.Default.SquareCheckoutCall);
        var response = await _writer.CreateAsync("/v2/terminals/checkouts", body, Order(request), cancellationToken).ConfigureAwait(false);
        var basket = SquareBasket.Of(response.Take(answer => answer.Checkout));
        return Asked(SquareTotals.Whole(_answers, basket, [], null, []), request);
    }

    // What was asked for is what the shop said, whatever Square adds or leaves out.
    private Payment Asked(Payment payment, PaymentRequest request)
    {
        var says = payment is { Reference.OrderId: not null } && payment.CreatedAt != default;
        return says && payment.Amount == request.Amount && payment.CaptureMode == request.CaptureMode ? payment : payment with
        {
            Reference = payment.Reference.OrderId is null ? payment.Reference.Complete(Order(request)) : payment.Reference,
            Amount = request.Amount,
            CaptureMode = request.CaptureMode,
            CreatedAt = payment.CreatedAt == default ? _time.GetUtcNow() : payment.CreatedAt,
        };
    }

    private PaymentReference Order(PaymentRequest request) => new(Name, null, request.OrderId);

    private string Key(PaymentRequest request, string step, int maxLength) =>
        WireKey.Create(Name, PaymentOperations.Create, step, request.IdempotencyKey, maxLength: maxLength);
}
