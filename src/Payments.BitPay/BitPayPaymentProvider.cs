using Payments.Http;

namespace Payments.BitPay;

/// <summary>BitPay by a token of the POS facade: invoices are made and read. What the merchant facade can do beyond it, derives.</summary>
internal class BitPayPaymentProvider : PaymentProvider
{
    private readonly ProviderHttpClient _http;
    private readonly BitPayWebhook _webhook;

    internal BitPayPaymentProvider(HttpProviderRegistration<BitPayOptions> registration)
        : base(registration.Name)
    {
        Options = registration.Options;
        Time = registration.Time;
        Answers = new BitPayAnswers(Name);
        _http = registration.CreateClient(new BitPayProtocol(Options));
        _webhook = new BitPayWebhook(Name, Options, Time, (payment, cancellationToken) => ReadAsync(payment, PaymentOperations.Webhooks, cancellationToken));
    }

    public override PaymentProviderCapabilities Capabilities => BitPayDefaults.PosCapabilities;

    protected BitPayOptions Options { get; }

    protected TimeProvider Time { get; }

    protected BitPayAnswers Answers { get; }

    public override async Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ProviderRules.Check(this, request, RequestFeatures.Expiry);
        var guid = GuidOf(PaymentOperations.Create, request.IdempotencyKey);
        var payment = new PaymentReference(Name, null, request.OrderId, [new RelatedId(BitPayDefaults.GuidKind, guid)]);
        var body = ProviderBody.Json(BitPayRequests.Invoice(request, Options, guid), BitPayJson.Default.BitPayInvoiceCall);
        try
        {
            var response = await WriteAsync(HttpMethod.Post, BitPayDefaults.InvoicesPath, PaymentOperations.Create, payment, body, cancellationToken).ConfigureAwait(false);
            return Answers.Payment(InvoiceOf(response), refunds: null, payment, response.Date);
        }
        catch (PaymentOutcomeUnknownException)
        {
            // Whether it was made can be asked for by our guid. That it is not there yet proves nothing, so that the call is never sent again.
            if (await FindByGuidAsync(payment).ConfigureAwait(false) is { } made)
                return made;
            throw;
        }
    }

    public override Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payment);
        return ReadAsync(payment, PaymentOperations.Get, cancellationToken);
    }

    public override Task<VerifiedWebhook> VerifyWebhookAsync(WebhookRequest request, CancellationToken cancellationToken = default) =>
        ProviderWebhooks.VerifyAsync(request, _webhook, static (webhook, message) => webhook.Verify(message), cancellationToken);

    public override Task<IReadOnlyList<PaymentEvent>> ResolveWebhookAsync(VerifiedWebhook webhook, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        return _webhook.ResolveAsync(webhook, cancellationToken);
    }

    /// <summary>The refunds of an invoice; null where the facade or BitPay does not show them.</summary>
    protected virtual Task<IReadOnlyList<BitPayRefund>?> RefundsOfAsync(
        BitPayInvoice invoice, PaymentReference payment, PaymentOperations operation, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<BitPayRefund>?>(null);

    /// <summary>Reads an invoice, by BitPay's id or by our guid, with its refunds.</summary>
    protected async Task<Payment> ReadAsync(PaymentReference payment, PaymentOperations operation, CancellationToken cancellationToken) =>
        (await ReadAllAsync(payment, operation, cancellationToken).ConfigureAwait(false)).Payment;

    /// <summary>The same, with all that BitPay lists of refunds; null where it is not known.</summary>
    protected async Task<(Payment Payment, IReadOnlyList<BitPayRefund>? Refunds)> ReadAllAsync(
        PaymentReference payment, PaymentOperations operation, CancellationToken cancellationToken)
    {
        var response = await GetAsync(PathOf(payment), operation, payment, new FormFields(), cancellationToken).ConfigureAwait(false);
        var invoice = InvoiceOf(response);
        var refunds = await RefundsOfAsync(invoice, payment, operation, cancellationToken).ConfigureAwait(false);
        return (Answers.Payment(invoice, refunds, payment, response.Date), refunds);
    }

    /// <summary>Our own id of an invoice or a refund: the same for each repeat of one intention.</summary>
    protected string GuidOf(PaymentOperations operation, string key) => WireKey.Create(Name, operation, "", key, WireKeyFormat.Uuid);

    protected static string PathOf(PaymentReference payment) =>
        payment.PaymentId is { } id ? $"{BitPayDefaults.InvoicesPath}/{ProviderPath.Segment(id)}"
        : payment.GetRelated(BitPayDefaults.GuidKind) is { } guid ? $"{BitPayDefaults.InvoicesPath}/guid/{ProviderPath.Segment(guid)}"
        : throw new PaymentRequestException(
            "BitPay knows an invoice by its own id or by our guid: give a reference that has the PaymentId of the create call.", payment: payment);

    protected Task<ProviderResponse> GetAsync(
        string path, PaymentOperations operation, PaymentReference? payment, FormFields query, CancellationToken cancellationToken) => _http.SendAsync(
        new ProviderRequest
        {
            Method = HttpMethod.Get,
            Path = path,
            Kind = ProviderCallKind.Read,
            Operation = operation,
            Payment = payment,
            Query = query.Add("token", Options.ApiToken),
            Body = Empty,
        }, cancellationToken);

    protected Task<ProviderResponse> WriteAsync(
        HttpMethod method, string path, PaymentOperations operation, PaymentReference payment, ProviderBody? body, CancellationToken cancellationToken,
        FormFields? query = null) => _http.SendAsync(
        new ProviderRequest
        {
            Method = method,
            Path = path,
            Kind = ProviderCallKind.Write,
            Operation = operation,
            Payment = payment,
            Query = query,
            Body = body ?? Empty,
        }, cancellationToken);

    /// <summary>The invoice of an answer; some old answers have it without the envelope.</summary>
    protected static BitPayInvoice InvoiceOf(ProviderResponse response)
    {
        var invoice = response.Read(BitPayJson.Default.BitPayInvoiceAnswer).Data ?? response.Read(BitPayJson.Default.BitPayInvoice);
        return invoice.Id is { Length: > 0 } ? invoice : throw response.Unreadable("it has no invoice");
    }

    // BitPay wants the media type on every call, those without a body included.
    private static ProviderBody Empty { get; } = ProviderBody.Bytes(ReadOnlyMemory<byte>.Empty, "application/json");

    private async Task<Payment?> FindByGuidAsync(PaymentReference payment)
    {
        try
        {
            return await ReadAsync(payment, PaymentOperations.Create, CancellationToken.None).ConfigureAwait(false);
        }
        catch (PaymentException)
        {
            // What failed first says more than this.
            return null;
        }
    }
}
