using NUnit.Framework;

namespace Payments.Conformance;

/// <content>One intention is carried out once.</content>
public abstract partial class PaymentProviderConformance<TSimulator>
{
    /// <summary>The same request object again gets the first answer, and nothing is sent.</summary>
    /// <param name="operation">The operation.</param>
    [TestCaseSource(typeof(ConformanceCases), nameof(ConformanceCases.Moves))]
    public async Task A_repeat_gets_the_first_answer(PaymentOperations operation)
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, operation))
            return;
        var act = await PrepareAsync(host, operation);
        var first = await act.CallAsync(host);
        var writes = Writes(host);
        for (var i = 0; i < 3; i++)
            Assert.That(IdOf(await act.CallAsync(host)), Is.EqualTo(IdOf(first)));
        Assert.That(Writes(host), Is.EqualTo(writes), "Nothing is sent for a repeat.");
        await act.AssertOnceAsync(first);
    }

    /// <summary>The same request from many threads at once is carried out once, and all get its answer.</summary>
    /// <param name="operation">The operation.</param>
    [TestCaseSource(typeof(ConformanceCases), nameof(ConformanceCases.Moves))]
    public async Task Repeats_at_once_are_carried_out_once(PaymentOperations operation)
    {
        await using var host = await StartAsync(speed: 1);
        if (await LacksAsync(host, operation))
            return;
        var act = await PrepareAsync(host, operation);
        var before = Writes(host);
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => act.CallAsync(host))));
        Assert.That(answers.Select(IdOf).Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(1));
        Assert.That(Writes(host) - before, Is.LessThanOrEqualTo(2), "One call, with at most one step before it.");
        await act.AssertOnceAsync(answers[0]);
    }

    /// <summary>A thousand equal requests at once, each an object of its own: one payment, one charge.</summary>
    [Test]
    public async Task A_thousand_equal_creates_are_one_payment()
    {
        await using var host = await StartAsync(speed: 1);
        var draft = Draft(host);
        var payments = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Task.Run(() => host.Provider.CreatePaymentAsync(NewPayment(draft)))));
        Assert.That(payments.Select(payment => payment.Reference.ToString()).Distinct(StringComparer.Ordinal).ToArray(), Has.Length.EqualTo(1));
        Assert.That(Writes(host), Is.LessThanOrEqualTo(2), "One call, with at most one step before it.");
        var paid = await FinishAsync(host, payments[0], Payments.Simulator.PayerAction.Pay);
        Assert.That(TotalsOf(host, paid).Charges, Is.EqualTo(1));
    }

    /// <summary>The same key with another amount is another intention, and is refused.</summary>
    [Test]
    public async Task A_changed_create_under_the_same_key_is_refused()
    {
        await using var host = await StartAsync();
        var draft = Draft(host);
        await host.Provider.CreatePaymentAsync(NewPayment(draft));
        await AssertKeyReusedAsync(host, () => host.Provider.CreatePaymentAsync(NewPayment(draft with { Amount = Part(host, 50) })));
        await AssertKeyReusedAsync(host, () => host.Provider.CreatePaymentAsync(NewPayment(draft with { OrderId = draft.OrderId + "X" })));
    }

    /// <summary>The same key with another amount of a refund is refused.</summary>
    [Test]
    public async Task A_changed_refund_under_the_same_key_is_refused()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Refund) || await LacksAsync(host, PaymentOperations.PartialRefund))
            return;
        var paid = await PayAsync(host);
        var key = NewKey("refund");
        await host.Provider.RefundPaymentAsync(NewRefund(paid.Reference, Part(host, 30), key));
        await AssertKeyReusedAsync(host, () => host.Provider.RefundPaymentAsync(NewRefund(paid.Reference, Part(host, 31), key)));
        Assert.That(TotalsOf(host, paid).Refunded, Is.EqualTo(OnTheWire(Part(host, 30))));
    }

    /// <summary>Where the provider is said to remember keys, a host that has lost its memory repeats and moves nothing twice.</summary>
    /// <param name="operation">The operation.</param>
    [TestCaseSource(typeof(ConformanceCases), nameof(ConformanceCases.Moves))]
    public async Task The_key_reaches_the_provider(PaymentOperations operation)
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, operation))
            return;
        if (!host.Provider.Capabilities.IdempotencyKeyLifetimes.ContainsKey(operation))
            Assert.Ignore($"The provider remembers no key for {operation}.");
        await DisturbableAsync(operation);
        var act = await PrepareAsync(host, operation);
        var first = await act.CallAsync(host);
        await using var other = StartAnother(host);
        var second = await act.CallAsync(other);
        Assert.That(IdOf(second), Is.EqualTo(IdOf(first)));
        await act.AssertOnceAsync(second);
    }

    /// <summary>Two intentions are two, however equal they are.</summary>
    [Test]
    public async Task Two_equal_refunds_with_keys_of_their_own_are_two()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Refund) || await LacksAsync(host, PaymentOperations.PartialRefund))
            return;
        var paid = await PayAsync(host);
        await RefundAsync(host, paid.Reference, Part(host, 20));
        await RefundAsync(host, paid.Reference, Part(host, 20));
        Assert.That(TotalsOf(host, paid).Refunded, Is.EqualTo(OnTheWire(Part(host, 40))));
    }

    private static string? IdOf(object answer) => answer is Refund refund ? refund.RefundId ?? refund.Reference : ((Payment)answer).Reference.PaymentId;

    private static async Task AssertKeyReusedAsync(ConformanceHost<TSimulator> host, Func<Task> call)
    {
        var sent = host.Sent;
        var thrown = await ThrowsAsync<PaymentConflictException>(call);
        Assert.That(thrown.Error.Code, Is.EqualTo(PaymentErrorCode.IdempotencyKeyReused));
        Assert.That(thrown.Outcome, Is.EqualTo(PaymentOutcome.NeverSent));
        Assert.That(host.Sent, Is.EqualTo(sent));
    }
}
