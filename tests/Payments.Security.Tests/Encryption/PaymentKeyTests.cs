using System.Globalization;
using System.Text.Json;

namespace Payments.Security.Tests.Encryption;

internal sealed class PaymentKeyTests
{
    private static readonly byte[] KeyBytes = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Test]
    public void Keys_are_copied_in_and_unusable_after_dispose()
    {
        var bytes = (byte[])KeyBytes.Clone();
        var ring = new PaymentKeyRing("k1", new PaymentKey("k1", bytes));
        Array.Clear(bytes);
        var protector = new AesGcmPaymentDataProtector(ring);
        var sealedData = protector.Protect("data"u8, "p");
        using var same = new PaymentKeyRing("k1", new PaymentKey("k1", KeyBytes));

        Assert.That(new AesGcmPaymentDataProtector(same).Unprotect(sealedData, "p"), Is.EqualTo("data"u8.ToArray()));
        ring.Dispose();
        Assert.That(() => protector.Protect("data"u8, "p"), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => protector.Unprotect(sealedData, "p"), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void Its_memory_is_cleared_on_dispose()
    {
        var key = new PaymentKey("k1", KeyBytes);
        var field = typeof(PaymentKey).GetField("_key", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!;
        var held = (byte[])field.GetValue(key)!;
        Assert.That(held, Is.EqualTo(KeyBytes).And.Not.SameAs(KeyBytes));
        key.Dispose();
        Assert.That(held, Is.All.Zero);
    }

    [Test]
    public void Wrong_keys_ids_and_rings_are_refused()
    {
        Assert.That(() => new PaymentKey("k1", KeyBytes.AsSpan(1)), Throws.ArgumentException);
        Assert.That(() => new PaymentKey("k 1", KeyBytes), Throws.ArgumentException);
        Assert.That(() => new PaymentKeyRing("k2", new PaymentKey("k1", KeyBytes)), Throws.ArgumentException);
        Assert.That(() => new PaymentKeyRing("k1", new PaymentKey("k1", KeyBytes), new PaymentKey("k1", KeyBytes)), Throws.ArgumentException);
    }

    [Test]
    public void It_never_shows_its_bytes()
    {
        using var ring = new PaymentKeyRing("k1", new PaymentKey("k1", [.. Enumerable.Repeat((byte)0xAB, 32)]));
        Type[] types = [typeof(PaymentKey), typeof(PaymentKeyRing), typeof(CardFingerprinter)];

        Assert.That(string.Create(CultureInfo.InvariantCulture, $"{ring}{ring.ActiveKey}"), Does.Not.Contain("AB"));
        Assert.That(types.SelectMany(type => type.GetProperties()).Select(property => property.PropertyType),
            Has.None.EqualTo(typeof(byte[])).And.None.EqualTo(typeof(ReadOnlyMemory<byte>)));
        Assert.That(() => JsonSerializer.Serialize(ring), Throws.InstanceOf<InvalidOperationException>());
    }
}
