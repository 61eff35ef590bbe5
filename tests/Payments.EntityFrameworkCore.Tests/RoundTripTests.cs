using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Payments.Security;

namespace Payments.EntityFrameworkCore.Tests;

/// <summary>What is saved is what is loaded, to the tick and the last digit; what must not be seen is not there to be seen.</summary>
[TestFixture(DatabaseKind.SqliteFile)]
[TestFixture(DatabaseKind.PostgreSql)]
internal sealed class RoundTripTests(DatabaseKind kind)
{
    [Test]
    public async Task A_record_is_loaded_as_it_was_saved()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database);
        var number = 0;
        Prop.ForAll(Arb.From(RecordGenerators.Records), record => Check(host, record with { Id = $"fake:{number++}" }).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    [Test]
    public async Task An_answer_is_loaded_as_it_was_settled()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database);
        var number = 0;
        Prop.ForAll(Arb.From(RecordGenerators.Known), payment =>
        {
            var claim = new IdempotencyClaim(new IdempotencyRecordKey("fake", PaymentOperations.Create, $"k{number++}"), "f", Make.Start, TimeSpan.FromMinutes(1));
            return host.InScopeAsync<IIdempotencyStore, bool>(async keys =>
            {
                var claimed = await keys.ClaimAsync(claim);
                await keys.SettleAsync(claimed.Record with { State = IdempotencyState.Answered, Payment = payment, Attempt = 3 });
                var again = await keys.ClaimAsync(claim);
                return claimed.IsOurs && !again.IsOurs && again.Record == claimed.Record with { State = IdempotencyState.Answered, Payment = payment, Attempt = 3 }
                    && again.Record.Payment!.Reference.Known == payment.Reference.Known;
            }).GetAwaiter().GetResult();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    [Test]
    public async Task With_a_protector_nothing_secret_stands_in_the_table()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        using var keys = new PaymentKeyRing("k1", PaymentKey.CreateEphemeral("k1"));
        await using (var host = new ShopHost(database, services: services => services.AddSingleton<IPaymentDataProtector>(new AesGcmPaymentDataProtector(keys))))
        {
            host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.RequiresAction) with { ProviderState = "state-secret", NextAction = new ClientSdkAction("x", """{"s":"client-secret"}""") });
            await host.Provider.CreatePaymentAsync(Make.Request());
            Assert.That((await host.RecordAsync())!.Payment.ProviderState!.Value.Reveal(), Is.EqualTo("state-secret"));
        }

        await using var shop = database.Open();
        foreach (var content in (byte[][])[(await shop.Set<PaymentRow>().SingleAsync()).Content, (await shop.Set<IdempotencyRow>().SingleAsync()).Answer!])
            Assert.That(System.Text.Encoding.Latin1.GetString(content), Does.Not.Contain("secret").And.Not.Contain("provider"));

        await using var without = new ShopHost(database);
        Assert.That(async () => await without.RecordAsync(), Throws.InvalidOperationException.With.Message.Contains("AddPaymentsSecurity"));
    }

    // Written by version 0.1: what a host has stored is read by every later version.
    [Test]
    public void What_an_earlier_version_stored_is_read()
    {
        var stored = System.Text.Json.JsonSerializer.Deserialize(
            """
            {"initial":{"reference":"fake:?order=Order-1001","status":"Unknown","providerStatus":"","amount":"100 USD","method":"Card","captureMode":"Automatic","createdAt":"2026-11-02T09:00:00+00:00","attention":"None","metadata":{},"isRemembered":false,"facts":[]},
             "payment":{"reference":"fake:pay_1?order=Order-1001","status":"RequiresAction","providerStatus":"open","amount":"100 USD","method":"Card","captureMode":"Automatic","createdAt":"2026-11-02T09:00:00+00:00","nextAction":{"$type":"redirect","url":"https://pay.example/"},"attention":"Late, Review","metadata":{},"isRemembered":false,"facts":[]},
             "facts":[{"$type":"captured","id":"c","amount":"1.50 USD","state":"Pending"}],
             "pending":[{"operation":"Create","idempotencyKey":"k","startedAt":"2026-11-02T09:00:00+00:00","isUnknown":false}],"undelivered":[]}
            """,
            StoreJson.Payment)!;
        Assert.That((stored.Payment.NextAction, stored.Payment.Attention), Is.EqualTo(((NextAction)new RedirectAction(new Uri("https://pay.example/")), PaymentAttention.Late | PaymentAttention.Review)));
        Assert.That(stored.Facts.Single(), Is.EqualTo(new CapturedFact("c", Make.Usd(1.50m), MovementState.Pending)));
    }

    private static async Task<bool> Check(ShopHost host, PaymentRecord record)
    {
        await using (var scope = host.Services.CreateAsyncScope())
        {
            await using var transaction = await scope.ServiceProvider.GetRequiredService<IPaymentTransactions>().BeginAsync();
            await scope.ServiceProvider.GetRequiredService<IPaymentStore>().AddAsync(record);
            await transaction.CommitAsync();
        }

        var loaded = await host.InScopeAsync<IPaymentStore, PaymentRecord?>(store => store.FindByIdAsync(record.Id).AsTask());
        Assert.That(loaded!.Facts, Is.EqualTo(record.Facts));
        Assert.That(loaded.UpdatedAt.UtcTicks, Is.EqualTo(record.UpdatedAt.UtcTicks));
        Assert.That(loaded with { Facts = record.Facts, Revision = 0 }, Is.EqualTo(record));

        // The next one may have the same ids.
        await using (var scope = host.Services.CreateAsyncScope())
        {
            await using var transaction = await scope.ServiceProvider.GetRequiredService<IPaymentTransactions>().BeginAsync();
            var store = scope.ServiceProvider.GetRequiredService<IPaymentStore>();
            await store.RemoveAsync((await store.FindByIdAsync(record.Id))!);
            await transaction.CommitAsync();
        }

        return true;
    }
}
