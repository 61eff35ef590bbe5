using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Payments.Security;
using Payments.Simulator;

namespace Payments.AspNetCore.Tests;

/// <summary>What waits, what was given up, and what a store does not take.</summary>
internal sealed class BacklogHealthTests
{
    private const string GivenUp = "Webhooks were given up: look at them, then replay or discard them.";

    [Test]
    public async Task An_inbox_that_is_worked_on_is_well()
    {
        await using var shop = await OpenAsync(checks => checks.AddPaymentInbox().AddPaymentInbox());
        Assert.That(await CheckAsync(shop), Is.EqualTo((HealthStatus.Healthy, "Webhooks are applied as they come.")));
        await WaitAsync(shop);
        Assert.That(await CheckAsync(shop), Is.EqualTo((HealthStatus.Healthy, "Webhooks are applied as they come.")), "A moment is no backlog.");
    }

    [Test]
    public async Task Too_many_or_too_old_ones_are_what_the_host_says([Values(HealthStatus.Degraded, HealthStatus.Unhealthy)] HealthStatus failure)
    {
        await using var many = await OpenAsync(checks => checks.AddPaymentInbox(options => options.MaxWaiting = 0, failure));
        await WaitAsync(many);
        Assert.That(await CheckAsync(many), Is.EqualTo((failure, "Too many webhooks wait.")));
        await many.DispatchAsync();
        Assert.That((await CheckAsync(many)).Status, Is.EqualTo(HealthStatus.Healthy));

        await WaitAsync(many, "order-0002");
        var registration = new HealthCheckRegistration("inbox", _ => null!, failure, []);
        foreach (var (minutes, expected) in new[] { (9, HealthStatus.Healthy), (11, failure) })
        {
            var check = new PaymentInboxHealthCheck(many.Services.GetRequiredService<PaymentWebhooks>(), new PaymentInboxHealthOptions(), new Later(TimeSpan.FromMinutes(minutes)));
            Assert.That((await check.CheckHealthAsync(new HealthCheckContext { Registration = registration })).Status, Is.EqualTo(expected), $"after {minutes} minutes");
        }
    }

    [Test]
    public async Task A_dead_letter_waits_for_a_person_to_replay_or_discard_it()
    {
        await using var shop = await OpenAsync(checks => checks.AddPaymentInbox(), options => options.MaxWebhookAttempts = 1, breaks: true);
        await WaitAsync(shop);
        var handler = shop.Services.GetRequiredService<Breaks>();
        await shop.DispatchAsync();
        var webhooks = shop.Services.GetRequiredService<PaymentWebhooks>();
        Assert.That(await CheckAsync(shop), Is.EqualTo((HealthStatus.Degraded, GivenUp)));
        handler.IsBroken = false;
        foreach (var letter in await webhooks.GetDeadLettersAsync())
            Assert.That(await webhooks.ReplayAsync(letter.Entry.Id), Is.True);
        await shop.DispatchAsync();
        Assert.That((await CheckAsync(shop)).Status, Is.EqualTo(HealthStatus.Healthy));
    }

    [Test]
    public async Task The_audit_log_tells_of_what_waits_and_of_what_did_not_fit([Values(0, 5, 101)] int queued, [Values(0L, 1L)] long lost)
    {
        await using var shop = await OpenAsync(checks =>
        {
            checks.AddPaymentAudit();
            checks.Services.AddSingleton<IAuditLog>(new StuckLog { Queued = queued, Lost = lost });
        });
        Assert.That((await CheckAsync(shop)).Status, Is.EqualTo(queued > 100 || lost > 0 ? HealthStatus.Degraded : HealthStatus.Healthy));
    }

    [Test]
    public async Task Without_an_audit_log_there_is_nothing_to_tell()
    {
        await using var shop = await OpenAsync(checks => checks.AddPaymentAudit());
        Assert.That(await CheckAsync(shop), Is.EqualTo((HealthStatus.Healthy, "No audit log is kept.")));
    }

    private static Task<Shop> OpenAsync(Action<IHealthChecksBuilder> add, Action<PaymentsOptions>? options = null, bool breaks = false) => Shop.OpenAsync(
        "Stripe",
        builder =>
        {
            add(builder.Services.AddHealthChecks());
            builder.Services.Configure(options ?? (_ => { }));
        },
        payments: payments =>
        {
            payments.Services.AddSingleton<Breaks>();
            return breaks ? payments.Use((services, inner) => new Breaking(inner, services.GetRequiredService<Breaks>())) : payments;
        });

    /// <summary>A webhook comes and waits.</summary>
    private static async Task WaitAsync(Shop shop, string orderId = "order-0001")
    {
        await shop.PayAsync(await shop.OrderAsync(orderId));
        using var answer = await shop.PostAsync(shop.Simulator.TakeWebhooks()[0]);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private static async Task<(HealthStatus Status, string? Description)> CheckAsync(Shop shop)
    {
        var report = await shop.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains(PaymentHealthChecksBuilderExtensions.Tag));
        var entry = report.Entries.Single().Value;
        return (entry.Status, entry.Description);
    }

    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }

    private sealed class Breaks
    {
        internal bool IsBroken { get; set; } = true;
    }

    private sealed class Breaking(IPaymentProvider inner, Breaks breaks) : DelegatingPaymentProvider(inner)
    {
        public override Task<IReadOnlyList<PaymentEvent>> ResolveWebhookAsync(VerifiedWebhook webhook, CancellationToken cancellationToken = default) =>
            breaks.IsBroken ? throw new IOException("broken") : Inner.ResolveWebhookAsync(webhook, cancellationToken);
    }

    private sealed class StuckLog : IAuditLog
    {
        public int Queued { get; init; }

        public long Lost { get; init; }

        public ValueTask<long> AppendAsync(AuditEntry entry, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<bool> AppendOrQueueAsync(AuditEntry entry, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public void Queue(AuditEntry entry) => throw new NotSupportedException();
    }
}
