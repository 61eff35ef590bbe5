using System.Globalization;

namespace Payments.Stripe;

/// <summary>Amounts in Stripe's own minor units.</summary>
internal static class StripeMoney
{
    /// <summary>The amount as it is sent. What Stripe could only take rounded is refused.</summary>
    internal static long ToWire(Money money, PaymentReference? payment = null)
    {
        var code = money.Currency.Code;
        if (!money.TryToMinorUnits(Exponent(code), out var units))
            throw Refused($"Stripe counts {code} with {Exponent(code).ToString(CultureInfo.InvariantCulture)} decimals; {money} is finer or too large.");
        if (StripeDefaults.WholeUnits.Contains(code) && units % 100 != 0)
            throw Refused($"Stripe takes {code} in whole units only; {money} has a fraction.");
        if (StripeDefaults.ThreeDecimal.Contains(code) && units % 10 != 0)
            throw Refused($"Stripe takes {code} with a last digit of zero only (two decimals); {money} has a third.");
        return units;

        PaymentRequestException Refused(string rule) => new(rule, PaymentErrorCode.InvalidAmount, payment);
    }

    /// <summary>An amount of an answer. Null when the amount or its currency is not there.</summary>
    internal static Money? FromWire(long? units, string? currency)
    {
        if (units is not { } amount || string.IsNullOrWhiteSpace(currency))
            return null;
        var known = Currency.FromCode(currency);
        return Money.FromMinorUnits(amount, known, Exponent(known.Code));
    }

    internal static int Exponent(string code) =>
        StripeDefaults.ZeroDecimal.Contains(code) ? 0 : StripeDefaults.ThreeDecimal.Contains(code) ? 3 : 2;
}
