namespace Payments.Abstractions.Tests;

/// <summary>A provider's clock counts whole seconds, and much can happen in one.</summary>
internal sealed class SameSecondTests
{
    [TestCase(PaymentStatus.RequiresAction, PaymentStatus.RequiresAction)]
    [TestCase(PaymentStatus.RequiresAction, PaymentStatus.Processing)]
    public async Task A_read_that_tells_of_nothing_else_does_not_outlive_what_is_told_of_the_same_second(PaymentStatus created, PaymentStatus read)
    {
        await using var host = new PaymentHost();
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(created, asOf: Make.At(1)));
        var payment = await host.Provider.CreatePaymentAsync(Make.Request());
        host.Step();
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(read, asOf: Make.At(1)));
        await host.Provider.GetPaymentAsync(payment);

        await host.TellAsync("evt_1", Make.Event("evt_1", Make.Payment(PaymentStatus.Completed, captured: 100, asOf: Make.At(1))));
        Assert.That((await host.RecordAsync())!.Payment is { Status: PaymentStatus.Completed, CapturedAmount.Amount: 100 });
    }

    [Test]
    public async Task A_read_that_tells_of_less_is_the_newer_one()
    {
        await using var host = new PaymentHost();
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.Processing, asOf: Make.At(1)));
        var payment = await host.Provider.CreatePaymentAsync(Make.Request());
        host.Step();
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.RequiresAction, asOf: Make.At(1)));
        Assert.That((await host.Provider.GetPaymentAsync(payment)).Status, Is.EqualTo(PaymentStatus.RequiresAction));
    }

    [Test]
    public async Task A_read_of_what_was_taken_back_is_the_newer_one()
    {
        await using var host = new PaymentHost();
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.Completed, captured: 100, asOf: Make.At(1)));
        var payment = await host.Provider.CreatePaymentAsync(Make.Request());
        host.Step();
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.Pending, captured: 0, asOf: Make.At(1)));
        Assert.That((await host.Provider.GetPaymentAsync(payment)).Status, Is.EqualTo(PaymentStatus.Pending));
    }
}
