using NUnit.Framework;
using Payments.Simulator;

namespace Payments.Conformance;

/// <summary>
/// The contract as tests. Derive a fixture, say which simulator to start and how to register the provider against it; every case is inherited.
/// What the provider claims in <see cref="IPaymentProvider.Capabilities"/> is tried, what it does not claim has to be refused in the right way.
/// </summary>
/// <typeparam name="TSimulator">The simulator that speaks the provider's wire protocol.</typeparam>
public abstract partial class PaymentProviderConformance<TSimulator>
    where TSimulator : ProviderSimulator
{
    /// <summary>The secret that signs webhooks and is configured, unless a case says otherwise. Override it where the provider's secrets have a form.</summary>
    protected virtual string WebhookSecret => "conformance-webhook-secret-1";

    /// <summary>A second secret, for rotation and for forgery.</summary>
    protected virtual string OtherWebhookSecret => "conformance-webhook-secret-2";

    /// <summary>Whether a signed webhook carries its time, so that an old one is refused. Default: true.</summary>
    protected virtual bool WebhooksExpire => true;

    /// <summary>
    /// Whether webhooks are signed with a secret of their own, so that there may be none. Default: true. False where a credential signs them that is configured in any
    /// case.
    /// </summary>
    protected virtual bool WebhookSecretsAreSeparate => true;

    /// <summary>
    /// Whether a webhook's signature covers every byte of it. Default: true. False where only some fields are signed: what else is changed must do no harm.
    /// </summary>
    protected virtual bool SignaturesCoverAll => true;

    /// <summary>Whether several webhook secrets can be configured while one is being replaced. Default: true.</summary>
    protected virtual bool WebhookSecretsRotate => true;

    /// <summary>
    /// Whether hints are refused without a right signature: it proves who sent them, but covers too little of them to be believed. Default: false, so
    /// that a hint is let in unsigned and does no harm.
    /// </summary>
    protected virtual bool HintsAreSigned => false;

    /// <summary>
    /// Whether the shop confirms when the payer comes back, where the provider supports that at all. Default: true. False for a fixture whose way to
    /// pay needs no confirmation.
    /// </summary>
    protected virtual bool ConfirmsReturns => true;

    /// <summary>Whether this way to pay has a payer who can do it, where the simulator as a whole has one. Default: true.</summary>
    /// <param name="kind">What the payer would do.</param>
    /// <returns>False where the case cannot be played.</returns>
    protected virtual bool PayerCan(PayerActionKind kind) => true;

    /// <summary>Whether this way to pay takes a currency that the provider knows. Default: true.</summary>
    /// <param name="currency">The currency.</param>
    /// <returns>False where the case is to do without it.</returns>
    protected virtual bool PaysIn(Currency currency) => true;

    /// <summary>Whether a webhook tells of a payment that is paid. Default: true. False for a way to pay whose answer is all that is ever told.</summary>
    protected virtual bool PaymentsAreTold => true;

    /// <summary>Whether webhooks tell of refunds, where the provider has both. Default: true.</summary>
    protected virtual bool RefundsAreTold => true;

    /// <summary>Further secrets that are configured (API keys, tokens): the suite looks for them in logs, and must not find them.</summary>
    protected virtual IReadOnlyList<string> Secrets => [];

    /// <summary>The currency of the cases. Default: the first that the provider knows of USD, EUR, KRW, else its first.</summary>
    protected virtual Currency? Currency => null;

    /// <summary>Makes a simulator that is not started, on the given clock.</summary>
    /// <param name="clock">The clock for <see cref="SimulatorOptions.TimeProvider"/>.</param>
    /// <returns>The simulator.</returns>
    protected abstract TSimulator CreateSimulator(TimeProvider clock);

    /// <summary>Registers the provider against a simulator that runs.</summary>
    /// <param name="payments">The builder of a fresh host.</param>
    /// <param name="simulator">The simulator: its base address, the keys that it accepts.</param>
    /// <param name="webhookSecrets">The webhook secrets to configure: usually one; none, or two, where a case wants so.</param>
    /// <returns>The builder.</returns>
    protected abstract IPaymentsBuilder Register(IPaymentsBuilder payments, TSimulator simulator, IReadOnlyList<string> webhookSecrets);

    /// <summary>Makes the request of a case. Override it to add a token, a customer id or extras.</summary>
    /// <param name="draft">What is to be paid, and what the payer is going to do.</param>
    /// <returns>The request.</returns>
    protected virtual PaymentRequest NewPayment(ConformanceDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return draft.ToRequest();
    }

    /// <summary>Makes a request for a refund. Override it where the provider wants more than an amount.</summary>
    /// <param name="payment">The payment.</param>
    /// <param name="amount">How much; null for all that is left.</param>
    /// <param name="idempotencyKey">The key.</param>
    /// <returns>The request.</returns>
    protected virtual RefundRequest NewRefund(PaymentReference payment, Money? amount, string idempotencyKey) =>
        new() { Payment = payment, Amount = amount, IdempotencyKey = idempotencyKey };

    /// <summary>Lets the payer act on what <see cref="Payment.NextAction"/> asks for. Override it where the simulator's own way is not enough.</summary>
    /// <param name="simulator">The simulator.</param>
    /// <param name="payment">The payment as it was created.</param>
    /// <param name="action">What the payer does.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Where the payer's browser is sent.</returns>
    protected virtual Task<PayerReturn> PlayAsync(TSimulator simulator, Payment payment, PayerAction action, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        ArgumentNullException.ThrowIfNull(payment);
        ArgumentNullException.ThrowIfNull(action);
        var handle = payment.Reference.PaymentId ?? (payment.NextAction as RedirectAction)?.Url.OriginalString ?? payment.Reference.OrderId;
        action = action with
        {
            SdkParameters = (payment.NextAction as ClientSdkAction)?.Parameters,
            FormFields = (payment.NextAction as FormPostAction)?.Fields,
        };
        return simulator.PlayAsync(handle!, action, cancellationToken);
    }

    /// <summary>An amount as the provider's wire and the simulator's totals count it. Default: minor units by ISO 4217.</summary>
    /// <param name="amount">The amount.</param>
    /// <returns>The number on the wire.</returns>
    protected virtual decimal OnTheWire(Money amount) => amount.ToMinorUnits();

    /// <summary>Whether a request changes something at the provider. Default: everything but a GET. Override it where reads are posted.</summary>
    /// <param name="request">A request that the simulator received.</param>
    /// <returns>True for a write.</returns>
    protected virtual bool IsWrite(SimulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Method is not "GET";
    }

    /// <summary>Writes the traffic of this fixture where the environment variable <c>PAYMENTS_HAR</c> names a folder.</summary>
    [OneTimeTearDown]
    public void Write_the_traffic() => TrafficArchive.Write();
}
