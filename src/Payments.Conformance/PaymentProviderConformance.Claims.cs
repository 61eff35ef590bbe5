using NUnit.Framework;

namespace Payments.Conformance;

/// <content>What is claimed has been seen, what is not claimed is refused.</content>
public abstract partial class PaymentProviderConformance<TSimulator>
{
    /// <summary>
    /// Every operation of the contract: one that is claimed is done and succeeds, one that is not claimed says so in its own exception and sends
    /// nothing. An operation that this suite does not know fails.
    /// </summary>
    /// <param name="operation">The operation.</param>
    [TestCaseSource(typeof(ConformanceCases), nameof(ConformanceCases.Operations))]
    public async Task Each_claim_is_true(PaymentOperations operation)
    {
        await using var host = await StartAsync();
        if (!await LacksAsync(host, operation))
            await SeeAsync(host, operation);
    }

    /// <summary>A part of a capability is not claimed without the capability.</summary>
    [Test]
    public async Task Claims_are_consistent()
    {
        await using var host = await StartAsync();
        var capabilities = host.Provider.Capabilities;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(host.Supports(PaymentOperations.Create), Is.True, "A provider that makes no payments is none.");
            AssertWith(PaymentOperations.PartialCapture, PaymentOperations.Capture);
            AssertWith(PaymentOperations.MultipleCapture, PaymentOperations.Capture);
            AssertWith(PaymentOperations.PartialRefund, PaymentOperations.Refund);
            AssertWith(PaymentOperations.GetRefund, PaymentOperations.Refund);
            Assert.That(capabilities.Currencies.Known, Is.Not.Empty);
            Assert.That(capabilities.PaymentMethods, Is.Not.Empty.And.Not.Contains(PaymentMethod.Unspecified));
            foreach (var (operation, lifetime) in capabilities.IdempotencyKeyLifetimes)
            {
                Assert.That(ConformanceCases.Moves, Does.Contain(operation), "Only a call that moves money has a key.");
                Assert.That(host.Supports(operation), Is.True, $"A key for {operation}, which is not claimed.");
                Assert.That(lifetime, Is.GreaterThan(TimeSpan.Zero));
            }
        }

