using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Payments.Security;

namespace Payments.Benchmarks;

/// <summary>A host with data keys in files, and Data Protection beside it.</summary>
public abstract class SecurityBenchmarks
{
    private readonly string _folder = Directory.CreateTempSubdirectory("payments-vault-").FullName;
    private ServiceProvider _host = null!;

    protected byte[] Digits { get; } = Encoding.ASCII.GetBytes("4242424242424242");

    protected IDataProtector DataProtector { get; private set; } = null!;

    protected IPaymentDataProtector Protector { get; private set; } = null!;

    protected ITokenVault Tokens { get; private set; } = null!;

    [GlobalSetup]
    public async Task Start()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddDataProtection().PersistKeysToFileSystem(new(Path.Combine(_folder, "data-protection")));
        services.AddPaymentsSecurity(keys => keys.UseKeyFiles(_folder));
        _host = services.BuildServiceProvider();
        await _host.GetRequiredService<PaymentKeyManager>().LoadAsync();
        DataProtector = _host.GetRequiredService<IDataProtectionProvider>().CreateProtector("card");
        Protector = _host.GetRequiredService<IPaymentDataProtector>();
        Tokens = _host.GetRequiredService<ITokenVault>();
    }

    [GlobalCleanup]
    public void Stop()
    {
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>The digits of a card in and out again, next to ASP.NET Core Data Protection on the same digits.</summary>
[InvocationCount(2_048, 16)]
public class VaultBenchmarks : SecurityBenchmarks
{
    private static readonly TokenizeOptions ForCharge = new() { Purpose = "charge" };

    private readonly CardNumber _card = CardNumber.Parse("4242424242424242");

    [Benchmark(Baseline = true)]
    public byte[] DataProtection() => DataProtector.Unprotect(DataProtector.Protect(Digits));

    [Benchmark]
    [Row("Card number encrypted and opened", Against = "Protect and Unprotect of ASP.NET Core Data Protection", Ratio = 1, NoMoreBytes = true)]
    public byte[] Encryption() => Protector.Unprotect(Protector.Protect(Digits, "card"), "card");

    [Benchmark]
    [Row("Card number for a token and back, store in memory", Against = "Protect and Unprotect of ASP.NET Core Data Protection", Ratio = 1, NoMoreBytes = true)]
    public CardNumber Vault()
    {
        // The store is in memory, so that everything ends at once.
        var token = Tokens.TokenizeAsync(_card, ForCharge).GetAwaiter().GetResult();
        return Tokens.DetokenizeAsync(token.Token, "charge").GetAwaiter().GetResult();
    }
}

/// <summary>The same encryption next to AES-256-GCM with a random nonce and nothing else.</summary>
[InvocationCount(2_048, 16)]
public class EncryptionBenchmarks : SecurityBenchmarks
{
    private readonly AesGcm _aes = new(RandomNumberGenerator.GetBytes(32), 16);

    [Benchmark(Baseline = true)]
    public byte[] Bare()
    {
        var sealedDigits = new byte[12 + Digits.Length + 16];
        var nonce = sealedDigits.AsSpan(0, 12);
        RandomNumberGenerator.Fill(nonce);
        _aes.Encrypt(nonce, Digits, sealedDigits.AsSpan(12, Digits.Length), sealedDigits.AsSpan(^16..));
        var opened = new byte[Digits.Length];
        _aes.Decrypt(nonce, sealedDigits.AsSpan(12, Digits.Length), sealedDigits.AsSpan(^16..), opened);
        return opened;
    }

    [Benchmark]
    [Row("Card number encrypted and opened, a key for each message", Against = "bare AES-256-GCM under one key")]
    public byte[] Encryption() => Protector.Unprotect(Protector.Protect(Digits, "card"), "card");
}
