using Microsoft.Extensions.DependencyInjection;
using Payments.Conformance;
using Payments.Simulator;

namespace Payments.KakaoPay.Tests.Conformance;

/// <summary>The contract's suite over the Kakao Pay simulator.</summary>
public abstract class KakaoPayConformance : PaymentProviderConformance<KakaoPaySimulator>
{
    private const string Key = "DEV0CONFORMANCE0KEY";
    private const string CidSecret = "conformance0secret0abcde";

    protected override IReadOnlyList<string> Secrets => [Key, CidSecret];

    /// <summary>The merchant code: each is a contract of its own.</summary>
    protected virtual string Cid => "TC0ONETIME";

    protected override KakaoPaySimulator CreateSimulator(TimeProvider clock) =>
        new(new KakaoPaySimulatorOptions { TimeProvider = clock, SecretKey = Key, Cid = Cid, CidSecret = CidSecret });

    protected override IPaymentsBuilder Register(IPaymentsBuilder payments, KakaoPaySimulator simulator, IReadOnlyList<string> webhookSecrets) =>
        payments.AddKakaoPay(options =>
        {
            options.BaseAddress = simulator.BaseAddress;
            options.SecretKey = simulator.SecretKey;
            options.Cid = simulator.Cid;
            options.CidSecret = CidSecret;
        });

    protected override bool IsWrite(SimulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Path != "/online/v1/payment/order";
    }
}

/// <summary>The payer approves on Kakao Pay's page; a guest.</summary>
[TestFixture]
public sealed class KakaoPayPageConformance : KakaoPayConformance;

/// <summary>A payer who is known to the shop pays with Kakao's money, under a recurring merchant code.</summary>
[TestFixture]
public sealed class KakaoPayMoneyConformance : KakaoPayConformance
{
    protected override string Cid => "TCSUBSCRIP";

    protected override PaymentRequest NewPayment(ConformanceDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return draft.ToRequest(method: PaymentMethod.DigitalWallet, customerId: "user-17");
    }
}

/// <summary>The shop charges a recurring key, without the payer.</summary>
[TestFixture]
public sealed class KakaoPayRecurringConformance : KakaoPayConformance
{
    private const string Good = "S0123456789012345678";
    private const string Poor = "S8765432109876543210";

    protected override string Cid => "TCSUBSCRIP";

    protected override bool ConfirmsReturns => false;

    protected override KakaoPaySimulator CreateSimulator(TimeProvider clock)
    {
        var simulator = base.CreateSimulator(clock);
        simulator.AddRecurringKey(Good, "user-17");
        simulator.AddRecurringKey(Poor, "user-17", "LACK_BALANCE");
        return simulator;
    }

    protected override PaymentRequest NewPayment(ConformanceDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return draft.ToRequest(paymentToken: draft.Payer is PayerActionKind.Decline ? Poor : Good, customerId: "user-17");
    }
}
