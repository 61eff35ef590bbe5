using Payments.Http;

namespace Payments.NaverPay;

/// <summary>Naver Pay: reserve, the payer, apply; the summed history and cancel.</summary>
internal sealed class NaverPayPaymentProvider : PaymentProvider
{
    private readonly NaverPayOptions _options;
    private readonly NaverPayClient _client;
    private readonly NaverPayAnswers _answers;
    private readonly NaverPayReader _reader;
    private readonly NaverPayConfirmer _confirmer;
    private readonly NaverPayRefunder _refunder;

    internal NaverPayPaymentProvider(HttpProviderRegistration<NaverPayOptions> registration)
        : base(registration.Name)
    {
        _options = registration.Options;
        var time = registration.Time;
        _client = new NaverPayClient(Name, registration.CreateClient(new NaverPayProtocol(_options)), _options);
        _answers = new NaverPayAnswers(Name, _options, time);
        _reader = new NaverPayReader(Name, _client, _answers, time);
        _confirmer = new NaverPayConfirmer(Name, _client, _reader, _answers, time);
        _refunder = new NaverPayRefunder(this, _client, _reader, _answers, _options, time);
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

    public override Task<Payment> ConfirmPaymentAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _confirmer.ConfirmAsync(request, cancellationToken);
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

    public override Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _refunder.RefundAsync(request, cancellationToken);
    }

    public override Task<Refund> GetRefundAsync(RefundReference refund, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(refund);
        return _refunder.ReadAsync(refund, cancellationToken);
    }
}
