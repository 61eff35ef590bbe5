namespace Payments.Security.Tests.Vault;

internal abstract class TokenVaultFixture
{
    protected static readonly CardNumber Card = CardNumber.Parse("4242424242424242");
    protected static readonly TokenizeOptions ForCharge = new() { Purpose = "charge" };

    protected PaymentKeyRing Keys { get; } = new("k1", PaymentKey.CreateEphemeral("k1"));

    protected CardFingerprinter Fingerprinter { get; } = new("f1", new byte[32]);

    protected ManualTimeProvider Time { get; private set; } = null!;

    protected RecordingStore Store { get; private set; } = null!;

    protected TokenVault Vault { get; private set; } = null!;

    [SetUp]
    public void MakeVault()
    {
        Time = new();
        Store = new();
        Vault = new(Store, new AesGcmPaymentDataProtector(Keys), Fingerprinter, Time);
    }

    [OneTimeTearDown]
    public void DropKeys()
    {
        Keys.Dispose();
        Fingerprinter.Dispose();
    }
}
