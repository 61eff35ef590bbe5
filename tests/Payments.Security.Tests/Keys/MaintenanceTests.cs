namespace Payments.Security.Tests.Keys;

internal sealed class MaintenanceTests : KeyFixture
{
    [Test]
    public async Task Wrapping_anew_can_be_stopped_and_resumed()
    {
        var host = Start();
        await host.Keys.LoadAsync();
        for (var i = 0; i < 10; i++)
            await host.Protectors.ForProtectingAsync($"shop-{i}");
        var (sealedData, oldKek) = (host.Protector.Protect("data"u8, "p"), (await AllKeys())[0].Key.KeyEncryptionKeyId);
        Time.Advance(TimeSpan.FromSeconds(1));
        var newKek = new FileKeyEncryptionKeyProvider(Folder, Time).Rotate();

        // Stopped after two batches; another process goes on where the first one was.
        var progress = await host.Keys.RewrapAsync(count: 5);
        Assert.That(progress.Changed, Is.EqualTo(5));
        Assert.That((await AllKeys()).Count(key => key.Key.KeyEncryptionKeyId == newKek), Is.EqualTo(5));
        var other = Start();
        var changed = progress.Changed;
        while (progress.Next is not null)
        {
            progress = await other.Keys.RewrapAsync(progress.Next, count: 5);
            changed += progress.Changed;
        }

        Assert.That(changed, Is.EqualTo(12));
        Assert.That((await AllKeys()).Select(key => key.Key.KeyEncryptionKeyId), Is.All.EqualTo(newKek));
        Assert.That((await host.Keys.RewrapAsync(count: 100)).Changed, Is.Zero);

        File.Delete(Path.Combine(Folder, oldKek + ".key"));
        var later = Start();
        await later.Keys.LoadAsync();
        Assert.That(later.Protector.Unprotect(sealedData, "p"), Is.EqualTo("data"u8.ToArray()));
    }

    [Test]
    public async Task A_missing_key_encryption_key_is_named_and_does_not_stop_the_others()
    {
        var host = Start();
        await host.Keys.LoadAsync();
        var kek = (await AllKeys())[0].Key.KeyEncryptionKeyId;
        File.Delete(Path.Combine(Folder, kek + ".key"));

        Assert.That(async () => await Start().Keys.LoadAsync(), Throws.InvalidOperationException.With.Message.Contain(kek));
        Assert.That(await Start().Keys.RewrapAsync(), Is.EqualTo(new KeyMaintenance(null, 0, 2)));
    }

    [Test]
    public async Task Erasing_a_tenant_makes_its_data_unreadable_everywhere_and_nobody_elses()
    {
        var (host, other) = (Start(), Start());
        var mine = await host.Vault.TokenizeAsync(Card, new() { Purpose = "charge", Tenant = "shop-1" });
        var theirs = await host.Vault.TokenizeAsync(Card, new() { Purpose = "charge", Tenant = "shop-2" });
        Assert.That(await other.Vault.DetokenizeAsync(mine.Token, "charge"), Is.EqualTo(Card));

        Assert.That(await host.Keys.EraseAsync("shop-1"), Is.EqualTo(1));
        await Assert.ThrowsAsync<TokenNotFoundException>(() => host.Vault.DetokenizeAsync(mine.Token, "charge"));
        Time.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<TokenNotFoundException>(() => other.Vault.DetokenizeAsync(mine.Token, "charge"));
        Assert.That((await AllKeys()).Select(key => key.Scope), Has.None.EqualTo("shop-1"));
        Assert.That(await other.Vault.DetokenizeAsync(theirs.Token, "charge"), Is.EqualTo(Card));

        // A tenant that comes back begins anew, and another process reads it at once.
        var again = await host.Vault.TokenizeAsync(Card, new() { Purpose = "charge", Tenant = "shop-1" });
        Assert.That(await other.Vault.DetokenizeAsync(again.Token, "charge"), Is.EqualTo(Card));
        await Assert.ThrowsAsync<TokenNotFoundException>(() => other.Vault.DetokenizeAsync(mine.Token, "charge"));
        Assert.That(async () => await host.Keys.EraseAsync(""), Throws.ArgumentException);
    }

    [Test]
    public async Task One_tenant_cannot_open_what_another_protected()
    {
        var host = Start();
        var data = (await host.Protectors.ForProtectingAsync("a")).Protect("data"u8, "p");

        Assert.That(async () => (await host.Protectors.ForOpeningAsync("b", data)).Unprotect(data, "p"), Throws.TypeOf<PaymentCryptographyException>());
        Assert.That((await host.Protectors.ForOpeningAsync("a", data)).Unprotect(data, "p"), Is.EqualTo("data"u8.ToArray()));
    }

    [Test]
    public async Task Records_are_encrypted_anew_by_batches_and_tokens_stay()
    {
        var host = Start();
        List<CardToken> tokens = [];
        for (var i = 0; i < 12; i++)
            tokens.Add(await host.Vault.TokenizeAsync(Card, new() { Purpose = "charge", Tenant = i % 2 == 0 ? "shop" : null }));
        var old = (await AllKeys()).Where(key => key.Scope == "shop").Single();
        await host.Keys.RotateAsync("shop");
        Time.Advance(TimeSpan.FromMinutes(5));

        var (progress, changed) = (await host.Reencryption.RunAsync(count: 5), 0);
        for (changed += progress.Changed; progress.Next is not null; changed += progress.Changed)
            progress = await Start().Reencryption.RunAsync(progress.Next, count: 5);

        Assert.That(changed, Is.EqualTo(6));
        Assert.That((await host.Reencryption.RunAsync(count: 100)), Is.EqualTo(new KeyMaintenance(null, 0, 0)));
        Assert.That(await host.Keys.RemoveAsync(old.Id, "shop"), Is.True);
        foreach (var token in tokens)
            Assert.That(await host.Vault.DetokenizeAsync(token.Token, "charge"), Is.EqualTo(Card));
    }

    [Test]
    public async Task A_wrapped_key_opens_only_in_the_record_it_was_made_for()
    {
        var host = Start();
        await host.Protectors.ForProtectingAsync("a");
        await host.Protectors.ForProtectingAsync("b");
        var keys = await AllKeys();
        var (a, b) = (keys.Single(key => key.Scope == "a"), keys.Single(key => key.Scope == "b"));
        await DataKeys.ReplaceAsync(b.Id, b.Key, a.Key);

        Assert.That(async () => await Start().Protectors.ForProtectingAsync("b"), Throws.InvalidOperationException.With.Message.Contain(b.Id));
    }
}
