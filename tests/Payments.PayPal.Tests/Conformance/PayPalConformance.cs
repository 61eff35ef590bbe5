using Microsoft.Extensions.DependencyInjection;
using Payments.Conformance;
using Payments.Simulator;

namespace Payments.PayPal.Tests.Conformance;

/// <summary>The contract's suite over the PayPal simulator.</summary>
public abstract class PayPalConformance : PaymentProviderConformance<PayPalSimulator>
{
    protected override IReadOnlyList<string> Secrets => ["conformance-client-secret"];

    protected override string WebhookSecret => PayPalSimulator.DefaultWebhookId;

    protected override string OtherWebhookSecret => "1JE4291016473214CC4KJD2A";

    // Only a CRC-32 of the body is signed.
    protected override bool HintsAreSigned => true;

    // PayPal tries again for three days, and its time is no more than a part of what is signed.
    protected override bool WebhooksExpire => false;

    protected virtual PayPalWebhookVerification Verification => PayPalWebhookVerification.Offline;

    protected override PayPalSimulator CreateSimulator(TimeProvider clock) => new(new PayPalSimulatorOptions
    {
        TimeProvider = clock,
        ClientId = "conformance-client",
        ClientSecret = "conformance-client-secret",
    });

    protected override IPaymentsBuilder Register(IPaymentsBuilder payments, PayPalSimulator simulator, IReadOnlyList<string> webhookSecrets) =>
        payments.AddPayPal(options =>
        {
            options.BaseAddress = simulator.BaseAddress;
            options.ClientId = simulator.ClientId;
            options.ClientSecret = simulator.ClientSecret;
            options.WebhookCertificateRoots.Add(simulator.RootCertificatePem);
            options.WebhookVerification = Verification;
            options.AllowDelayedFunding = true;
            options.MerchantId = PayPalSimulator.MerchantId;

            // The suite lets orders run out at any time.
            options.OrderLifetime = TimeSpan.FromMilliseconds(1);
            foreach (var id in webhookSecrets)
                options.WebhookIds.Add(id);
        });

    // PayPal's wire has major units.
    protected override decimal OnTheWire(Money amount) => amount.Amount;

    protected override bool IsWrite(SimulatedRequest request) =>
        base.IsWrite(request) && request.Path is not ("/v1/oauth2/token" or "/v1/notifications/verify-webhook-signature");
}

/// <summary>The payer approves on PayPal's page; webhooks are checked with PayPal's certificate.</summary>
[TestFixture]
public sealed class PayPalPageConformance : PayPalConformance;

/// <summary>PayPal is asked about each webhook, and a currency without decimals is paid that has two by ISO 4217.</summary>
[TestFixture]
public sealed class PayPalApiConformance : PayPalConformance
{
    protected override Currency? Currency => Payments.Currency.FromCode("HUF");

    protected override PayPalWebhookVerification Verification => PayPalWebhookVerification.Api;
}
