using Microsoft.Extensions.DependencyInjection;
using Payments.Conformance;
using Payments.Simulator;

namespace Payments.NaverPay.Tests.Conformance;

/// <summary>The contract's suite over the Naver Pay simulator.</summary>
public abstract class NaverPayConformance : PaymentProviderConformance<NaverPaySimulator>
{
    private const string ClientSecret = "conformance-client-secret";
    private const string FinancialId = "conformance-financial-id";

    protected override IReadOnlyList<string> Secrets => [ClientSecret, FinancialId];

    protected virtual bool RefundsTakeTime => false;

    protected override NaverPaySimulator CreateSimulator(TimeProvider clock) =>
        new(new NaverPaySimulatorOptions { TimeProvider = clock, ClientSecret = ClientSecret, RefundsTakeTime = RefundsTakeTime });

    protected override IPaymentsBuilder Register(IPaymentsBuilder payments, NaverPaySimulator simulator, IReadOnlyList<string> webhookSecrets) =>
        payments.AddNaverPay(options =>
        {
            options.BaseAddress = options.PcPageAddress = options.MobilePageAddress = simulator.BaseAddress;
            options.ClientId = simulator.ClientId;
            options.ClientSecret = simulator.ClientSecret;
            options.ChainId = simulator.ChainId;
            options.FinancialId = FinancialId;
        });

    protected override bool IsWrite(SimulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return !request.Path.Contains("/list/history", StringComparison.Ordinal);
    }
}

/// <summary>The payer agrees on Naver Pay's page, the shop applies.</summary>
[TestFixture]
public sealed class NaverPayPageConformance : NaverPayConformance;

/// <summary>Refunds that Naver Pay goes on with by itself.</summary>
[TestFixture]
public sealed class NaverPaySlowRefundConformance : NaverPayConformance
{
    protected override bool RefundsTakeTime => true;
}
