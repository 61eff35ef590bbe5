using NUnit.Framework;
using Payments.Simulator;

namespace Payments.Conformance;

/// <content>Confirming what the payer agreed to.</content>
public abstract partial class PaymentProviderConformance<TSimulator>
{
    /// <summary>The payer's return comes twice at once: one charge, and both get the answer.</summary>
    [Test]
    public async Task Two_returns_at_once_confirm_once()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Confirm))
            return;
        var (created, back) = await AgreeAsync(host);
        var answers = await Task.WhenAll(Enumerable.Range(0, 2)
            .Select(_ => Task.Run(() => host.Provider.ConfirmPaymentAsync(ConfirmationOf(host, created, back)!))));
        Assert.That(answers.Select(answer => answer.Status), Is.All.Not.EqualTo(PaymentStatus.Failed));
        await SettleAsync(host);
        Assert.That(TotalsOf(host, created).Charges, Is.EqualTo(1));
    }

    /// <summary>A return page that is loaded again gets the first answer, and nothing is sent.</summary>
    [Test]
    public async Task A_reloaded_return_gets_the_first_answer()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Confirm))
            return;
        var (created, back) = await AgreeAsync(host);
        var first = await host.Provider.ConfirmPaymentAsync(ConfirmationOf(host, created, back)!);
        var sent = Writes(host);
        var second = await host.Provider.ConfirmPaymentAsync(ConfirmationOf(host, created, back)!);
        Assert.That(second.Status, Is.EqualTo(first.Status));
        Assert.That(Writes(host), Is.EqualTo(sent));
    }

    /// <summary>A charge of another amount than the shop's own is not kept.</summary>
    [Test]
    public async Task A_confirmation_of_another_amount_takes_nothing()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Confirm))
            return;
        var (created, back) = await AgreeAsync(host);
        var good = ConfirmationOf(host, created, back)!;
        var wrong = new ConfirmPaymentRequest { Payment = good.Payment, Amount = Part(created.Amount, 50), ReturnParameters = good.ReturnParameters };
        // Where the payer has paid by now, the confirmation only reads.
        var before = TotalsOf(host, created);
        await ThrowsAsync<PaymentException>(() => host.Provider.ConfirmPaymentAsync(wrong));
        var totals = TotalsOf(host, created);
        Assert.That(totals.Captured - totals.Refunded, Is.EqualTo(before.Captured - before.Refunded));
    }

    /// <summary>Before the payer has agreed there is nothing to confirm.</summary>
    [Test]
    public async Task A_confirmation_without_the_payer_takes_nothing()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Confirm))
            return;
        var created = await CreateAsync(host);
        SkipUnlessOpen(created);
        var answer = await CatchAsync(() => host.Provider.ConfirmPaymentAsync(new ConfirmPaymentRequest { Payment = created.Reference, Amount = created.Amount }));
        Assert.That(answer, Is.Null.Or.InstanceOf<PaymentException>());
        Assert.That(TotalsOf(host, created).Charges, Is.Zero);
    }

    /// <summary>A payment whose payer has agreed and come back.</summary>
    private async Task<(Payment Created, PayerReturn Back)> AgreeAsync(ConformanceHost<TSimulator> host)
    {
        if (!ConfirmsReturns)
            Assert.Ignore("This way to pay needs no confirmation.");
        var created = await CreateAsync(host);
        SkipUnlessOpen(created);
        var back = await PlayAsync(host.Simulator, created, PayerAction.Pay, CancellationToken.None);
        Assert.That(ConfirmationOf(host, created, back), Is.Not.Null, "The payer who agreed comes back to the return address.");
        return (created, back);
    }
}
