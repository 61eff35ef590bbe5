using System.Globalization;
using System.Text.RegularExpressions;

namespace Payments.Samples.Web.Tests;

/// <summary>
/// The shipped rules in a small world that runs faster: every duration (<c>[10m]</c>, <c>offset 1h</c>, <c>for: 5m</c>, <c>interval: 1m</c>) is divided by one number, and
/// every amount of traffic that a rule asks for first (<c>&gt;= 20</c>) by another, since no machine sells in a second what a shop sells in a minute. Nothing else
/// is touched: the expressions, the shares and the limits in seconds are the shipped ones. That each amount is asked for is what the rules' own tests show.
/// </summary>
internal static partial class FastRules
{
    public static string Of(string rules, int times, int smaller) => Traffic().Replace(
        Durations().Replace(rules, match => match.Groups["before"].Value + Faster(match.Groups["number"].Value, match.Groups["unit"].Value, times, isInterval: match.Groups["before"].Value.StartsWith("interval", StringComparison.Ordinal))),
        match => $">= {(decimal.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) / smaller).ToString(CultureInfo.InvariantCulture)}");

    private static string Faster(string number, string unit, int times, bool isInterval)
    {
        var seconds = int.Parse(number, CultureInfo.InvariantCulture) * unit switch { "s" => 1, "m" => 60, "h" => 3600, _ => 86_400 };
        var milliseconds = seconds * 1000L / times;
        return $"{(isInterval ? Math.Max(1000, milliseconds) : milliseconds)}ms"; // Prometheus does not look more often than it scrapes here.
    }

    [GeneratedRegex(@"(?<before>\[|offset |for: |interval: )(?<number>\d+)(?<unit>[smhd])(?=\]|\)| |\r|$)", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Durations();

    [GeneratedRegex(@">= (?<number>\d+)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Traffic();
}
