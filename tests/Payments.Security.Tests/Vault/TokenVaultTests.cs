namespace Payments.Security.Tests.Vault;

[SetCulture("ar-SA")]
internal sealed class TokenVaultTests : TokenVaultFixture
{
    [Test]
    public async Task A_token_gives_the_card_back_for_its_purpose()
    {
        var token = await Vault.TokenizeAsync(Card, ForCharge);

        Assert.That(await Vault.DetokenizeAsync(token.Token, "charge"), Is.EqualTo(Card));
        Assert.That(token, Is.EqualTo(new CardToken(token.Token, CardBrand.Visa, "4242", Fingerprinter.Compute(Card), null)));
        Assert.That(await Vault.GetAsync(token.Token), Is.EqualTo(token));
    }

    [Test]
    public async Task Unknown_expired_invalidated_and_misused_tokens_are_refused_alike()
    {
        var misused = await Vault.TokenizeAsync(Card, ForCharge);
        var expired = await Vault.TokenizeAsync(Card, new() { Purpose = "charge", ExpiresAfter = TimeSpan.FromMinutes(5) });
        var invalidated = await Vault.TokenizeAsync(Card, ForCharge);
        await Vault.InvalidateAsync(invalidated.Token);
        Time.Advance(TimeSpan.FromMinutes(5));

        var messages = new List<string>();
        foreach (var (token, purpose) in new[]
        {
            (misused.Token, "refund"), (expired.Token, "charge"), (invalidated.Token, "charge"), ("", "charge"), ("tok_", "charge"),
            (misused.Token + "b", "charge"), (misused.Token.ToUpperInvariant(), "charge"), (new string('b', 44), "charge"),
            ("tok_" + new string('b', 40), "charge"), ("tok_" + new string('\uD800', 40), "charge"), (new string('x', 1_000_000), "charge"),
        })
        {
            var refusal = await Assert.ThrowsAsync<TokenNotFoundException>(() => Vault.DetokenizeAsync(token, purpose));
            Assert.That(refusal!.InnerException, Is.Null);
            messages.Add(refusal.Message);
        }

        Assert.That(messages.Distinct().Count(), Is.EqualTo(1));
        await Assert.ThrowsAsync<TokenNotFoundException>(() => Vault.GetAsync(expired.Token));
        await Assert.ThrowsAsync<TokenNotFoundException>(() => Vault.GetAsync(invalidated.Token));
        Assert.That(await Vault.DetokenizeAsync(misused.Token, "charge"), Is.EqualTo(Card));
    }

    [Test]
    public async Task A_token_lives_until_its_last_second_and_is_then_removed_on_request()
    {
        var token = await Vault.TokenizeAsync(Card, new() { Purpose = "charge", ExpiresAfter = TimeSpan.FromMinutes(5) });
        await Vault.TokenizeAsync(Card, ForCharge);

        Assert.That(token.ExpiresAt, Is.EqualTo(Time.GetUtcNow().AddMinutes(5)));
        Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.That(await Vault.DetokenizeAsync(token.Token, "charge"), Is.EqualTo(Card));
        Assert.That(await Vault.RemoveExpiredAsync(), Is.Zero);
        Time.Advance(TimeSpan.FromTicks(1));
        Assert.That(await Vault.RemoveExpiredAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task Invalidating_deletes_the_ciphertext_and_may_be_repeated()
    {
        var token = await Vault.TokenizeAsync(Card, ForCharge);
        await Vault.InvalidateAsync(token.Token);
        await Vault.InvalidateAsync(token.Token);
        await Vault.InvalidateAsync("no token at all");

        Assert.That(await Store.Inner.FindAsync(Store.Added[0].Id), Is.Null);
    }

    [Test]
    public async Task Rotated_keys_open_old_tokens()
    {
        var old = new byte[32];
        old[0] = 1;
        using var before = new PaymentKeyRing("a", new PaymentKey("a", old));
        using var after = new PaymentKeyRing("b", PaymentKey.CreateEphemeral("b"), new PaymentKey("a", old));
        var token = await Over(before).TokenizeAsync(Card, ForCharge);

        Assert.That(await Over(after).DetokenizeAsync(token.Token, "charge"), Is.EqualTo(Card));
        await Assert.ThrowsAsync<TokenNotFoundException>(() => Over(Keys).DetokenizeAsync(token.Token, "charge"));

        TokenVault Over(PaymentKeyRing ring) => new(Store, new AesGcmPaymentDataProtector(ring), Fingerprinter, Time);
    }

    [Test]
    public async Task Concurrent_callers_each_get_their_own_card()
    {
        var numbers = Enumerable.Range(0, 400).Select(i => CardNumber.Parse(Cards.CardSamples.WithCheckDigit($"42424242424{i:D4}"))).ToArray();
        var wrong = 0;
        await Parallel.ForEachAsync(numbers, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, cancellation) =>
        {
            var token = await Vault.TokenizeAsync(number, ForCharge, cancellation);
            var back = await Vault.DetokenizeAsync(token.Token, "charge", cancellation);
            await Vault.InvalidateAsync(token.Token, cancellation);
            if (!back.Equals(number) || token.Last4 != number.Last4)
                Interlocked.Increment(ref wrong);
        });

        Assert.That(wrong, Is.Zero);
        Assert.That(Store.Added, Has.Count.EqualTo(400));
    }

    [Test]
    public async Task Options_are_checked([Values(0, -5)] int seconds)
    {
        Assert.That(() => new TokenizeOptions { Purpose = "" }, Throws.ArgumentException);
        Assert.That(() => new TokenizeOptions { Purpose = "p", ExpiresAfter = TimeSpan.FromSeconds(seconds) },
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        await Assert.ThrowsAsync<ArgumentException>(() => Vault.TokenizeAsync(Card, new() { Purpose = new string('p', 241) }));
        await Assert.DoesNotThrowAsync(() => Vault.TokenizeAsync(Card, new() { Purpose = new string('p', 240) }));
    }

    [Test]
    public async Task A_cancelled_call_stores_nothing()
    {
        await Assert.ThrowsAsync<OperationCanceledException>(() => Vault.TokenizeAsync(Card, ForCharge, new CancellationToken(canceled: true)));
        Assert.That(Store.Added, Is.Empty);
    }
}
