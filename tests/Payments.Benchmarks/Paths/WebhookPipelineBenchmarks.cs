using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Benchmarks;

/// <summary>Verifying, parsing and folding an event of a payment that is known and unpaid: each a new event of another payment.</summary>
[InvocationCount(Calls, 16)]
public class WebhookPipelineBenchmarks : KeepingBenchmark
{
    private const int Calls = 2_048;

    private readonly byte[] _key = Encoding.UTF8.GetBytes(StripeEvents.Secret);
    private readonly WebhookRequest[] _events = [.. Enumerable.Range(0, Calls).Select(StripeEvents.Succeeded)];
    private readonly WebhookRequest[] _earlier = [.. Enumerable.Range(0, Calls).Select(StripeEvents.Created)];
    private ServiceProvider? _host;
    private IPaymentProvider _provider = null!;
    private int _next;

    public override int CallCount => Calls;

    public override async Task StartAsync()
    {
        _host = StripeHost.Create();
        _provider = _host.GetRequiredService<IPaymentProvider>();
        _next = 0;
        foreach (var earlier in _earlier)
            await _provider.ProcessWebhookAsync(earlier);
    }

    public override void Stop() => _host?.Dispose();

    public override Task CallAsync() => Pipeline();

    [Benchmark(Baseline = true)]
    public int Bare() => WebhookBenchmarks.Bare(_key, _events[0].Body.Span);

    [Benchmark]
    [Row("Webhook of 1.4 kB: through the pipeline, folded into its payment", Against = "bare HMAC-SHA-256 and a scan with Utf8JsonReader")]
    public Task<IReadOnlyList<PaymentEvent>> Pipeline() => _provider.ProcessWebhookAsync(_events[_next++]);
}
