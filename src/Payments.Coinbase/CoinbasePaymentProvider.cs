using Payments.Http;

namespace Payments.Coinbase;

/// <summary>What a payment does alike in both of Coinbase's APIs; each derives from it, with the operations that it has.</summary>
internal abstract class CoinbasePaymentProvider(HttpProviderRegistration<CoinbaseOptions> registration, ProviderProtocol protocol)
    : PaymentProvider(registration.Name)
{
    private readonly ProviderHttpClient _http = registration.CreateClient(protocol);

    protected CoinbaseOptions Options { get; } = registration.Options;

    protected TimeProvider Time { get; } = registration.Time;

    /// <summary>The path of all payments, such as <c>/charges</c>.</summary>
    protected abstract string Collection { get; }

    /// <summary>The last segment of the call that ends a payment which nobody has paid.</summary>
    protected abstract string CancelAction { get; }

    public override async Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payment);
        return Answer(await ReadAsync(payment, PaymentOperations.Get, cancellationToken).ConfigureAwait(false));
    }

    public override async Task<Payment> CancelPaymentAsync(CancelRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var payment = request.Payment;
        var response = await SendAsync(
            new ProviderRequest
            {
                Method = HttpMethod.Post,
                Path = PathOf(payment, CancelAction),
                Kind = ProviderCallKind.Write,
                Operation = PaymentOperations.Cancel,
                Payment = payment,
            }, cancellationToken).ConfigureAwait(false);
        var isWrongState = response.Error is { Kind: PaymentErrorKind.InvalidRequest or PaymentErrorKind.Conflict };
        if (!isWrongState && Answer(response) is { Status: PaymentStatus.Cancelled or PaymentStatus.Expired } ended)
            return ended;

        // Refused, or a payer was faster: one read says where the payment stands.
        var read = await GetPaymentAsync(payment, cancellationToken).ConfigureAwait(false);
        if (read.Status is PaymentStatus.Cancelled or PaymentStatus.Expired)
            return read;
        var (reason, code) = read.Status.IsPaid()
            ? ("the money has arrived, so that it can only be given back", PaymentErrorCode.AlreadyCaptured)
            : ($"it is {read.Status}, and cannot be cancelled now", PaymentErrorCode.InvalidState);
        throw new PaymentConflictException(
            $"{Name}: Cancel was refused: {reason}.",
            (response.Error ?? PaymentErrors.Create(PaymentErrorKind.Conflict, code)) with
            {
                Kind = PaymentErrorKind.Conflict, Code = code, Retry = PaymentRetry.No,
            },
            PaymentOutcome.Refused,
            PaymentReference.FromPayment(read));
    }

    public override Task<VerifiedWebhook> VerifyWebhookAsync(WebhookRequest request, CancellationToken cancellationToken = default) =>
        ProviderWebhooks.VerifyAsync(
            request, this, static (provider, message) =>
            {
                ProviderWebhooks.CheckSize(message, provider.Options);
                return provider.Verify(message);
            }, cancellationToken);

    // Nothing is waited for.
    public override Task<IReadOnlyList<PaymentEvent>> ResolveWebhookAsync(VerifiedWebhook webhook, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        try
        {
            return Task.FromResult(Resolve(webhook));
        }
        catch (WebhookVerificationException exception)
        {
            return Task.FromException<IReadOnlyList<PaymentEvent>>(exception);
        }
    }

    /// <summary>Checks a webhook that is not too large.</summary>
    protected abstract VerifiedWebhook Verify(WebhookRequest request);

    /// <summary>Says what a webhook means; both APIs tell the whole payment, so that nothing is read.</summary>
    protected abstract IReadOnlyList<PaymentEvent> Resolve(VerifiedWebhook webhook);

    /// <summary>The payment out of an answer.</summary>
    protected abstract Payment Answer(ProviderResponse response);

    protected virtual Task<ProviderResponse> SendAsync(ProviderRequest request, CancellationToken cancellationToken) =>
        _http.SendAsync(request, cancellationToken);

    protected Task<ProviderResponse> ReadAsync(PaymentReference payment, PaymentOperations operation, CancellationToken cancellationToken) => SendAsync(
        new ProviderRequest { Method = HttpMethod.Get, Path = PathOf(payment), Kind = ProviderCallKind.Read, Operation = operation, Payment = payment },
        cancellationToken);

    protected string PathOf(PaymentReference payment, string? action = null)
    {
        if (payment.PaymentId is null)
        {
            throw new PaymentRequestException(
                "Coinbase knows a payment by its own id only: give a reference that has the PaymentId of the create call.", payment: payment);
        }

        return $"{Collection}/{ProviderPath.Segment(payment.PaymentId)}{(action is null ? "" : "/" + action)}";
    }
}
