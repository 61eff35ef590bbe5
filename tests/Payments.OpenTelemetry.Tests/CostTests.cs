using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Payments.OpenTelemetry.Tests;

/// <summary>What telemetry costs, held to its bar: a tight loop over a provider that does nothing. Run by hand on a quiet machine, in Release.</summary>
internal sealed class CostTests
{
    private const int Calls = 20_000;

    private sealed class Idle() : PaymentProvider("idle")
    {
        public override PaymentProviderCapabilities Capabilities { get; } = new()
        {
            Operations = PaymentOperations.Create | PaymentOperations.Get,
            Currencies = SupportedCurrencies.Of(isExhaustive: false, "EUR"),
            PaymentMethods = new HashSet<PaymentMethod> { PaymentMethod.Card },
        };

        public override Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default) => Task.FromResult(payment.Known!);

        public override Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default) => Task.FromResult(new Payment
        {
            Reference = new PaymentReference("idle", "pay-" + request.OrderId, request.OrderId),
            Status = PaymentStatus.Completed,
            ProviderStatus = "paid",
            Amount = request.Amount,
            CapturedAmount = request.Amount,
            Method = PaymentMethod.Card,
            CreatedAt = DateTimeOffset.UnixEpoch,
        });
    }

    private const double MostMicroseconds = 1;

    [TestCase(false, TestName = "Telemetry costs at most a microsecond, traces sampled out")]
    [TestCase(true, TestName = "Telemetry costs at most a microsecond, traces kept")]
    [Explicit("It measures time.")]
    [NonParallelizable]
    public async Task What_telemetry_costs(bool keepsTraces)
    {
        Sampler sampler = keepsTraces ? new AlwaysOnSampler() : new AlwaysOffSampler();
        List<double> off = [], on = [];
        for (var round = 0; round < 9; round++)
        {
            off.Add(await MeasureAsync(null));
            on.Add(await MeasureAsync(sampler));
        }

        Assert.That(on.Min() - off.Min(), Is.LessThanOrEqualTo(MostMicroseconds), $"off {off.Min():F2} µs, on {on.Min():F2} µs");
    }

    private static async Task<double> MeasureAsync(Sampler? sampler)
    {
        var services = new ServiceCollection();
        services.AddPayments(options => options.MaxPaymentsInMemory = 10 * Calls).AddProvider("idle", (_, _) => new Idle());
        if (sampler is not null)
        {
            services.AddPaymentsOpenTelemetry(telemetry => telemetry
                .WithMetrics(metrics => metrics.AddPaymentsPrometheusExporter())
                .WithTracing(traces => traces.SetSampler(sampler)));
        }

        await using var host = services.BuildServiceProvider();
        _ = host.GetService<MeterProvider>();
        _ = host.GetService<TracerProvider>();
        var provider = host.GetRequiredService<IPaymentProvider>();
        var requests = Enumerable.Range(0, Calls + 2_000)
            .Select(i => new PaymentRequest { Amount = new Money(10m, "EUR"), OrderId = $"Order-{i:D6}" }).ToArray();
        for (var i = 0; i < 2_000; i++)
            await provider.CreatePaymentAsync(requests[i]);
        GC.Collect();

        // The processor's time: what else the machine does counts less.
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 2_000; i < requests.Length; i++)
            await provider.CreatePaymentAsync(requests[i]);
        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Calls;
    }
}
