namespace Payments.Coinbase.Tests.Checkouts;

public class WebhookTests
{
    [Test]
    public async Task A_payment_is_told_whole_and_without_a_read()
    {
        using var coinbase = new CheckoutsHost();
        var told = (await coinbase.Provider.ProcessWebhookAsync(Hook0.V1(Fixture.Event("checkout.payment.success")))).Single();
        Assert.Multiple(() =>
        {
            Assert.That((told.EventId, told.Type, told.ProviderEventType), Is.EqualTo(("evt-1", PaymentEventType.PaymentUpdated, "checkout.payment.success")));
            Assert.That(told.OccurredAt, Is.EqualTo(TestClock.Start.AddMinutes(5).AddMilliseconds(500)));
            Assert.That(told.Payment!.Status, Is.EqualTo(PaymentStatus.Completed));
            Assert.That((told.Payment.Amount, told.Payment.ReceivedAmount), Is.EqualTo((new Money(100m, "EUR"), (Money?)new Money(108m, "USDC"))));
            Assert.That(told.Payment.TransactionId, Is.EqualTo("0x3a1b2c3d4e5f"));
            Assert.That(told.Payment.AsOf, Is.EqualTo(told.OccurredAt));
            Assert.That(told.Refund, Is.Null);
            Assert.That(coinbase.Calls, Is.Zero);
        });
    }

    [Test]
    public async Task A_refunds_event_without_a_memory_is_about_the_newest_that_got_so_far_and_tells_of_all()
    {
        using var coinbase = new CheckoutsHost();
        var told = (await coinbase.Provider.ProcessWebhookAsync(Hook0.V1(Fixture.Event("checkout.refund.success")))).Single();
        Assert.Multiple(() =>
        {
            Assert.That((told.Type, told.Refund!.RefundId, told.Refund.Status), Is.EqualTo((PaymentEventType.RefundUpdated, "rf_2", RefundStatus.Completed)));
            Assert.That(told.Payment!.Facts.OfType<RefundFact>().Select(fact => (fact.Refund.RefundId, fact.Refund.Status)), Is.EqualTo(new[]
            {
                ("rf_2", RefundStatus.Completed), ("rf_1", RefundStatus.Completed), ("rf_3", RefundStatus.Failed),
            }));
            Assert.That(told.Payment.RefundedAmount, Is.EqualTo(new Money(35m, "EUR")));
        });
    }

    [Test]
    public async Task With_a_memory_it_is_about_what_has_changed()
    {
        using var coinbase = new CheckoutsHost();
        var webhook = await coinbase.Provider.VerifyWebhookAsync(Hook0.V1(Fixture.Event("checkout.refund.success")));
        var all = (await coinbase.Provider.ResolveWebhookAsync(webhook)).Single().Payment!;

        // The memory knows the second as pending and the first as it is; of the third it has not heard.
        var known = all with
        {
            Facts =
            [
                .. all.Facts.OfType<RefundFact>().Where(fact => fact.Refund.RefundId != "rf_3")
                    .Select(fact => fact.Refund.RefundId == "rf_2" ? new RefundFact(fact.Refund with { Status = RefundStatus.Pending }) : fact),
            ],
        };
        var told = await coinbase.Provider.ResolveWebhookAsync(webhook with { References = [webhook.References[0].With(known)] });
        Assert.That(told.Select(each => (each.EventId, each.Refund!.RefundId, each.Payment is not null)), Is.EqualTo(new[]
        {
            ("evt-1", "rf_2", true), ("evt-1:rf_3", "rf_3", false),
        }));

        var again = await coinbase.Provider.ResolveWebhookAsync(webhook with { References = [webhook.References[0].With(all)] });
        Assert.That(again.Single().Refund!.RefundId, Is.EqualTo("rf_2"), "nothing has changed: the newest of the event's kind");
    }

    [Test]
    public async Task Without_a_signed_id_each_refund_is_an_event_of_its_own()
    {
        using var coinbase = new CheckoutsHost();
        async Task<string> IdAsync(string type, int refunds)
        {
            var body = Fixture.Event("checkout.refund.success", node =>
            {
                node["eventType"] = type;
                for (var i = 3; i > refunds; i--)
                    node["refunds"]!.AsArray().RemoveAt(0);
            });
            return (await coinbase.Provider.VerifyWebhookAsync(Hook0.V0(body))).EventIds.Single();
        }

        Assert.That(await IdAsync("checkout.refund.success", 3), Is.EqualTo("68f7a946db0529ea9b6d3a12:checkout.refund.success:rf_2"));
        Assert.That(await IdAsync("checkout.refund.success", 2), Is.EqualTo("68f7a946db0529ea9b6d3a12:checkout.refund.success:rf_1"));
        Assert.That(await IdAsync("checkout.refund.failed", 3), Is.EqualTo("68f7a946db0529ea9b6d3a12:checkout.refund.failed:rf_3"));
        Assert.That(await IdAsync("checkout.refund.success", 1), Is.EqualTo("68f7a946db0529ea9b6d3a12:checkout.refund.success"), "no refund has got so far");
    }

