using System.Globalization;

namespace Payments.Toss;

/// <summary>Amounts as Toss Payments writes them: plain numbers in major units, without trailing zeros.</summary>
internal static class TossMoney
{
    private const string Domestic = "KRW";

    /// <summary>The amount as it is sent. What the currency cannot hold is refused.</summary>
    internal static decimal ToWire(Money money, PaymentReference? payment = null)
    {
        var exponent = money.Currency.Exponent ?? 0;
        return money.TryToMinorUnits(exponent, out _)
            ? Bare(money.Amount)
            : throw new PaymentRequestException(
                $"{money.Currency.Code} has {exponent.ToString(CultureInfo.InvariantCulture)} decimals; {money} is finer or too large.",
                PaymentErrorCode.InvalidAmount, payment);
    }

    /// <summary>An amount of an answer; an answer without a currency is in won.</summary>
    internal static Money? FromWire(decimal? amount, string? currency) =>
        amount is { } number ? new Money(Bare(number), Payments.Currency.FromCode(string.IsNullOrWhiteSpace(currency) ? Domestic : currency)) : null;

    // 15000.00 and 15000 are one amount, and only one of them is sure to be taken.
    private static decimal Bare(decimal amount) => amount / 1.0000000000000000000000000000m;
}
