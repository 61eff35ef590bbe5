using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Benchmarks;

/// <summary>Verifying and parsing one event, by the provider alone.</summary>
[InvocationCount(2_048, 16)]
public class WebhookBenchmarks
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes(StripeEvents.Secret);
    private readonly WebhookRequest _event = StripeEvents.Succeeded(1);
    private ServiceProvider _host = null!;
    private PaymentProvider _provider = null!;

    [GlobalSetup]
    public void Start()
    {
        _host = StripeHost.Create();
        _provider = _host.GetRequiredService<IPaymentProvider>().GetService<PaymentProvider>()!;
    }

    [GlobalCleanup]
    public void Stop() => _host.Dispose();

    [Benchmark(Baseline = true)]
    public int Bare() => Bare(_key, _event.Body.Span);

    [Benchmark]
    [Row("Webhook of 1.4 kB: verified and parsed by the provider", Against = "bare HMAC-SHA-256 and a scan with Utf8JsonReader", Ratio = 2, Bytes = 2_500)]
    public PaymentEvent Provider()
    {
        // Both end at once, so that nothing is waited for and no task of this method's own is counted.
        var webhook = _provider.VerifyWebhookAsync(_event).GetAwaiter().GetResult();
        return _provider.ResolveWebhookAsync(webhook).GetAwaiter().GetResult()[0];
    }

    /// <summary>The least that anyone has to do: the signature over the body, and every token of it once.</summary>
    internal static int Bare(byte[] key, ReadOnlySpan<byte> body)
    {
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, body, signature);
        var reader = new Utf8JsonReader(body);
        var tokens = 0;
        while (reader.Read())
            tokens++;
        return tokens + signature[0];
    }
}
