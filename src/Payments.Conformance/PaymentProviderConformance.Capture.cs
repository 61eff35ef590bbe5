using NUnit.Framework;
using Payments.Simulator;

namespace Payments.Conformance;

/// <content>Holding money, taking it, letting it go.</content>
public abstract partial class PaymentProviderConformance<TSimulator>
{
    /// <summary>Money is held first and taken later, all of it.</summary>
    [Test]
    public async Task Held_money_is_captured()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Capture))
            return;
        var held = await PayAsync(host, capture: CaptureMode.Manual);
        Assert.That(held.AuthorizedAmount, Is.EqualTo(held.Amount));
        Assert.That(TotalsOf(host, held).Captured, Is.Zero);
        Assert.That(StageOf(host, held), Is.EqualTo(SimulatedStage.Held).Or.Null);

        var payment = await CaptureAsync(host, new CaptureRequest { Payment = held.Reference });
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(payment.CapturedAmount, Is.EqualTo(payment.Amount));
        Assert.That(TotalsOf(host, payment).Captured, Is.EqualTo(OnTheWire(payment.Amount)));
    }

    /// <summary>A part is captured, the rest is let go.</summary>
    [Test]
    public async Task A_part_is_captured()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Capture) || await LacksAsync(host, PaymentOperations.PartialCapture))
            return;
        var held = await PayAsync(host, capture: CaptureMode.Manual);
        var payment = await CaptureAsync(host, new CaptureRequest { Payment = held.Reference, Amount = Part(host, 40) });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed));
            Assert.That(payment.CapturedAmount, Is.EqualTo(Part(host, 40)));
            Assert.That(payment.Amount, Is.EqualTo(held.Amount), "What was asked for never changes.");
            Assert.That(TotalsOf(host, payment).Captured, Is.EqualTo(OnTheWire(Part(host, 40))));
        }
    }

    /// <summary>Several captures add up.</summary>
    [Test]
    public async Task Several_parts_are_captured()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.MultipleCapture))
            return;
        var held = await PayAsync(host, capture: CaptureMode.Manual);
        await CaptureAsync(host, new CaptureRequest { Payment = held.Reference, Amount = Part(host, 30), IsFinal = false });
        await CaptureAsync(host, new CaptureRequest { Payment = held.Reference, Amount = Part(host, 20), IsFinal = false });
        var payment = await CaptureAsync(host, new CaptureRequest { Payment = held.Reference, Amount = Part(host, 10) });
        Assert.That(payment.CapturedAmount, Is.EqualTo(Part(host, 60)));
        Assert.That(TotalsOf(host, payment).Captured, Is.EqualTo(OnTheWire(Part(host, 60))));
    }

    /// <summary>More than is held cannot be captured.</summary>
    [Test]
    public async Task More_than_is_held_is_refused()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Capture))
            return;
        var held = await PayAsync(host, capture: CaptureMode.Manual);
        var thrown = await ThrowsAsync<PaymentException>(
            () => host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = held.Reference, Amount = Part(host, 101) }));
        Assert.That(thrown.Outcome, Is.Not.EqualTo(PaymentOutcome.Unknown));
        Assert.That(TotalsOf(host, held).Captured, Is.Zero);
    }

    /// <summary>Captures at once cannot add up to more than is held.</summary>
    [Test]
    public async Task Captures_at_once_stay_within_what_is_held()
    {
        await using var host = await StartAsync(speed: 1);
        if (await LacksAsync(host, PaymentOperations.Capture) || await LacksAsync(host, PaymentOperations.PartialCapture))
            return;
        var held = await PayAsync(host, capture: CaptureMode.Manual);
        var several = host.Supports(PaymentOperations.MultipleCapture);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => CatchAsync(() => host.Provider.CapturePaymentAsync(
            new CaptureRequest { Payment = held.Reference, Amount = Part(host, 60), IsFinal = !several })))));
        Assert.That(TotalsOf(host, held).Captured, Is.EqualTo(OnTheWire(Part(host, 60))));
    }

    /// <summary>A hold is let go; nothing can be captured after that, and letting go again is a success.</summary>
    [Test]
    public async Task A_hold_is_let_go()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Capture) || await LacksAsync(host, PaymentOperations.Cancel))
            return;
        var held = await PayAsync(host, capture: CaptureMode.Manual);
        var payment = await CancelAsync(host, new CancelRequest { Payment = held.Reference });
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Cancelled));
        Assert.That(StageOf(host, held), Is.EqualTo(SimulatedStage.Ended).Or.Null);

        var again = await CancelAsync(host, new CancelRequest { Payment = held.Reference });
        Assert.That(again.Status, Is.EqualTo(PaymentStatus.Cancelled), "A state that our own call already reached is a success.");

        var thrown = await ThrowsAsync<PaymentException>(() => host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = held.Reference }));
        Assert.That(thrown, Is.InstanceOf<PaymentConflictException>());
        Assert.That(TotalsOf(host, held).Captured, Is.Zero);
    }

    /// <summary>A hold that has run out of time is over.</summary>
    [Test]
    public async Task A_hold_expires()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Capture))
            return;
        var held = await PayAsync(host, capture: CaptureMode.Manual);
        await IfSimulatedAsync(() => ExpireAsync(host, held));
        var payment = await ReadAsync(host, held);
        Assert.That(payment.Status, Is.AnyOf(PaymentStatus.Expired, PaymentStatus.Cancelled));
        await ThrowsAsync<PaymentException>(() => host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = held.Reference }));
    }

    /// <summary>An unpaid payment is closed, twice with the same end.</summary>
    [Test]
    public async Task An_unpaid_payment_is_cancelled()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Cancel))
            return;
        var created = await CreateAsync(host, payer: PayerActionKind.Cancel);
        SkipUnlessOpen(created);
        var cancel = new CancelRequest { Payment = created.Reference, Reason = "the payer changed their mind" };
        Payment payment;
        try
        {
            payment = await CancelAsync(host, cancel);
        }
        catch (PaymentOperationNotSupportedException)
        {
            Assert.That((await ReadAsync(host, created)).Status, Is.EqualTo(created.Status), "What cannot be closed stays open.");
            Assert.Ignore("The provider cannot close a payment that nobody has paid: it runs out by itself.");
            return;
        }

        Assert.That(payment.Status, Is.AnyOf(PaymentStatus.Cancelled, PaymentStatus.Expired));
        Assert.That(payment.NextAction, Is.Null);
        var again = await CancelAsync(host, new CancelRequest { Payment = created.Reference });
        Assert.That(again.Status, Is.AnyOf(PaymentStatus.Cancelled, PaymentStatus.Expired));
        Assert.That(TotalsOf(host, created).Charges, Is.Zero);
    }

    /// <summary>Money that was taken is refunded, not cancelled.</summary>
    [Test]
    public async Task A_paid_payment_cannot_be_cancelled()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Cancel))
            return;
        var paid = await PayAsync(host);
        await ThrowsAsync<PaymentConflictException>(() => host.Provider.CancelPaymentAsync(new CancelRequest { Payment = paid.Reference }));
        var totals = TotalsOf(host, paid);
        Assert.That(totals.Captured - totals.Refunded, Is.EqualTo(OnTheWire(paid.Amount)));
    }
}
