using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Payments;

/// <summary>An amount of a currency, in whole units (dollars, not cents). Never rounded: what does not fit is refused.</summary>
/// <param name="Amount">The amount in major units; <c>10.50</c> is ten dollars and fifty cents.</param>
/// <param name="Currency">The currency.</param>
public readonly record struct Money(decimal Amount, Currency Currency) : IComparable<Money>, IParsable<Money>
{
    /// <summary>An amount of the currency with this code.</summary>
    /// <param name="amount">The amount in major units.</param>
    /// <param name="currencyCode">A code that <see cref="Payments.Currency.Parse"/> takes.</param>
    /// <exception cref="FormatException">The code is not known.</exception>
    public Money(decimal amount, string currencyCode)
        : this(amount, Currency.Parse(currencyCode))
    {
    }

    /// <summary>Whether the amount is above zero.</summary>
    public bool IsPositive => Amount > 0;

    /// <summary>Whether the amount is zero.</summary>
    public bool IsZero => Amount == 0;

    /// <summary>Nothing, in a currency.</summary>
    /// <param name="currency">The currency.</param>
    /// <returns>Zero.</returns>
    public static Money Zero(Currency currency) => new(0m, currency);

    /// <summary>Reads an amount in minor units, such as a provider's cents.</summary>
    /// <param name="minorUnits">The amount in minor units.</param>
    /// <param name="currency">The currency.</param>
    /// <param name="exponent">How many decimals the sender counts with; null for the currency's own.</param>
    /// <returns>The amount in major units.</returns>
    /// <exception cref="InvalidOperationException">No exponent was given and the currency has none.</exception>
    public static Money FromMinorUnits(long minorUnits, Currency currency, int? exponent = null) =>
        new(minorUnits / PowerOfTen(exponent ?? ExponentOf(currency)), currency);

    /// <summary>The amount in minor units by the currency's own number of decimals.</summary>
    /// <returns>The amount in minor units: 1050 for 10.50 USD, 1000 for 1000 KRW.</returns>
    /// <exception cref="InvalidOperationException">The currency has no exponent.</exception>
    /// <exception cref="OverflowException">The amount is finer than the minor unit, or does not fit 64 bits.</exception>
    public long ToMinorUnits() => ToMinorUnits(ExponentOf(Currency));

    /// <summary>The amount in minor units by a provider's number of decimals.</summary>
    /// <param name="exponent">The number of decimals, 0 to 18.</param>
    /// <returns>The amount in minor units.</returns>
    /// <exception cref="OverflowException">The amount is finer than the minor unit (it would have to be rounded), or does not fit 64 bits.</exception>
    public long ToMinorUnits(int exponent)
    {
        if (!TryToMinorUnits(exponent, out var minorUnits))
            throw new OverflowException($"{this} cannot be expressed with {exponent.ToString(CultureInfo.InvariantCulture)} decimals.");
        return minorUnits;
    }

    /// <summary>The amount in minor units, if it can be expressed without rounding.</summary>
    /// <param name="exponent">The number of decimals, 0 to 18.</param>
    /// <param name="minorUnits">The amount in minor units.</param>
    /// <returns>Whether it fits.</returns>
    public bool TryToMinorUnits(int exponent, out long minorUnits)
    {
        minorUnits = 0;
        var factor = PowerOfTen(exponent);
        if (Amount > long.MaxValue / factor || Amount < long.MinValue / factor)
            return false;

        var scaled = Amount * factor;
        if (scaled != decimal.Truncate(scaled) || scaled is > long.MaxValue or < long.MinValue)
            return false;

        minorUnits = (long)scaled;
        return true;
    }

    /// <summary>Reads the form of <see cref="ToString"/>.</summary>
    /// <param name="text">An amount with a point and a code, such as <c>10.50 USD</c>.</param>
    /// <returns>The amount.</returns>
    /// <exception cref="FormatException">The text has another form.</exception>
    public static Money Parse(string text) => TryParse(text, out var money)
        ? money
        : throw new FormatException("An amount is written as a number with a point and a currency code, such as '10.50 USD'.");

    /// <summary>Reads the form of <see cref="ToString"/>.</summary>
    /// <param name="text">An amount with a point and a code, such as <c>10.50 USD</c>.</param>
    /// <param name="money">The amount.</param>
    /// <returns>Whether the text has that form.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Money money)
    {
        money = default;
        if (text is null || text.Split(' ') is not [var number, var code] || string.IsNullOrWhiteSpace(code))
            return false;
        if (!decimal.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            return false;

        // What a decimal cannot hold is parsed with fewer decimals than were written: that is rounding.
        var decimals = number.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point ? number.Length - point - 1 : 0;
        if (amount.Scale != decimals)
            return false;
        money = new Money(amount, Currency.FromCode(code));
        return true;
    }

    static Money IParsable<Money>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<Money>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Money result) => TryParse(s, out result);

    /// <summary>The sum of two amounts of one currency.</summary>
    /// <param name="left">One amount.</param>
    /// <param name="right">The other amount.</param>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money operator +(Money left, Money right) => new(left.Amount + right.In(left.Currency), left.Currency);

    /// <summary>The difference of two amounts of one currency.</summary>
    /// <param name="left">The amount to take from.</param>
    /// <param name="right">The amount to take.</param>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money operator -(Money left, Money right) => new(left.Amount - right.In(left.Currency), left.Currency);

    /// <summary>Compares two amounts of one currency.</summary>
    /// <param name="left">One amount.</param>
    /// <param name="right">The other amount.</param>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    /// <summary>Compares two amounts of one currency.</summary>
    /// <param name="left">One amount.</param>
    /// <param name="right">The other amount.</param>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    /// <summary>Compares two amounts of one currency.</summary>
    /// <param name="left">One amount.</param>
    /// <param name="right">The other amount.</param>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    /// <summary>Compares two amounts of one currency.</summary>
    /// <param name="left">One amount.</param>
    /// <param name="right">The other amount.</param>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <summary>The sum of two amounts of one currency.</summary>
    /// <param name="left">One amount.</param>
    /// <param name="right">The other amount.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money Add(Money left, Money right) => left + right;

    /// <summary>The difference of two amounts of one currency.</summary>
    /// <param name="left">The amount to take from.</param>
    /// <param name="right">The amount to take.</param>
    /// <returns>The difference.</returns>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money Subtract(Money left, Money right) => left - right;

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public int CompareTo(Money other) => Amount.CompareTo(other.In(Currency));

    /// <summary>The amount and the code, in the invariant culture.</summary>
    /// <returns>Text such as <c>10.50 USD</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount} {Currency.Code}");

    private decimal In(Currency currency) => Currency == currency
        ? Amount
        : throw new InvalidOperationException($"{Currency.Code} and {currency.Code} cannot be added or compared.");

    private static int ExponentOf(Currency currency) => currency.Exponent
        ?? throw new InvalidOperationException($"The currency '{currency.Code}' has no known number of decimals: give the exponent.");

    private static decimal PowerOfTen(int exponent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exponent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(exponent, 18);
        var power = 1m;
        for (var i = 0; i < exponent; i++)
            power *= 10m;
        return power;
    }
}
