using System.Globalization;

namespace Payments.Square;

/// <summary>Amounts in the smallest unit. Square has no numbers of decimals of its own: of its currencies only JPY has none.</summary>
internal static class SquareAmounts
{
    /// <summary>The amount as it is sent. What Square could only take rounded is refused.</summary>
    internal static SquareMoney ToWire(Money money, PaymentReference? payment = null)
    {
        var exponent = money.Currency.Exponent ?? 2;
        return money.TryToMinorUnits(exponent, out var units)
            ? new SquareMoney { Amount = units, Currency = money.Currency.Code }
            : throw new PaymentRequestException(
                $"Square counts {money.Currency.Code} with {exponent.ToString(CultureInfo.InvariantCulture)} decimals; {money} is finer or too large.",
                PaymentErrorCode.InvalidAmount, payment);
    }

    /// <summary>An amount of an answer. Null when the amount, its currency or the currency's decimals are not known.</summary>
    internal static Money? FromWire(SquareMoney? money) =>
        money is { Amount: { } units, Currency: { } code } && !string.IsNullOrWhiteSpace(code) && Currency.FromCode(code) is { Exponent: not null } currency
            ? Money.FromMinorUnits(units, currency)
            : null;

    /// <summary>The sum of the amounts that are there and of one currency. Null when there is none.</summary>
    internal static Money? Sum(IEnumerable<Money?> amounts)
    {
        Money? sum = null;
        foreach (var amount in amounts.OfType<Money>())
            sum = sum is not { } soFar ? amount : soFar.Currency == amount.Currency ? soFar + amount : soFar;
        return sum;
    }

    /// <summary>What is left of an amount.</summary>
    internal static Money? Minus(Money? whole, Money? part) =>
        whole is { } from && part is { } less && from.Currency == less.Currency ? from - less : whole;
}
