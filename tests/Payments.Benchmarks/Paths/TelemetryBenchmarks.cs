using System.Diagnostics;
using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Benchmarks;

/// <summary>A payment is read with all metrics and spans listened to, against the same without a listener.</summary>
[InvocationCount(2_048, 16)]
public class TelemetryBenchmarks
{
    private ServiceProvider _host = null!;
    private IPaymentProvider _provider = null!;
    private PaymentReference _payment = null!;
    private MeterListener? _metrics;
    private ActivityListener? _spans;
    private double _sum;

    [GlobalSetup(Target = nameof(Off))]
    public async Task StartAsync()
    {
        _host = IdleProvider.Host();
        _provider = _host.GetRequiredService<IPaymentProvider>();
        _payment = (await _provider.CreatePaymentAsync(new Requests(1).Next())).Reference;
    }

    [GlobalSetup(Target = nameof(On))]
    public Task ListenAsync()
    {
        _metrics = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == PaymentsTelemetry.MeterName)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        _metrics.SetMeasurementEventCallback<long>((_, value, _, _) => _sum += value);
        _metrics.SetMeasurementEventCallback<double>((_, value, _, _) => _sum += value);
        _metrics.Start();
        _spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == PaymentsTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(_spans);
        return StartAsync();
    }

    [GlobalCleanup]
    public void Stop()
    {
        _host.Dispose();
        _metrics?.Dispose();
        _spans?.Dispose();
    }

    [Benchmark(Baseline = true)]
    public Task<Payment> Off() => _provider.GetPaymentAsync(_payment);

    [Benchmark]
    [Row("Get with metrics and spans listened to", Against = "the same without a listener", MicrosecondsOver = 1)]
    public Task<Payment> On() => _provider.GetPaymentAsync(_payment);
}
