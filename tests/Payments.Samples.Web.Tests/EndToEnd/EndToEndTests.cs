using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Payments.OpenTelemetry.Tests;
using static Microsoft.Playwright.Assertions;

namespace Payments.Samples.Web.Tests;

/// <summary>
/// The shop under load, at first healthy, then with a fault at each of six providers, then healed: what a real Prometheus makes of it with the shipped rules,
/// what the dashboards' queries bring, and what the shop's own status page shows. The rules run sixty times faster and ask for a
/// quarter of the traffic (<see cref="FastRules"/>): an hour is a minute, and the week before is <see cref="Past"/>.
/// </summary>
[Category("Prometheus")]
internal sealed partial class EndToEndTests
{
    private const int Times = 60;
    private const int Smaller = 4;

    // Purchases a second. Where a rule asks for 20 calls of one kind in ten minutes, 5 in 10 s have to be there.
    private static readonly string[] Load =
    [
        "--Shop:Payers:all=0.2", "--Shop:Payers:paypal=0.8", "--Shop:Payers:square=0.8", "--Shop:Payers:kakaopay=0.6", "--Shop:Payers:naverpay=0.5",
        "--Shop:Payers:stripe=0.5", "--Shop:Payers:toss=0.5", "--Shop:Payers:coinbase=0.4",
        "--Payments:All:MaxWebhookAttempts=2", "--Payments:Square:Circuit:BreakDuration=00:00:03", "--Logging:LogLevel:Default=Warning",
    ];

    // Fault → which alerts have to fire for it, and which may.
    private static readonly (string Fault, string[] Must, string[] May)[] Faults =
    [
        ("square/error", ["PaymentErrorRateHigh square", "PaymentErrorRateCritical square", "PaymentCircuitOpen square", "PaymentFewArePaid square"],
            ["PaymentWebhooksFail square", "PaymentWebhookGivenUp square"]), // What its webhooks tell of is read, too.
        ("kakaopay/declined", ["PaymentSuccessRateFell kakaopay", "PaymentSuccessRateHalved kakaopay", "PaymentNothingSucceeds kakaopay", "PaymentFewArePaid kakaopay"], []),
        // Twelve seconds are twelve minutes here, so that nobody seems to pay while the first ones still wait.
        ("paypal/slow?seconds=6", ["PaymentSlow paypal"], ["PaymentFewArePaid paypal"]),
        ("stripe/webhooks-forged?share=0.5", ["PaymentSignatureFailures stripe"], []),
        // Its webhooks are a reason to read the payment, no more: they cannot be applied while reads are refused.
        ("toss/error?status=400&operation=GET%20/v1/payments/*", ["PaymentWebhooksFail toss", "PaymentWebhookGivenUp toss", "PaymentDeadLetters webhooks"], []),
        // The shop's orders learn from their handler where to pay, so that nobody can.
        ("coinbase/handler", ["PaymentHandlersFail coinbase", "PaymentFewArePaid coinbase"], []),
    ];

    // These look back over more than the test has left.
    private static readonly string[] Lasting = ["PaymentDeadLetters webhooks", "PaymentWebhookGivenUp toss", "PaymentWebhookGivenUp square", "PaymentSuccessRateFell kakaopay", "PaymentSuccessRateHalved kakaopay"];

    private static readonly string[] Healthy = ["adyen", "bitpay", "coingate", "inicis", "naverpay"];

    [Test]
    [CancelAfter(240_000)]
    public async Task Alerts_dashboards_and_status_page_tell_what_is_wrong_and_where(CancellationToken cancellationToken)
    {
        Tool.Find("prometheus");
        await using var shop = await ShopProcess.StartAsync(Load);
        using var http = new HttpClient { BaseAddress = shop.Address };
        var healthy = await HealthyAsync(http, cancellationToken);
        await using var prometheus = await PrometheusServer.StartAsync(
            shop.Address, cancellationToken, rules => FastRules.Of(rules, Times, Smaller), folder => Past.WriteAsync(folder, healthy, shop.Address, TimeSpan.FromDays(7) / Times));
        var alerts = new Alerts(prometheus);

        await alerts.WatchAsync(_ => HasGoneWellAsync(prometheus, cancellationToken), TimeSpan.FromSeconds(60), cancellationToken);
        Assert.That(alerts.Seen, Is.Empty, "Nothing is wrong yet.");
        Assert.That(await HasGoneWellAsync(prometheus, cancellationToken), Is.True, "The shop does not sell what it should.");

        foreach (var (fault, _, _) in Faults)
            (await http.PutAsync($"/faults/{fault}", null, cancellationToken)).EnsureSuccessStatusCode();
        var must = Faults.SelectMany(fault => fault.Must).ToArray();
        await alerts.WatchAsync(firing => Task.FromResult(firing.IsSupersetOf(must)), TimeSpan.FromSeconds(60), cancellationToken);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(must.Except(alerts.Seen), Is.Empty, "These did not fire:");
            Assert.That(alerts.Seen.Except(must).Except(Faults.SelectMany(fault => fault.May)), Is.Empty, "These fired for nothing:");
            await AssertDashboardsAsync(prometheus, cancellationToken);
            await AssertStatusPageAsync(shop);
        }

