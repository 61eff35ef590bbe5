using System.Net.Http.Headers;
using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Benchmarks;

/// <summary>Creating a payment over HTTP with all that an application has by default, against a bare client that sends and reads the same bytes.</summary>
[InvocationCount(Calls, 16)]
public class CreateBenchmarks : KeepingBenchmark
{
    private const int Calls = 2_048;

    private static readonly byte[] Body = Encoding.ASCII.GetBytes(Wire.Read("checkout.session.txt"));
    private static readonly MediaTypeHeaderValue Form = new("application/x-www-form-urlencoded");

    private Child _server = null!;
    private Uri _address = null!;
    private Uri _sessions = null!;
    private HttpClient _client = null!;
    private ServiceProvider? _host;
    private IPaymentProvider _provider = null!;
    private Requests _requests = null!;

    [GlobalSetup]
    public void StartServer()
    {
        _server = new Child("serve");
        _address = new Uri(_server.ReadLine());
        _sessions = new Uri(_address, "/v1/checkout/sessions");
        _client = new HttpClient(new SocketsHttpHandler());
    }

    [GlobalCleanup]
    public void StopServer()
    {
        _client.Dispose();
        _server.Dispose();
    }

    public override int CallCount => Calls;

    public override async Task StartAsync()
    {
        _host = StripeHost.Create(_address);
        _provider = _host.GetRequiredService<IPaymentProvider>();
        _requests = new Requests(Calls + 1);
        await HttpClient();
        await Stripe();
    }

    public override void Stop() => _host?.Dispose();

    public override Task CallAsync() => Stripe();

    [Benchmark(Baseline = true)]
    public async Task<byte[]> HttpClient()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _sessions) { Content = new ByteArrayContent(Body) };
        request.Content.Headers.ContentType = Form;
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer sk_test_4eC39HqLyjWDarjtT1zdp7dc");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", "0b7Jm9VQf3m7rWwzC3Yw8o9rXl0x8b3T2mZl5v0qk1s");
        request.Headers.TryAddWithoutValidation("Stripe-Version", "2026-09-30.endive");
        request.Headers.TryAddWithoutValidation("User-Agent", "Payments.Http/0.1.0");
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        using var response = await _client.SendAsync(request);
        return await response.Content.ReadAsByteArrayAsync();
    }

    [Benchmark]
    [Row("Create over HTTP, default pipeline", Against = "a bare HttpClient with the same bytes", Ratio = 1.5, Bytes = 12_000)]
    public Task<Payment> Stripe() => _provider.CreatePaymentAsync(_requests.Next());
}
