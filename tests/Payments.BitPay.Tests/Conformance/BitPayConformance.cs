using Microsoft.Extensions.DependencyInjection;
using Payments.Conformance;
using Payments.Simulator;

namespace Payments.BitPay.Tests.Conformance;

/// <summary>The contract's suite over the simulator of BitPay.</summary>
public abstract class BitPayConformance : PaymentProviderConformance<BitPaySimulator>
{
    private const string Key = "6b1f0c2d4b772f3c1b7e8d555a4e9a3b6e1f0c2d4b772f3c1b7e8d555a4e9a3b";

    protected abstract BitPayFacade Facade { get; }

    protected override IReadOnlyList<string> Secrets => ["conformance-pos-token", "conformance-merchant-token", Key];

    protected override bool WebhooksExpire => false;

    // The API token signs.
    protected override bool WebhookSecretsAreSeparate => false;

    protected override BitPaySimulator CreateSimulator(TimeProvider clock) => new(new BitPaySimulatorOptions
    {
        TimeProvider = clock, PosToken = "conformance-pos-token", MerchantToken = "conformance-merchant-token", PrivateKey = Key,
    });

    protected override IPaymentsBuilder Register(IPaymentsBuilder payments, BitPaySimulator simulator, IReadOnlyList<string> webhookSecrets) =>
        payments.AddBitPay(options =>
        {
            options.Facade = Facade;
            options.BaseAddress = simulator.BaseAddress;
            options.ApiToken = Facade is BitPayFacade.Merchant ? simulator.MerchantToken : simulator.PosToken;
            options.PrivateKey = Facade is BitPayFacade.Merchant ? simulator.PrivateKey : "";
            foreach (var secret in webhookSecrets)
                options.WebhookSecrets.Add(secret);
        });

    protected override decimal OnTheWire(Money amount) => amount.Amount;
}

/// <summary>Invoices by a POS token: made and read, and told of by webhooks.</summary>
[TestFixture]
public sealed class PosConformance : BitPayConformance
{
    protected override BitPayFacade Facade => BitPayFacade.Pos;

    // A POS token does not see refunds.
    protected override bool RefundsAreTold => false;
}

/// <summary>Invoices by the merchant facade, with every call signed.</summary>
[TestFixture]
public sealed class MerchantConformance : BitPayConformance
{
    protected override BitPayFacade Facade => BitPayFacade.Merchant;
}
