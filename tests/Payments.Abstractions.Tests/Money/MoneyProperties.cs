using System.Globalization;
using System.Numerics;
using FsCheck.Fluent;
using static Payments.Abstractions.Tests.MoneyGenerators;

namespace Payments.Abstractions.Tests;

/// <summary>What holds for every amount.</summary>
internal sealed class MoneyProperties
{
    [Test]
    public void Minor_units_come_back([Range(0, 18)] int exponent) =>
        Holds(
            from units in Longs from currency in Currencies select (units, currency),
            x => Money.FromMinorUnits(x.units, x.currency, exponent).ToMinorUnits(exponent) == x.units);

    [Test]
    public void Minor_units_come_back_by_the_currencys_own_exponent() =>
        Holds(
            from units in Longs from currency in Exponential select (units, currency),
            x => Money.FromMinorUnits(x.units, x.currency) is var money && money.ToMinorUnits() == x.units && money.ToMinorUnits(x.currency.Exponent!.Value) == x.units);

    // Told by exact arithmetic: an amount fits if and only if it is a whole number of minor units within 64 bits.
    [Test]
    public void Minor_units_are_exact_or_refused() =>
        Holds(
            from amount in Decimals from exponent in Exponents select (amount, exponent),
            x =>
            {
                var exact = Exact(x.amount, x.exponent);
                var fits = new Money(x.amount, Currency.USD).TryToMinorUnits(x.exponent, out var units);
                return exact is { } expected ? fits && units == expected : !fits && units == 0;
            });

    [Test]
    public void Addition_is_commutative_and_associative_and_has_a_zero() =>
        Holds(
            from a in Small from b in Small from c in Small from currency in Currencies
            select (A: new Money(a, currency), B: new Money(b, currency), C: new Money(c, currency)),
            x => x.A + x.B == x.B + x.A
                && x.A + x.B + x.C == x.A + (x.B + x.C)
                && x.A + Money.Zero(x.A.Currency) == x.A
                && Money.Add(x.A, x.B) == x.A + x.B);

    [Test]
    public void Subtraction_undoes_addition() =>
        Holds(
            from a in Small from b in Small from currency in Currencies select (A: new Money(a, currency), B: new Money(b, currency)),
            x => x.A + x.B - x.B == x.A && (x.A - x.A).IsZero && Money.Subtract(x.A, x.B) == x.A - x.B && (x.A + x.B).Currency == x.A.Currency);

    [Test]
    public void Order_is_the_order_of_the_amounts() =>
        Holds(
            from a in Small from b in Gen.OneOf(Small, Gen.Constant(a)) from currency in Currencies select (A: new Money(a, currency), B: new Money(b, currency)),
            x => x.A < x.B == (x.B - x.A).IsPositive
                && x.A > x.B == x.B < x.A
                && x.A <= x.B == !(x.A > x.B)
                && x.A >= x.B == !(x.A < x.B)
                && (x.A.CompareTo(x.B) == 0) == (x.A == x.B));

    [TestCase("tr-TR")]
    [TestCase("ar-SA")]
    [TestCase("de-DE")]
    [TestCase("sv-SE")]
    [TestCase("fa-IR")]
    [TestCase("")]
    public void Text_round_trips_in_every_culture(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        Holds(
            from amount in Decimals from currency in Gen.OneOf(Currencies, Gen.Elements("NEWCOIN", "iii", "ĳ₿").Select(Currency.FromCode)) select new Money(amount, currency),
            money =>
            {
                var text = money.ToString();
                var parsed = Money.Parse(text);
                return parsed == money
                    && parsed.ToString() == text
                    && text == string.Create(CultureInfo.InvariantCulture, $"{money.Amount} {money.Currency.Code}")
                    && Parse<Money>(text) == money
                    && money.TryToMinorUnits(3, out var units) == Money.Parse(text).TryToMinorUnits(3, out var again)
                    && units == again;
            });
    }

    private static T Parse<T>(string text)
        where T : IParsable<T> => T.Parse(text, CultureInfo.CurrentCulture);

    private static long? Exact(decimal amount, int exponent)
    {
        var bits = decimal.GetBits(amount);
        var mantissa = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        var units = BigInteger.DivRem(mantissa * BigInteger.Pow(10, exponent), BigInteger.Pow(10, (bits[3] >> 16) & 0xff), out var rest);
        if (bits[3] < 0)
            units = -units;
        return rest.IsZero && units >= long.MinValue && units <= long.MaxValue ? (long)units : null;
    }
}
