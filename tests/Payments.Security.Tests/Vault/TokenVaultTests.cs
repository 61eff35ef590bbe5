using System.Text.Json;

namespace Payments.Security.Tests.Vault;

[SetCulture("ar-SA")]
internal sealed class TokenVaultTests
{
    private static readonly CardNumber Card = CardNumber.Parse("4242424242424242");
    private static readonly TokenizeOptions ForCharge = new() { Purpose = "charge" };

    private readonly PaymentKeyRing _keys = new("k1", PaymentKey.CreateEphemeral("k1"));
    private readonly CardFingerprinter _fingerprinter = new("f1", new byte[32]);
    private ManualTimeProvider _time = null!;
    private RecordingStore _store = null!;
    private TokenVault _vault = null!;

    [SetUp]
    public void MakeVault()
    {
        _time = new();
        _store = new();
        _vault = new(_store, new AesGcmPaymentDataProtector(_keys), _fingerprinter, _time);
    }

    [OneTimeTearDown]
    public void DropKeys()
    {
        _keys.Dispose();
        _fingerprinter.Dispose();
    }

    [Test]
    public async Task A_token_gives_the_card_back_for_its_purpose()
    {
        var token = await _vault.TokenizeAsync(Card, ForCharge);

        Assert.That(await _vault.DetokenizeAsync(token.Token, "charge"), Is.EqualTo(Card));
        Assert.That(token, Is.EqualTo(new CardToken(token.Token, CardBrand.Visa, "4242", _fingerprinter.Compute(Card), null)));
        Assert.That(await _vault.GetAsync(token.Token), Is.EqualTo(token));
    }

    [Test]
    public async Task Unknown_expired_invalidated_and_misused_tokens_are_refused_alike()
    {
        var misused = await _vault.TokenizeAsync(Card, ForCharge);
        var expired = await _vault.TokenizeAsync(Card, new() { Purpose = "charge", ExpiresAfter = TimeSpan.FromMinutes(5) });
        var invalidated = await _vault.TokenizeAsync(Card, ForCharge);
        await _vault.InvalidateAsync(invalidated.Token);
        _time.Advance(TimeSpan.FromMinutes(5));

        var messages = new List<string>();
        foreach (var (token, purpose) in new[]
        {
            (misused.Token, "refund"), (expired.Token, "charge"), (invalidated.Token, "charge"), ("", "charge"), ("tok_", "charge"),
            (misused.Token + "b", "charge"), (misused.Token.ToUpperInvariant(), "charge"), (new string('b', 44), "charge"),
            ("tok_" + new string('b', 40), "charge"), ("tok_" + new string('\uD800', 40), "charge"), (new string('x', 1_000_000), "charge"),
        })
        {
            var refusal = await Assert.ThrowsAsync<TokenNotFoundException>(() => _vault.DetokenizeAsync(token, purpose));
            Assert.That(refusal!.InnerException, Is.Null);
            messages.Add(refusal.Message);
        }

        Assert.That(messages.Distinct().Count(), Is.EqualTo(1));
        await Assert.ThrowsAsync<TokenNotFoundException>(() => _vault.GetAsync(expired.Token));
        await Assert.ThrowsAsync<TokenNotFoundException>(() => _vault.GetAsync(invalidated.Token));
        Assert.That(await _vault.DetokenizeAsync(misused.Token, "charge"), Is.EqualTo(Card));
    }

