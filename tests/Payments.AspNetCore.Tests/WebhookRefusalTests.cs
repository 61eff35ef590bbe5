using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Payments.AspNetCore.Tests;

/// <summary>Where webhooks may come from, as the configuration says it, and what a flood of unsigned ones is told.</summary>
internal sealed class WebhookRefusalTests
{
    [TestCase("198.51.100.7", HttpStatusCode.OK)]
    [TestCase("203.0.113.9", HttpStatusCode.OK)]
    [TestCase("203.0.113.10", HttpStatusCode.Forbidden)]
    public async Task Sources_come_from_the_configuration(string from, HttpStatusCode expected)
    {
        await using var shop = await Shop.OpenAsync("Stripe", builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Payments:Endpoints:WebhookSources:STRIPE:0"] = "198.51.100.0/24", ["Payments:Endpoints:WebhookSources:STRIPE:1"] = "203.0.113.9",
            });
            builder.Services.Configure<PaymentEndpointOptions>(builder.Configuration.GetSection("Payments:Endpoints"));
        });
        await shop.PayAsync(await shop.OrderAsync("order-0001"));
        using var answer = await shop.PostAsync(shop.Simulator.TakeWebhooks()[0], from: from);
        Assert.That(answer.StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public void What_would_protect_nothing_ends_the_start()
    {
        Assert.That(() => OpenAsync("stripes", "198.51.100.0/24"), Throws.InvalidOperationException.With.Message.Contains("'stripes'").And.Message.Contains("stripe."));
        Assert.That(() => OpenAsync("stripe", "stripe.com"), Throws.TypeOf<FormatException>().With.Message.Contains("stripe.com"));

        static async Task OpenAsync(string provider, string source) =>
            await (await Shop.OpenAsync("Stripe", builder => builder.Services.Configure<PaymentEndpointOptions>(options => options.WebhookSources[provider] = [source]))).DisposeAsync();
    }

    [Test]
    public async Task A_flood_of_unsigned_messages_is_told_when_to_come_again_and_fills_no_log()
    {
        await using var shop = await Shop.OpenAsync("Toss", builder => builder.Services.Configure<PaymentsOptions>(options => options.MaxHintsPerSecond = 0));
        await shop.PageAfterAsync(await shop.PayAsync(await shop.OrderAsync("order-0001")));
        using var answer = await shop.PostAsync(shop.Simulator.TakeWebhooks()[0]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
            Assert.That(answer.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(30)));
            Assert.That(shop.Logs.Lines, Has.None.Contains("PAY6003"));
        }
    }
}