    [Test]
    public async Task A_refunds_event_without_a_list_tells_of_the_payment()
    {
        using var coinbase = new CheckoutsHost();
        var told = (await coinbase.Provider.ProcessWebhookAsync(Hook0.V1(Fixture.Event("checkout.refund.success", node => node["refunds"] = null)))).Single();
        Assert.That((told.Type, told.Refund, told.Payment!.Status), Is.EqualTo((PaymentEventType.RefundUpdated, (Refund?)null, PaymentStatus.PartiallyRefunded)));
    }

    [Test]
    public async Task A_payment_that_was_not_made_here_is_named_by_its_id()
    {
        using var coinbase = new CheckoutsHost();
        var webhook = await coinbase.Provider.VerifyWebhookAsync(Hook0.V1(Fixture.Event("checkout.payment.success", node => node["metadata"] = null)));
        Assert.That(webhook.References.Single().ToString(), Is.EqualTo("coinbase:68f7a946db0529ea9b6d3a12"));
    }

    [TestCase("""{"eventId":"e-1","timestamp":"2026-10-30T00:00:00Z","eventType":"acceptance.payment_session.capture_succeeded","data":{}}""", 1)]
    [TestCase("""{"eventType":"checkout.payment.success","status":"COMPLETED"}""", 1)]
    [TestCase("""{"event":"user.created"}""", 0)]
    [TestCase("{}", 0)]
    [TestCase("""{"id":"c"}""", 0)]
    [TestCase("""{"id":{},"eventType":["x"]}""", 0)]
    public async Task Whatever_else_is_signed_is_acknowledged_and_changes_nothing(string body, int events)
    {
        using var coinbase = new CheckoutsHost();
        var webhook = await coinbase.Provider.VerifyWebhookAsync(Hook0.V1(body));
        Assert.That((webhook.Trust, webhook.EventIds.Single(), webhook.References.Count, webhook.Acknowledgement.StatusCode), Is.EqualTo((WebhookTrust.Signed, "evt-1", 0, 200)));
        foreach (var kept in new[] { webhook, webhook with { Parsed = null } })
        {
            var told = await coinbase.Provider.ResolveWebhookAsync(kept);
            Assert.That(told, Has.Count.EqualTo(events));
            Assert.That(told.Select(each => (each.Type, each.Reference, each.Payment)), Is.All.EqualTo((PaymentEventType.Other, (PaymentReference?)null, (Payment?)null)));
        }

        await using var shop = new PipelineHost();
        Assert.That(await shop.Provider.ProcessWebhookAsync(Hook0.V1(body)), Has.Count.EqualTo(events));
    }

    [Test]
    public async Task What_has_no_id_that_is_signed_is_told_apart_by_its_body()
    {
        using var coinbase = new CheckoutsHost();
        async Task<string> IdAsync(string body) => (await coinbase.Provider.VerifyWebhookAsync(Hook0.V0(body))).EventIds.Single();
        var (first, again, other) = (await IdAsync("""{"event":"user.created"}"""), await IdAsync("""{"event":"user.created"}"""), await IdAsync("""{"event":"user.changed"}"""));
        Assert.That(first, Has.Length.EqualTo(64));
        Assert.That(again, Is.EqualTo(first));
        Assert.That(other, Is.Not.EqualTo(first));
    }

    [TestCase(null)]
    [TestCase("yesterday")]
    public async Task An_event_without_a_time_of_its_own_is_as_new_as_its_signature(string? updatedAt)
    {
        var body = Fixture.Event("checkout.payment.success", node => node["updatedAt"] = updatedAt);
        using var coinbase = new CheckoutsHost();
        var webhook = await coinbase.Provider.VerifyWebhookAsync(Hook0.V1(body, at: TestClock.Start.AddSeconds(90)));
        foreach (var kept in new[] { webhook, webhook with { Parsed = null } })
        {
            var told = (await coinbase.Provider.ResolveWebhookAsync(kept)).Single();
            Assert.That((told.OccurredAt, told.Payment!.AsOf), Is.EqualTo(((DateTimeOffset?)TestClock.Start.AddSeconds(90), (DateTimeOffset?)TestClock.Start.AddSeconds(90))));
        }

        Assert.That(webhook.Headers.Values, Is.EqualTo(new[] { "t=1793318490" }), "the time alone");
        Assert.That((await coinbase.Provider.VerifyWebhookAsync(Hook0.V1(Fixture.Event("checkout.payment.success")))).Headers, Is.Empty);
    }

    [Test]
    public async Task An_event_without_a_time_is_believed_after_an_answer_with_one()
    {
        await using var shop = new PipelineHost();
        shop.Answers(Fixture.Answer("checkout-active"), 201);
        await shop.Provider.CreatePaymentAsync(Requests.Payment());
        var body = Fixture.Event("checkout.payment.success", node => node["updatedAt"] = null);
        Assert.That(await shop.Provider.ProcessWebhookAsync(Hook0.V1(body, at: TestClock.Start.AddSeconds(90))), Has.Count.EqualTo(1));
        Assert.That((await shop.RememberedAsync(Requests.Checkout)).Status, Is.EqualTo(PaymentStatus.Completed));
    }
}
