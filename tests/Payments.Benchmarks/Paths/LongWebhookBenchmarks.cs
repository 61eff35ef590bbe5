using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Benchmarks;

/// <summary>
/// Messages of 4 kB next to the same messages as they are: what a message holds beyond what is looked at costs time, but no memory. The baseline verifies
/// the short one.
/// </summary>
[InvocationCount(1_024, 16)]
public class LongWebhookBenchmarks
{
    private const int Size = 4_096;

    private ServiceProvider _host = null!;
    private PaymentProvider _provider = null!;
    private WebhookRequest _short = null!;
    private WebhookRequest _long = null!;

    [ParamsSource(nameof(Wires))]
    public ProviderWire Wire { get; set; } = null!;

    public static IEnumerable<ProviderWire> Wires => ProviderWires.All.Where(wire => wire.Event is not null && wire.Name != "paypal");

    [GlobalSetup]
    public void Start()
    {
        (_host, _provider) = Wire.Open(Wire.Stub());
        _short = Wire.Event!("x").Request;
        _long = Wire.Event(new string('x', Size + 1 - _short.Body.Length)).Request;
        if (_long.Body.Length != Size)
            throw new InvalidOperationException($"The message has {_long.Body.Length} bytes.");
    }

    [GlobalCleanup]
    public void Stop() => _host.Dispose();

    [Benchmark(Baseline = true)]
    public VerifiedWebhook Short() => _provider.VerifyWebhookAsync(_short).GetAwaiter().GetResult();

    [Benchmark]
    [Row("Webhook of 4 kB, verified", Against = "its short form", Microseconds = 15, NoMoreBytes = true)]
    public VerifiedWebhook Long() => _provider.VerifyWebhookAsync(_long).GetAwaiter().GetResult();
}
