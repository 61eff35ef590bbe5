using System.Text;

namespace Payments.Abstractions.Tests;

/// <summary>Unsigned webhooks: what they may cost is bounded, and none that is kept stands for another.</summary>
internal sealed class HintTests
{
    private static readonly PaymentReference Known = PaymentReference.From(Make.Provider, "pay_1");

    [Test]
    public async Task Foreign_hints_are_dropped_known_ones_wait_once()
    {
        await using var host = new PaymentHost();
        await host.CreateAsync(PaymentStatus.Processing);
        await SendAsync(host, "a", PaymentReference.From(Make.Provider, "nobody"));
        await SendAsync(host, "b", Known);
        await SendAsync(host, "b", Known);
        Assert.That(await host.Webhooks.DispatchAsync(), Is.EqualTo(1));
    }

    // One that somebody made up must not stand for what the provider says of the same payment.
    [Test]
    public async Task Hints_of_one_payment_with_other_bodies_wait_each_up_to_a_limit()
    {
        await using var host = new PaymentHost(options: o => o.MaxHintsPerPayment = 2);
        await host.CreateAsync(PaymentStatus.Processing);
        foreach (var body in (string[])["a", "b", "c"])
            await SendAsync(host, body, Known);
        Assert.That((await host.Webhooks.GetStatisticsAsync()).Waiting, Is.EqualTo(2));
        Assert.That(await host.Webhooks.DispatchAsync(), Is.EqualTo(2));
        await SendAsync(host, "c", Known);
        Assert.That(await host.Webhooks.DispatchAsync(), Is.EqualTo(1), "There is room again.");
    }

    // By another of its ids it is the same payment.
    [Test]
    public async Task The_limit_is_of_the_payment_and_not_of_its_names()
    {
        await using var host = new PaymentHost(options: o => o.MaxHintsPerPayment = 2);
        await host.CreateAsync(PaymentStatus.Processing);
        for (var i = 0; i < 5; i++)
            await SendAsync(host, "a", new PaymentReference(Make.Provider, "pay_1", $"Made-up-{i}"));
        await SendAsync(host, "a", new PaymentReference(Make.Provider, null, "Order-1001"));
        Assert.That((await host.Webhooks.GetStatisticsAsync()).Waiting, Is.EqualTo(1));
    }

    // Its payment is known only after a read: dropping it would lose the event.
    [Test]
    public async Task Hints_that_name_no_payment_are_kept_up_to_a_limit()
    {
        await using var host = new PaymentHost(options: o => o.MaxUnnamedHints = 2);
        foreach (var body in (string[])["a", "a", "b", "c"])
            await SendAsync(host, body);
        Assert.That(await host.Webhooks.DispatchAsync(), Is.EqualTo(2));
    }

    [Test]
    public async Task One_that_comes_while_it_is_being_applied_leads_to_one_more_look()
    {
        await using var host = new PaymentHost();
        await host.CreateAsync(PaymentStatus.Processing);
        await SendAsync(host, "a", Known);
        host.Fake.Events.Enqueue(_ =>
        {
            SendAsync(host, "a", Known).GetAwaiter().GetResult();
            return [];
        });
        Assert.That(await host.Webhooks.DispatchAsync(), Is.EqualTo(1));
        Assert.That(await host.Webhooks.DispatchAsync(), Is.Zero, "It waits for its time.");
        host.Time.Advance(host.Options.HintInterval);
        Assert.That(await host.Webhooks.DispatchAsync(), Is.EqualTo(1));
        host.Time.Advance(TimeSpan.FromHours(1));
        Assert.That(await host.Webhooks.DispatchAsync(), Is.Zero);
    }

    [Test]
    public async Task The_same_hint_again_is_looked_at_once_in_an_interval()
    {
        await using var host = new PaymentHost();
        await host.CreateAsync(PaymentStatus.Processing);
        for (var i = 0; i < 3; i++)
        {
            await SendAsync(host, "a", Known);
            Assert.That(await host.Webhooks.DispatchAsync(), Is.EqualTo(i == 0 ? 1 : 0));
        }

        host.Time.Advance(host.Options.HintInterval);
        Assert.That(await host.Webhooks.DispatchAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_flood_is_refused_before_it_costs_a_lookup_and_ends_with_time()
    {
        await using var host = new PaymentHost(options: o => o.MaxHintsPerSecond = 2);
        for (var i = 0; i < 8; i++)
            await SendAsync(host, "a", PaymentReference.From(Make.Provider, "nobody"));
        var refused = await PaymentHost.CatchAsync<PaymentRateLimitedException>(() => SendAsync(host, "a", Known));
        Assert.That(refused.Error.RetryAfter, Is.Not.Null);
        host.Step();
        await SendAsync(host, "a", Known);
        await SendAsync(host, "a", Known);
        await PaymentHost.CatchAsync<PaymentRateLimitedException>(() => SendAsync(host, "a", Known));
    }

    private static Task<WebhookAcknowledgement> SendAsync(PaymentHost host, string body, params PaymentReference[] references)
    {
        host.Fake.Answers(PaymentOperations.Webhooks, Make.Webhook("", WebhookTrust.Hint, body, references));
        return host.Webhooks.ReceiveAsync(Make.Provider, new WebhookRequest { Body = Encoding.UTF8.GetBytes(body), Headers = new Dictionary<string, string>() });
    }
}
