using System.Globalization;
using BenchmarkDotNet.Attributes;

namespace Payments.Benchmarks;

/// <summary>An amount from the provider's minor units, summed up, checked and given back as minor units, against the same on a bare decimal.</summary>
[InvocationCount(65_536, 16)]
public class MoneyBenchmarks
{
    private readonly long _minor = 123_456;

    [Benchmark(Baseline = true)]
    public long Decimal()
    {
        var amount = _minor / 100m;
        var sum = amount + amount;
        return sum < amount ? 0 : decimal.ToInt64(sum * 100m);
    }

    [Benchmark]
    [Row("Money from minor units, added, compared and back", Against = "the same on a bare decimal", NoMoreBytes = true)]
    public long Money()
    {
        var amount = Payments.Money.FromMinorUnits(_minor, Currency.EUR);
        var sum = amount + amount;
        return sum < amount ? 0 : sum.ToMinorUnits();
    }
}