        void AssertWith(PaymentOperations part, PaymentOperations whole) =>
            Assert.That(!host.Supports(part) || host.Supports(whole), Is.True, $"{part} is claimed without {whole}.");
    }

    /// <summary>Payments of an order are found, and an order that nobody made is not.</summary>
    [Test]
    public async Task A_payment_is_found_by_its_order()
    {
        await using var host = await StartAsync();
        if (!await LacksAsync(host, PaymentOperations.Find))
            await SeeAsync(host, PaymentOperations.Find);
    }

    /// <summary>What nobody ever made is not found, by read or by refund.</summary>
    [Test]
    public async Task A_payment_that_nobody_made_is_not_found()
    {
        await using var host = await StartAsync();
        var known = await KnownAsync(host);
        if (!host.Supports(PaymentOperations.Get) || known.Reference.PaymentId is not { Length: > 3 } id)
        {
            Assert.Ignore("The provider cannot be read by an id of its own.");
            return;
        }

        var nobodys = PaymentReference.From(host.Provider.Name, id[..^3] + "zzz");
        var sent = host.Sent;
        var thrown = await ThrowsAsync<PaymentException>(() => host.Provider.GetPaymentAsync(nobodys));
        Assert.That(thrown, Is.InstanceOf(host.Sent > sent ? typeof(PaymentNotFoundException) : typeof(PaymentOperationNotSupportedException)), "What nobody can be asked about is not 'not found'.");
        Assert.That(thrown.Outcome, Is.Not.EqualTo(PaymentOutcome.Unknown));
    }

    private async Task SeeAsync(ConformanceHost<TSimulator> host, PaymentOperations operation)
    {
        switch (operation)
        {
            case PaymentOperations.Create or PaymentOperations.Confirm or PaymentOperations.Capture or PaymentOperations.Cancel or PaymentOperations.Refund:
                var act = await PrepareAsync(host, operation);
                await act.AssertOnceAsync(await act.CallAsync(host));
                break;
            case PaymentOperations.Get:
                var paid = await PayAsync(host);
                Assert.That((await host.Provider.GetPaymentAsync(paid.Reference.With(null))).CapturedAmount, Is.EqualTo(paid.Amount));
                break;
            case PaymentOperations.Find:
                var ordered = await PayAsync(host);
                var found = await host.Provider.FindPaymentsAsync(new FindPaymentsRequest { OrderId = ordered.Reference.OrderId });
                Assert.That(found.Payments.Select(payment => payment.Reference.OrderId), Is.EqualTo(new[] { ordered.Reference.OrderId }));
                Assert.That(found.Payments[0].Status, Is.EqualTo(PaymentStatus.Completed));
                Assert.That((await host.Provider.FindPaymentsAsync(new FindPaymentsRequest { OrderId = "NOBODY-1" })).Payments, Is.Empty);
                break;
            case PaymentOperations.PartialCapture:
                await A_part_is_captured();
                break;
            case PaymentOperations.MultipleCapture:
                await Several_parts_are_captured();
                break;
            case PaymentOperations.PartialRefund:
                await Parts_are_refunded_until_nothing_is_left();
                break;
            case PaymentOperations.GetRefund:
                await A_refund_is_read_by_its_id_and_by_our_reference();
                break;
            case PaymentOperations.Webhooks:
                await A_webhook_alone_tells_that_the_payment_is_paid();
                break;
            default:
                Assert.Fail($"The suite has no case for {operation}: a claim that nobody tries is worth nothing.");
                break;
        }
    }

    private async Task AssertNotSupportedAsync(ConformanceHost<TSimulator> host, PaymentOperations operation)
    {
        var paid = operation is PaymentOperations.PartialRefund ? (PaymentReference)await PayAsync(host)
            : operation is PaymentOperations.PartialCapture or PaymentOperations.MultipleCapture && host.Supports(PaymentOperations.Capture)
                ? (PaymentReference)await PayAsync(host, capture: CaptureMode.Manual)
            : new PaymentReference(host.Provider.Name, "nobodys-payment", "NOBODY-1");
        var sent = host.Sent;
        var thrown = await ThrowsAsync<PaymentOperationNotSupportedException>(() => CallUnsupportedAsync(host, operation, paid));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(thrown.Outcome, Is.EqualTo(PaymentOutcome.NeverSent));
            Assert.That(thrown.Provider, Is.EqualTo(host.Provider.Name));
            Assert.That(host.Sent, Is.EqualTo(sent), "Nothing may be sent.");
        }

        if (operation is not PaymentOperations.Capture)
            return;
        var held = NewPayment(Draft(host, capture: CaptureMode.Manual));
        await ThrowsAsync<PaymentOperationNotSupportedException>(() => host.Provider.CreatePaymentAsync(held), "Money cannot be held.");
        Assert.That(host.Sent, Is.EqualTo(sent));
    }

    private Task CallUnsupportedAsync(ConformanceHost<TSimulator> host, PaymentOperations operation, PaymentReference payment) => operation switch
    {
        PaymentOperations.Create => CreateAsync(host),
        PaymentOperations.Confirm => host.Provider.ConfirmPaymentAsync(new ConfirmPaymentRequest { Payment = payment, Amount = Whole(host) }),
        PaymentOperations.Get => host.Provider.GetPaymentAsync(payment),
        PaymentOperations.Find => host.Provider.FindPaymentsAsync(new FindPaymentsRequest { OrderId = "NOBODY-1" }),
        PaymentOperations.Capture => host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = payment }),
        PaymentOperations.PartialCapture => host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = payment, Amount = Part(host, 40) }),
        PaymentOperations.MultipleCapture => host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = payment, Amount = Part(host, 40), IsFinal = false }),
        PaymentOperations.Cancel => host.Provider.CancelPaymentAsync(new CancelRequest { Payment = payment }),
        PaymentOperations.Refund => host.Provider.RefundPaymentAsync(NewRefund(payment, Whole(host), NewKey("refund"))),
        PaymentOperations.PartialRefund => host.Provider.RefundPaymentAsync(NewRefund(payment, Part(host, 40), NewKey("refund"))),
        PaymentOperations.GetRefund => host.Provider.GetRefundAsync(new RefundReference(payment) { RefundId = "nobodys-refund" }),
        PaymentOperations.Webhooks => host.Provider.VerifyWebhookAsync(new WebhookRequest { Body = "{}"u8.ToArray(), Headers = new Dictionary<string, string>(StringComparer.Ordinal) }),
        _ => throw new ArgumentOutOfRangeException(nameof(operation)),
    };
}
