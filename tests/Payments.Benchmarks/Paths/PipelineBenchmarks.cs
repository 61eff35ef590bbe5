using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Benchmarks;

/// <summary>The pipeline around a provider that does nothing: a payment that nobody has asked for before.</summary>
[InvocationCount(Calls, 16)]
public class PipelineCreateBenchmarks : KeepingBenchmark
{
    // So many that a garbage collection falls into each iteration.
    private const int Calls = 32_768;

    private readonly IdleProvider _idle = new();
    private ServiceProvider? _host;
    private IPaymentProvider _provider = null!;
    private Requests _requests = null!;

    public override int CallCount => Calls;

    public override Task StartAsync()
    {
        _host = IdleProvider.Host();
        _provider = _host.GetRequiredService<IPaymentProvider>();
        _requests = new Requests(Calls);
        return Task.CompletedTask;
    }

    public override void Stop() => _host?.Dispose();

    public override Task CallAsync() => Create();

    [Benchmark(Baseline = true)]
    public Task<Payment> Provider() => _idle.CreatePaymentAsync(_requests.Next());

    [Benchmark]
    [Row("Create around a provider that does nothing", Against = "the provider alone", Microseconds = 5, Bytes = 2_000)]
    public Task<Payment> Create() => _provider.CreatePaymentAsync(_requests.Next());
}

/// <summary>The pipeline around a provider that does nothing: a payment that is there and is confirmed.</summary>
[InvocationCount(Calls, 16)]
public class PipelineConfirmBenchmarks : KeepingBenchmark
{
    private const int Calls = 8_192;

    private readonly IdleProvider _idle = new();
    private readonly ConfirmPaymentRequest[] _requests = new ConfirmPaymentRequest[Calls];
    private ServiceProvider? _host;
    private IPaymentProvider _provider = null!;
    private int _next;

    public override int CallCount => Calls;

    public override async Task StartAsync()
    {
        _host = IdleProvider.Host();
        _provider = _host.GetRequiredService<IPaymentProvider>();
        var requests = new Requests(Calls);
        for (_next = 0; _next < Calls; _next++)
        {
            var payment = await _provider.CreatePaymentAsync(requests.Next());
            _requests[_next] = new ConfirmPaymentRequest { Payment = payment.Reference, Amount = payment.Amount };
        }

        _next = 0;
    }

    public override void Stop() => _host?.Dispose();

    public override Task CallAsync() => Confirm();

    [Benchmark(Baseline = true)]
    public Task<Payment> Provider() => _idle.ConfirmPaymentAsync(_requests[_next++]);

    [Benchmark]
    [Row("Confirm around a provider that does nothing", Against = "the provider alone", Microseconds = 5, Bytes = 2_000)]
    public Task<Payment> Confirm() => _provider.ConfirmPaymentAsync(_requests[_next++]);
}

/// <summary>The pipeline around a provider that does nothing: a payment that is there.</summary>
[InvocationCount(2_048, 16)]
public class PipelineBenchmarks
{
    private const int Payments = 1_000;

    private readonly IdleProvider _idle = new();
    private readonly PaymentRequest[] _requests = new PaymentRequest[Payments];
    private readonly PaymentReference[] _payments = new PaymentReference[Payments];
    private ServiceProvider _host = null!;
    private IPaymentProvider _provider = null!;
    private int _next;

    [GlobalSetup]
    public async Task StartAsync()
    {
        _host = IdleProvider.Host();
        _provider = _host.GetRequiredService<IPaymentProvider>();
        var requests = new Requests(Payments);
        for (var i = 0; i < Payments; i++)
        {
            _requests[i] = requests.Next();
            _payments[i] = (await _provider.CreatePaymentAsync(_requests[i])).Reference;
        }
    }

    [GlobalCleanup]
    public void Stop() => _host.Dispose();

    [Benchmark(Baseline = true)]
    public Task<Payment> Provider() => _idle.GetPaymentAsync(_payments[Next()]);

    [Benchmark]
    [Row("Create, repeated with the same key", Against = "the provider alone", Microseconds = 5, Bytes = 2_000)]
    public Task<Payment> Repeat() => _provider.CreatePaymentAsync(_requests[Next()]);

    [Benchmark]
    [Row("Get around a provider that does nothing", Against = "the provider alone", Microseconds = 5, Bytes = 2_000)]
    public Task<Payment> Get() => _provider.GetPaymentAsync(_payments[Next()]);

    private int Next() => _next = (_next + 1) % Payments;
}
