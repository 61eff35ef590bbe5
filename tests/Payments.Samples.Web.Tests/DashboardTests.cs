using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Payments.Samples.Web.Tests;

/// <summary>The status page in a real browser, with none, one and eleven providers, and while everything fails.</summary>
internal sealed class DashboardTests
{
    [TestCase(0, 1280)]
    [TestCase(0, 390)]
    [TestCase(1, 390)]
    [TestCase(11, 1280)]
    [TestCase(11, 390)]
    public async Task Page_shows_every_provider_and_fits_the_screen(int providers, int width)
    {
        await using var host = await OpenAsync(providers, fails: false);
        foreach (var name in NamesOf(providers))
            await host.Services.GetRequiredKeyedService<IPaymentProvider>(name).CreatePaymentAsync(Request());

        var page = await Browsing.OpenAsync(host.Urls.First() + "/payments/dashboard", width);
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("live");
        await Expect(page.Locator(".card")).ToHaveCountAsync(providers);
        await Expect(page.GetByText("No provider is registered.")).ToHaveCountAsync(providers == 0 ? 1 : 0);
        await Expect(page.Locator(".card").Filter(new() { HasText = "100.0 %" })).ToHaveCountAsync(providers);
        Assert.That(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(width));
        await Browsing.KeepAsync(page, $"dashboard-{providers}-{width}");
    }

    [Test]
    public async Task Page_says_what_is_wrong_while_everything_fails_and_when_the_host_is_gone()
    {
        var host = await OpenAsync(11, fails: true);
        foreach (var name in NamesOf(11))
            await Assert.ThatAsync(() => host.Services.GetRequiredKeyedService<IPaymentProvider>(name).CreatePaymentAsync(Request()), Throws.TypeOf<PaymentProviderUnavailableException>());

        var page = await Browsing.OpenAsync(host.Urls.First() + "/payments/dashboard", 390);
        await Expect(page.Locator(".tile").Filter(new() { HasText = "Calls that failed" })).ToContainTextAsync("100.0 %");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasTextRegex = new Regex("create.*provider_error") })).ToHaveCountAsync(11);
        Assert.That(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(390));
        await Browsing.KeepAsync(page, "dashboard-failing-390");

        await host.DisposeAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("does not answer");
    }

    private static async Task<WebApplication> OpenAsync(int providers, bool fails)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var payments = builder.Services.AddPayments();
        foreach (var name in NamesOf(providers))
            payments.AddProvider(name, (_, given) => new Instant(given, fails));
        var app = builder.Build();
        app.MapPaymentsDashboard().AllowAnonymous();
        await app.StartAsync();
        return app;
    }

    private static IEnumerable<string> NamesOf(int providers) => SampleProviders.All().Take(providers).Select(provider => provider.Name);

    private static PaymentRequest Request() => new() { Amount = new Money(10, "EUR"), OrderId = "O-1001", ReturnUrl = new Uri("https://shop.example/thanks") };

    /// <summary>A provider that takes every payment at once, or none.</summary>
    private sealed class Instant(string name, bool fails) : PaymentProvider(name)
    {
        public override PaymentProviderCapabilities Capabilities { get; } = new()
        {
            Operations = PaymentOperations.Create,
            Currencies = SupportedCurrencies.Of(isExhaustive: true, "EUR"),
            PaymentMethods = new HashSet<PaymentMethod> { PaymentMethod.Card },
        };

        public override Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default) => fails
            ? throw new PaymentProviderUnavailableException(
                "Down.", new PaymentError { Kind = PaymentErrorKind.Unavailable, Code = PaymentErrorCode.ProviderError }, PaymentOutcome.NeverSent)
            : Task.FromResult(new Payment
            {
                Reference = new PaymentReference(Name, Guid.NewGuid().ToString("N"), request.OrderId),
                Status = PaymentStatus.Completed,
                ProviderStatus = "paid",
                Amount = request.Amount,
                CreatedAt = DateTimeOffset.UtcNow,
            });
    }
}
