using FsCheck;
using FsCheck.Fluent;

namespace Payments.Security.Tests.Encryption;

/// <summary>Whatever comes in as a ciphertext or a token: only ever the one typed refusal.</summary>
internal sealed class HostileInputTests
{
    private readonly PaymentKeyRing _keys = new("k1", PaymentKey.CreateEphemeral("k1"));

    [OneTimeTearDown]
    public void DropKeys() => _keys.Dispose();

    [Test]
    public void A_ciphertext() => Prop.ForAll<byte[], byte, bool>(IsCiphertextRefused).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Test]
    public void A_token() => Prop.ForAll<string?, bool>(IsTokenRefused).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Test]
    public void A_wrapped_key() => Prop.ForAll<byte[], bool>(IsWrappedKeyRefused).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private bool IsCiphertextRefused(byte[]? tail, byte idLength, bool ours)
    {
        byte[] data = ours ? [1, 2, (byte)'k', (byte)'1', .. tail ?? []] : [1, idLength, .. tail ?? []];
        try
        {
            new AesGcmPaymentDataProtector(_keys).Unprotect(data, "p");
            return false;
        }
        catch (PaymentCryptographyException)
        {
            return true;
        }
    }

    private bool IsTokenRefused(string? text, bool prefixed)
    {
        using var fingerprinter = new CardFingerprinter("f", new byte[32]);
        var vault = new TokenVault(new InMemoryTokenStore(), new AesGcmPaymentDataProtector(_keys), fingerprinter, TimeProvider.System);
        try
        {
            vault.DetokenizeAsync((prefixed ? "tok_" : "") + text, "p").GetAwaiter().GetResult();
            return false;
        }
        catch (TokenNotFoundException)
        {
            return true;
        }
    }

    private static bool IsWrappedKeyRefused(byte[]? bytes, bool ours)
    {
        Span<byte> destination = new byte[32];
        byte[] ciphertext = ours ? [1, 2, (byte)'k', (byte)'1', .. bytes ?? []] : bytes ?? [];
        try
        {
            LocalKeyWrap.Unwrap(new("k1", ciphertext), "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="u8, "c", destination);
            return false;
        }
        catch (PaymentCryptographyException)
        {
            return destination.IndexOfAnyExcept((byte)0) < 0;
        }
    }
}
