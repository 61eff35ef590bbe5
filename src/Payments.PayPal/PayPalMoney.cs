using System.Globalization;

namespace Payments.PayPal;

/// <summary>An amount on PayPal's wire: a text in major units, by PayPal's own decimals.</summary>
internal sealed record PayPalMoney
{
    public string? CurrencyCode { get; set; }

    public string? Value { get; set; }

    /// <summary>The amount as it is sent. What PayPal could only take rounded is refused.</summary>
    internal static PayPalMoney ToWire(Money money, PaymentReference? payment = null)
    {
        var code = money.Currency.Code;
        var decimals = Decimals(code);
        if (!money.IsPositive)
            throw Refused("The amount must be above zero.", PaymentErrorCode.InvalidAmount);
        if (decimal.Round(money.Amount, decimals) != money.Amount)
            throw Refused($"PayPal takes {code} with {(decimals == 0 ? "no" : "two")} decimals; {money} is finer.", PaymentErrorCode.InvalidAmount);
        if (money.Amount > PayPalDefaults.MaxAmount)
            throw Refused("PayPal takes at most 15 digits before the point.", PaymentErrorCode.AmountTooLarge);
        return Write(money.Amount, code);

        PaymentRequestException Refused(string rule, PaymentErrorCode reason) => new(rule, reason, payment);
    }

    /// <summary>A line's price as it is sent; it may be zero. Null where PayPal could only take it rounded.</summary>
    internal static PayPalMoney? ToWireOrNull(Money money) =>
        money.Amount >= 0 && decimal.Round(money.Amount, Decimals(money.Currency.Code)) == money.Amount ? Write(money.Amount, money.Currency.Code) : null;

    /// <summary>An amount of an answer. Null when there is none that can be read.</summary>
    internal Money? ToMoney() =>
        !string.IsNullOrWhiteSpace(CurrencyCode)
        && decimal.TryParse(Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            ? new Money(amount, Currency.FromCode(CurrencyCode))
            : null;

    private static PayPalMoney Write(decimal amount, string code) =>
        new() { CurrencyCode = code, Value = amount.ToString(Decimals(code) == 0 ? "0" : "0.00", CultureInfo.InvariantCulture) };

    private static int Decimals(string code) => PayPalDefaults.ZeroDecimal.Contains(code) ? 0 : 2;
}
