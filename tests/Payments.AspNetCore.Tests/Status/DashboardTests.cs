using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.AspNetCore.Tests.Status;

/// <summary>The status page over HTTP: who sees it, and what it tells.</summary>
internal sealed class DashboardTests
{
    private const string Page = "/payments/dashboard";

    [TestCase(Page)]
    [TestCase(Page + "/data")]
    public async Task Nobody_sees_it_without_the_hosts_permission(string path)
    {
        await using var shop = await Shop.OpenAsync("Stripe", builder =>
        {
            builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
            builder.Services.AddAuthorization();
        }, app => app.MapPaymentsDashboard());
        using var answer = await shop.Browser.GetAsync(new Uri(path, UriKind.Relative));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Found));
    }

    [Test]
    public async Task Page_runs_its_own_script_and_no_other()
    {
        await using var shop = await OpenAsync();
        using var answer = await shop.Browser.GetAsync(new Uri(Page, UriKind.Relative));
        var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Content.Headers.ContentType?.ToString(), Is.EqualTo("text/html; charset=utf-8"));
            Assert.That(policy, Does.Contain("default-src 'none'").And.Contain("script-src 'sha256-").And.Not.Contain("unsafe"));
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.Not.Match("(src|href)=|@import|url\\("));
        }
    }

    [Test]
    public async Task Payments_and_failures_are_counted_without_naming_anybody()
    {
        await using var shop = await OpenAsync();
        await shop.OrderAsync("ORDER-1001");
        shop.Simulator.Faults.Add(new Payments.Simulator.SimulatorFault(Payments.Simulator.SimulatorFaultKind.ErrorBeforeActing) { Status = 400, Count = 10 });
        await Assert.ThatAsync(() => shop.OrderAsync("ORDER-1002"), Throws.InstanceOf<PaymentException>());

        var json = await shop.Browser.GetStringAsync(new Uri(Page + "/data", UriKind.Relative));
        using var report = JsonDocument.Parse(json);
        var stripe = report.RootElement.GetProperty("providers").EnumerateArray().Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(stripe.GetProperty("name").GetString(), Is.EqualTo("stripe"));
            Assert.That(stripe.GetProperty("calls").GetInt64(), Is.EqualTo(2));
            Assert.That(stripe.GetProperty("errorRate").GetDouble(), Is.EqualTo(0.5));
            Assert.That(stripe.GetProperty("circuit").GetString(), Is.EqualTo("closed"));
            Assert.That(report.RootElement.GetProperty("failures").EnumerateArray().First().GetProperty("what").GetString(), Is.EqualTo("create"));
            Assert.That(report.RootElement.GetProperty("inbox").GetProperty("waiting").GetInt64(), Is.Zero);
            Assert.That(json, Does.Not.Contain("ORDER-"));
        }
    }

    [Test]
    public async Task Another_host_of_the_same_process_is_not_counted()
    {
        await using var shop = await OpenAsync();
        await using var other = await OpenAsync();
        await other.OrderAsync("ORDER-1003");
        using var report = JsonDocument.Parse(await shop.Browser.GetStringAsync(new Uri(Page + "/data", UriKind.Relative)));
        Assert.That(report.RootElement.GetProperty("providers").EnumerateArray().Single().GetProperty("calls").GetInt64(), Is.Zero);
    }

    private static Task<Shop> OpenAsync() => Shop.OpenAsync("Stripe", use: app => app.MapPaymentsDashboard().AllowAnonymous());
}
