using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Payments.Security;

namespace Payments.Benchmarks;

/// <summary>An intent into the audit log in memory, against one HMAC over a line as long.</summary>
[InvocationCount(Calls, 16)]
public class AuditBenchmarks : KeepingBenchmark
{
    private const int Calls = 2_048;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private ServiceProvider? _host;
    private IAuditLog _log = null!;

    internal static AuditEntry Entry { get; } = new()
    {
        Kind = AuditEntryKind.Intent, Action = PaymentAction.Create, Provider = "stripe", OrderId = "ORDER-00000001", Amount = new Money(25m, "EUR"),
    };

    internal static byte[] Line { get; } = Encoding.ASCII.GetBytes(new string('a', 300));

    public override int CallCount => Calls;

    public override Task StartAsync()
    {
        _host = Host(null);
        _log = _host.GetRequiredService<IAuditLog>();
        return Task.CompletedTask;
    }

    public override void Stop() => _host?.Dispose();

    public override async Task CallAsync() => await Append();

    [Benchmark(Baseline = true)]
    public int Hmac() => Signer.Sign(_key, Line);

    [Benchmark]
    [Row("Audit entry, durable in memory", Against = "bare HMAC-SHA-256 of 300 bytes")]
    public ValueTask<long> Append() => _log.AppendAsync(Entry);

    internal static ServiceProvider Host(string? file)
    {
        var services = new ServiceCollection();
        services.AddSingleton<Microsoft.Extensions.Logging.ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddPayments().AddAuditLog(options =>
        {
            options.Key = AuditKey.FromSecret("k1", RandomNumberGenerator.GetBytes(32));
            options.File = file;
        });
        return services.BuildServiceProvider();
    }
}

/// <summary>An intent into the audit log in a file, on the disk when the call returns, against a line that is written and flushed.</summary>
[InvocationCount(32, 16)]
public class AuditFileBenchmarks
{
    private readonly string _folder = Directory.CreateTempSubdirectory("payments-audit-").FullName;
    private ServiceProvider _host = null!;
    private IAuditLog _log = null!;
    private FileStream _file = null!;

    [GlobalSetup]
    public void Start()
    {
        _host = AuditBenchmarks.Host(Path.Combine(_folder, "audit.jsonl"));
        _log = _host.GetRequiredService<IAuditLog>();
        _file = new FileStream(Path.Combine(_folder, "bare"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    [GlobalCleanup]
    public void Stop()
    {
        _host.Dispose();
        _file.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Baseline = true)]
    public void Bare()
    {
        _file.Write(AuditBenchmarks.Line);
        _file.Flush(flushToDisk: true);
    }

    [Benchmark]
    [Row("Audit entry, durable in a file", Against = "a line of 300 bytes, written and flushed to the disk")]
    public ValueTask<long> Append() => _log.AppendAsync(AuditBenchmarks.Entry);
}
