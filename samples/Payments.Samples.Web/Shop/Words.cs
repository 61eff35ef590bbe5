using System.Globalization;
using System.Text.RegularExpressions;

namespace Payments.Samples.Web.Shop;

/// <summary>Values as people read them.</summary>
internal static partial class Words
{
    /// <summary><c>PartiallyRefunded</c> is "Partially refunded".</summary>
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var words = Upper().Replace(value.ToString(), " $0").Trim().ToLowerInvariant();
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>An amount with the currency's decimals: <c>12.50 USD</c>, <c>16,000 KRW</c>.</summary>
    public static string Of(Money money) =>
        string.Create(CultureInfo.InvariantCulture, $"{money.Amount.ToString($"N{money.Currency.Exponent ?? 2}", CultureInfo.InvariantCulture)} {money.Currency.Code}");

    /// <summary>What became of an order, as one of a few: open, paid, back, lost.</summary>
    public static string Mood(PaymentStatus status) => status switch
    {
        PaymentStatus.Completed => "paid",
        PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded => "back",
        PaymentStatus.Failed or PaymentStatus.Cancelled or PaymentStatus.Expired or PaymentStatus.Disputed => "lost",
        _ => "open",
    };

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Upper();
}
