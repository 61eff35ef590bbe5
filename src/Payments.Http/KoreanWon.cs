namespace Payments.Http;

/// <summary>Amounts in won, which has no parts, as providers that take nothing else want them.</summary>
public static class KoreanWon
{
    /// <summary>An amount as it is sent.</summary>
    /// <param name="money">The amount.</param>
    /// <param name="field">The request's member, for the message.</param>
    /// <param name="provider">The provider's name, for the message.</param>
    /// <param name="payment">The payment, for the exception; null before there is one.</param>
    /// <param name="max">The most that the provider can count.</param>
    /// <returns>Whole won, not below zero.</returns>
    /// <exception cref="PaymentRequestException">It is in another currency, has a fraction, is below zero or too large.</exception>
    public static long ToWire(Money money, string field, string provider, PaymentReference? payment = null, long max = int.MaxValue)
    {
        if (money.Currency != Currency.KRW)
            throw Refused($"{provider} takes KRW only; {field} is in {money.Currency.Code}.", PaymentErrorCode.UnsupportedCurrency);
        if (!money.TryToMinorUnits(0, out var won) || won < 0)
            throw Refused($"{field} is in whole won and not below zero; it is {money}.", PaymentErrorCode.InvalidAmount);
        return won <= max
            ? won
            : throw Refused(FormattableString.Invariant($"{field} is above {max} won, the most that {provider} can count."), PaymentErrorCode.AmountTooLarge);

        PaymentRequestException Refused(string rule, PaymentErrorCode code) => new(rule, code, payment);
    }

    /// <summary>An amount as it came.</summary>
    /// <param name="won">Whole won.</param>
    /// <returns>The amount.</returns>
    public static Money FromWire(long won) => new(won, Currency.KRW);

    /// <summary>An amount as it came.</summary>
    /// <param name="won">Whole won; null gives null.</param>
    /// <returns>The amount, or null.</returns>
    public static Money? FromWire(long? won) => won is { } amount ? FromWire(amount) : null;
}
