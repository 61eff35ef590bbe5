using Payments.Security.Tests.Keys;

namespace Payments.Security.Tests.Vault;

/// <summary>Reuse, single use, tenants and callers, over envelope keys.</summary>
internal sealed class TokenVaultOptionsTests : KeyFixture
{
    private static readonly TokenizeOptions Reuse = new() { Purpose = "charge", Tenant = "shop", ReuseToken = true };

    [Test]
    public async Task The_same_card_from_64_tasks_gives_one_token()
    {
        var hosts = new[] { Start(), Start() };
        var tokens = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => hosts[i % 2].Vault.TokenizeAsync(Card, Reuse))));

        Assert.That(tokens.Select(token => token.Token).Distinct().Count(), Is.EqualTo(1));
        Assert.That(await Tokens.ListAsync(null, 100), Has.Count.EqualTo(1));
        Assert.That(await hosts[0].Vault.DetokenizeAsync(tokens[0].Token, "charge"), Is.EqualTo(Card));
    }

    [Test]
    public async Task Another_card_tenant_or_purpose_gives_another_token()
    {
        var vault = Start().Vault;
        var tokens = new[]
        {
            await vault.TokenizeAsync(Card, Reuse),
            await vault.TokenizeAsync(CardNumber.Parse("5555555555554444"), Reuse),
            await vault.TokenizeAsync(Card, new() { Purpose = "charge", Tenant = "shop2", ReuseToken = true }),
            await vault.TokenizeAsync(Card, new() { Purpose = "refund", Tenant = "shop", ReuseToken = true }),
            await vault.TokenizeAsync(Card, new() { Purpose = "charge", ReuseToken = true }),
            await vault.TokenizeAsync(Card, new() { Purpose = "charge", Tenant = "shop" }),
        };
        Assert.That(tokens.Select(token => token.Token), Is.Unique);
    }

    [Test]
    public async Task A_token_that_is_given_again_lives_as_long_as_the_longest_asked_for()
    {
        var vault = Start().Vault;
        var first = await vault.TokenizeAsync(Card, new() { Purpose = "p", ReuseToken = true, ExpiresAfter = TimeSpan.FromHours(1) });
        var longer = await vault.TokenizeAsync(Card, new() { Purpose = "p", ReuseToken = true, ExpiresAfter = TimeSpan.FromHours(2) });
        var shorter = await vault.TokenizeAsync(Card, new() { Purpose = "p", ReuseToken = true, ExpiresAfter = TimeSpan.FromMinutes(1) });

        Assert.That(longer, Is.EqualTo(first with { ExpiresAt = Time.GetUtcNow().AddHours(2) }));
        Assert.That(shorter, Is.EqualTo(longer));
        Assert.That(await vault.DetokenizeAsync(first.Token, "p"), Is.EqualTo(Card));
        Time.Advance(TimeSpan.FromHours(2));
        Assert.That((await vault.TokenizeAsync(Card, new() { Purpose = "p", ReuseToken = true })).Token, Is.Not.EqualTo(first.Token));
    }

    [Test]
    public async Task An_invalidated_or_erased_token_never_comes_back()
    {
        var host = Start();
        var first = await host.Vault.TokenizeAsync(Card, Reuse);
        await host.Vault.InvalidateAsync(first.Token);
        var second = await host.Vault.TokenizeAsync(Card, Reuse);
        await host.Keys.EraseAsync("shop");
        var third = await host.Vault.TokenizeAsync(Card, Reuse);

        Assert.That(new[] { first.Token, second.Token, third.Token }, Is.Unique);
        Assert.That(await host.Vault.DetokenizeAsync(third.Token, "charge"), Is.EqualTo(Card));
        await Assert.ThrowsAsync<TokenNotFoundException>(() => host.Vault.DetokenizeAsync(second.Token, "charge"));
    }

    [Test]
    public async Task Of_many_callers_one_gets_a_token_of_a_single_use()
    {
        var hosts = new[] { Start(), Start() };
        var token = await hosts[0].Vault.TokenizeAsync(Card, new() { Purpose = "charge", SingleUse = true });
        await Assert.ThrowsAsync<TokenNotFoundException>(() => hosts[0].Vault.DetokenizeAsync(token.Token, "refund"));
        var got = 0;
        await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(async () =>
        {
            try
            {
                await hosts[i % 2].Vault.DetokenizeAsync(token.Token, "charge");
                Interlocked.Increment(ref got);
            }
            catch (TokenNotFoundException used)
            {
                Assert.That(used.Message, Is.EqualTo(new TokenNotFoundException().Message));
            }
        })));

        Assert.That(got, Is.EqualTo(1));
        Assert.That(await Tokens.ListAsync(null, 10), Is.Empty);
    }

    [Test]
    public async Task Only_its_caller_opens_a_bound_token()
    {
        var caller = new Caller();
        var vault = Start(caller).Vault;
        Assert.That(async () => await vault.TokenizeAsync(Card, new() { Purpose = "charge", BindToCaller = true }), Throws.InvalidOperationException);

        caller.Current = new("billing", [], []);
        var token = await vault.TokenizeAsync(Card, new() { Purpose = "charge", BindToCaller = true });
        var free = await vault.TokenizeAsync(Card, new() { Purpose = "charge" });
        Assert.That(await vault.DetokenizeAsync(token.Token, "charge"), Is.EqualTo(Card));
        foreach (var other in new[] { null, new PaymentCaller("Billing", [], []), new PaymentCaller("support", [], []) })
        {
            caller.Current = other;
            await Assert.ThrowsAsync<TokenNotFoundException>(() => vault.DetokenizeAsync(token.Token, "charge"));
            Assert.That(await vault.DetokenizeAsync(free.Token, "charge"), Is.EqualTo(Card));
        }

        await Assert.ThrowsAsync<TokenNotFoundException>(() => Start().Vault.DetokenizeAsync(token.Token, "charge"));
    }

    [Test]
    public void Options_that_contradict_each_other_are_refused()
    {
        Assert.That(async () => await Start().Vault.TokenizeAsync(Card, new() { Purpose = "p", SingleUse = true, ReuseToken = true }), Throws.ArgumentException);
        Assert.That(() => new TokenizeOptions { Purpose = "p", Tenant = "a\nb" }, Throws.ArgumentException);
        Assert.That(() => new TokenizeOptions { Purpose = "p", Tenant = "" }, Throws.ArgumentException);
    }

    private sealed class Caller : IPaymentCaller
    {
        public PaymentCaller? Current { get; set; }
    }
}
