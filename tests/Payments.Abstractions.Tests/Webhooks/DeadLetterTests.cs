using System.Text;

namespace Payments.Abstractions.Tests;

/// <summary>What could not be applied: seen, replayed, discarded.</summary>
internal sealed class DeadLetterTests
{
    [Test]
    public async Task A_dead_letter_is_listed_and_replayed()
    {
        await using var host = await WithDeadLetterAsync();
        var letter = (await host.Webhooks.GetDeadLettersAsync()).Single();
        Assert.That((letter.Error, letter.Entry.Attempts, letter.Entry.Webhook.Body.Length), Is.EqualTo((nameof(InvalidOperationException), 2, 1)));
        Assert.That(letter.GivenUpAt, Is.EqualTo(host.Time.GetUtcNow()));
        Assert.That(await host.Webhooks.GetStatisticsAsync(), Is.EqualTo(new InboxStatistics(0, null, 1)));

        Assert.That(await host.Webhooks.ReplayAsync(letter.Entry.Id), Is.True);
        Assert.That(await host.Webhooks.ReplayAsync(letter.Entry.Id), Is.False);
        Assert.That(await host.Webhooks.DispatchAsync(), Is.EqualTo(1));
        Assert.That(await host.Webhooks.GetStatisticsAsync(), Is.EqualTo(new InboxStatistics(0, null, 0)));
    }

    [Test]
    public async Task A_dead_letter_is_discarded()
    {
        await using var host = await WithDeadLetterAsync();
        var id = (await host.Webhooks.GetDeadLettersAsync()).Single().Entry.Id;
        Assert.That(await host.Webhooks.GetDeadLettersAsync(afterId: id), Is.Empty);
        Assert.That(await host.Webhooks.DiscardAsync(id), Is.True);
        Assert.That(await host.Webhooks.DiscardAsync(id), Is.False);
        Assert.That(await host.Webhooks.GetDeadLettersAsync(), Is.Empty);
    }

    [Test]
    public async Task What_failed_together_does_not_come_back_together()
    {
        await using var host = new PaymentHost();
        host.Fake.Events.Enqueue(_ => throw new InvalidOperationException("On purpose."));
        await ReceiveAsync(host);
        host.Jitter = 1;
        await host.Webhooks.DispatchAsync();
        host.Step(5.9);
        Assert.That(await host.Webhooks.DispatchAsync(), Is.Zero);
        host.Step(0.2);
        Assert.That(await host.Webhooks.DispatchAsync(), Is.EqualTo(1));
    }

    private static async Task<PaymentHost> WithDeadLetterAsync()
    {
        var host = new PaymentHost(options: o => o.MaxWebhookAttempts = 2);
        await ReceiveAsync(host);
        for (var i = 0; i < 2; i++)
        {
            host.Fake.Events.Enqueue(_ => throw new InvalidOperationException("On purpose."));
            await host.Webhooks.DispatchAsync();
            host.Step(10);
        }

        host.Step(-10);
        return host;
    }

    private static Task<WebhookAcknowledgement> ReceiveAsync(PaymentHost host) =>
        host.Webhooks.ReceiveAsync(Make.Provider, new WebhookRequest { Body = Encoding.UTF8.GetBytes("a"), Headers = new Dictionary<string, string>() });
}
