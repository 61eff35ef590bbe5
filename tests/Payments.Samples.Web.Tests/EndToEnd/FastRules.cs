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
        Durations().Replace(rules, match => match.Groups["before"].Value + Faster(match, times)),
        match => $">= {(decimal.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) / smaller).ToString(CultureInfo.InvariantCulture)}");

    private static string Faster(Match duration, int times)
    {
        var seconds = int.Parse(duration.Groups["number"].Value, CultureInfo.InvariantCulture) * duration.Groups["unit"].Value switch { "s" => 1, "m" => 60, "h" => 3600, _ => 86_400 };
        var milliseconds = seconds * 1000L / times;

        // Prometheus does not look more often than it scrapes here.
        return $"{(duration.Groups["before"].Value == "interval: " ? Math.Max(1000, milliseconds) : milliseconds)}ms";
    }

    [GeneratedRegex(@"(?<before>\[|offset |for: |interval: )(?<number>\d+)(?<unit>[smhd])(?=\]|\)| |\r|$)", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Durations();

    [GeneratedRegex(@">= (?<number>\d+)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Traffic();
}
