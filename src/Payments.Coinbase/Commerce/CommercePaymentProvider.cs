using System.Globalization;
using Payments.Http;

namespace Payments.Coinbase;

/// <summary>Coinbase Commerce, the legacy API: charges that the payer pays on a page. It has no refunds and remembers no keys.</summary>
internal sealed class CommercePaymentProvider : CoinbasePaymentProvider
{
    private readonly CommerceAnswers _answers;
    private readonly CommerceWebhook _webhook;

    internal CommercePaymentProvider(HttpProviderRegistration<CoinbaseOptions> registration)
        : base(registration, new CommerceProtocol(registration.Options))
    {
        _answers = new CommerceAnswers(Name);
        _webhook = new CommerceWebhook(Name, Options, _answers, Time);
    }

    public override PaymentProviderCapabilities Capabilities => CoinbaseDefaults.CommerceCapabilities;

    protected override string Collection => CommerceDefaults.Path;

    protected override string CancelAction => "cancel";

    public override async Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ProviderRules.Check(this, request, RequestFeatures.None);
        var text = CoinbaseRequests.DescriptionOf(request);
        var body = new ChargeBody
        {
            Name = ProviderText.Cut(text, CommerceDefaults.MaxNameLength),
            Description = ProviderText.Cut(text, CommerceDefaults.MaxDescriptionLength),
            PricingType = "fixed_price",
            LocalPrice = new ChargePrice
            {
                Amount = CoinbaseMoney.ToWire(request.Amount, request.Amount.Currency.Exponent ?? 2),
                Currency = request.Amount.Currency.Code,
            },
            Metadata = CoinbaseRequests.Metadata(request, withCurrency: false),
            RedirectUrl = request.ReturnUrl?.OriginalString,
            CancelUrl = (request.CancelUrl ?? request.ReturnUrl)?.OriginalString,
        };
        return Answer(await SendAsync(
            new ProviderRequest
            {
                Method = HttpMethod.Post,
                Path = Collection,
                Kind = ProviderCallKind.Write,
                Operation = PaymentOperations.Create,
                Payment = new PaymentReference(Name, null, request.OrderId),
                Body = ProviderBody.Json(body, CommerceJson.Default.ChargeBody),
            }, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The API lists charges by time only: a page of the newest is looked through, so that finding nothing proves nothing.</summary>
    public override async Task<FindPaymentsResult> FindPaymentsAsync(FindPaymentsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var size = request.OrderId is null ? request.Limit : CommerceDefaults.PageSize;
        var response = await SendAsync(
            new ProviderRequest
            {
                Method = HttpMethod.Get,
                Path = Collection,
                Kind = ProviderCallKind.Read,
                Operation = PaymentOperations.Find,
                Query = new FormFields().Add("limit", (long)size).Add("order", "desc").Add("starting_after", request.PageToken),
            }, cancellationToken).ConfigureAwait(false);
        var list = response.Read(CommerceJson.Default.ChargeList).Data ?? throw response.Unreadable("it has no list");
        var charges = list.Where(CommerceAnswers.IsNamed).ToList();
        return new FindPaymentsResult
        {
            Payments = [.. charges.Select(charge => _answers.Payment(charge, response.Date)).Where(payment => IsMeant(payment, request)).Take(request.Limit)],
            IsConclusive = false,
            NextPageToken = charges.Count >= size ? _answers.ReferenceOf(charges[^1]).PaymentId : null,
        };
    }

    protected override VerifiedWebhook Verify(WebhookRequest request) => _webhook.Verify(request);

    protected override IReadOnlyList<PaymentEvent> Resolve(VerifiedWebhook webhook) => _webhook.Resolve(webhook);

    protected override Payment Answer(ProviderResponse response) =>
        response.Read(CommerceJson.Default.ChargeAnswer).Data is { } charge && CommerceAnswers.IsNamed(charge)
            ? _answers.Payment(charge, response.Date)
            : throw response.Unreadable("it has no charge");

    protected override async Task<ProviderResponse> SendAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!CommerceProtocol.IsGone(response))
            return response;
        var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        var reason = CommerceProtocol.LacksCall(response)
            ? $"Coinbase Commerce has no call to cancel this charge (HTTP {status}): let it run out."
            : $"Coinbase Commerce does not answer as an API any more (HTTP {status}): the product was shut down for merchants. "
                + $"Use {nameof(CoinbaseOptions.Api)} = {nameof(CoinbaseApi.Checkouts)} with a CDP API key.";
        throw new PaymentRequestException($"{Name}: {reason}", response.Error!, PaymentOutcome.Refused, request.Payment);
    }

    private static bool IsMeant(Payment payment, FindPaymentsRequest request) =>
        (request.OrderId is null || payment.Reference.OrderId == request.OrderId)
        && payment.CreatedAt >= (request.CreatedFrom ?? payment.CreatedAt)
        && !(payment.CreatedAt >= request.CreatedTo)
        && payment.Amount == (request.Amount ?? payment.Amount);
}
