using NUnit.Framework;
using Payments.Simulator;

namespace Payments.Conformance;

/// <content>What nobody told is asked for.</content>
public abstract partial class PaymentProviderConformance<TSimulator>
{
    /// <summary>A payment whose webhooks never came is found to be paid.</summary>
    [Test]
    public async Task The_reconciler_finds_a_payment_whose_webhooks_were_lost()
    {
        await using var host = await StartAsync();
        if (!host.Supports(PaymentOperations.Get))
            Assert.Ignore("The provider cannot be read.");
        var created = await CreateAsync(host);
        if (IsOpen(created))
            await ComeBackUnreadAsync(host, created);
        await ReconcileAsync(host);
        Assert.That((await host.RememberedAsync(created.Reference))!.Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(host.Changes.All.Select(change => change.After.Status), Has.Some.EqualTo(PaymentStatus.Completed));
    }

    /// <summary>A call that was carried out and whose answer was lost is found out by reading, and its amount is counted once.</summary>
    /// <param name="operation">The operation.</param>
    [TestCase(PaymentOperations.Capture)]
    [TestCase(PaymentOperations.Refund)]
    public async Task The_reconciler_clears_up_an_unclear_call(PaymentOperations operation)
    {
        await using var host = await StartAsync(FaultSpeed);
        if (await LacksAsync(host, operation))
            return;
        if (!host.Supports(PaymentOperations.Get))
            Assert.Ignore("The provider cannot be read.");
        var wire = await DisturbableAsync(operation);
        var isRefund = operation is PaymentOperations.Refund;
        var payment = await PayAsync(host, capture: isRefund ? CaptureMode.Automatic : CaptureMode.Manual);
        var isPart = isRefund && host.Supports(PaymentOperations.PartialRefund);
        var amount = isPart ? Part(host, 30) : payment.Amount;
        host.Simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.CutAfterActing) { Operation = wire, Count = 8 });
        await ThrowsAsync<PaymentOutcomeUnknownException>(() => isRefund
            ? host.Provider.RefundPaymentAsync(NewRefund(payment.Reference, amount, NewKey("refund")))
            : host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = payment.Reference }));
        host.Simulator.Faults.Clear();
        await SettleAsync(host);
        if (host.Provider.Capabilities.NeedsWebhooks)
            await host.TakeAllAsync();

        await ReconcileAsync(host);
        var remembered = await host.RememberedAsync(payment.Reference);
        Assert.That(remembered!.Status, Is.EqualTo(isPart ? PaymentStatus.PartiallyRefunded : isRefund ? PaymentStatus.Refunded : PaymentStatus.Completed));
        Assert.That(isRefund ? remembered.RefundedAmount : remembered.CapturedAmount, Is.EqualTo(amount));
    }

    private static async Task ReconcileAsync(ConformanceHost<TSimulator> host)
    {
        for (var i = 0; i < 3; i++)
        {
            host.Clock.Advance(TimeSpan.FromMinutes(20));
            await host.Reconciler.RunOnceAsync();
        }
    }
}
