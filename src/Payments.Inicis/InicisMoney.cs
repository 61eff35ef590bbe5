using System.Globalization;
using Payments.Http;

namespace Payments.Inicis;

/// <summary>Amounts on the wire: digits only, whole won or US cents.</summary>
internal static class InicisMoney
{
    private static readonly WordTable<int> Decimals = new() { ["KRW"] = 0, ["USD"] = 2 };

    // Answers name the won in three ways.
    private static readonly WordTable<Currency> Currencies = new(StringComparer.OrdinalIgnoreCase)
    {
        ["WON"] = Currency.KRW, ["KRW"] = Currency.KRW, ["410"] = Currency.KRW, ["USD"] = Currency.USD, ["840"] = Currency.USD,
    };

    /// <summary>The digits of an amount.</summary>
    /// <exception cref="PaymentRequestException">The currency is not taken, or cannot hold the amount.</exception>
    internal static string ToWire(Money amount, PaymentReference? payment = null)
    {
        if (!Decimals.TryGetValue(amount.Currency.Code, out var decimals))
            throw new PaymentRequestException($"Inicis takes KRW and USD, not {amount.Currency.Code}.", PaymentErrorCode.UnsupportedCurrency, payment);
        return amount.IsPositive && amount.TryToMinorUnits(decimals, out var units)
            ? units.ToString(CultureInfo.InvariantCulture)
            : throw new PaymentRequestException(
                $"{amount} is not an amount of whole {(decimals == 0 ? "won" : "cents")} above zero.", PaymentErrorCode.InvalidAmount, payment);
    }

    /// <summary>The currency's name in requests.</summary>
    internal static string CodeOf(Currency currency) => currency == Currency.KRW ? "WON" : currency.Code;

    /// <summary>A currency of an answer. One without a name is the payment's own, or the won.</summary>
    internal static Currency CurrencyOf(string? code, Currency? known) =>
        string.IsNullOrWhiteSpace(code) ? known ?? Currency.KRW
        : Currencies.TryGetValue(code, out var currency) ? currency
        : Currency.FromCode(code);

    /// <summary>An amount of an answer, which may carry leading zeros. Null when there is none.</summary>
    internal static Money? FromWire(string? digits, Currency currency) =>
        long.TryParse(digits, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var units)
            ? Money.FromMinorUnits(units, currency, Decimals.GetValueOrDefault(currency.Code))
            : null;
}
