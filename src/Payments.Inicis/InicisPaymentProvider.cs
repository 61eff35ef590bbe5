using Payments.Http;

namespace Payments.Inicis;

/// <summary>KG Inicis: the PC window, mobile payment and INIAPI.</summary>
internal sealed class InicisPaymentProvider : PaymentProvider
{
    private readonly InicisWindow _window;
    private readonly InicisAnswers _answers;
    private readonly InicisReader _reader;
    private readonly InicisApprover _approver;
    private readonly InicisRefunder _refunder;
    private readonly InicisWebhook _webhook;
    private readonly TimeProvider _time;

    internal InicisPaymentProvider(HttpProviderRegistration<InicisOptions> registration)
        : base(registration.Name)
    {
        var options = registration.Options;
        _time = registration.Time;
        var http = registration.CreateClient(new InicisProtocol(options));
        var api = new InicisApi(http, options, _time);
        _window = new InicisWindow(this, options);
        _answers = new InicisAnswers(Name, _time);
        _reader = new InicisReader(Name, options, api, _answers);
        _approver = new InicisApprover(Name, options, http, _answers, _reader, _time);
        _refunder = new InicisRefunder(this, api, _reader, _time);
        _webhook = new InicisWebhook(Name, options, _reader);
    }

    public override PaymentProviderCapabilities Capabilities => InicisDefaults.Capabilities;

    public override Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Answered(
            () =>
            {
                var now = request.RequestedAt ?? _time.GetUtcNow();
                return _answers.Opened(request, _window.Of(request, now), now);
            },
            cancellationToken);
    }

    public override async Task<Payment> ConfirmPaymentAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var payment = request.Payment;
        var orderId = payment.OrderId ?? payment.Known?.Reference.OrderId
            ?? throw new PaymentRequestException("Inicis confirms an order: name the payment with its OrderId.", payment: payment);
        var amount = request.Amount ?? payment.Known?.Amount
            ?? throw new PaymentRequestException("Give Amount, from the shop's own order: Inicis' return does not tell it.", payment: payment);
        var back = InicisReturn.Read(request.ReturnParameters)
            ?? throw new PaymentRequestException("The payer brought nothing of Inicis' back: pass the form that was posted to ReturnUrl.", payment: payment);

        // A second window of the same order must not be charged, too.
        if (payment.PaymentId is not null || payment.Known is { Reference.PaymentId: not null })
            return await _approver.ApprovedBeforeAsync(payment, amount, cancellationToken).ConfigureAwait(false);
        if (payment.Known is { Status: PaymentStatus.Cancelled or PaymentStatus.Expired } ended)
        {
            throw new PaymentConflictException(
                $"The payment is {ended.Status}: it is not approved any more. Make a new payment.", PaymentErrorCode.AlreadyCancelled, payment);
        }

        return back.IsAuthenticated
            ? await _approver.ApproveAsync(back, payment, orderId, amount, cancellationToken).ConfigureAwait(false)
            : _answers.NotAuthenticated(payment, amount, back);
    }

    public override Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payment);
        return _reader.PaymentAsync(payment, PaymentOperations.Get, cancellationToken);
    }

    public override Task<FindPaymentsResult> FindPaymentsAsync(FindPaymentsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _reader.FindAsync(request, cancellationToken);
    }

    public override Task<Payment> CancelPaymentAsync(CancelRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _refunder.CancelAsync(request, cancellationToken);
    }

    public override Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _refunder.RefundAsync(request, cancellationToken);
    }

    public override Task<Refund> GetRefundAsync(RefundReference refund, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(refund);
        return _reader.RefundAsync(refund, cancellationToken);
    }

    public override Task<VerifiedWebhook> VerifyWebhookAsync(WebhookRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Answered(() => _webhook.Verify(request), cancellationToken);
    }

    public override async Task<IReadOnlyList<PaymentEvent>> ResolveWebhookAsync(
        VerifiedWebhook webhook, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        return await _webhook.ResolveAsync(webhook, cancellationToken).ConfigureAwait(false);
    }

    // What is decided without a call fails like what is not: in the task.
    private static Task<T> Answered<T>(Func<T> answer, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(answer());
        }
        catch (OperationCanceledException)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }
        catch (PaymentException exception)
        {
            return Task.FromException<T>(exception);
        }
    }
}
