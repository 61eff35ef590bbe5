namespace Payments.Abstractions.Tests;

/// <summary>Answers of a provider that has no read, or that only confirms receipt: what the memory said before is no news.</summary>
internal sealed class RememberedAnswerTests
{
    [Test]
    public async Task A_read_out_of_the_memory_changes_nothing()
    {
        await using var host = new PaymentHost();
        await host.CreateAsync();
        var before = await host.RecordAsync();
        host.Fake.Does(PaymentOperations.Get, request => Task.FromResult<object>(((PaymentReference)request).Known! with { IsRemembered = true, Facts = [] }));
        var read = await host.Provider.GetPaymentAsync(PaymentReference.From(Make.Provider, "pay_1"));
        Assert.That((read.Status, read.IsRemembered), Is.EqualTo((PaymentStatus.Completed, true)));
        Assert.That(await host.RecordAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_read_out_of_the_memory_may_keep_the_movements_that_it_knows()
    {
        await using var host = new PaymentHost();
        await host.CreateAsync();
        await host.TellAsync("evt_1", Make.Event("evt_1", refund: Make.Refund(10) with { AsOf = Make.At(10) }));
        var before = await host.RecordAsync();
        host.Step();
        host.Fake.Does(PaymentOperations.Get, request => Task.FromResult<object>(((PaymentReference)request).Known! with { IsRemembered = true }));
        Assert.That((await host.Provider.GetPaymentAsync(PaymentReference.From(Make.Provider, "pay_1"))).Facts, Has.Count.EqualTo(1));
        Assert.That(await host.RecordAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task Only_the_movements_of_a_receipt_are_kept()
    {
        await using var host = new PaymentHost();
        var held = await host.CreateAsync(PaymentStatus.Authorized, capture: CaptureMode.Manual);
        host.Fake.Answers(PaymentOperations.Capture, held with
        {
            Status = PaymentStatus.Completed, ProviderStatus = "received", IsRemembered = true, Facts = [new CapturedFact("c1", Make.Usd(100), MovementState.Pending) { AsOf = Make.At(5) }],
        });
        var answer = await host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = held });
        Assert.That((answer.Status, answer.IsRemembered, answer.CapturedAmount), Is.EqualTo((PaymentStatus.Processing, true, (Money?)null)));
        var record = await host.RecordAsync();
        Assert.That((record!.Payment.Status, record.Payment.ProviderStatus, record.Payment.IsRemembered), Is.EqualTo((PaymentStatus.Processing, "Authorized", false)));
    }

    [Test]
    public async Task A_receipt_for_an_unknown_payment_makes_no_payment_known()
    {
        await using var host = new PaymentHost();
        host.Fake.Answers(PaymentOperations.Cancel, Make.Payment(PaymentStatus.Processing) with { IsRemembered = true, Facts = [new VoidedFact("v1", MovementState.Pending)] });
        await host.Provider.CancelPaymentAsync(new CancelRequest { Payment = PaymentReference.From(Make.Provider, "pay_1") });
        Assert.That(await host.RecordAsync(), Is.Null);
    }

    // It would be taken for a proof that nothing was carried out.
    [Test]
    public async Task The_memory_is_no_witness_for_a_call_whose_outcome_is_unknown()
    {
        await using var host = new PaymentHost();
        var held = await host.CreateAsync(PaymentStatus.Authorized, capture: CaptureMode.Manual);
        host.Fake.Throws(PaymentOperations.Capture, Make.Unknown());
        var request = new CaptureRequest { Payment = held };
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CapturePaymentAsync(request));
        for (var i = 0; i < 4; i++)
            host.Fake.Does(PaymentOperations.Get, asked => Task.FromResult<object>(((PaymentReference)asked).Known! with { IsRemembered = true, Facts = [] }));
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CapturePaymentAsync(request));
        host.Time.Advance(TimeSpan.FromHours(1));
        await host.Reconciler.RunOnceAsync();
        Assert.That(host.Fake.CallsOf(PaymentOperations.Capture), Has.Count.EqualTo(1));
        Assert.That((await host.RecordAsync())!.Pending, Has.Count.EqualTo(1));
    }

    // Versions count first; among equals, who asked later saw more, whatever the provider's clock of whole seconds says.
    [Test]
    public async Task A_later_answer_of_the_same_version_is_the_newer_one()
    {
        await using var host = new PaymentHost();
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.Processing, asOf: Make.At(0)) with { Version = 0 });
        await host.Provider.CreatePaymentAsync(Make.Request());
        host.Step();
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.RequiresAction, asOf: Make.At(0)) with { Version = 0 });
        Assert.That((await host.Provider.GetPaymentAsync(PaymentReference.From(Make.Provider, "pay_1"))).Status, Is.EqualTo(PaymentStatus.RequiresAction));
        host.Step();
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.Authorized, asOf: Make.At(9)) with { Version = -1 });
        Assert.That((await host.Provider.GetPaymentAsync(PaymentReference.From(Make.Provider, "pay_1"))).Status, Is.EqualTo(PaymentStatus.RequiresAction));
    }
}
