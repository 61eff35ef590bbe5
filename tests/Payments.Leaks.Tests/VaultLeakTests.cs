using Microsoft.Extensions.DependencyInjection;
using Payments.Security;

namespace Payments.Leaks.Tests;

/// <summary>Card numbers, verification values and the vault's tokens, with a durable store, audit and logs at Trace.</summary>
internal sealed class VaultLeakTests
{
    private static readonly CardNumber[] Cards = [CardNumber.Parse("4567000177117717"), CardNumber.Parse("5299003177117713")];

    [Test]
    public async Task No_card_number_verification_value_or_token_comes_out()
    {
        const string Value = "7391";
        var seen = new Sightings();
        List<Canary> canaries = [new(CanaryKind.Card, Value), .. Cards.Select(card => new Canary(CanaryKind.Card, card.Reveal()))];
        using (new RecordingTelemetry(seen))
        {
            await using var host = await LeakHost.StartAsync(LeakSubjects.All[0], seen, speed: 1);
            var vault = host.Services.GetRequiredService<ITokenVault>();
            var cache = host.Services.GetRequiredService<IVerificationValueCache>();
            foreach (var card in Cards)
            {
                seen.Answer(card);
                var token = (await vault.TokenizeAsync(card, new() { Purpose = "charge", ReuseToken = true })).Token;
                canaries.Add(new(CanaryKind.Token, token));
                var value = seen.Answer(CardVerificationValue.Parse(Value));
                cache.Hold(token, value);
                seen.Answer(cache.Take(token)!);

                Assert.That(seen.Answer(await vault.DetokenizeAsync(token, "charge")), Is.EqualTo(card));
                seen.Exception("exception", await Assert.ThrowsAsync<TokenNotFoundException>(() => vault.DetokenizeAsync(token, "print")));
                await vault.InvalidateAsync(token);
                seen.Exception("exception", await Assert.ThrowsAsync<TokenNotFoundException>(() => vault.DetokenizeAsync(token, "charge")));
            }

            seen.Exception("exception", Assert.Throws<FormatException>(() => CardNumber.Parse(Cards[0].Reveal() + "1")));
        }

        Assert.That(seen.ByPlace["audit"].Single(text => text.Contains("Detokenize", StringComparison.Ordinal)), Does.Contain("charge"));
        Assert.That(LeakTests.Leaks(canaries, seen), Is.Empty);
    }
}
