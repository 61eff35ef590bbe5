using System.Globalization;

namespace Payments.Adyen;

/// <summary>Amounts in Adyen's own minor units.</summary>
internal static class AdyenMoney
{
    /// <summary>The amount as it is sent. What Adyen could only take rounded is refused.</summary>
    internal static AdyenAmount ToWire(Money money, PaymentReference? payment = null)
    {
        var code = money.Currency.Code;
        if (AdyenDefaults.UnsureDecimals.Contains(code))
            throw new PaymentRequestException($"How many decimals Adyen counts {code} with is not certain, so it is not sent.", PaymentErrorCode.UnsupportedCurrency, payment);
        if (code.Length != 3)
            throw new PaymentRequestException($"Adyen takes currencies of three letters, not {code}.", PaymentErrorCode.UnsupportedCurrency, payment);
        if (!money.TryToMinorUnits(Exponent(code), out var units))
        {
            throw new PaymentRequestException(
                $"Adyen counts {code} with {Exponent(code).ToString(CultureInfo.InvariantCulture)} decimals; {money} is finer or too large.", PaymentErrorCode.InvalidAmount, payment);
        }

        return new AdyenAmount { Currency = code, Value = units };
    }

    /// <summary>An amount of an answer or an event. Null when the amount or its currency is not there, or its unit is not certain.</summary>
    internal static Money? FromWire(AdyenAmount? amount) => FromWire(amount?.Value, amount?.Currency);

    internal static Money? FromWire(long? units, string? currency)
    {
        if (units is not { } value || string.IsNullOrWhiteSpace(currency))
            return null;
        var known = Currency.FromCode(currency);
        if (AdyenDefaults.UnsureDecimals.Contains(known.Code))
            return null;
        return Money.FromMinorUnits(value, known, Exponent(known.Code));
    }

    internal static int Exponent(string code) =>
        AdyenDefaults.ZeroDecimal.Contains(code) ? 0 : AdyenDefaults.ThreeDecimal.Contains(code) ? 3 : 2;
}
