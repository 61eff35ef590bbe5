using Microsoft.Extensions.DependencyInjection.Extensions;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Abstractions.Tests;

/// <summary>Webhooks: capped, verified, kept, applied once, retried, given up.</summary>
internal sealed class WebhookTests
{
    [Test]
    public async Task A_replayed_signed_webhook_gives_no_events_and_no_second_change()
    {
        await using var host = new PaymentHost();
        await host.CreateAsync(PaymentStatus.Processing);
        var paid = Make.Event("evt_1", Make.Payment(PaymentStatus.Completed, asOf: Make.At(10)));
        Assert.That(await host.TellAsync("evt_1", paid), Has.Count.EqualTo(1));
        Assert.That(await host.TellAsync("evt_1", paid), Is.Empty);
        Assert.That(host.Handler.Changes.Count(change => change.Source is PaymentChangeSource.Webhook), Is.EqualTo(1));
    }

    [Test]
    public async Task A_hint_cannot_date_what_was_read()
    {
        await using var host = new PaymentHost();
        await host.CreateAsync(PaymentStatus.Processing);
        host.Step();
        var hint = Make.Event("", Make.Payment(PaymentStatus.Completed, captured: 100)) with { OccurredAt = Make.At(1e9) };
        await host.TellAsync(Make.Webhook("", WebhookTrust.Hint), hint);
        host.Step();
        await host.TellAsync("evt_1", Make.Event("evt_1", Make.Payment(PaymentStatus.Refunded, captured: 100, asOf: host.Time.GetUtcNow())));
        Assert.That((await host.RecordAsync())!.Payment.Status, Is.EqualTo(PaymentStatus.Refunded));
    }

    [Test]
    public async Task A_replay_of_an_event_that_tells_of_nothing_gives_nothing_either()
    {
        await using var host = new PaymentHost();
        Assert.That(await host.TellAsync("evt_1", Make.Event("evt_1")), Has.Count.EqualTo(1));
        Assert.That(await host.TellAsync("evt_1", Make.Event("evt_1")), Is.Empty);
    }

    [Test]
    public async Task The_same_id_over_another_body_is_folded()
    {
        await using var host = new PaymentHost();
        await host.CreateAsync(PaymentStatus.RequiresAction);
        await host.TellAsync(Make.Webhook("evt_1", body: "a"), Make.Event("evt_1", Make.Payment(PaymentStatus.Processing, asOf: Make.At(10))));
        await host.TellAsync(Make.Webhook("evt_1", body: "b"), Make.Event("evt_1", Make.Payment(PaymentStatus.Completed, asOf: Make.At(11))));
        Assert.That((await host.RecordAsync())!.Payment.Status, Is.EqualTo(PaymentStatus.Completed));
    }

    // The same in every process, since a durable inbox outlives this one.
    [Test]
    public void What_tells_webhooks_apart_is_a_stable_hash() =>
        Assert.That(WebhookIds.Of(Make.Webhook("evt_1", body: "{}"), "evt_1"), Is.EqualTo("evt_1#44136fa355b3678a"));

    [Test]
    public async Task An_event_of_a_payment_that_is_not_here_yet_is_applied_when_it_comes_again()
    {
        await using var host = new PaymentHost();
        host.Fake.Throws(PaymentOperations.Get, Make.NotFound());
        var refunded = Make.Event("evt_1", refund: Make.Refund(10) with { AsOf = Make.At(10) });
        await host.TellAsync("evt_1", refunded);
        await host.CreateAsync();
        Assert.That(await host.TellAsync("evt_1", refunded), Has.Count.EqualTo(1));
        Assert.That((await host.RecordAsync())!.Payment.RefundedAmount, Is.EqualTo(Make.Usd(10)));
    }

