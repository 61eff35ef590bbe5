using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Payments.Benchmarks;

/// <summary>Building a host, options validated and all providers resolved. Everything was compiled before: see <see cref="ColdStart"/> for a new process.</summary>
[InvocationCount(32, 16)]
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

    [Benchmark]
    [Row("Start of a host with eleven providers, everything compiled", Against = "an empty host")]
    public void Eleven()
    {
        using var host = BuildWithEleven();
    }

    internal static IHost BuildEmpty() => Host.CreateEmptyApplicationBuilder(null).Build();

    internal static IHost BuildWithPayments() => Build(payments => payments.AddStripe(StripeHost.Configure));

    internal static IHost BuildWithEleven() => Build(payments =>
    {
        foreach (var wire in ProviderWires.All)
            wire.Add(payments);
    });

    private static IHost Build(Action<IPaymentsBuilder> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        add(builder.Services.AddPayments());
        var host = builder.Build();
        host.Services.GetRequiredService<IStartupValidator>().Validate();
        var providers = host.Services.GetRequiredService<IPaymentProviderFactory>();
        foreach (var name in providers.ProviderNames)
            providers.GetProvider(name);
        return host;
    }
}
