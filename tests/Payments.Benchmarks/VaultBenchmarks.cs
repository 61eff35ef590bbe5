using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Payments.Security;

namespace Payments.Benchmarks;

/// <summary>A card number in and out again: the vault next to ASP.NET Core Data Protection on the same digits.</summary>
[InvocationCount(2_048, 16)]
public class VaultBenchmarks
{
    private static readonly TokenizeOptions ForCharge = new() { Purpose = "charge" };

    private readonly string _folder = Directory.CreateTempSubdirectory("payments-vault-").FullName;
    private readonly byte[] _digits = Encoding.ASCII.GetBytes("4242424242424242");
    private readonly CardNumber _card = CardNumber.Parse("4242424242424242");
    private ServiceProvider _host = null!;
    private IDataProtector _dataProtection = null!;
    private IPaymentDataProtector _protector = null!;
    private ITokenVault _vault = null!;

    [GlobalSetup]
    public async Task Start()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddDataProtection().PersistKeysToFileSystem(new(Path.Combine(_folder, "data-protection")));
        services.AddPaymentsSecurity(keys => keys.UseKeyFiles(_folder));
        _host = services.BuildServiceProvider();
        await _host.GetRequiredService<PaymentKeyManager>().LoadAsync();
        _dataProtection = _host.GetRequiredService<IDataProtectionProvider>().CreateProtector("card");
        _protector = _host.GetRequiredService<IPaymentDataProtector>();
        _vault = _host.GetRequiredService<ITokenVault>();
    }

    [GlobalCleanup]
    public void Stop()
    {
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Baseline = true)]
    public byte[] DataProtection() => _dataProtection.Unprotect(_dataProtection.Protect(_digits));

    [Benchmark]
    public byte[] Protector() => _protector.Unprotect(_protector.Protect(_digits, "card"), "card");

    [Benchmark]
    public CardNumber Vault()
    {
        // The store is in memory, so that everything ends at once.
        var token = _vault.TokenizeAsync(_card, ForCharge).GetAwaiter().GetResult();
        return _vault.DetokenizeAsync(token.Token, "charge").GetAwaiter().GetResult();
    }
}
