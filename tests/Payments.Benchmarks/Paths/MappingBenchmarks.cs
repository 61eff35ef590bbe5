using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Benchmarks;

/// <summary>
/// One call of a provider with nothing behind the HttpClient: the request is checked and written, the answer read and mapped. The baseline sends the
/// same bytes with the same headers through a bare HttpClient and takes the same answer as bytes.
/// </summary>
[InvocationCount(512, 16)]
public abstract class ProviderCallBenchmarks
{
    private ServiceProvider _host = null!;
    private HttpClient _client = null!;
    private RecordedCall[] _calls = [];

    public abstract ProviderWire Wire { get; set; }

    protected PaymentProvider Api { get; private set; } = null!;

    [GlobalSetup]
    public async Task Start()
    {
        var wire = Wire.Stub();
        (_host, Api) = Wire.Open(wire);
        _client = new HttpClient(wire, disposeHandler: false);

        // A token that is fetched once is none of the path.
        await CallAsync();
        wire.StartRecording();
        await CallAsync();
        _calls = [.. wire.StopRecording()];
    }

    [GlobalCleanup]
    public void Stop()
    {
        _client.Dispose();
        _host.Dispose();
    }

    [Benchmark(Baseline = true)]
    public async Task<int> HttpClient()
    {
        var bytes = 0;
        foreach (var call in _calls)
        {
            using var request = call.ToRequest();
            using var response = await _client.SendAsync(request);
            bytes += (await response.Content.ReadAsByteArrayAsync()).Length;
        }

        return bytes;
    }

    protected abstract Task<Payment> CallAsync();
}

/// <summary>Creating a payment, at all providers that are asked for it.</summary>
public class MappingBenchmarks : ProviderCallBenchmarks
{
    [ParamsSource(nameof(Wires))]
    public override ProviderWire Wire { get; set; } = null!;

    public static IEnumerable<ProviderWire> Wires => ProviderWires.All.Where(wire => wire.Create is not null);

    [Benchmark]
    [Row("Create, mapped and sent nowhere", Against = "a bare HttpClient with the same bytes", Microseconds = 50, Bytes = 8_000)]
    public Task<Payment> Create() => CallAsync();

    protected override Task<Payment> CallAsync() => Api.CreatePaymentAsync(Wire.Create!);
}

/// <summary>Confirming a payment, at all providers where that is needed.</summary>
public class ConfirmMappingBenchmarks : ProviderCallBenchmarks
{
    [ParamsSource(nameof(Wires))]
    public override ProviderWire Wire { get; set; } = null!;

    public static IEnumerable<ProviderWire> Wires => ProviderWires.All.Where(wire => wire.Confirm is not null);

    [Benchmark]
    [Row("Confirm, mapped and sent nowhere", Against = "a bare HttpClient with the same bytes")]
    public Task<Payment> Confirm() => CallAsync();

    protected override Task<Payment> CallAsync() => Api.ConfirmPaymentAsync(Wire.Confirm!);
}
