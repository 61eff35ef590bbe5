using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Payments.Abstractions.Tests;

/// <summary>The work that a host with hosted services does by itself.</summary>
internal sealed class BackgroundTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Test]
    public async Task A_webhook_is_applied_as_soon_as_it_is_received()
    {
        await using var host = new PaymentHost();
        await StartAsync(host);
        await ArrivesAsync(host, 1);
        await StopAsync(host);
    }

    [Test]
    public async Task A_failed_one_is_applied_when_its_time_has_come()
    {
        await using var host = new PaymentHost();
        await StartAsync(host);
        var failed = new TaskCompletionSource();
        host.Fake.Events.Enqueue(_ =>
        {
            failed.SetResult();
            throw new InvalidOperationException("On purpose.");
        });
        await ReceiveAsync(host, "a");
        await failed.Task.WaitAsync(Patience);
        var applied = new TaskCompletionSource();
        host.Fake.Events.Enqueue(_ =>
        {
            applied.SetResult();
            return [];
        });
        await MoveUntilAsync(host, applied.Task);
        await StopAsync(host);
    }

    [Test]
    public async Task The_reconciler_runs_by_itself()
    {
        await using var host = new PaymentHost();
        await host.CreateAsync(PaymentStatus.Processing);
        await StartAsync(host);
        var read = new TaskCompletionSource();
        host.Fake.Does(PaymentOperations.Get, _ =>
        {
            read.SetResult();
            return Task.FromResult<object>(Make.Payment(PaymentStatus.Completed));
        });
        await MoveUntilAsync(host, read.Task);
        await StopAsync(host);
    }

    [Test]
    public async Task A_store_that_fails_is_tried_again()
    {
        var failures = 3;
        await using var host = new PaymentHost(services: services => services.Replace(ServiceDescriptor.Singleton<IWebhookInbox>(provider =>
            new FailingInbox(new InMemoryWebhookInbox(provider.GetRequiredService<PaymentsOptions>()), () => Interlocked.Decrement(ref failures) >= 0))));
        await StartAsync(host);
        var applied = new TaskCompletionSource();
        host.Fake.Events.Enqueue(_ =>
        {
            applied.SetResult();
            return [];
        });
        await ReceiveAsync(host, "a");
        await MoveUntilAsync(host, applied.Task);
        Assert.That(failures, Is.Negative);
        await StopAsync(host);
    }

    [Test]
    public async Task Once_stopped_it_takes_nothing_more()
    {
        await using var host = new PaymentHost();
        await StartAsync(host);
        await ArrivesAsync(host, 1);
        await StopAsync(host);
        await ReceiveAsync(host, "z");
        Assert.That((await host.Webhooks.GetStatisticsAsync()).Waiting, Is.EqualTo(1), "Nobody dispatches any more.");
    }

    [Test]
    public async Task It_can_be_turned_off()
    {
        await using var host = new PaymentHost(options: o => o.RunInBackground = false);
        await StartAsync(host);
        await ReceiveAsync(host, "a");
        host.Time.Advance(TimeSpan.FromDays(1));
        Assert.That((await host.Webhooks.GetStatisticsAsync()).Waiting, Is.EqualTo(1));
        await StopAsync(host);
    }

    [Test]
    public async Task It_is_registered_once_however_often_payments_are_added()
    {
        await using var host = new PaymentHost(services: services => services.AddPayments());
        Assert.That(host.Services.GetServices<IHostedService>().Count(), Is.EqualTo(1));
    }

    private static async Task ArrivesAsync(PaymentHost host, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var applied = new TaskCompletionSource();
            host.Fake.Events.Enqueue(_ =>
            {
                applied.SetResult();
                return [];
            });
            await ReceiveAsync(host, $"a{i}");
            await applied.Task.WaitAsync(Patience);
        }
    }

    // The clock is moved whenever the loops have set their timers, until what is waited for has happened.
    private static async Task MoveUntilAsync(PaymentHost host, Task happened)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!happened.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            host.Step();
            await Task.Yield();
        }
    }

    private static Task<WebhookAcknowledgement> ReceiveAsync(PaymentHost host, string body)
    {
        host.Fake.Answers(PaymentOperations.Webhooks, Make.Webhook(body, body: body));
        return host.Webhooks.ReceiveAsync(Make.Provider, new WebhookRequest { Body = System.Text.Encoding.UTF8.GetBytes(body), Headers = new Dictionary<string, string>() });
    }

    private static Task StartAsync(PaymentHost host) => host.Services.GetServices<IHostedService>().Single().StartAsync(CancellationToken.None);

    private static Task StopAsync(PaymentHost host) => host.Services.GetServices<IHostedService>().Single().StopAsync(CancellationToken.None).WaitAsync(Patience);

    private sealed class FailingInbox(IWebhookInbox inner, Func<bool> fails) : IWebhookInbox
    {
        public ValueTask<InboxEntry?> AddAsync(InboxArrival arrival, CancellationToken cancellationToken = default) => inner.AddAsync(arrival, cancellationToken);

        public ValueTask<IReadOnlyList<InboxEntry>> TakeAsync(
            string provider, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken = default) =>
            fails() ? throw new IOException("The database is away.") : inner.TakeAsync(provider, now, lease, limit, cancellationToken);

        public ValueTask CompleteAsync(InboxEntry entry, DateTimeOffset now, CancellationToken cancellationToken = default) => inner.CompleteAsync(entry, now, cancellationToken);

        public ValueTask FailAsync(InboxEntry entry, string error, DateTimeOffset now, DateTimeOffset? retryAt, CancellationToken cancellationToken = default) =>
            inner.FailAsync(entry, error, now, retryAt, cancellationToken);

        public ValueTask<bool> WasAppliedAsync(string provider, string eventId, CancellationToken cancellationToken = default) => inner.WasAppliedAsync(provider, eventId, cancellationToken);

        public ValueTask MarkAppliedAsync(string provider, string eventId, DateTimeOffset now, CancellationToken cancellationToken = default) =>
            inner.MarkAppliedAsync(provider, eventId, now, cancellationToken);

        public ValueTask<IReadOnlyList<DeadLetter>> FindDeadLettersAsync(long afterId, int limit, CancellationToken cancellationToken = default) =>
            inner.FindDeadLettersAsync(afterId, limit, cancellationToken);

        public ValueTask<InboxEntry?> ReplayAsync(long id, DateTimeOffset now, CancellationToken cancellationToken = default) => inner.ReplayAsync(id, now, cancellationToken);

        public ValueTask<bool> DiscardAsync(long id, DateTimeOffset now, CancellationToken cancellationToken = default) => inner.DiscardAsync(id, now, cancellationToken);

        public ValueTask<InboxStatistics> CountAsync(CancellationToken cancellationToken = default) => inner.CountAsync(cancellationToken);
    }
}
