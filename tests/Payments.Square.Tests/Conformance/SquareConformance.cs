using Microsoft.Extensions.DependencyInjection;
using Payments.Conformance;
using Payments.Simulator;

namespace Payments.Square.Tests.Conformance;

/// <summary>The contract's suite over the Square simulator.</summary>
public abstract class SquareConformance : PaymentProviderConformance<SquareSimulator>
{
    protected override IReadOnlyList<string> Secrets => ["EAAA-conformance-token"];

    // The signature carries no time: a replay is known by its event id.
    protected override bool WebhooksExpire => false;

    /// <summary>The location's currency: a location has one.</summary>
    protected virtual string LocationCurrency => "USD";

    protected override SquareSimulator CreateSimulator(TimeProvider clock) =>
        new(new SquareSimulatorOptions { TimeProvider = clock, AccessToken = "EAAA-conformance-token", Currency = LocationCurrency });

    protected override IPaymentsBuilder Register(IPaymentsBuilder payments, SquareSimulator simulator, IReadOnlyList<string> webhookSecrets) =>
        payments.AddSquare(options =>
        {
            options.BaseAddress = simulator.BaseAddress;
            options.AccessToken = simulator.AccessToken;
            options.LocationId = simulator.LocationId;
            options.Currency = LocationCurrency;
            options.DeviceId = "terminal-1";
            options.WebhookSubscriptions.Add(new SquareWebhookSubscription
            {
                NotificationUrl = simulator.NotificationUrl,
                SignatureKeys = [.. webhookSecrets.Select(secret => new Payments.Security.WebhookSecret(secret))],
            });
        });
}

/// <summary>The payer pays on Square's own page. A page cannot hold money: what is held is charged by token.</summary>
[TestFixture]
public sealed class SquarePageConformance : SquareConformance
{
    protected override PaymentRequest NewPayment(ConformanceDraft draft) =>
        draft.CaptureMode == CaptureMode.Manual ? SquareTokenConformance.WithToken(draft) : draft.ToRequest();
}
