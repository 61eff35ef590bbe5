using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Payments.Benchmarks;

/// <summary>Building a host, options validated and the first provider resolved. Everything was compiled before: see <see cref="ColdStart"/> for a new process.</summary>
[InvocationCount(64, 16)]
public class StartBenchmarks
{
    [Benchmark(Baseline = true)]
    public void Empty()
    {
        using var host = BuildEmpty();
    }

    [Benchmark]
    [Row("Start of a host with payments, everything compiled", Against = "an empty host")]
    public void Payments()
    {
        using var host = BuildWithPayments();
    }

    internal static IHost BuildEmpty() => Host.CreateEmptyApplicationBuilder(null).Build();

    internal static IHost BuildWithPayments()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        StripeHost.Add(builder.Services);
        var host = builder.Build();
        host.Services.GetRequiredService<IStartupValidator>().Validate();
        host.Services.GetRequiredService<IPaymentProvider>();
        return host;
    }
}
