using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Payments.Simulator;

/// <summary>An amount by PayPal's rules: a decimal text, with the decimals that PayPal gives the currency.</summary>
internal readonly partial record struct PayPalAmount(decimal Value, string Currency)
{
    private static readonly HashSet<string> Known =
        [.. "AUD BRL CAD CNY CZK DKK EUR HKD HUF ILS JPY MYR MXN TWD NZD NOK PHP PLN GBP SGD SEK CHF THB USD".Split(' ')];

    private static readonly HashSet<string> Whole = ["HUF", "JPY", "TWD"];

    private int Decimals => Whole.Contains(Currency) ? 0 : 2;

    /// <summary>Reads an amount that has the right form (see <see cref="PayPalFields"/>) and refuses one that PayPal could not take.</summary>
    /// <param name="node">The amount.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="noDecimals">The issue of decimals in a currency without them.</param>
    /// <param name="mayBeZero">Whether it may be zero.</param>
    public static PayPalAmount Read(JsonNode node, string path, string noDecimals = "DECIMALS_NOT_SUPPORTED", bool mayBeZero = false)
    {
        var currency = (string)node["currency_code"]!;
        if (!Known.Contains(currency))
            throw PayPalRefusal.Business("INVALID_CURRENCY_CODE", path + ".currency_code");
        var text = (string)node["value"]!;
        var value = decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        if (mayBeZero ? value < 0 : value <= 0)
            throw PayPalRefusal.Business(mayBeZero ? "CANNOT_BE_NEGATIVE" : "CANNOT_BE_ZERO_OR_NEGATIVE", path + ".value");
        var written = text.IndexOf('.', StringComparison.Ordinal) is >= 0 and var at ? text.Length - at - 1 : 0;
        var amount = new PayPalAmount(value, currency);
        if (written > amount.Decimals)
            throw PayPalRefusal.Business(amount.Decimals == 0 ? noDecimals : "DECIMAL_PRECISION", path + ".value");
        if (value >= 1_000_000_000_000_000m)
            throw PayPalRefusal.Business("MAX_VALUE_EXCEEDED", path + ".value");
        return amount;
    }

    public static bool IsWellFormed(string text) => text.Length <= 32 && Form().IsMatch(text);

    public PayPalAmount With(decimal value) => this with { Value = value };

    /// <summary>A share of it, in whole units of the currency.</summary>
    public PayPalAmount Share(decimal factor) => With(decimal.Round(Value * factor, Decimals));

    public JsonObject ToJson() => new()
    {
        ["currency_code"] = Currency,
        ["value"] = Value.ToString(Decimals == 0 ? "0" : "0.00", CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"^((-?[0-9]+)|(-?([0-9]+)?[.][0-9]+))$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
