namespace Payments.Abstractions.Tests;

/// <summary>Under which ids a payment is known after a call that failed, and that it is read by them.</summary>
internal sealed class LearntIdsTests
{
    // A payer can bring along the id of another payment that he has paid: what is refused over it must not become this payment.
    [TestCase(PaymentOutcome.Refused)]
    [TestCase(PaymentOutcome.NeverSent)]
    public async Task What_was_refused_teaches_no_id(PaymentOutcome outcome)
    {
        await using var host = new PaymentHost();
        await WaitingAsync(host);
        host.Fake.Throws(PaymentOperations.Confirm, new PaymentRequestException("It is of another order.", Make.Error(PaymentErrorCode.Mismatch, PaymentErrorKind.InvalidRequest), outcome, Foreign));
        await PaymentHost.CatchAsync<PaymentRequestException>(() => host.Provider.ConfirmPaymentAsync(new() { Payment = new PaymentReference(Make.Provider, null, "Order-1001") }));
        Assert.That((await host.RecordAsync())!.Reference.PaymentId, Is.Null);
    }

    [Test]
    public async Task What_may_have_been_carried_out_does()
    {
        await using var host = new PaymentHost();
        await WaitingAsync(host);
        host.Fake.Throws(PaymentOperations.Confirm, new PaymentOutcomeUnknownException("Cut.", Make.Error(PaymentErrorCode.Timeout), Foreign));
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.ConfirmPaymentAsync(new() { Payment = new PaymentReference(Make.Provider, null, "Order-1001") }));
        Assert.That((await host.RecordAsync())!.Reference.PaymentId, Is.EqualTo("pay_9"));
    }

    // Some providers read by an id of ours that only the failed call told, and find nothing by an order.
    [TestCase(true)]
    [TestCase(false)]
    public async Task Another_id_is_read_by_where_the_provider_can(bool canRead)
    {
        await using var host = new PaymentHost();
        var guid = new PaymentReference(Make.Provider, null, "Order-1001", [new RelatedId("guid", "g-1")]);
        host.Fake.Throws(PaymentOperations.Create, new PaymentOutcomeUnknownException("Cut.", Make.Error(PaymentErrorCode.Timeout), guid));
        await PaymentHost.CatchAsync<PaymentOutcomeUnknownException>(() => host.Provider.CreatePaymentAsync(Make.Request()));
        host.Time.Advance(host.Options.IdempotencyLease);
        if (canRead)
            host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.Completed));
        else
            host.Fake.Throws(PaymentOperations.Get, Make.Refused());
        await host.Reconciler.RunOnceAsync();
        Assert.That(host.Fake.CallsOf(PaymentOperations.Get)[0].As<PaymentReference>().GetRelated("guid"), Is.EqualTo("g-1"));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Find), Has.Count.EqualTo(canRead ? 0 : 1));
        Assert.That((await host.RecordAsync())!.Payment.Status, Is.EqualTo(canRead ? PaymentStatus.Completed : PaymentStatus.Unknown));
    }

    private static PaymentReference Foreign { get; } = new(Make.Provider, "pay_9", "Order-1001");

    private static async Task WaitingAsync(PaymentHost host)
    {
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.RequiresConfirmation) with { Reference = new PaymentReference(Make.Provider, null, "Order-1001") });
        await host.Provider.CreatePaymentAsync(Make.Request());
    }
}
