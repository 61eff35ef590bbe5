using System.Text;
using NUnit.Framework;
using Payments.Simulator;

namespace Payments.Conformance;

/// <content>What webhooks change.</content>
public abstract partial class PaymentProviderConformance<TSimulator>
{
    /// <summary>Each step of a payment is told, and what is told names the payment.</summary>
    [Test]
    public async Task Each_step_is_told_and_names_the_payment()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Webhooks))
            return;
        var paid = await PayAsync(host, capture: host.Supports(PaymentOperations.Capture) ? CaptureMode.Manual : CaptureMode.Automatic);
        if (PaymentsAreTold)
            await AssertToldAsync(host, paid, isRefund: false);
        if (host.Supports(PaymentOperations.Capture))
        {
            await host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = paid.Reference });
            await SettleAsync(host);
            await AssertToldAsync(host, paid, isRefund: false);
        }

        if (!host.Supports(PaymentOperations.Refund) || !RefundsAreTold)
            return;
        await RefundAsync(host, paid.Reference, null);
        await AssertToldAsync(host, paid, isRefund: true);
        Assert.That(await host.RememberedAsync(paid.Reference), Has.Property(nameof(Payment.Status)).EqualTo(PaymentStatus.Refunded));
    }

    /// <summary>A webhook alone completes a payment that nobody has read, in another process too.</summary>
    [Test]
    public async Task A_webhook_alone_tells_that_the_payment_is_paid()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Webhooks))
            return;
        SkipUnlessTold();
        var created = await CreateAsync(host);
        if (IsOpen(created))
            await ComeBackUnreadAsync(host, created);
        await host.TakeAllAsync();
        var remembered = await host.RememberedAsync(created.Reference);
        Assert.That(remembered!.Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(remembered.CapturedAmount, Is.EqualTo(created.Amount));
    }

    /// <summary>The way through the inbox ends in the same state.</summary>
    [Test]
    public async Task A_webhook_through_the_inbox_is_applied()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Webhooks))
            return;
        SkipUnlessTold();
        var created = await CreateAsync(host);
        if (IsOpen(created))
            await ComeBackUnreadAsync(host, created);
        foreach (var webhook in host.Simulator.TakeWebhooks())
        {
            var acknowledgement = await host.Webhooks.ReceiveAsync(host.Provider.Name, webhook.ToRequest());
            Assert.That(acknowledgement.StatusCode, Is.InRange(200, 299));
        }

        await host.Webhooks.DispatchAsync();
        Assert.That((await host.RememberedAsync(created.Reference))!.Status, Is.EqualTo(PaymentStatus.Completed));
    }

    /// <summary>A webhook that comes again changes nothing and tells nobody.</summary>
    [Test]
    public async Task A_replayed_webhook_is_applied_once()
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Webhooks))
            return;
        SkipUnlessTold();
        var paid = await PayAsync(host);
        var webhooks = host.Simulator.Webhooks;
        foreach (var webhook in webhooks)
            await host.TakeAsync(webhook);
        var heard = host.Changes.All.Count;
        foreach (var webhook in webhooks)
        {
            var isSigned = await IsSignedAsync(host, webhook);
            var events = await host.TakeAsync(webhook);
            if (isSigned)
                Assert.That(events, Is.Empty, $"{webhook.EventType} was applied before.");
        }

        Assert.That(host.Changes.All, Has.Count.EqualTo(heard));
        Assert.That((await host.RememberedAsync(paid.Reference))!.Status, Is.EqualTo(PaymentStatus.Completed));
    }

    /// <summary>Duplicated, late, or the last first: the end is the same.</summary>
    /// <param name="order">How they come.</param>
    [TestCase("in order")]
    [TestCase("reversed")]
    [TestCase("each twice")]
    [TestCase("twice around")]
    [TestCase("the first at last")]
    [TestCase("all at once")]
    public async Task Webhooks_in_any_order_end_in_the_same_state(string order)
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Webhooks))
            return;
        SkipUnlessTold();
        var created = await CreateAsync(host);
        if (IsOpen(created))
            await ComeBackUnreadAsync(host, created);
        host.Clock.Advance(TimeSpan.FromSeconds(90));
        var refunded = host.Supports(PaymentOperations.Refund | PaymentOperations.PartialRefund);
        if (refunded)
        {
            // Another process of the shop refunds: this one hears of it by webhooks only.
            await using var other = StartAnother(host);
            if (other.Provider.Capabilities.NeedsWebhooks)
                await other.TakeAllAsync();
            await other.Provider.RefundPaymentAsync(NewRefund(created.Reference.With(null), Part(host, 25), NewKey("refund")));
            await SettleAsync(host);
        }

        var webhooks = host.Simulator.Webhooks.ToList();
        List<SimulatedWebhook> played = order switch
        {
            "reversed" => [.. webhooks.AsEnumerable().Reverse()],
            "each twice" => [.. webhooks.SelectMany(webhook => new[] { webhook, webhook })],
            "twice around" => [.. webhooks, .. webhooks],
            "the first at last" => [.. webhooks.Skip(1), .. webhooks.Take(1)],
            _ => webhooks,
        };
        if (order == "all at once")
            await Task.WhenAll(played.Concat(played).Select(webhook => Task.Run(() => ReceiveAsync(host, webhook))));
        else
            foreach (var webhook in played)
                await ReceiveAsync(host, webhook);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Webhooks.DispatchAsync();

        var remembered = await host.RememberedAsync(created.Reference);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(remembered!.Status, Is.EqualTo(refunded ? PaymentStatus.PartiallyRefunded : PaymentStatus.Completed));
            Assert.That(remembered.CapturedAmount, Is.EqualTo(created.Amount));
            if (refunded)
                Assert.That(remembered.RefundedAmount, Is.EqualTo(Part(host, 25)));
        }
    }

    /// <summary>Takes a webhook in; through the inbox where an early one has to wait for its payment.</summary>
    private static async Task ReceiveAsync(ConformanceHost<TSimulator> host, SimulatedWebhook webhook)
    {
        if (!host.Provider.Capabilities.NeedsWebhooks)
        {
            await host.TakeAsync(webhook);
            return;
        }

        await host.Webhooks.ReceiveAsync(host.Provider.Name, webhook.ToRequest());
        await host.Webhooks.DispatchAsync();
    }

    /// <summary>What is not signed is not believed: it leads to a read, and the read decides.</summary>
    [Test]
    public async Task A_hint_leads_to_a_read()
    {
        await using var host = await StartAsync();
        if (await WebhookOfPaymentAsync(host) is not { } webhook)
            return;
        if (await IsSignedAsync(host, webhook))
            Assert.Pass("The provider signs its webhooks.");
        var sent = host.Sent;
        var events = await host.TakeAsync(webhook);
        Assert.That(host.Sent, Is.GreaterThan(sent), "The provider is asked.");
        Assert.That(events.Select(@event => @event.Payment?.Status), Has.Some.EqualTo(PaymentStatus.Completed));
    }

    /// <summary>An event type that nobody here knows changes nothing and breaks nothing.</summary>
    [Test]
    public async Task An_unknown_event_type_does_no_harm()
    {
        await using var host = await StartAsync();
        if (await WebhookOfPaymentAsync(host) is not { } webhook)
            return;
        var text = Encoding.UTF8.GetString(webhook.Body.Span);
        var body = Encoding.UTF8.GetBytes(text.Replace($"\"{webhook.EventType}\"", "\"conformance.unheard_of\"", StringComparison.Ordinal));
        var heard = host.Changes.All.Count;
        var events = await host.Provider.ProcessWebhookAsync(webhook.ToRequest(host.Simulator.SignBody(body)));
        if (await IsSignedAsync(host, webhook))
            Assert.That(events.Select(@event => @event.Type), Is.All.EqualTo(PaymentEventType.Other));
        Assert.That(host.Changes.All, Has.Count.EqualTo(heard));
    }

    /// <summary>A dispute is told when it opens and when it closes.</summary>
    /// <param name="won">Whether the merchant wins.</param>
    [TestCase(true)]
    [TestCase(false)]
    public async Task A_dispute_is_told(bool won)
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, PaymentOperations.Webhooks))
            return;
        SkipUnlessTold();
        var paid = await PayAsync(host);
        await host.TakeAllAsync();
        var dispute = await IfSimulatedAsync(() => host.Simulator.OpenDisputeAsync(paid.Reference.PaymentId!));
        var opened = await host.TakeAllAsync();
        Assert.That(opened.Select(@event => @event.Type), Has.Some.EqualTo(PaymentEventType.DisputeOpened));
        Assert.That(opened.Select(@event => @event.Dispute?.DisputeId), Has.Some.EqualTo(dispute));
        Assert.That((await host.RememberedAsync(paid.Reference))!.Status, Is.EqualTo(PaymentStatus.Disputed));

        host.Clock.Advance(TimeSpan.FromDays(20));
        await host.Simulator.CloseDisputeAsync(dispute, won);
        var closed = await host.TakeAllAsync();
        Assert.That(closed.Select(@event => @event.Type), Has.Some.EqualTo(PaymentEventType.DisputeClosed));
        Assert.That((await host.RememberedAsync(paid.Reference))!.Status, Is.EqualTo(won ? PaymentStatus.Completed : PaymentStatus.Disputed));
    }

    /// <summary>The payer has paid and the shop has confirmed where it must, but nobody has read.</summary>
    private async Task ComeBackUnreadAsync(ConformanceHost<TSimulator> host, Payment created)
    {
        var back = await PlayAsync(host.Simulator, created, PayerAction.Pay, CancellationToken.None);
        if (ConfirmationOf(host, created, back) is { } confirmation)
            await host.Provider.ConfirmPaymentAsync(confirmation);
        await SettleAsync(host);
    }

    private static async Task AssertToldAsync(ConformanceHost<TSimulator> host, Payment payment, bool isRefund)
    {
        await host.TakeAllAsync();
        var events = host.TakeTold();
        var named = events.Where(@event => Names(@event.Reference) || Names(@event.Payment?.Reference) || Names(@event.Refund?.Payment)).ToList();
        Assert.That(named, Is.Not.Empty, $"One of {events.Count} events names the payment.");
        Assert.That(events.Select(@event => @event.EventId), Is.All.Not.Empty);
        Assert.That(events.Select(@event => @event.Provider), Is.All.EqualTo(host.Provider.Name));
        if (isRefund)
            Assert.That(named.Exists(@event => @event.Refund is not null || @event.Payment?.RefundedAmount is not null || @event.Facts.Any(fact => fact is RefundFact)), Is.True);

        bool Names(PaymentReference? told) => told is not null
            && ((told.OrderId is not null && told.OrderId == payment.Reference.OrderId) || (told.PaymentId is not null && told.PaymentId == payment.Reference.PaymentId));
    }
}
