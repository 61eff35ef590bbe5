using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Payments.Security.Tests.Keys;

internal sealed class KeyEncryptionKeyTests : KeyFixture
{
    private static readonly byte[] DataKey = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private static readonly string NewKey = Convert.ToBase64String([.. Enumerable.Repeat((byte)9, 32)]);

    [Test]
    public async Task Files_wrap_for_one_context_and_every_changed_byte_is_refused()
    {
        var files = new FileKeyEncryptionKeyProvider(Folder, Time);
        var wrapped = await files.WrapAsync(DataKey, "context");
        Assert.That(await Unwrap(files, wrapped, "context"), Is.EqualTo(DataKey));
        Assert.That(await files.GetActiveKeyIdAsync(), Is.EqualTo(wrapped.KeyEncryptionKeyId));

        await Refused(files, wrapped, "other");
        await Refused(files, wrapped with { KeyEncryptionKeyId = "../../etc/passwd" }, "context");
        await Refused(files, wrapped with { Ciphertext = new byte[5000] }, "context");
        for (var at = 0; at < wrapped.Ciphertext.Length; at++)
        {
            var changed = wrapped.Ciphertext.ToArray();
            changed[at] ^= 1;
            await Refused(files, wrapped with { Ciphertext = changed }, "context");
        }
    }

    [Test]
    public async Task A_new_file_is_active_and_the_old_one_still_unwraps()
    {
        var files = new FileKeyEncryptionKeyProvider(Folder, Time);
        var wrapped = await files.WrapAsync(DataKey, "c");
        await File.WriteAllTextAsync(Path.Combine(Folder, "z-mounted.key"), NewKey + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(Folder, "z-mounted.key"), UnixFileMode.UserRead);

        Assert.That((await files.WrapAsync(DataKey, "c")).KeyEncryptionKeyId, Is.EqualTo("z-mounted"));
        Assert.That(await Unwrap(files, wrapped, "c"), Is.EqualTo(DataKey));
    }

    [Test]
    [Platform("Unix")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Key_files_are_their_owners_alone()
    {
        var files = new FileKeyEncryptionKeyProvider(Folder, Time);
        var path = Path.Combine(Folder, files.Rotate() + ".key");
        Assert.That(File.GetUnixFileMode(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));

        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        await Assert.ThatAsync(() => files.WrapAsync(DataKey, "c").AsTask(), Throws.InvalidOperationException.With.Message.Contain("chmod 600"));
    }

    [Test]
    public async Task A_file_that_holds_no_key_is_named()
    {
        var path = Path.Combine(Folder, new FileKeyEncryptionKeyProvider(Folder, Time).Rotate() + ".key");
        await File.WriteAllTextAsync(path, "c2hvcnQ=");
        await Assert.ThatAsync(() => new FileKeyEncryptionKeyProvider(Folder, Time).WrapAsync(DataKey, "c").AsTask(),
            Throws.InvalidOperationException.With.Message.Contain("32 bytes in base64"));
    }

    [Test]
    public async Task Configured_keys_wrap_and_a_reload_counts()
    {
        var options = new Reloadable { CurrentValue = Options("k1") };
        var keeper = new ConfigurationKeyEncryptionKeyProvider(options);
        var wrapped = await keeper.WrapAsync(DataKey, "c");
        Assert.That(await Unwrap(keeper, wrapped, "c"), Is.EqualTo(DataKey));

        options.CurrentValue = Options("k2", "k1");
        Assert.That(await keeper.GetActiveKeyIdAsync(), Is.EqualTo("k2"));
        Assert.That((await keeper.WrapAsync(DataKey, "c")).KeyEncryptionKeyId, Is.EqualTo("k2"));
        Assert.That(await Unwrap(keeper, wrapped, "c"), Is.EqualTo(DataKey));
        options.CurrentValue = Options("k2");
        await Refused(keeper, wrapped, "c");
    }

    [Test]
    public void Wrong_options_say_what_to_change_and_never_show_a_key()
    {
        var options = Options("k1");
        Assert.That(new KeyEncryptionKeyOptionsValidator().Validate(null, options).Succeeded, Is.True);
        options.ActiveKeyId = "k9";
        options.Keys["b d"] = "c2VjcmV0LXZhbHVl";
        var problems = new KeyEncryptionKeyOptionsValidator().Validate(null, options).FailureMessage!;

        Assert.That(problems, Does.Contain("ActiveKeyId").And.Contain("Keys:b d").And.Contain("openssl rand").And.Not.Contain("c2VjcmV0"));
        Assert.That(new KeyEncryptionKeyOptionsValidator().Validate(null, new()).FailureMessage, Does.Contain("Keys is empty"));
        Assert.That(System.Text.Json.JsonSerializer.Serialize(options) + options, Does.Not.Contain("c2VjcmV0"));
        Assert.That(new DataKeyOptionsValidator().Validate(null, new()).Succeeded, Is.True);
        Assert.That(new DataKeyOptionsValidator().Validate(null, new() { ActivationDelay = TimeSpan.FromMinutes(1) }).FailureMessage, Does.Contain("ActivationDelay"));
    }

    [Test]
    public void Without_a_store_or_a_keeper_the_message_says_which()
    {
        using var nothing = new ServiceCollection().AddPaymentsSecurity(_ => { }).BuildServiceProvider();
        Assert.That(() => nothing.GetRequiredService<IPaymentDataProtector>(), Throws.InvalidOperationException.With.Message.Contain("IDataKeyStore"));
        using var noKeeper = new ServiceCollection().AddPaymentsSecurity(keys => keys.KeepDataKeys(_ => DataKeys)).BuildServiceProvider();
        Assert.That(() => noKeeper.GetRequiredService<IPaymentDataProtector>(), Throws.InvalidOperationException.With.Message.Contain("UseKeyFiles"));
    }

    private static async Task<byte[]> Unwrap(IKeyEncryptionKeyProvider keeper, WrappedKey wrapped, string context)
    {
        var key = new byte[32];
        await keeper.UnwrapAsync(wrapped, context, key);
        return key;
    }

    private static async Task Refused(IKeyEncryptionKeyProvider keeper, WrappedKey wrapped, string context) =>
        await Assert.ThrowsAsync<PaymentCryptographyException>(() => Unwrap(keeper, wrapped, context));

    private static KeyEncryptionKeyOptions Options(params string[] ids)
    {
        var options = new KeyEncryptionKeyOptions { ActiveKeyId = ids[0] };
        foreach (var id in ids)
            options.Keys[id] = Convert.ToBase64String([.. Enumerable.Repeat((byte)id[^1], 32)]);
        return options;
    }

    private sealed class Reloadable : IOptionsMonitor<KeyEncryptionKeyOptions>
    {
        public required KeyEncryptionKeyOptions CurrentValue { get; set; }

        public KeyEncryptionKeyOptions Get(string? name) => CurrentValue;

        public IDisposable? OnChange(Action<KeyEncryptionKeyOptions, string?> listener) => null;
    }
}
