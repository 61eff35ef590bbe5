using NUnit.Framework;

namespace Payments.Conformance;

/// <content>Giving money back.</content>
public abstract partial class PaymentProviderConformance<TSimulator>
{
    /// <summary>No amount means all of it.</summary>
    [Test]
    public async Task The_whole_amount_is_refunded()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Refund))
            return;
        var paid = await PayAsync(host);
        var refund = await RefundAsync(host, paid.Reference, null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refund.Status, Is.EqualTo(RefundStatus.Completed));
            Assert.That(refund.Amount, Is.EqualTo(paid.Amount));
            Assert.That(refund.Provider, Is.EqualTo(host.Provider.Name));
            Assert.That(refund.Payment.OrderId ?? refund.Payment.PaymentId, Is.Not.Null);
            Assert.That(refund.Error, Is.Null);
            Assert.That(refund.InitiatedByProvider, Is.False);
        }

        var payment = await ReadAsync(host, paid.Reference);
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Refunded));
        Assert.That(payment.RefundedAmount, Is.EqualTo(paid.Amount));
        Assert.That(TotalsOf(host, paid).Refunded, Is.EqualTo(OnTheWire(paid.Amount)));
    }

    /// <summary>A part, a part, and all that is left.</summary>
    [Test]
    public async Task Parts_are_refunded_until_nothing_is_left()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Refund) || await LacksAsync(host, PaymentOperations.PartialRefund))
            return;
        var paid = await PayAsync(host);
        Assert.That((await RefundAsync(host, paid.Reference, Part(host, 25))).Amount, Is.EqualTo(Part(host, 25)));
        var payment = await ReadAsync(host, paid.Reference);
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.PartiallyRefunded));
        Assert.That(payment.RefundedAmount, Is.EqualTo(Part(host, 25)));

        await RefundAsync(host, paid.Reference, Part(host, 35));
        var rest = await RefundAsync(host, paid.Reference, null);
        Assert.That(rest.Amount, Is.EqualTo(Part(host, 40)));
        payment = await ReadAsync(host, paid.Reference);
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Refunded));
        Assert.That(TotalsOf(host, paid).Refunded, Is.EqualTo(OnTheWire(paid.Amount)));
    }

    /// <summary>More than was taken cannot be given back.</summary>
    [Test]
    public async Task A_refund_of_too_much_is_refused()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Refund))
            return;
        var paid = await PayAsync(host);
        var thrown = await ThrowsAsync<PaymentConflictException>(() => host.Provider.RefundPaymentAsync(NewRefund(paid.Reference, Part(host, 101), NewKey("refund"))));
        Assert.That(thrown.Outcome, Is.Not.EqualTo(PaymentOutcome.Unknown));
        Assert.That(TotalsOf(host, paid).Refunded, Is.Zero);
    }

    /// <summary>A host that remembers nothing is refused by the provider itself, and as a refusal.</summary>
    [Test]
    public async Task A_refund_of_too_much_is_refused_without_a_memory()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Refund))
            return;
        var paid = await PayAsync(host);
        await using var other = StartAnother(host);
        await AssertRefundRefusedAsync(other, PaymentReference.Parse(paid.Reference.ToString()), Part(host, 101));
        Assert.That(TotalsOf(host, paid).Refunded, Is.Zero);
    }

    /// <summary>After everything was given back, nothing is left to give.</summary>
    /// <param name="isAmountGiven">Whether an amount is named or all that is left is asked for.</param>
    [TestCase(true)]
    [TestCase(false)]
    public async Task A_refund_after_the_last_one_is_refused(bool isAmountGiven)
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Refund))
            return;
        var paid = await PayAsync(host);
        await RefundAsync(host, paid.Reference, null);
        await AssertRefundRefusedAsync(host, paid.Reference, isAmountGiven ? paid.Amount : null);
        Assert.That(TotalsOf(host, paid).Refunded, Is.EqualTo(OnTheWire(paid.Amount)));
    }

    /// <summary>What was never paid cannot be given back.</summary>
    [Test]
    public async Task A_refund_of_an_unpaid_payment_is_refused()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Refund))
            return;
        var created = await CreateAsync(host, payer: Payments.Simulator.PayerActionKind.Cancel);
        SkipUnlessOpen(created);
        await AssertRefundRefusedAsync(host, created.Reference, Whole(host));
    }

    /// <summary>A refund that fails days later gives its amount free again.</summary>
    [Test]
    public async Task A_refund_that_fails_later_counts_no_more()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Refund))
            return;
        if (!host.Supports(PaymentOperations.Webhooks) && !host.Supports(PaymentOperations.GetRefund))
            Assert.Ignore("The provider cannot tell of a refund that fails later.");
        var paid = await PayAsync(host);
        var refund = await RefundAsync(host, paid.Reference, null);
        if (host.Supports(PaymentOperations.Webhooks))
            await host.TakeAllAsync();
        host.Clock.Advance(TimeSpan.FromDays(2));
        await IfSimulatedAsync(() => host.Simulator.FailRefundAsync(refund.RefundId!));
        if (host.Supports(PaymentOperations.Webhooks))
            await host.TakeAllAsync();
        if (host.Supports(PaymentOperations.GetRefund))
        {
            var failed = await host.Provider.GetRefundAsync(refund);
            Assert.That(failed.Status, Is.EqualTo(RefundStatus.Failed));
            Assert.That(failed.Error, Is.Not.Null);
        }

        var payment = await ReadAsync(host, paid.Reference);
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That((await RefundAsync(host, paid.Reference, null)).Status, Is.EqualTo(RefundStatus.Completed), "It can be tried again.");
        Assert.That(TotalsOf(host, paid).Refunded, Is.EqualTo(OnTheWire(paid.Amount)));
    }

    /// <summary>A refund is read by the provider's id and by our own reference.</summary>
    [Test]
    public async Task A_refund_is_read_by_its_id_and_by_our_reference()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Refund) || await LacksAsync(host, PaymentOperations.GetRefund))
            return;
        var paid = await PayAsync(host);
        var request = NewRefund(paid.Reference, null, NewKey("refund"));
        var refund = await host.Provider.RefundPaymentAsync(request);

        // One that takes time may get its id when it is done.
        if (refund.RefundId is null && await SettleAsync(host))
            refund = await host.Provider.GetRefundAsync(refund);
        var byId = await host.Provider.GetRefundAsync(new RefundReference(paid.Reference) { RefundId = refund.RefundId });
        var byReference = await host.Provider.GetRefundAsync(new RefundReference(paid.Reference) { Reference = request.Reference });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refund.Reference, Is.EqualTo(request.Reference));
            Assert.That(byId.RefundId, Is.EqualTo(refund.RefundId));
            Assert.That(byId.Amount, Is.EqualTo(refund.Amount));
            Assert.That(byReference.RefundId, Is.EqualTo(refund.RefundId));
            Assert.That(byReference.Reference, Is.EqualTo(request.Reference));
        }
    }

    /// <summary>The reference as one line of text is all that another process needs to refund.</summary>
    [Test]
    public async Task A_reference_kept_as_text_is_enough_to_refund()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Refund))
            return;
        var paid = await PayAsync(host);
        await using var other = StartAnother(host);
        if (other.Provider.Capabilities.NeedsDurableStore)
            Assert.Ignore("The provider says that it needs a durable store.");
        var refund = await RefundAsync(other, PaymentReference.Parse(paid.Reference.ToString()), paid.Amount);
        Assert.That(refund.Status, Is.EqualTo(RefundStatus.Completed));
        Assert.That(TotalsOf(host, paid).Refunded, Is.EqualTo(OnTheWire(paid.Amount)));
    }

    /// <summary>A payment that was paid while the memory heard nothing can be refunded: an old memory refuses no money that is there.</summary>
    [Test]
    public async Task A_refund_of_a_payment_that_nobody_has_read_goes_through()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Refund))
            return;
        var created = await CreateAsync(host);
        if (IsOpen(created))
            await ComeBackUnreadAsync(host, created);
        await RefundAsync(host, created.Reference, created.Amount);
        Assert.That(TotalsOf(host, created).Refunded, Is.EqualTo(OnTheWire(created.Amount)));
    }

    /// <summary>64 refunds of 60 on 100 at once: one goes through.</summary>
    [Test]
    public async Task Refunds_at_once_stay_within_what_was_taken()
    {
        await using var host = await StartAsync(speed: 1);
        if (await LacksAsync(host, PaymentOperations.Refund) || await LacksAsync(host, PaymentOperations.PartialRefund))
            return;
        var paid = await PayAsync(host);
        var thrown = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ =>
            Task.Run(() => CatchAsync(() => host.Provider.RefundPaymentAsync(NewRefund(paid.Reference, Part(host, 60), NewKey("refund")))))));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(thrown.Count(exception => exception is null), Is.EqualTo(1));
            Assert.That(thrown.Where(exception => exception is not null), Is.All.InstanceOf<PaymentConflictException>());
            Assert.That(TotalsOf(host, paid).Refunded, Is.EqualTo(OnTheWire(Part(host, 60))));
        }
    }

    private async Task<Refund> RefundAsync(ConformanceHost<TSimulator> host, PaymentReference payment, Money? amount)
    {
        var refund = await host.Provider.RefundPaymentAsync(NewRefund(payment, amount, NewKey("refund")));
        if (refund.Status is not (RefundStatus.Pending or RefundStatus.RequiresAction) || !await SettleAsync(host))
            return refund;
        if (host.Supports(PaymentOperations.GetRefund))
            return await host.Provider.GetRefundAsync(refund);
        var events = await host.TakeAllAsync();
        return events.LastOrDefault(@event => @event.Refund?.RefundId == refund.RefundId)?.Refund ?? refund;
    }

    /// <summary>A refusal is an exception that says that nothing happened, or a refund that failed for a business reason.</summary>
    private async Task AssertRefundRefusedAsync(ConformanceHost<TSimulator> host, PaymentReference payment, Money? amount)
    {
        Refund? refund = null;
        var thrown = await CatchAsync(async () => refund = await host.Provider.RefundPaymentAsync(NewRefund(payment, amount, NewKey("refund"))));
        Assert.That(thrown, Is.Null.Or.InstanceOf<PaymentException>());
        if (thrown is PaymentException exception)
            Assert.That(exception.Outcome, Is.Not.EqualTo(PaymentOutcome.Unknown));
        else
            Assert.That(refund!.Status, Is.EqualTo(RefundStatus.Failed));
    }
}