    [Test]
    public async Task A_token_lives_until_its_last_second_and_is_then_removed_on_request()
    {
        var token = await _vault.TokenizeAsync(Card, new() { Purpose = "charge", ExpiresAfter = TimeSpan.FromMinutes(5) });
        await _vault.TokenizeAsync(Card, ForCharge);

        Assert.That(token.ExpiresAt, Is.EqualTo(_time.GetUtcNow().AddMinutes(5)));
        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.That(await _vault.DetokenizeAsync(token.Token, "charge"), Is.EqualTo(Card));
        Assert.That(await _vault.RemoveExpiredAsync(), Is.Zero);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.That(await _vault.RemoveExpiredAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task Invalidating_deletes_the_ciphertext_and_may_be_repeated()
    {
        var token = await _vault.TokenizeAsync(Card, ForCharge);
        await _vault.InvalidateAsync(token.Token);
        await _vault.InvalidateAsync(token.Token);
        await _vault.InvalidateAsync("no token at all");

        Assert.That(await _store.Inner.FindAsync(_store.Added[0].Id), Is.Null);
    }

    [Test]
    public async Task The_store_sees_neither_the_number_nor_the_token_nor_the_purpose()
    {
        var token = await _vault.TokenizeAsync(Card, new() { Purpose = "very-special" });
        var stored = JsonSerializer.Serialize(_store.Added.Single()) + _store.Added.Single();
        var bytes = Convert.ToHexStringLower(_store.Added.Single().Ciphertext.Span);

        Assert.That(stored, Does.Not.Contain("424242").And.Not.Contain(token.Token[4..]).And.Not.Contain("very-special"));
        Assert.That(bytes, Does.Not.Contain(Convert.ToHexStringLower("4242424242424242"u8)));
        Assert.That(token.ToString(), Is.EqualTo("visa ****4242"));
    }

    [Test]
    public void Nothing_in_vault_or_store_can_take_a_verification_value()
    {
        var types = new[] { typeof(ITokenVault), typeof(ITokenStore), typeof(TokenRecord), typeof(TokenizeOptions), typeof(CardToken), typeof(TokenVault) };
        var mentioned = types.SelectMany(type => type.GetProperties().Select(property => (property.Name, Type: property.PropertyType))
            .Concat(type.GetMethods().SelectMany(method => method.GetParameters()).Select(parameter => (Name: parameter.Name!, Type: parameter.ParameterType))));

        Assert.That(mentioned.Where(member => member.Type == typeof(CardVerificationValue)
            || member.Name.Contains("cv", StringComparison.OrdinalIgnoreCase)
            || member.Name.Contains("verification", StringComparison.OrdinalIgnoreCase)), Is.Empty);
        Assert.That(typeof(TokenRecord).GetProperties().Select(property => property.Name),
            Is.EquivalentTo(new[] { "Id", "Ciphertext", "Brand", "Last4", "Fingerprint", "ExpiresAt" }));
    }

    [Test]
    public async Task Any_change_of_a_record_makes_it_useless()
    {
        var token = await _vault.TokenizeAsync(Card, new() { Purpose = "charge", ExpiresAfter = TimeSpan.FromHours(1) });
        var other = await _vault.TokenizeAsync(CardNumber.Parse("5555555555554444"), ForCharge);
        var (record, otherRecord) = (_store.Added[0], _store.Added[1]);
        var changed = record.Ciphertext.ToArray();
        changed[^1] ^= 1;
        TokenRecord[] changes =
        [
            record with { Brand = "mastercard" }, record with { Last4 = "4444" }, record with { Fingerprint = otherRecord.Fingerprint },
            record with { ExpiresAt = null }, record with { ExpiresAt = record.ExpiresAt!.Value.AddYears(1) },
            record with { Ciphertext = otherRecord.Ciphertext }, record with { Ciphertext = default }, record with { Ciphertext = changed },
            record with { Ciphertext = new byte[100_000] },
        ];

        foreach (var change in changes)
        {
            await _store.Inner.RemoveAsync(record.Id);
            await _store.Inner.AddAsync(change);
            await Assert.ThrowsAsync<TokenNotFoundException>(() => _vault.DetokenizeAsync(token.Token, "charge"));
        }

        Assert.That((await _vault.DetokenizeAsync(other.Token, "charge")).Last4, Is.EqualTo("4444"));
    }

    [Test]
    public async Task Tokens_are_random_and_cannot_pass_for_card_numbers()
    {
        var tokens = new List<string>();
        for (var i = 0; i < 500; i++)
            tokens.Add((await _vault.TokenizeAsync(Card, ForCharge)).Token);

        Assert.That(tokens, Is.Unique);
        Assert.That(tokens, Is.All.Match("^tok_[bcdfghjklmnpqrst]{40}$"));
    }

    [Test]
    public async Task A_token_is_made_of_all_its_random_bytes_and_never_overwrites_another()
    {
        var vault = new TokenVault(_store, new AesGcmPaymentDataProtector(_keys), _fingerprinter, _time, bytes =>
        {
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] = (byte)((i << 4) | (15 - (i % 16)));
        });

        Assert.That((await vault.TokenizeAsync(Card, ForCharge)).Token, Is.EqualTo("tok_"
            + string.Concat(Enumerable.Range(0, 20).Select(i => $"{"bcdfghjklmnpqrst"[i % 16]}{"bcdfghjklmnpqrst"[15 - (i % 16)]}"))));
        await Assert.ThrowsAsync<InvalidOperationException>(() => vault.TokenizeAsync(CardNumber.Parse("5555555555554444"), ForCharge));
    }

    [Test]
    public async Task Rotated_keys_open_old_tokens()
    {
        var old = new byte[32];
        old[0] = 1;
        using var before = new PaymentKeyRing("a", new PaymentKey("a", old));
        using var after = new PaymentKeyRing("b", PaymentKey.CreateEphemeral("b"), new PaymentKey("a", old));
        var token = await Vault(before).TokenizeAsync(Card, ForCharge);

        Assert.That(await Vault(after).DetokenizeAsync(token.Token, "charge"), Is.EqualTo(Card));
        await Assert.ThrowsAsync<TokenNotFoundException>(() => Vault(_keys).DetokenizeAsync(token.Token, "charge"));

        TokenVault Vault(PaymentKeyRing ring) => new(_store, new AesGcmPaymentDataProtector(ring), _fingerprinter, _time);
    }

    [Test]
    public async Task Concurrent_callers_each_get_their_own_card()
    {
        var numbers = Enumerable.Range(0, 400).Select(i => CardNumber.Parse(Cards.CardSamples.WithCheckDigit($"42424242424{i:D4}"))).ToArray();
        var wrong = 0;
        await Parallel.ForEachAsync(numbers, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, cancellation) =>
        {
            var token = await _vault.TokenizeAsync(number, ForCharge, cancellation);
            var back = await _vault.DetokenizeAsync(token.Token, "charge", cancellation);
            await _vault.InvalidateAsync(token.Token, cancellation);
            if (!back.Equals(number) || token.Last4 != number.Last4)
                Interlocked.Increment(ref wrong);
        });

        Assert.That(wrong, Is.Zero);
        Assert.That(_store.Added, Has.Count.EqualTo(400));
    }

