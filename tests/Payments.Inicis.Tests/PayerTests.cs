using Microsoft.Extensions.DependencyInjection;
using Payments.Simulator;

namespace Payments.Inicis.Tests;

/// <summary>What a payer can do with the form that the shop's page gave him, through the whole pipeline and over the simulator.</summary>
internal sealed class PayerTests
{
    private static readonly HttpClient Browser = new();

    // The checksum is checked where the form asks for it, and the mobile approval takes no secret: the payer can pay what he likes.
    [Test]
    public async Task A_payer_who_chooses_the_amount_has_not_paid()
    {
        await using var simulator = new InicisSimulator();
        await simulator.StartAsync();
        await using var services = Services(simulator);
        var provider = services.GetRequiredKeyedService<IPaymentProvider>("inicis");
        var created = await provider.CreatePaymentAsync(Requests.Payment(channel: PaymentChannel.MobileWeb, amount: new Money(100_000m, "KRW")));

        var form = new Dictionary<string, string>(((FormPostAction)created.NextAction!).Fields) { ["P_AMT"] = "1000", ["P_RESERVED"] = "centerCd=Y" };
        form.Remove("P_CHKFAKE");
        var back = (await simulator.PlayAsync(simulator.Open(form), PayerAction.Pay)).Fields;
        var approval = new Dictionary<string, string> { ["P_MID"] = "INIpayTest", ["P_TID"] = back["P_TID"] };
        using var content = new FormUrlEncodedContent(approval);
        using var approved = await Browser.PostAsync(new Uri(simulator.BaseAddress, "/smart/payReq.ini"), content);
        Assert.That(simulator.TotalsOf("A-1001").Charges, Is.EqualTo(1));

        var payment = await provider.GetPaymentAsync(created);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((payment.Status, payment.Attention), Is.EqualTo((PaymentStatus.Processing, PaymentAttention.Underpaid)));
            Assert.That((payment.Amount.Amount, payment.CapturedAmount!.Value.Amount), Is.EqualTo((100_000m, 1000m)));
        }

        var refund = await provider.RefundPaymentAsync(new RefundRequest { Payment = payment });
        Assert.That((refund.Status, refund.Amount.Amount), Is.EqualTo((RefundStatus.Completed, 1000m)));
    }

    private static ServiceProvider Services(InicisSimulator simulator)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPayments().AddInicis(options =>
        {
            InicisHost.Configure(options);
            options.BaseAddress = simulator.BaseAddress;
        });
        return services.BuildServiceProvider();
    }
}
