using Payments.Simulator;

namespace Payments.CoinGate.Tests.Flows;

/// <summary>Money that comes after the end, and money that only takes its time, through the whole pipeline.</summary>
public class LateMoneyTests
{
    [Test]
    public async Task An_order_that_has_ended_is_paid_nevertheless([Values] bool isCancelled, [Values] bool isSlow)
    {
        await using var shop = await CoinGateShop.StartAsync();
        var created = await shop.Provider.CreatePaymentAsync(Requests.Order());
        var id = created.Reference.PaymentId!;
        await (isCancelled ? shop.Simulator.CancelAsync(id) : shop.Simulator.ExpireAsync(id));
        await shop.TakeAsync();
        Assert.That((await shop.Provider.GetPaymentAsync(created)).Status, Is.EqualTo(isCancelled ? PaymentStatus.Cancelled : PaymentStatus.Expired));

        shop.Clock.Now += TimeSpan.FromHours(3);
        await shop.Simulator.PlayAsync(id, isSlow ? new PayerAction(PayerActionKind.PayLate) : PayerAction.Pay);
        await shop.TakeAsync();
        shop.Clock.Now += TimeSpan.FromMinutes(10);
        await shop.Simulator.SettlePendingAsync();
        await shop.TakeAsync();
        var paid = await shop.Provider.GetPaymentAsync(created);
        Assert.That((paid.Status, paid.CapturedAmount, paid.Attention), Is.EqualTo((PaymentStatus.Completed, (Money?)Requests.Euro(10.5m), PaymentAttention.Late)));
    }

    [Test]
    public async Task A_slow_chain_makes_no_one_late()
    {
        await using var shop = await CoinGateShop.StartAsync();
        var created = await shop.Provider.CreatePaymentAsync(Requests.Order());
        await shop.Simulator.PlayAsync(created.Reference.PaymentId!, new PayerAction(PayerActionKind.PayLate));
        await shop.TakeAsync();
        shop.Clock.Now += TimeSpan.FromHours(1);
        await shop.Simulator.SettlePendingAsync();
        await shop.TakeAsync();
        var paid = await shop.Provider.GetPaymentAsync(created);
        Assert.That((paid.Status, paid.Attention), Is.EqualTo((PaymentStatus.Completed, PaymentAttention.None)));
    }
}
