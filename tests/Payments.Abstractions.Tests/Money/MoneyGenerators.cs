using FsCheck;
using FsCheck.Fluent;

namespace Payments.Abstractions.Tests;

/// <summary>Amounts and currencies for properties.</summary>
internal static class MoneyGenerators
{
    internal static Gen<int> Exponents => Gen.Choose(0, 18);

    internal static Gen<Currency> Currencies => Gen.Elements(Currency.Known.AsEnumerable());

    internal static Gen<Currency> Exponential => Gen.Elements(Currency.Known.Where(currency => currency.Exponent is not null));

    internal static Gen<int> Ints => Gen.Choose(int.MinValue, int.MaxValue);

    internal static Gen<long> Longs => Gen.OneOf(
        Gen.Choose(-100_000, 100_000).Select(value => (long)value),
        Gen.Elements(long.MaxValue, long.MaxValue - 1, long.MinValue + 1, 0L),
        from high in Ints from low in Ints select Math.Max(((long)high << 32) | (uint)low, long.MinValue + 1));

    /// <summary>Every decimal: any mantissa, scale and sign.</summary>
    internal static Gen<decimal> Decimals => Gen.OneOf(
        from high in Ints from middle in Ints from low in Ints from sign in Gen.Elements(true, false) from scale in Gen.Choose(0, 28)
        select new decimal(low, middle, high, sign, (byte)scale),
        Small);

    /// <summary>Amounts that can be added a few times without leaving the range.</summary>
    internal static Gen<decimal> Small =>
        from units in Ints from scale in Gen.Choose(0, 9)
        select new decimal(Math.Abs((long)units) is var mantissa ? (int)(mantissa & int.MaxValue) : 0, 0, 0, units < 0, (byte)scale);

    internal static void Holds<T>(Gen<T> values, Func<T, bool> property) =>
        Prop.ForAll(values.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
