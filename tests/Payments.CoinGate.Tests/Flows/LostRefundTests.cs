using Payments.Simulator;

namespace Payments.CoinGate.Tests.Flows;

/// <summary>A refund whose answer was lost, at a CoinGate that says in callbacks alone what a refund was made for.</summary>
public class LostRefundTests
{
    [Test]
    public async Task It_is_unclear_until_its_callback_tells_and_is_never_made_twice()
    {
        await using var shop = await CoinGateShop.StartAsync();
        var created = await shop.Provider.CreatePaymentAsync(Requests.Order());
        await shop.Simulator.PayAsync(created.Reference.PaymentId!);
        await shop.TakeAsync();
        var request = Refund(created.Reference, "R-1");
        shop.Simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.CutAfterActing) { Operation = "POST /v2/orders/{id}/refunds", Count = 1 });
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => shop.Provider.RefundPaymentAsync(request));

        var wanted = new RefundReference(created.Reference) { Reference = "R-1" };
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => shop.Provider.GetRefundAsync(wanted));
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => shop.Provider.RefundPaymentAsync(request));

        await shop.Simulator.SettlePendingAsync();
        await shop.TakeAsync();
        var found = await shop.Provider.GetRefundAsync(wanted);
        Assert.That((found.Status, found.Amount, found.Reference), Is.EqualTo((RefundStatus.Completed, Requests.Euro(4), "R-1")));
        Assert.That((await shop.Provider.RefundPaymentAsync(request)).RefundId, Is.EqualTo(found.RefundId));
        Assert.That(shop.Simulator.TotalsOf("A-1001").Refunded, Is.EqualTo(4));

        await shop.Provider.RefundPaymentAsync(Refund(created.Reference, "R-2"));
        await shop.Simulator.SettlePendingAsync();
        Assert.That(shop.Simulator.TotalsOf("A-1001").Refunded, Is.EqualTo(8), "an equal one that is meant");
    }

    private static RefundRequest Refund(PaymentReference payment, string reference) => new()
    {
        Payment = payment, Amount = Requests.Euro(4), Reference = reference, IdempotencyKey = "key-" + reference,
        Extras =
        [
            new CoinGateRefundExtras
            {
                Address = "bc1q", Email = "payer@example.com", CurrencyId = CoinGateSimulator.RefundCurrencyId, PlatformId = CoinGateSimulator.RefundPlatformId,
                LedgerAccountId = CoinGateSimulator.LedgerAccountId,
            },
        ],
    };
}
