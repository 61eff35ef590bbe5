using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Payments.OpenTelemetry.Tests;

namespace Payments.Samples.Web.Tests;

/// <summary>
/// A past week for Prometheus to compare with: what the shop's counters have grown by in its first healthy seconds, again and again. Ends now, when the shop
/// itself goes on with its own numbers, as after a restart.
/// </summary>
internal static partial class Past
{
    /// <summary>Writes blocks of samples, one for each step, into the folder <c>data</c>.</summary>
    /// <param name="metrics">The shop's metrics as text.</param>
    /// <param name="shop">Where they are scraped from, which makes the labels that Prometheus adds.</param>
    /// <param name="week">How long a week is.</param>
    public static async Task WriteAsync(string folder, string metrics, Uri shop, TimeSpan week)
    {
        var counters = Counter().Matches(metrics).Select(match => (Name: match.Groups["name"].Value, Labels: match.Groups["labels"].Value, Grown: long.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture))).ToList();
        var (now, steps, text) = (TimeProvider.System.GetUtcNow(), 200, new StringBuilder());
        for (var step = 1; step <= steps; step++)
        {
            var at = (now - (week * (steps - step) / steps)).ToUnixTimeSeconds();
            foreach (var (name, labels, grown) in counters)
                text.Append(CultureInfo.InvariantCulture, $"{name}{{{labels},instance=\"{shop.Authority}\",job=\"shop\"}} {grown * step} {at}\n");
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "past.txt"), text.Append("# EOF\n").ToString());
        var (code, output) = await Tool.RunAsync(Tool.Find("promtool"), folder, "tsdb", "create-blocks-from", "openmetrics", "past.txt", "data");
        Assert.That(code, Is.Zero, output);
    }

    [GeneratedRegex(@"^(?<name>payment_\w+_total)\{(?<labels>[^}]*provider=[^}]*)\} (?<value>\d+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Counter();
}
