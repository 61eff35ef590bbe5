using Microsoft.Extensions.DependencyInjection;
using Payments.Security.Tests.Audit;

namespace Payments.Security.Tests.Access;

internal sealed class GuardedTokenVaultTests
{
    private static readonly CardNumber Card = CardNumber.Parse("4242424242424242");

    private static SecuredHost NewHost(params string[] roles) => new(builder =>
    {
        builder.Services.AddPaymentsSecurity(_ => new PaymentKeyRing("k", PaymentKey.CreateEphemeral("k")), _ => new CardFingerprinter("f", new byte[32]));
        builder.AddAuditLog(options => options.Key = AuditSamples.Secret).AddAccessPolicy(options => options.AllowRoles(PaymentAction.Detokenize, roles.Append("nobody")));
    });

    [Test]
    public async Task Giving_a_card_out_is_allowed_and_written_down_without_card_and_token()
    {
        await using var host = NewHost("support");
        var vault = host.Services.GetRequiredService<ITokenVault>();
        var token = await vault.TokenizeAsync(Card, new() { Purpose = "charge" });
        Assert.That(await vault.DetokenizeAsync(token.Token, "charge"), Is.EqualTo(Card));

        Assert.That(host.Entries.Select(entry => (entry.Action, entry.Result, entry.Purpose)), Is.EqualTo(new[]
        {
            (PaymentAction.Detokenize, (AuditResult?)null, "charge"), (PaymentAction.Detokenize, AuditResult.Succeeded, "charge"),
        }));
        var lines = string.Concat(host.Store.Lines.Select(line => line.Text));
        Assert.That(lines, Does.Not.Contain(token.Token).And.Not.Contain("4242"));
    }

    [Test]
    public async Task A_refusal_is_the_same_for_a_known_and_an_unknown_token()
    {
        await using var host = NewHost();
        var vault = host.Services.GetRequiredService<ITokenVault>();
        var known = await vault.TokenizeAsync(Card, new() { Purpose = "charge" });
        var refused = (await Assert.ThrowsAsync<PaymentAccessDeniedException>(() => vault.DetokenizeAsync(known.Token, "charge")))!;
        var unknown = (await Assert.ThrowsAsync<PaymentAccessDeniedException>(() => vault.DetokenizeAsync("tok_unknown", "charge")))!;
        Assert.That(unknown.Message, Is.EqualTo(refused.Message));
        Assert.That(host.Entries.Count(entry => entry.Result is AuditResult.Denied), Is.EqualTo(2));
    }

    [Test]
    public async Task A_token_that_gives_nothing_is_told_as_refused()
    {
        await using var host = NewHost("support");
        var vault = host.Services.GetRequiredService<ITokenVault>();
        Assert.That(async () => await vault.DetokenizeAsync("tok_unknown", "charge"), Throws.InstanceOf<TokenNotFoundException>());
        Assert.That((host.Entries[^1].Result, host.Entries[^1].Error), Is.EqualTo((AuditResult.Refused, PaymentErrorCode.NotFound)));
    }

    [Test]
    public async Task What_a_host_puts_around_the_vault_is_reached_only_after_the_caller_was_let_in()
    {
        var asked = 0;
        await using var host = new SecuredHost(builder =>
        {
            builder.Services
                .AddPaymentsSecurity(_ => new PaymentKeyRing("k", PaymentKey.CreateEphemeral("k")), _ => new CardFingerprinter("f", new byte[32]))
                .DecorateTokenVault((_, inner) => new CountingVault(inner, () => asked++));
            builder.AddAccessPolicy(options => options.AllowRoles(PaymentAction.Detokenize, "nobody"));
        });
        var vault = host.Services.GetRequiredService<ITokenVault>();
        Assert.That(async () => await vault.DetokenizeAsync("tok_unknown", "charge"), Throws.InstanceOf<PaymentAccessDeniedException>());
        Assert.That(asked, Is.Zero);
        await vault.TokenizeAsync(Card, new() { Purpose = "charge" });
        Assert.That(asked, Is.EqualTo(1));
    }

    [Test]
    public async Task A_card_whose_intent_cannot_be_written_stays_in()
    {
        await using var host = NewHost("support");
        var vault = host.Services.GetRequiredService<ITokenVault>();
        var token = await vault.TokenizeAsync(Card, new() { Purpose = "charge" });
        host.Store.Failure = new IOException();
        Assert.That(async () => await vault.DetokenizeAsync(token.Token, "charge"), Throws.InstanceOf<AuditUnavailableException>());
    }

    private sealed class CountingVault(ITokenVault inner, Action count) : ITokenVault
    {
        public Task<CardToken> TokenizeAsync(CardNumber card, TokenizeOptions options, CancellationToken cancellationToken = default)
        {
            count();
            return inner.TokenizeAsync(card, options, cancellationToken);
        }

        public Task<CardNumber> DetokenizeAsync(string token, string purpose, CancellationToken cancellationToken = default)
        {
            count();
            return inner.DetokenizeAsync(token, purpose, cancellationToken);
        }

        public Task<CardToken> GetAsync(string token, CancellationToken cancellationToken = default) => inner.GetAsync(token, cancellationToken);

        public Task InvalidateAsync(string token, CancellationToken cancellationToken = default) => inner.InvalidateAsync(token, cancellationToken);

        public Task<int> RemoveExpiredAsync(CancellationToken cancellationToken = default) => inner.RemoveExpiredAsync(cancellationToken);
    }
}
