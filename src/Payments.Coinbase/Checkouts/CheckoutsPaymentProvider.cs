using Payments.Http;

namespace Payments.Coinbase;

/// <summary>Coinbase Business: checkouts, each for one payment in USDC on Base.</summary>
internal sealed class CheckoutsPaymentProvider : CoinbasePaymentProvider
{
    private readonly CheckoutsAnswers _answers;
    private readonly CheckoutsWebhook _webhook;

    internal CheckoutsPaymentProvider(HttpProviderRegistration<CoinbaseOptions> registration)
        : base(registration, new CheckoutsProtocol(registration.Options, new CdpToken(registration.Options, registration.Time, CdpToken.NewNonce)))
    {
        _answers = new CheckoutsAnswers(Name);
        _webhook = new CheckoutsWebhook(Name, Options, _answers, Time);
    }

    public override PaymentProviderCapabilities Capabilities => CoinbaseDefaults.CheckoutsCapabilities;

    protected override string Collection => Options.Sandbox ? CheckoutsDefaults.SandboxPath : CheckoutsDefaults.Path;

    protected override string CancelAction => "deactivate";

    public override async Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ProviderRules.Check(this, request, RequestFeatures.Expiry);
        var body = CheckoutsRequests.Checkout(request, request.RequestedAt ?? Time.GetUtcNow());
        var response = await PostAsync(
            PaymentOperations.Create, Collection, ProviderBody.Json(body, CheckoutsJson.Default.CheckoutBody), request.IdempotencyKey,
            new PaymentReference(Name, null, request.OrderId), cancellationToken).ConfigureAwait(false);
        return _answers.Payment(Read(response), response.Date, request.Amount.Currency);
    }

    public override async Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ProviderRules.Check(this, request, RequestFeatures.None);
        var payment = request.Payment;
        var path = PathOf(payment, "refund");
        if (request.Amount is not { } amount)
        {
            // What this very intention has refunded is nothing that is left.
            var read = await ReadForAsync(request, cancellationToken).ConfigureAwait(false);
            if (ProviderRefunds.Made(read, request) is { } made)
                return made;
            amount = AllOf(read);
        }

        var body = CheckoutsRequests.Refund(request, amount);
        var response = await PostAsync(
            PaymentOperations.Refund, path, ProviderBody.Json(body, CheckoutsJson.Default.CheckoutRefundBody), request.IdempotencyKey, payment,
            cancellationToken).ConfigureAwait(false);

        // What exists already says nothing about the amount.
        if (response is
            {
                Error: { Kind: PaymentErrorKind.InvalidRequest or PaymentErrorKind.Conflict, Code: not PaymentErrorCode.IdempotencyKeyReused } error,
                Outcome: PaymentOutcome.Refused,
            }
            && error.ProviderCode != CheckoutsMapping.AlreadyExists)
            return await RefusedAsync(response, error, request, amount, cancellationToken).ConfigureAwait(false);

        var answer = response.Read(CheckoutsJson.Default.CheckoutRefundAnswer);
        return answer is { Refund: { Id.Length: > 0 } refund, Checkout: { Id.Length: > 0 } checkout }
            ? _answers.Refund(refund, checkout, payment.Complete(_answers.ReferenceOf(checkout)), response.Date, CurrencyOf(request))
            : throw response.Unreadable("it has no refund or no checkout");
    }

    public override async Task<Refund> GetRefundAsync(RefundReference refund, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(refund);
        if (refund is { RefundId: null, Reference: null })
            throw new PaymentRequestException("A refund is named by its RefundId or by our Reference.", payment: refund.Payment);
        var response = await ReadAsync(refund.Payment, PaymentOperations.GetRefund, cancellationToken).ConfigureAwait(false);
        var checkout = Read(response);
        var refunds = _answers.Refunds(
            checkout, refund.Payment.Complete(_answers.ReferenceOf(checkout)), response.Date, refund.Payment.Known?.Amount.Currency);
        return refunds.FirstOrDefault(found => refund.RefundId is null ? found.Reference == refund.Reference : found.RefundId == refund.RefundId)
            ?? throw new PaymentNotFoundException(
                $"{Name}: no refund of the payment has this {(refund.RefundId is null ? "reference" : "id")}.",
                PaymentErrors.Create(PaymentErrorKind.NotFound, PaymentErrorCode.NotFound),
                PaymentOutcome.Refused,
                refund.Payment);
    }

    protected override VerifiedWebhook Verify(WebhookRequest request) => _webhook.Verify(request);

    protected override IReadOnlyList<PaymentEvent> Resolve(VerifiedWebhook webhook) => _webhook.Resolve(webhook);

    protected override Payment Answer(ProviderResponse response) =>
        _answers.Payment(Read(response), response.Date, response.Request.Payment?.Known?.Amount.Currency);

    private static Checkout Read(ProviderResponse response) => response.Read(CheckoutsJson.Default.Checkout) is { Id.Length: > 0 } checkout
        ? checkout
        : throw response.Unreadable("it has no id");

    // The currency that the payment was asked for in; without a memory a refund is taken to be in it.
    private static Currency? CurrencyOf(RefundRequest request) => request.Payment.Known?.Amount.Currency ?? request.Amount?.Currency;

    private async Task<Payment> ReadForAsync(RefundRequest request, CancellationToken cancellationToken)
    {
        var response = await ReadAsync(request.Payment, PaymentOperations.Get, cancellationToken).ConfigureAwait(false);
        return _answers.Payment(Read(response), response.Date, CurrencyOf(request));
    }

    // The API has no word for 'all': what is left is asked for by its amount.
    private static Money AllOf(Payment read)
    {
        if (!read.Status.IsPaid())
            throw NotPaid(read);
        var left = read.Status is PaymentStatus.Refunded ? Money.Zero(read.Amount.Currency) : LeftOf(read) ?? throw new PaymentRequestException(
            "What was given back already is not told in the payment's currency: give the Amount that is left.", payment: read);
        return left.IsPositive ? left : throw new PaymentConflictException("Nothing is left to refund.", PaymentErrorCode.AlreadyRefunded, read);
    }

    // By the total and by the list, whichever leaves less: the list has refunds under way, the total those that are not listed. Null where they are not
    // told in the payment's currency.
    private static Money? LeftOf(Payment read)
    {
        if (read.RefundedAmount is not { } refunded)
            return null;
        var left = read.Amount;
        foreach (var fact in read.Facts.OfType<RefundFact>().Where(fact => fact.Refund.Status is not RefundStatus.Failed))
        {
            if (fact.Refund.Amount.Currency != left.Currency)
                return null;
            left -= fact.Refund.Amount;
        }

        var untold = read.Amount - refunded;
        return left < untold ? left : untold;
    }

    // 'invalid_request' is said of an amount that is too large and of a wrong state alike: one read tells which, and whether an earlier attempt of this
    // very intention is what left too little.
    private async Task<Refund> RefusedAsync(
        ProviderResponse response, PaymentError error, RefundRequest request, Money amount, CancellationToken cancellationToken)
    {
        var code = error.Code;
        if (!CheckoutsMapping.RefundRefusals.Contains(code))
        {
            var read = await ReadForAsync(request, cancellationToken).ConfigureAwait(false);
            if (ProviderRefunds.Made(read, request) is { } made)
                return made;
            if (!read.Status.IsPaid())
                throw NotPaid(read, error);
            code = (read.Status, LeftOf(read)) switch
            {
                (PaymentStatus.Refunded, _) or (_, { IsPositive: false }) => PaymentErrorCode.AlreadyRefunded,
                (_, { } left) when left.Currency == amount.Currency && left < amount => PaymentErrorCode.AmountTooLarge,
                _ => throw response.ToException(),
            };
        }

        return ProviderAnswers.Refused(response, request, Name, Time.GetUtcNow()) with { Amount = amount, Error = error with { Code = code } };
    }

    // With the provider's own words, where it was the one that refused.
    private static PaymentConflictException NotPaid(Payment read, PaymentError? refusal = null)
    {
        var error = PaymentErrors.Create(PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState);
        return new PaymentConflictException(
            "Nothing was paid yet, so that there is nothing to refund: cancel the payment instead.",
            refusal is null ? error : refusal with { Kind = error.Kind, Code = error.Code, Retry = error.Retry },
            PaymentOutcome.Refused,
            read);
    }

    private Task<ProviderResponse> PostAsync(
        PaymentOperations operation, string path, ProviderBody body, string key, PaymentReference payment, CancellationToken cancellationToken)
    {
        var request = new ProviderRequest
        {
            Method = HttpMethod.Post,
            Path = path,
            Kind = ProviderCallKind.Write,
            Operation = operation,
            HasProviderKey = true,
            Payment = payment,
            Body = body,
        };
        request.Headers[CheckoutsDefaults.KeyHeader] = WireKey.Create(Name, operation, "", key, WireKeyFormat.Uuid);
        return SendAsync(request, cancellationToken);
    }
}