    [Test]
    public async Task Options_are_checked([Values(0, -5)] int seconds)
    {
        Assert.That(() => new TokenizeOptions { Purpose = "" }, Throws.ArgumentException);
        Assert.That(() => new TokenizeOptions { Purpose = "p", ExpiresAfter = TimeSpan.FromSeconds(seconds) },
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        await Assert.ThrowsAsync<ArgumentException>(() => _vault.TokenizeAsync(Card, new() { Purpose = new string('p', 241) }));
        await Assert.DoesNotThrowAsync(() => _vault.TokenizeAsync(Card, new() { Purpose = new string('p', 240) }));
    }

    [Test]
    public async Task A_cancelled_call_stores_nothing()
    {
        await Assert.ThrowsAsync<OperationCanceledException>(() => _vault.TokenizeAsync(Card, ForCharge, new CancellationToken(canceled: true)));
        Assert.That(_store.Added, Is.Empty);
    }

    private sealed class RecordingStore : ITokenStore
    {
        private readonly Lock _lock = new();

        public InMemoryTokenStore Inner { get; } = new();

        public List<TokenRecord> Added { get; } = [];

        public async Task AddAsync(TokenRecord record, CancellationToken cancellationToken = default)
        {
            await Inner.AddAsync(record, cancellationToken);
            lock (_lock)
                Added.Add(record);
        }

        public Task<TokenRecord?> FindAsync(string id, CancellationToken cancellationToken = default) => Inner.FindAsync(id, cancellationToken);

        public Task<bool> RemoveAsync(string id, CancellationToken cancellationToken = default) => Inner.RemoveAsync(id, cancellationToken);

        public Task<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken = default) =>
            Inner.RemoveExpiredAsync(now, cancellationToken);
    }
}
