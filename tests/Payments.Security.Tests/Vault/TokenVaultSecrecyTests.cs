using System.Text.Json;

namespace Payments.Security.Tests.Vault;

internal sealed class TokenVaultSecrecyTests : TokenVaultFixture
{
    [Test]
    public async Task The_store_sees_neither_the_number_nor_the_token_nor_the_purpose()
    {
        var token = await Vault.TokenizeAsync(Card, new() { Purpose = "very-special" });
        var stored = JsonSerializer.Serialize(Store.Added.Single()) + Store.Added.Single();
        var bytes = Convert.ToHexStringLower(Store.Added.Single().Ciphertext.Span);

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
            Is.EquivalentTo(new[] { "Id", "Ciphertext", "Brand", "Last4", "Fingerprint", "ExpiresAt", "Tenant", "ReuseKey", "IsSingleUse", "Revision" }));
    }

    [Test]
    public async Task Any_change_of_a_record_makes_it_useless()
    {
        var token = await Vault.TokenizeAsync(Card, new() { Purpose = "charge", ExpiresAfter = TimeSpan.FromHours(1) });
        var other = await Vault.TokenizeAsync(CardNumber.Parse("5555555555554444"), ForCharge);
        var (record, otherRecord) = (Store.Added[0], Store.Added[1]);
        var changed = record.Ciphertext.ToArray();
        changed[^1] ^= 1;
        TokenRecord[] changes =
        [
            record with { Brand = "mastercard" }, record with { Last4 = "4444" }, record with { Fingerprint = otherRecord.Fingerprint },
            record with { ExpiresAt = null }, record with { ExpiresAt = record.ExpiresAt!.Value.AddYears(1) },
            record with { Ciphertext = otherRecord.Ciphertext }, record with { Ciphertext = default }, record with { Ciphertext = changed },
            record with { Ciphertext = new byte[100_000] }, record with { Tenant = "other" }, record with { ReuseKey = "f1.other" },
            record with { IsSingleUse = true }, record with { Brand = "visa\n4242", Last4 = "" },
        ];

        foreach (var change in changes)
        {
            await Store.Inner.RemoveAsync(record.Id);
            await Store.Inner.AddAsync(change);
            await Assert.ThrowsAsync<TokenNotFoundException>(() => Vault.DetokenizeAsync(token.Token, "charge"));
        }

        Assert.That((await Vault.DetokenizeAsync(other.Token, "charge")).Last4, Is.EqualTo("4444"));
    }

    [Test]
    public async Task Tokens_are_random_and_cannot_pass_for_card_numbers()
    {
        var tokens = new List<string>();
        for (var i = 0; i < 500; i++)
            tokens.Add((await Vault.TokenizeAsync(Card, ForCharge)).Token);

        Assert.That(tokens, Is.Unique);
        Assert.That(tokens, Is.All.Match("^tok_[bcdfghjklmnpqrst]{40}$"));
    }

    [Test]
    public async Task A_token_is_made_of_all_its_random_bytes_and_never_overwrites_another()
    {
        var protectors = new SingleProtectorFactory(new AesGcmPaymentDataProtector(Keys));
        var vault = new TokenVault(Store, protectors, _ => new(Fingerprinter), Time, caller: null, bytes =>
        {
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] = (byte)((i << 4) | (15 - (i % 16)));
        });

        Assert.That((await vault.TokenizeAsync(Card, ForCharge)).Token, Is.EqualTo("tok_"
            + string.Concat(Enumerable.Range(0, 20).Select(i => $"{"bcdfghjklmnpqrst"[i % 16]}{"bcdfghjklmnpqrst"[15 - (i % 16)]}"))));
        await Assert.ThrowsAsync<InvalidOperationException>(() => vault.TokenizeAsync(CardNumber.Parse("5555555555554444"), ForCharge));
    }
}
