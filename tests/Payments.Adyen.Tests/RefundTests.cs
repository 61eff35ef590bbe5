namespace Payments.Adyen.Tests;

public class RefundTests
{
    [Test]
    public async Task A_refund_is_only_received()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments/ABCD1234EFGH5678/refunds", Fixture.Answer("receipt"), 201);
        var refund = await adyen.Provider.RefundPaymentAsync(new RefundRequest
        {
            Payment = Requests.Paid,
            Amount = new Money(5m, "EUR"),
            Reference = "R-1",
            Reason = "customer request",
            CaptureId = Notifications.Captured,
            Extras = [new AdyenRefundExtras { Store = "store-1", Items = [new PaymentItem { Name = "Ticket", UnitPrice = new Money(5m, "EUR"), Sku = "T-1" }] }],
        });
        adyen.AssertSent("refund");
        Assert.Multiple(() =>
        {
            Assert.That((refund.RefundId, refund.Reference, refund.Status, refund.ProviderStatus), Is.EqualTo(("MOD12345EFGH5678", "R-1", RefundStatus.Pending, "received")));
            Assert.That((refund.Amount, refund.AsOf, refund.Version, refund.Origin), Is.EqualTo((new Money(5m, "EUR"), (DateTimeOffset?)AdyenHost.AnsweredAt, (long?)3, RefundOrigin.Merchant)));
        });
    }

    [Test]
    public async Task All_that_is_left_is_an_amount_of_ours()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments/ABCD1234EFGH5678/refunds", Fixture.Answer("receipt"), 201);
        var known = Requests.Known(PaymentStatus.PartiallyRefunded, captured: 12.50m, refunded: 2.50m);
        var refund = await adyen.Provider.RefundPaymentAsync(new RefundRequest { Payment = known, Reason = "the coat did not fit" });
        Assert.That(refund.Amount, Is.EqualTo(new Money(10m, "EUR")));
        Assert.That(adyen.Sent, Does.Contain("\"value\":1000").And.Not.Contain("merchantRefundReason"), "A reason in free words is not one of Adyen's.");
    }

    [Test]
    public async Task Each_refund_has_a_reference_and_a_key_of_its_own()
    {
        using var adyen = new AdyenHost();
        var sent = new List<RefundRequest>();
        for (var i = 0; i < 2; i++)
        {
            adyen.On("POST /v72/payments/ABCD1234EFGH5678/refunds", Fixture.Answer("receipt"), 201);
            sent.Add(new RefundRequest { Payment = Requests.Paid, Amount = Requests.Eur });
            await adyen.Provider.RefundPaymentAsync(sent[i]);
        }

        Assert.That(adyen.Headers.Select(headers => headers.GetValues("Idempotency-Key").Single()).Distinct().Count(), Is.EqualTo(2));
        Assert.That(sent, Is.All.Matches<RefundRequest>(request => adyen.Sent.Contains($"\"reference\":\"{request!.Reference}\"", StringComparison.Ordinal)));
    }

    [Test]
    public async Task What_is_missing_or_cannot_be_kept_is_named()
    {
        using var adyen = new AdyenHost();
        await RefusedAsync<PaymentRequestException>(new RefundRequest { Payment = Requests.Paid }, "Amount");
        await RefusedAsync<PaymentRequestException>(new RefundRequest { Payment = Requests.Paid, Amount = Requests.Eur, Reference = new string('r', 81) }, "Reference");
        await RefusedAsync<PaymentRequestException>(
            new RefundRequest { Payment = Requests.Paid, Amount = Requests.Eur, Metadata = new Dictionary<string, string> { ["a"] = "b" } }, "Metadata");
        await RefusedAsync<PaymentRequestException>(
            new RefundRequest { Payment = Requests.Paid, Amount = Requests.Eur, BankAccount = new RefundBankAccount { BankCode = "1", AccountNumber = "2", HolderName = "3" } }, "BankAccount");
        await RefusedAsync<PaymentConflictException>(new RefundRequest { Payment = Requests.Linked, Amount = Requests.Eur }, "AUTHORISATION");
        Assert.That(adyen.Calls, Is.Zero);

        async Task RefusedAsync<T>(RefundRequest request, string named)
            where T : PaymentException => Assert.That((await Assert.ThrowsAsync<T>(() => adyen.Provider.RefundPaymentAsync(request)))!.Message, Does.Contain(named));
    }

    [Test]
    public async Task A_refund_is_read_out_of_the_memory()
    {
        using var adyen = new AdyenHost();
        var told = new Refund
        {
            Provider = "adyen", RefundId = "MOD1", Reference = "R-1", Payment = Requests.Paid, Status = RefundStatus.Completed, ProviderStatus = "REFUND", Amount = Requests.Eur,
            CreatedAt = TestClock.Start,
        };
        var known = Requests.Known(PaymentStatus.Refunded, captured: 12.50m, facts: new RefundFact(told) { AsOf = TestClock.Start, Version = 4 });
        Assert.That((await adyen.Provider.GetRefundAsync(new RefundReference(known) { RefundId = "MOD1" })).Version, Is.EqualTo(4));
        Assert.That((await adyen.Provider.GetRefundAsync(new RefundReference(known) { Reference = "R-1" })).Status, Is.EqualTo(RefundStatus.Completed));
        await Assert.ThrowsAsync<PaymentNotFoundException>(() => adyen.Provider.GetRefundAsync(new RefundReference(known) { RefundId = "MOD2" }));
        await Assert.ThrowsAsync<PaymentNotFoundException>(() => adyen.Provider.GetRefundAsync(new RefundReference(known)));
        await Assert.ThrowsAsync<PaymentOperationNotSupportedException>(() => adyen.Provider.GetRefundAsync(new RefundReference(Requests.Paid) { RefundId = "MOD1" }));
        Assert.That(adyen.Calls, Is.Zero);
    }
}
