using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Payments.Security;

namespace Payments.EntityFrameworkCore.Tests;

/// <summary>The inbox, its dead letters, what is forgotten, and the vault's records.</summary>
[TestFixture(DatabaseKind.SqliteFile)]
[TestFixture(DatabaseKind.PostgreSql)]
internal sealed class InboxTests(DatabaseKind kind)
{
    [Test]
    public async Task A_dead_letter_is_listed_replayed_and_applied()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database, options: o => o.MaxWebhookAttempts = 1);
        await ReceiveAsync(host, Make.Webhook("evt_1", body: "a"));
        host.Fake.Events.Enqueue(_ => throw new InvalidOperationException("On purpose."));
        await host.Webhooks.DispatchAsync();
        var letter = (await host.Webhooks.GetDeadLettersAsync()).Single();
        Assert.That((letter.Error, letter.GivenUpAt, letter.Entry.Webhook.EventIds), Is.EqualTo((nameof(InvalidOperationException), host.Time.GetUtcNow(), (IReadOnlyList<string>)["evt_1"])));
        Assert.That(await host.Webhooks.GetStatisticsAsync(), Is.EqualTo(new InboxStatistics(0, null, 1)));
        Assert.That(await host.Webhooks.DispatchAsync(), Is.Zero);
        Assert.That((await host.Webhooks.ReplayAsync(letter.Entry.Id), await host.Webhooks.ReplayAsync(letter.Entry.Id)), Is.EqualTo((true, false)));
        Assert.That(await host.Webhooks.DispatchAsync(), Is.EqualTo(1));
        Assert.That(await host.Webhooks.GetStatisticsAsync(), Is.EqualTo(new InboxStatistics(0, null, 0)));
    }

    [Test]
    public async Task What_was_given_up_is_tried_again_when_the_provider_sends_it_again()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database, options: o => o.MaxWebhookAttempts = 1);
        await ReceiveAsync(host, Make.Webhook("evt_1", body: "a"));
        host.Fake.Events.Enqueue(_ => throw new InvalidOperationException("On purpose."));
        await host.Webhooks.DispatchAsync();
        await ReceiveAsync(host, Make.Webhook("evt_1", body: "a"));
        Assert.That(await host.Webhooks.DispatchAsync(), Is.EqualTo(1));
        Assert.That(await host.Webhooks.GetDeadLettersAsync(), Is.Empty);
    }

    [Test]
    public async Task Hints_wait_once_lead_to_one_more_look_and_are_limited()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database, options: o => o.MaxHintsPerPayment = 2);
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.Processing));
        await host.Provider.CreatePaymentAsync(Make.Request());
        var known = PaymentReference.From(Make.Provider, "pay_1");
        foreach (var body in (string[])["a", "a", "b", "c"])
            await ReceiveAsync(host, Make.Webhook("", WebhookTrust.Hint, body, known));
        Assert.That((await host.Webhooks.GetStatisticsAsync()).Waiting, Is.EqualTo(2));

        var inbox = host.Services.CreateAsyncScope().ServiceProvider.GetRequiredService<IWebhookInbox>();
        var taken = await inbox.TakeAsync(Make.Provider, host.Time.GetUtcNow(), TimeSpan.FromMinutes(5), 10);
        Assert.That(taken, Has.Count.EqualTo(2));
        await ReceiveAsync(host, Make.Webhook("", WebhookTrust.Hint, "a", known));
        foreach (var entry in taken)
            await inbox.CompleteAsync(entry, host.Time.GetUtcNow());
        Assert.That(await host.Webhooks.DispatchAsync(), Is.Zero, "It waits for its time.");
        host.Time.Advance(host.Options.HintInterval);
        Assert.That(await host.Webhooks.DispatchAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_lease_that_ran_out_ends_nothing()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database);
        await ReceiveAsync(host, Make.Webhook("evt_1", body: "a"));
        await using var scope = host.Services.CreateAsyncScope();
        var inbox = scope.ServiceProvider.GetRequiredService<IWebhookInbox>();
        var first = (await inbox.TakeAsync(Make.Provider, host.Time.GetUtcNow(), TimeSpan.FromMinutes(1), 10)).Single();
        host.Step(60);
        var second = (await inbox.TakeAsync(Make.Provider, host.Time.GetUtcNow(), TimeSpan.FromMinutes(1), 10)).Single();
        await inbox.FailAsync(first, "late", host.Time.GetUtcNow(), null);
        Assert.That(await inbox.FindDeadLettersAsync(0, 10), Is.Empty);
        await inbox.CompleteAsync(second, host.Time.GetUtcNow());
        Assert.That((await inbox.CountAsync()).Waiting, Is.Zero);
    }

    [Test]
    public async Task What_is_settled_is_forgotten_after_its_retention_and_nothing_that_is_open()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database);
        host.Fake.Throws(PaymentOperations.Create, Make.Unknown());
        Assert.That(async () => await host.Provider.CreatePaymentAsync(Make.Request(order: "Order-unknown")), Throws.TypeOf<PaymentOutcomeUnknownException>());
        await host.Provider.CreatePaymentAsync(Make.Request());
        await ReceiveAsync(host, Make.Webhook("evt_1", body: "a"));
        await host.Webhooks.DispatchAsync();
        await ReceiveAsync(host, Make.Webhook("evt_2", body: "b"));
        await host.Provider.ResolveWebhookAsync(Tell(host));
        var retention = host.Services.GetRequiredService<PaymentRetention>();
        host.Time.Advance(TimeSpan.FromDays(6));
        await retention.RunOnceAsync(default);
        Assert.That(await CountAsync(database), Is.EqualTo((2, 2, 1)));
        host.Time.Advance(TimeSpan.FromDays(60));
        await retention.RunOnceAsync(default);
        Assert.That(await CountAsync(database), Is.EqualTo((1, 1, 0)));
        await using var shop = database.Open();
        Assert.That((await shop.Set<IdempotencyRow>().SingleAsync()).State, Is.EqualTo(IdempotencyState.Unknown));
        Assert.That((await shop.Set<InboxRow>().SingleAsync()).State, Is.EqualTo(InboxState.Waiting));
    }

    [Test]
    public async Task The_vaults_records_are_kept()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database);
        var store = host.Services.GetRequiredService<ITokenStore>();
        var record = new TokenRecord { Id = "id-1", Ciphertext = new byte[] { 1, 2, 3 }, Brand = "visa", Last4 = "4242", Fingerprint = "f", ExpiresAt = Make.Start };
        await store.AddAsync(record);
        Assert.That(async () => await store.AddAsync(record), Throws.InvalidOperationException);
        var found = await store.FindAsync("id-1");
        Assert.That(found!.Ciphertext.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(found with { Ciphertext = record.Ciphertext }, Is.EqualTo(record));
        await store.AddAsync(record with { Id = "id-2", ExpiresAt = null });
        Assert.That(await store.RemoveExpiredAsync(Make.Start), Is.EqualTo(1));
        Assert.That((await store.RemoveAsync("id-2"), await store.RemoveAsync("id-2")), Is.EqualTo((true, false)));
    }

    private static VerifiedWebhook Tell(ShopHost host)
    {
        host.Fake.Events.Enqueue(_ => [Make.Event("evt_9", Make.Payment(PaymentStatus.Completed, asOf: Make.At(10)))]);
        return Make.Webhook("evt_9");
    }

    private static async Task<(int Keys, int Inbox, int Applied)> CountAsync(TestDatabase database)
    {
        await using var shop = database.Open();
        return (await shop.Set<IdempotencyRow>().CountAsync(), await shop.Set<InboxRow>().CountAsync(), await shop.Set<AppliedEventRow>().CountAsync());
    }

    private static Task<WebhookAcknowledgement> ReceiveAsync(ShopHost host, VerifiedWebhook webhook)
    {
        host.Fake.Answers(PaymentOperations.Webhooks, webhook);
        return host.Webhooks.ReceiveAsync(Make.Provider, new WebhookRequest { Body = webhook.Body, Headers = new Dictionary<string, string>() });
    }
}
