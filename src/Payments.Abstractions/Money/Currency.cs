using System.Diagnostics.CodeAnalysis;

namespace Payments;

/// <summary>
/// A currency: a code of ISO 4217 with its number of decimals, or a crypto asset. A code that a provider answers and that is not known here
/// survives, without decimals. Compared by code, in upper case.
/// </summary>
/// <remarks>A provider's own number of decimals (Stripe's ISK, Adyen's CLP) is a table of that provider, not of this type.</remarks>
public readonly struct Currency : IEquatable<Currency>, IParsable<Currency>
{
    private readonly string? _code;
    private readonly sbyte _exponentPlusOne;

    internal Currency(string code, sbyte exponent, bool isCrypto)
    {
        _code = code;
        _exponentPlusOne = (sbyte)(exponent + 1);
        IsCrypto = isCrypto;
    }

    /// <summary>US dollar.</summary>
    public static Currency USD => Parse("USD");

    /// <summary>Euro.</summary>
    public static Currency EUR => Parse("EUR");

    /// <summary>Pound sterling.</summary>
    public static Currency GBP => Parse("GBP");

    /// <summary>South Korean won, which has no decimals.</summary>
    public static Currency KRW => Parse("KRW");

    /// <summary>Japanese yen, which has no decimals.</summary>
    public static Currency JPY => Parse("JPY");

    /// <summary>Bitcoin, with 8 decimals.</summary>
    public static Currency BTC => Parse("BTC");

    /// <summary>USD Coin, with 6 decimals.</summary>
    public static Currency USDC => Parse("USDC");

    /// <summary>Every currency and crypto asset that is known here.</summary>
    public static IReadOnlyList<Currency> Known { get; } = [.. CurrencyTable.Known.Values];

    /// <summary>The code in upper case, such as <c>USD</c>. Empty for <c>default</c>.</summary>
    public string Code => _code ?? "";

    /// <summary>The number of decimals by ISO 4217, or of the crypto asset. Null when the code is unknown or has no minor unit (gold).</summary>
    public int? Exponent => _exponentPlusOne > 0 ? _exponentPlusOne - 1 : null;

    /// <summary>Whether this is a crypto asset.</summary>
    public bool IsCrypto { get; }

    /// <summary>Whether the code is in ISO 4217 or a crypto asset that is known here.</summary>
    public bool IsKnown => _code is not null && CurrencyTable.Known.ContainsKey(_code);

    /// <summary>Reads a code that we are given as input, in either case.</summary>
    /// <param name="code">A code such as <c>USD</c> or <c>btc</c>.</param>
    /// <returns>The currency.</returns>
    /// <exception cref="FormatException">The code is not known. Codes that only a provider knows come from <see cref="FromCode"/>.</exception>
    public static Currency Parse(string code) => TryParse(code, out var currency)
        ? currency
        : throw new FormatException("The currency is not a code of ISO 4217 or a known crypto asset.");

    /// <summary>Reads a code that we are given as input, in either case.</summary>
    /// <param name="code">A code such as <c>USD</c>; null is not a currency.</param>
    /// <param name="currency">The currency.</param>
    /// <returns>Whether the code is known.</returns>
    public static bool TryParse([NotNullWhen(true)] string? code, out Currency currency)
    {
        currency = default;
        return code is not null && CurrencyTable.Known.TryGetValue(code, out currency);
    }

    static Currency IParsable<Currency>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<Currency>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Currency result) => TryParse(s, out result);

    /// <summary>Keeps a code that a provider answered, known or not, so that a new one never breaks a good payment.</summary>
    /// <param name="code">The code; the case is ignored.</param>
    /// <returns>The known currency, or one without decimals.</returns>
    /// <exception cref="ArgumentException">The code is empty.</exception>
    public static Currency FromCode(string code)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(code);
        return TryParse(code, out var known) ? known : new Currency(code.ToUpperInvariant(), CurrencyTable.NoExponent, isCrypto: false);
    }

    /// <summary>Whether two currencies have the same code.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(Currency left, Currency right) => left.Equals(right);

    /// <summary>Whether two currencies have different codes.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(Currency left, Currency right) => !left.Equals(right);

    /// <inheritdoc />
    public bool Equals(Currency other) => string.Equals(Code, other.Code, StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Currency other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);

    /// <summary>The code.</summary>
    /// <returns>The code in upper case.</returns>
    public override string ToString() => Code;
}
