namespace Payments;

/// <summary>
/// One registration of a payment provider. Stateless, a singleton, safe for concurrent use. What comes out of the factory is wrapped in the
/// pipeline (telemetry, checks, idempotency, the payment memory); see <see cref="DelegatingPaymentProvider"/>.
/// </summary>
/// <remarks>
/// Every operation throws <see cref="PaymentException"/> and its derived types as documented there, <see cref="ArgumentNullException"/>, and
/// <see cref="OperationCanceledException"/>, which always means that nothing was sent. A decline is an answer, not an exception.
/// </remarks>
public interface IPaymentProvider
{
    /// <summary>The registration's name: the provider's own in lower case, unless the host chose another.</summary>
    string Name { get; }

    /// <summary>What this registration can do.</summary>
    PaymentProviderCapabilities Capabilities { get; }

    /// <summary>Makes a payment: charges a token at once, or gives the page, parameters or address that the payer needs.</summary>
    /// <param name="request">What is to be paid.</param>
    /// <param name="cancellationToken">Observed until the first byte has been sent.</param>
    /// <returns>The payment with its <see cref="Payment.NextAction"/>; <see cref="PaymentStatus.Failed"/> with <see cref="Payment.Error"/> after a decline.</returns>
    Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default);

    /// <summary>Confirms a payment that the payer agreed to, where the provider wants that; see <see cref="PaymentStatus.RequiresConfirmation"/>.</summary>
    /// <param name="request">The payment and what came back with the payer.</param>
    /// <param name="cancellationToken">Observed until the first byte has been sent.</param>
    /// <returns>The payment.</returns>
    Task<Payment> ConfirmPaymentAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken = default);

    /// <summary>Reads a payment.</summary>
    /// <param name="payment">The payment.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The payment.</returns>
    Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default);

    /// <summary>Searches for payments.</summary>
    /// <param name="request">What to search for.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>What was found, and whether finding nothing means anything.</returns>
    Task<FindPaymentsResult> FindPaymentsAsync(FindPaymentsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Takes money that is held.</summary>
    /// <param name="request">The payment and how much.</param>
    /// <param name="cancellationToken">Observed until the first byte has been sent.</param>
    /// <returns>The payment.</returns>
    Task<Payment> CapturePaymentAsync(CaptureRequest request, CancellationToken cancellationToken = default);

    /// <summary>Ends a payment before money is taken. One that is ended already is a success.</summary>
    /// <param name="request">The payment.</param>
    /// <param name="cancellationToken">Observed until the first byte has been sent.</param>
    /// <returns>The payment.</returns>
    Task<Payment> CancelPaymentAsync(CancelRequest request, CancellationToken cancellationToken = default);

    /// <summary>Gives money back, all or a part.</summary>
    /// <param name="request">The payment and how much.</param>
    /// <param name="cancellationToken">Observed until the first byte has been sent.</param>
    /// <returns>The refund; <see cref="RefundStatus.Failed"/> with <see cref="Refund.Error"/> when the provider refuses it for a business reason.</returns>
    Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default);

    /// <summary>Reads a refund.</summary>
    /// <param name="refund">The refund.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The refund.</returns>
    Task<Refund> GetRefundAsync(RefundReference refund, CancellationToken cancellationToken = default);

    /// <summary>Checks a webhook over its raw bytes, without a call to the provider where it can be checked offline.</summary>
    /// <param name="request">The webhook as it came in.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>The webhook, safe to store and to resolve.</returns>
    /// <exception cref="WebhookVerificationException">It must not be believed.</exception>
    /// <exception cref="PaymentProviderUnavailableException">It could not be checked; let the provider send it again.</exception>
    Task<VerifiedWebhook> VerifyWebhookAsync(WebhookRequest request, CancellationToken cancellationToken = default);

    /// <summary>Says what a verified webhook means, reading from the provider where the message alone is not enough.</summary>
    /// <param name="webhook">The verified webhook.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The events; empty when it tells of nothing that concerns payments.</returns>
    Task<IReadOnlyList<PaymentEvent>> ResolveWebhookAsync(VerifiedWebhook webhook, CancellationToken cancellationToken = default);

    /// <summary>An optional feature of the provider, or the middleware that wraps it.</summary>
    /// <param name="serviceType">The type that is looked for.</param>
    /// <param name="serviceKey">Tells apart several of one type; null for the one.</param>
    /// <returns>The object, or null.</returns>
    object? GetService(Type serviceType, object? serviceKey = null);
}
