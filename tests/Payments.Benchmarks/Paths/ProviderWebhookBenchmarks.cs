using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Benchmarks;

/// <summary>Verifying and parsing one message of a provider by the provider alone, against the least that anyone has to do with the same bytes.</summary>
[InvocationCount(1_024, 16)]
public abstract class ProviderWebhookBenchmarks
{
    private ServiceProvider _host = null!;
    private PaymentProvider _provider = null!;
    private SignedEvent _event = null!;

    public abstract ProviderWire Wire { get; set; }

    [GlobalSetup]
    public async Task Start()
    {
        (_host, _provider) = Wire.Open(Wire.Stub());
        _event = Wire.Event!("");
        await _provider.VerifyWebhookAsync(_event.Request);
    }

    [GlobalCleanup]
    public void Stop() => _host.Dispose();

    [Benchmark(Baseline = true)]
    public int Bare() => _event.Check();

    protected VerifiedWebhook Verify() => _provider.VerifyWebhookAsync(_event.Request).GetAwaiter().GetResult();

    // Both end at once, so that nothing is waited for and no task of this method's own is counted.
    protected PaymentEvent VerifyAndParse() => _provider.ResolveWebhookAsync(Verify()).GetAwaiter().GetResult()[0];
}

/// <summary>Messages that are signed by HMAC and say by themselves what happened.</summary>
public class SignedWebhookBenchmarks : ProviderWebhookBenchmarks
{
    [ParamsSource(nameof(Wires))]
    public override ProviderWire Wire { get; set; } = null!;

    public static IEnumerable<ProviderWire> Wires => [CardWires.Adyen, CardWires.Square, CoinWires.Coinbase, KoreanWires.Toss];

    [Benchmark]
    [Row("Webhook, verified and parsed", Against = "bare HMAC-SHA-256 and a scan with Utf8JsonReader", Ratio = 2)]
    public PaymentEvent Provider() => VerifyAndParse();
}

/// <summary>Messages that are signed by HMAC and lead to a read: verified and parsed without it.</summary>
public class HintWebhookBenchmarks : ProviderWebhookBenchmarks
{
    [ParamsSource(nameof(Wires))]
    public override ProviderWire Wire { get; set; } = null!;

    public static IEnumerable<ProviderWire> Wires => [CoinWires.BitPay, CoinWires.CoinGate];

    [Benchmark]
    [Row("Webhook, verified and parsed up to the read", Against = "bare HMAC-SHA-256 and a scan with Utf8JsonReader", Ratio = 2)]
    public VerifiedWebhook Provider() => Verify();
}

/// <summary>Messages that are signed with RSA, under a certificate that was fetched before.</summary>
[InvocationCount(128, 16)]
public class RsaWebhookBenchmarks : ProviderWebhookBenchmarks
{
    [ParamsSource(nameof(Wires))]
    public override ProviderWire Wire { get; set; } = null!;

    public static IEnumerable<ProviderWire> Wires => [CardWires.PayPal];

    [Benchmark]
    [Row("Webhook, verified and parsed up to the read", Against = "bare RSA-2048 and a scan with Utf8JsonReader")]
    public VerifiedWebhook Provider() => Verify();
}