    [Test]
    public async Task A_signed_part_of_an_unknown_payment_leads_to_a_read_of_the_whole()
    {
        await using var host = new PaymentHost();
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.Completed, captured: 100, asOf: Make.At(1)));
        await host.TellAsync("evt_1", Make.Event("evt_1", refund: Make.Refund(10) with { AsOf = Make.At(10) }));
        Assert.That(host.Handler.Changes.Select(change => (change.Before?.Status, change.After.Status)), Is.EqualTo(new[]
        {
            ((PaymentStatus?)null, PaymentStatus.Completed), (PaymentStatus.Completed, PaymentStatus.PartiallyRefunded),
        }));
    }

    [Test]
    public async Task Where_nobody_listens_an_unknown_payment_is_not_read()
    {
        await using var host = new PaymentHost(services: services => services.RemoveAll<IPaymentEventHandler>());
        var events = await host.TellAsync("e1", Make.Event("e1", refund: Make.Refund(30)));
        Assert.That((events.Count, host.Fake.Calls.Count(call => call.Operation == PaymentOperations.Get)), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Too_large_a_body_is_refused_before_the_provider_sees_it()
    {
        await using var host = new PaymentHost(options: o => o.MaxWebhookBytes = 8);
        var refused = await PaymentHost.CatchAsync<WebhookVerificationException>(() => host.Webhooks.ReceiveAsync(Make.Provider, Request("123456789")));
        Assert.That(refused.Error.Code, Is.EqualTo(PaymentErrorCode.TooLarge));
        Assert.That(host.Fake.Calls, Is.Empty);
        await host.Webhooks.ReceiveAsync(Make.Provider, Request("12345678"));
    }

    [Test]
    public async Task A_webhook_of_another_registration_is_refused()
    {
        await using var host = new PaymentHost();
        await PaymentHost.CatchAsync<WebhookVerificationException>(() => host.Provider.ResolveWebhookAsync(Make.Webhook("e") with { Provider = "other" }));
    }

    [Test]
    public async Task What_verifying_has_read_is_not_stored()
    {
        await using var host = new PaymentHost();
        object? parsed = "not asked";
        host.Fake.Events.Enqueue(webhook =>
        {
            parsed = webhook.Parsed;
            return [];
        });
        await host.Webhooks.ReceiveAsync(Make.Provider, Request("a"));
        await host.Webhooks.DispatchAsync();
        Assert.That(parsed, Is.Null);
    }

    [Test]
    public async Task Received_once_dispatched_once()
    {
        await using var host = new PaymentHost();
        await host.CreateAsync(PaymentStatus.Processing);
        host.Fake.Events.Enqueue(_ => [Make.Event("evt_1", Make.Payment(PaymentStatus.Completed, asOf: Make.At(10)))]);
        Assert.That((await host.Webhooks.ReceiveAsync(Make.Provider, Request("a"))).StatusCode, Is.EqualTo(200));
        await host.Webhooks.ReceiveAsync(Make.Provider, Request("a"));
        Assert.That(await host.Webhooks.DispatchAsync(), Is.EqualTo(1));
        Assert.That((await host.RecordAsync())!.Payment.Status, Is.EqualTo(PaymentStatus.Completed));
        await host.Webhooks.ReceiveAsync(Make.Provider, Request("a"));
        Assert.That(await host.Webhooks.DispatchAsync(), Is.Zero);

        host.Fake.Events.Enqueue(_ => [Make.Event("evt_1", Make.Payment(PaymentStatus.Completed, refunded: 5, asOf: Make.At(20)))]);
        await host.Webhooks.ReceiveAsync(Make.Provider, Request("b"));
        Assert.That(await host.Webhooks.DispatchAsync(), Is.EqualTo(1), "The same id over another body is another message.");
        Assert.That((await host.RecordAsync())!.Payment.Status, Is.EqualTo(PaymentStatus.PartiallyRefunded));
    }

    [Test]
    public async Task A_webhook_that_cannot_be_applied_is_retried_ever_later_and_given_up()
    {
        await using var host = new PaymentHost();
        await host.Webhooks.ReceiveAsync(Make.Provider, Request("a"));
        var waits = new List<double>();
        for (var attempt = 1; attempt <= 12; attempt++)
        {
            host.Fake.Events.Enqueue(_ => attempt == 2 ? throw new OperationCanceledException("Not ours.") : throw new InvalidOperationException("On purpose."));
            var waited = 0.0;
            while (await host.Webhooks.DispatchAsync() == 0)
            {
                host.Step();
                waited++;
            }

            waits.Add(waited);
        }

        Assert.That(waits, Is.EqualTo(new double[] { 0, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096 }));
        host.Time.Advance(TimeSpan.FromDays(2));
        Assert.That(await host.Webhooks.DispatchAsync(), Is.Zero);

        await host.Webhooks.ReceiveAsync(Make.Provider, Request("a"));
        Assert.That(await host.Webhooks.DispatchAsync(), Is.EqualTo(1), "When the provider sends it again, it is tried again.");
    }

    // No read can make the payment known, and the provider has its acknowledgement: nobody would tell it again.
    [Test]
    public async Task An_event_that_comes_before_its_payment_waits_where_only_webhooks_tell()
    {
        await using var host = new PaymentHost(FakeProvider.Everything with { NeedsWebhooks = true });
        host.Fake.Throws(PaymentOperations.Get, new PaymentOperationNotSupportedException(Make.Provider, PaymentOperations.Get));
        IReadOnlyList<PaymentEvent> events = [Make.Event("evt_1", refund: Make.Refund(10) with { AsOf = Make.At(10) })];
        host.Fake.Events.Enqueue(_ => events);
        host.Fake.Events.Enqueue(_ => events);
        await host.Webhooks.ReceiveAsync(Make.Provider, Request("a"));
        await host.Webhooks.DispatchAsync();
        Assert.That(await host.Webhooks.DispatchAsync(), Is.Zero, "It waits for its time.");

        await host.CreateAsync();
        host.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.That(await host.Webhooks.DispatchAsync(), Is.EqualTo(1));
        Assert.That((await host.RecordAsync())!.Payment.RefundedAmount, Is.EqualTo(Make.Usd(10)));
        host.Time.Advance(TimeSpan.FromDays(1));
        Assert.That(await host.Webhooks.DispatchAsync(), Is.Zero);
    }

    [Test]
    public async Task An_event_whose_payment_never_comes_is_dropped_in_the_end()
    {
        await using var host = new PaymentHost(FakeProvider.Everything with { NeedsWebhooks = true });
        await host.Webhooks.ReceiveAsync(Make.Provider, Request("a"));
        for (var attempt = 1; attempt <= 12; attempt++)
        {
            host.Fake.Throws(PaymentOperations.Get, Make.NotFound());
            host.Fake.Events.Enqueue(_ => [Make.Event("evt_1", refund: Make.Refund(10))]);
            Assert.That(await host.Webhooks.DispatchAsync(), Is.EqualTo(1));
            host.Time.Advance(TimeSpan.FromHours(3));
        }

        Assert.That(await host.Webhooks.DispatchAsync(), Is.Zero);
        await host.Webhooks.ReceiveAsync(Make.Provider, Request("a"));
        Assert.That(await host.Webhooks.DispatchAsync(), Is.Zero, "It is known as another's.");
    }

    [Test]
    public async Task What_another_worker_has_taken_is_left_to_it_until_its_lease_ends()
    {
        await using var host = new PaymentHost();
        var inbox = host.Services.GetRequiredService<IWebhookInbox>();
        await inbox.AddAsync(new InboxArrival(Make.Webhook("evt_1"), host.Time.GetUtcNow()));
        Assert.That(await inbox.TakeAsync(Make.Provider, host.Time.GetUtcNow(), TimeSpan.FromMinutes(5), 10), Has.Count.EqualTo(1));
        Assert.That(await host.Webhooks.DispatchAsync(), Is.Zero);
        host.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.That(await host.Webhooks.DispatchAsync(), Is.EqualTo(1));
    }

    // A hint leads to a read with our own key: what that answered counts like an answer.
    [Test]
    public async Task A_hint_may_take_back_what_was_paid_a_signed_push_may_not()
    {
        await using var host = new PaymentHost();
        await host.CreateAsync();
        await host.TellAsync("evt_1", Make.Event("evt_1", Make.Payment(PaymentStatus.Pending, asOf: Make.At(50))));
        Assert.That((await host.RecordAsync()) is { Payment.Status: PaymentStatus.Completed, NeedsRead: true });
        host.Step();
        await host.TellAsync(Make.Webhook("", WebhookTrust.Hint), Make.Event("", Make.Payment(PaymentStatus.Pending, asOf: Make.At(51))));
        Assert.That((await host.RecordAsync()) is { Payment.Status: PaymentStatus.Pending, NeedsRead: false });
    }

    [Test]
    public async Task A_full_inbox_refuses_so_that_the_provider_sends_again()
    {
        await using var host = new PaymentHost(options: o => o.MaxWebhooksInMemory = 1);
        await host.Webhooks.ReceiveAsync(Make.Provider, Request("a"));
        var full = await PaymentHost.CatchAsync<PaymentException>(() => host.Webhooks.ReceiveAsync(Make.Provider, Request("b")));
        Assert.That(full.Error.Code, Is.EqualTo(PaymentErrorCode.StoreError));
        await host.Webhooks.DispatchAsync();
        await host.Webhooks.ReceiveAsync(Make.Provider, Request("b"));
    }

    [Test]
    public async Task References_are_completed_for_the_provider()
    {
        await using var host = new PaymentHost();
        await host.CreateAsync();
        VerifiedWebhook? seen = null;
        host.Fake.Events.Enqueue(webhook =>
        {
            seen = webhook;
            return [];
        });
        await host.Provider.ResolveWebhookAsync(Make.Webhook("", WebhookTrust.Hint, "a", new PaymentReference(Make.Provider, null, "Order-1001")));
        Assert.That((seen!.References[0].PaymentId, seen.References[0].Known?.Status), Is.EqualTo(("pay_1", (PaymentStatus?)PaymentStatus.Completed)));
    }

    private static WebhookRequest Request(string body) => new() { Body = Encoding.UTF8.GetBytes(body), Headers = new Dictionary<string, string>() };
}
