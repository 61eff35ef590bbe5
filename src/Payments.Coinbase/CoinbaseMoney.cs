using System.Globalization;
using Payments.Http;

namespace Payments.Coinbase;

/// <summary>Amounts as decimal text in whole units.</summary>
internal static class CoinbaseMoney
{
    /// <summary>The amount as it is sent, with a fixed number of decimals. What is finer is refused, never rounded.</summary>
    internal static string ToWire(Money money, int decimals, PaymentReference? payment = null)
    {
        if (!money.IsPositive)
            throw new PaymentRequestException("The amount must be above zero.", PaymentErrorCode.InvalidAmount, payment);
        if (decimal.Round(money.Amount, decimals) != money.Amount)
        {
            throw new PaymentRequestException(
                $"Coinbase takes {money.Currency.Code} with {decimals.ToString(CultureInfo.InvariantCulture)} decimals; {money} is finer.",
                PaymentErrorCode.InvalidAmount, payment);
        }

        return money.Amount.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>An amount of an answer. Null when the amount or its currency is not there.</summary>
    internal static Money? FromWire(decimal? amount, string? currency) =>
        amount is { } number && !string.IsNullOrWhiteSpace(currency) ? new Money(number, Currency.FromCode(currency)) : null;
}
