using NUnit.Framework;
using Payments.Simulator;

namespace Payments.Conformance;

/// <content>What the payer can do.</content>
public abstract partial class PaymentProviderConformance<TSimulator>
{
    /// <summary>The payer pays: one charge of the amount, and the payment says so.</summary>
    [Test]
    public async Task Paying_completes_the_payment()
    {
        await using var host = await StartAsync();
        var payment = await PayAsync(host);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(payment.CapturedAmount, Is.EqualTo(payment.Amount));
            Assert.That(payment.RefundedAmount ?? Money.Zero(payment.Amount.Currency), Is.EqualTo(Money.Zero(payment.Amount.Currency)));
            Assert.That(payment.NextAction, Is.Null);
            Assert.That(payment.Error, Is.Null);
            Assert.That(payment.TransactionId, Is.Not.Null.And.Not.Empty);
            Assert.That(host.Provider.Capabilities.PaymentMethods, Does.Contain(payment.Method), "A method that comes back is one that is claimed.");
            Assert.That(TotalsOf(host, payment).Charges, Is.EqualTo(1));
            Assert.That(TotalsOf(host, payment).Captured, Is.EqualTo(OnTheWire(payment.Amount)));
            Assert.That(StageOf(host, payment), Is.EqualTo(SimulatedStage.Taken).Or.Null);
            Assert.That(await host.RememberedAsync(payment.Reference), Has.Property(nameof(Payment.Status)).EqualTo(PaymentStatus.Completed));
        }
    }

    /// <summary>A decline is an answer: failed with a reason, or still open with the page. Never an exception, never a charge.</summary>
    [Test]
    public async Task A_decline_is_an_answer()
    {
        await using var host = await StartAsync();
        RequirePayer(host, PayerActionKind.Decline);
        var created = await CreateAsync(host, payer: PayerActionKind.Decline);
        var payment = await FinishAsync(host, created, PayerAction.Decline());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(payment.Status, Is.AnyOf(PaymentStatus.Failed, PaymentStatus.RequiresAction, PaymentStatus.Cancelled));
            if (payment.Status is PaymentStatus.Failed)
                Assert.That(payment.Error, Is.Not.Null.And.Property(nameof(PaymentError.Kind)).EqualTo(PaymentErrorKind.Declined));
            if (payment.Status is PaymentStatus.RequiresAction)
                Assert.That(payment.NextAction, Is.Not.Null, "The payer can try again, so the payment says where.");
            Assert.That(TotalsOf(host, created).Charges, Is.Zero);
        }
    }

    /// <summary>After a decline on a page that stays open, another try succeeds, and it is one charge.</summary>
    [Test]
    public async Task A_payer_who_was_declined_can_try_again()
    {
        await using var host = await StartAsync();
        RequirePayer(host, PayerActionKind.Decline);
        var created = await CreateAsync(host, payer: PayerActionKind.Decline);
        var payment = await FinishAsync(host, created, PayerAction.Decline());
        if (payment.NextAction is null)
            Assert.Pass("A declined payment is over here: the next try is a new payment.");
        payment = await FinishAsync(host, created, PayerAction.Pay);
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(payment.Error, Is.Null);
        Assert.That(TotalsOf(host, payment).Charges, Is.EqualTo(1));
    }

    /// <summary>A payer who goes back to the shop has not paid, and the return alone makes no final status.</summary>
    [Test]
    public async Task A_payer_who_goes_back_has_not_paid()
    {
        await using var host = await StartAsync();
        RequirePayer(host, PayerActionKind.Cancel);
        var created = await CreateAsync(host, payer: PayerActionKind.Cancel);
        SkipUnlessOpen(created);
        var payment = await FinishAsync(host, created, PayerAction.Cancel);
        Assert.That(payment.Status.IsPaid(), Is.False);
        Assert.That(payment.Status, Is.Not.AnyOf(PaymentStatus.Unknown, PaymentStatus.Authorized));
        Assert.That(TotalsOf(host, created).Charges, Is.Zero);
    }

    /// <summary>A payer who never comes leaves the payment open.</summary>
    [Test]
    public async Task An_abandoned_payment_stays_open()
    {
        await using var host = await StartAsync();
        var created = await CreateAsync(host, payer: PayerActionKind.Cancel);
        SkipUnlessOpen(created);
        if (!host.Supports(PaymentOperations.Get))
            Assert.Pass("The provider cannot be read, and nobody has told anything.");
        var payment = await host.Provider.GetPaymentAsync(created.Reference);
        Assert.That(payment.Status.IsFinal(), Is.False, $"It is {payment.Status}.");
        Assert.That(TotalsOf(host, created).Charges, Is.Zero);
        Assert.That(StageOf(host, created), Is.AnyOf(SimulatedStage.Open, SimulatedStage.None, null));
    }

    /// <summary>When the time to pay has run out, the payment has ended.</summary>
    [Test]
    public async Task An_open_payment_expires()
    {
        await using var host = await StartAsync();
        var created = await CreateAsync(host, payer: PayerActionKind.Cancel);
        SkipUnlessOpen(created);
        await IfSimulatedAsync(() => ExpireAsync(host, created));

        // A provider that does not tell of it is known to have ended when its time has passed.
        host.Clock.Advance(TimeSpan.FromHours(1));
        var payment = await ReadAsync(host, created);
        Assert.That(payment.Status, Is.AnyOf(PaymentStatus.Expired, PaymentStatus.Cancelled));
        Assert.That(payment.NextAction, Is.Null);
        Assert.That(StageOf(host, created), Is.AnyOf(SimulatedStage.Ended, SimulatedStage.None, null));
    }

    /// <summary>Money that comes later is not there before it comes.</summary>
    /// <param name="arrives">Whether it comes at all.</param>
    [TestCase(true)]
    [TestCase(false)]
    public async Task Money_that_comes_later_is_awaited(bool arrives)
    {
        await using var host = await StartAsync();
        RequirePayer(host, PayerActionKind.PayLate);
        var created = await CreateAsync(host, payer: PayerActionKind.PayLate);
        var payment = await FinishAsync(host, created, PayerAction.PayLate);
        Assert.That(payment.Status, Is.AnyOf(PaymentStatus.Processing, PaymentStatus.Pending));
        host.Clock.Advance(TimeSpan.FromHours(2));
        Assert.That(await SettleAsync(host, arrives), Is.True);
        payment = await ReadAsync(host, created);
        if (arrives)
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed));
        else
            Assert.That(payment.Status, Is.AnyOf(PaymentStatus.Failed, PaymentStatus.RequiresAction, PaymentStatus.Expired, PaymentStatus.Cancelled));
    }

    /// <summary>A payer in front of the bank's challenge has to act; passing it pays.</summary>
    [Test]
    public async Task A_challenge_is_passed()
    {
        await using var host = await StartAsync();
        RequirePayer(host, PayerActionKind.StartChallenge);
        var created = await CreateAsync(host, payer: PayerActionKind.StartChallenge);
        SkipUnlessOpen(created);
        var payment = await FinishAsync(host, created, PayerAction.StartChallenge);
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.RequiresAction));
        payment = await FinishAsync(host, created, PayerAction.Pay);
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(TotalsOf(host, payment).Charges, Is.EqualTo(1));
    }

    /// <summary>Too little is not enough, and a person is told.</summary>
    [Test]
    public async Task A_wrong_amount_is_noticed()
    {
        await using var host = await StartAsync();
        RequirePayer(host, PayerActionKind.PayWrongAmount);
        var created = await CreateAsync(host, payer: PayerActionKind.PayWrongAmount);
        SkipUnlessOpen(created);
        var payment = await FinishAsync(host, created, PayerAction.PayWrongAmount(OnTheWire(Part(host, 50))));
        Assert.That(payment.Status.IsPaid(), Is.False);
        Assert.That(payment.Attention.HasFlag(PaymentAttention.Underpaid), Is.True);
    }

    private static async Task ExpireAsync(ConformanceHost<TSimulator> host, Payment payment)
    {
        try
        {
            await host.Simulator.ExpireAsync(payment.Reference.PaymentId ?? payment.Reference.OrderId!);
        }
        catch (InvalidOperationException exception)
        {
            Assert.Ignore("Such a payment does not expire: " + exception.Message);
        }
    }

    private static void SkipUnlessOpen(Payment created)
    {
        if (!IsOpen(created))
            Assert.Ignore("The payment is decided as it is made: the payer has nothing to do.");
    }
}
