using Microsoft.Extensions.DependencyInjection;
using Payments.Conformance;
using Payments.Simulator;

namespace Payments.Adyen.Tests.Conformance;

/// <summary>The contract's suite over the Adyen simulator.</summary>
public abstract class AdyenConformance : PaymentProviderConformance<AdyenSimulator>
{
    protected override string WebhookSecret => "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF";

    protected override string OtherWebhookSecret => "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210";

    protected override IReadOnlyList<string> Secrets => ["AQEconformance", "webhook-password-of-conformance"];

    // An item is signed by eight of its fields, and no time is among them.
    protected override bool WebhooksExpire => false;

    protected override bool SignaturesCoverAll => false;

    protected override AdyenSimulator CreateSimulator(TimeProvider clock) => new(new AdyenSimulatorOptions
    {
        TimeProvider = clock, ApiKey = "AQEconformance", WebhookUserName = "conformance", WebhookPassword = "webhook-password-of-conformance",
        MultiplePartialCaptures = CapturesInParts,
    });

    /// <summary>Whether Adyen has switched on several captures of one authorisation.</summary>
    protected virtual bool CapturesInParts => false;

    protected override IPaymentsBuilder Register(IPaymentsBuilder payments, AdyenSimulator simulator, IReadOnlyList<string> webhookSecrets) =>
        payments.AddAdyen(options =>
        {
            options.BaseAddress = simulator.BaseAddress;
            options.ApiKey = simulator.ApiKey;
            options.MerchantAccount = simulator.MerchantAccount;
            options.MultiplePartialCaptures = CapturesInParts;
            options.WebhookUserName = "conformance";
            options.WebhookPassword = "webhook-password-of-conformance";
            options.Flow = Flow;
            foreach (var secret in webhookSecrets)
                options.WebhookSecrets.Add(secret);
        });

    protected virtual AdyenFlow Flow => AdyenFlow.PaymentLink;
}

/// <summary>The payer pays on the page of a payment link.</summary>
[TestFixture]
public sealed class AdyenLinkConformance : AdyenConformance
{
    protected override bool ConfirmsReturns => false;
}

/// <summary>The payer pays in Adyen's component, and the session's result comes back.</summary>
[TestFixture]
public sealed class AdyenSessionConformance : AdyenConformance
{
    protected override AdyenFlow Flow => AdyenFlow.Session;
}

/// <summary>The shop charges what Adyen's component gave it, at once where no bank asks for the payer.</summary>
[TestFixture]
public sealed class AdyenDirectConformance : AdyenConformance
{
    protected override bool CapturesInParts => true;

    protected override PaymentRequest NewPayment(ConformanceDraft draft) => draft.ToRequest(paymentToken: draft.Payer switch
    {
        PayerActionKind.Decline => AdyenTestMethods.RefusedCard(12),
        PayerActionKind.PayLate => AdyenTestMethods.SepaDirectDebit,
        PayerActionKind.Cancel or PayerActionKind.StartChallenge => AdyenTestMethods.CardWithRedirect,
        _ => AdyenTestMethods.Card,
    });
}

/// <summary>The payer's bank wants to see the payer first; the return is confirmed.</summary>
[TestFixture]
public sealed class AdyenRedirectConformance : AdyenConformance
{
    protected override PaymentRequest NewPayment(ConformanceDraft draft) => draft.ToRequest(paymentToken: AdyenTestMethods.CardWithRedirect);
}