        (await http.DeleteAsync("/faults", cancellationToken)).EnsureSuccessStatusCode();
        var left = await alerts.WatchAsync(firing => Task.FromResult(!firing.Except(Lasting).Any()), TimeSpan.FromSeconds(60), cancellationToken);
        Assert.That(left.Except(Lasting), Is.Empty, "These go on although all is well again:");
        Assert.That(left, Does.Contain("PaymentDeadLetters webhooks"), "That one waits for a person.");
    }

    /// <summary>The shop's metrics once each provider has sold something.</summary>
    private static async Task<string> HealthyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        while (true)
        {
            var metrics = await http.GetStringAsync("/metrics", cancellationToken);
            if (Sold().Matches(metrics).DistinctBy(match => match.Groups["provider"].Value).Count() == 11)
                return metrics;
            await Task.Delay(500, cancellationToken);
        }
    }

    /// <summary>Whether Prometheus has seen twenty minutes of its time in which each provider has sold something.</summary>
    private static async Task<bool> HasGoneWellAsync(PrometheusServer prometheus, CancellationToken cancellationToken) =>
        (await NumbersAsync(prometheus, "sum by (provider) (increase(payment_successes_total[20s])) > 0 and on (provider) payment_registrations offset 20s", cancellationToken)).Count == 11;

    private static async Task AssertDashboardsAsync(PrometheusServer prometheus, CancellationToken cancellationToken)
    {
        await OnlyAsync("Payments: overview/Errors by provider", ["square"], share => share > 0.1);
        await OnlyAsync("Payments: reliability/Error rate by provider", ["square"], share => share > 0.1);
        await OnlyAsync("Payments: reliability/Circuits", ["square"], state => state > 0);
        await OnlyAsync("Payments: overview/Duration, 95th percentile", ["paypal"], seconds => seconds > 5);
        await OnlyAsync("Payments: overview/Success rate by provider", ["kakaopay"], share => share < 0.5);
        await OnlyAsync("Payments: webhooks/Refused by reason", ["stripe"], rate => rate > 0);
        await OnlyAsync("Payments: webhooks/Share refused", ["stripe"], share => share > 0.2);
        await OnlyAsync("Payments: reliability/Changes that our handlers refused", ["coinbase"], rate => rate > 0);
        Assert.That((await ShownAsync("Payments: webhooks/Given up, kept"))[""], Is.Positive);
        Assert.That((await ShownAsync("Payments: overview/Circuits not closed"))[""], Is.EqualTo(1));
        Assert.That((await ShownAsync("Payments: reliability/Alerts")).Keys.Intersect(Healthy), Is.Empty);

        async Task OnlyAsync(string panel, string[] providers, Func<double, bool> isShown) =>
            Assert.That((await ShownAsync(panel)).Where(shown => isShown(shown.Value)).Select(shown => shown.Key), Is.EquivalentTo(providers), panel);

        async Task<Dictionary<string, double>> ShownAsync(string panel) =>
            await NumbersAsync(prometheus, Dashboards.Queries(interval: "10s").Single(query => query.Panel == panel).Query, cancellationToken);
    }

    private static async Task AssertStatusPageAsync(ShopProcess shop)
    {
        var page = await Browsing.OpenAsync(new Uri(shop.Address, "/sign-in?returnUrl=/payments/dashboard").AbsoluteUri, 390);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in as the shopkeeper" }).ClickAsync();
        await Expect(page.Locator(".card")).ToHaveCountAsync(11);
        await Expect(Card("square")).Not.ToContainTextAsync("calls go out");
        await Expect(Card("square").Locator("dt:text-is('Calls that failed') + dd")).ToHaveClassAsync("bad");
        foreach (var healthy in Healthy)
            await Expect(Card(healthy).Locator("dt:text-is('Calls that failed') + dd")).ToHaveTextAsync("0.0 %");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasTextRegex = new Regex("square.*create.*(provider_error|circuit_open)") })).Not.ToHaveCountAsync(0);
        await Expect(page.Locator(".tile").Filter(new() { HasText = "Webhooks given up" }).Locator(".bad")).ToHaveCountAsync(1);
        await Browsing.KeepAsync(page, "end-to-end");

        ILocator Card(string provider) => page.Locator(".card").Filter(new() { Has = page.Locator($"h3:text('{provider}')") });
    }

    /// <summary>The number of each provider that a query brings, the greatest where there are several; of the whole where it tells of no provider.</summary>
    private static async Task<Dictionary<string, double>> NumbersAsync(PrometheusServer prometheus, string query, CancellationToken cancellationToken) =>
        (await prometheus.QueryAsync(query, cancellationToken)).OfType<JsonObject>()
            .GroupBy(series => (string?)series["metric"]!["provider"] ?? "", series => double.Parse((string)series["value"]![1]!, CultureInfo.InvariantCulture))
            .ToDictionary(series => series.Key, series => series.Max(), StringComparer.Ordinal);

    [GeneratedRegex(@"^payment_successes_total\{.*provider=""(?<provider>\w+)"".*\} [1-9]", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Sold();
}
