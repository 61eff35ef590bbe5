using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Payments.Simulator;

namespace Payments.AspNetCore.Tests;

/// <summary>Every provider's webhook through the endpoint: taken and acknowledged in its own words, or refused.</summary>
internal sealed class WebhookTests
{
    private static IEnumerable<string> Told => ShopProvider.Told.Select(provider => provider.Label);

    private static IEnumerable<string> Signed => ShopProvider.Told.Where(provider => provider.IsSigned).Select(provider => provider.Label);

    private static IEnumerable<string> Hinted => ShopProvider.Told.Where(provider => !provider.IsSigned).Select(provider => provider.Label);

    private static IEnumerable<string> Deaf => ["NaverPay", "KakaoPay"];

    [TestCaseSource(nameof(Told))]
    public async Task A_webhook_is_acknowledged_in_the_providers_words_and_pays_the_order_once(string title)
    {
        await using var shop = await Shop.OpenAsync(title);
        var webhooks = await PaidAsync(shop);
        foreach (var webhook in webhooks.Concat(webhooks))
        {
            using var answer = await shop.PostAsync(webhook);
            Assert.That(((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync()), Is.EqualTo((shop.Of.Acknowledgement.Status, System.Text.Encoding.ASCII.GetBytes(shop.Of.Acknowledgement.Body))));
        }

        await shop.DispatchAsync();
        Assert.That(shop.Paid.Times("order-0001"), Is.EqualTo(1));
        foreach (var webhook in webhooks)
            (await shop.PostAsync(webhook)).Dispose();
        await shop.DispatchAsync();
        Assert.That(shop.Paid.Times("order-0001"), Is.EqualTo(1));
    }

    [Test]
    public async Task The_host_applies_by_itself_what_it_took()
    {
        await using var shop = await Shop.OpenAsync("Stripe", builder => builder.Services.Configure<PaymentsOptions>(options => options.RunInBackground = true));
        foreach (var webhook in await PaidAsync(shop))
            (await shop.PostAsync(webhook)).Dispose();
        await shop.Paid.First;
        Assert.That(shop.Paid.Times("order-0001"), Is.EqualTo(1));
    }

    [TestCaseSource(nameof(Signed))]
    public async Task A_tampered_webhook_is_refused_and_changes_nothing(string title)
    {
        await using var shop = await Shop.OpenAsync(title);
        shop.Simulator.Faults.Add(new WebhookFault(WebhookFaultKind.Tamper) { Count = 1000 });
        foreach (var webhook in await PaidAsync(shop))
        {
            using var answer = await shop.PostAsync(webhook);
            Assert.That((int)answer.StatusCode, Is.InRange(400, 499));
            Assert.That(await answer.Content.ReadAsStringAsync(), Is.Empty);
        }

        await shop.DispatchAsync();
        Assert.That(shop.Paid.Times("order-0001"), Is.EqualTo(shop.Of.IsConfirmed ? 1 : 0), "Only the confirmation has paid it, where there is one.");
    }

    // Nobody signs it: it is acknowledged, and the provider's own answer is what counts.
    [TestCaseSource(nameof(Hinted))]
    public async Task A_forged_hint_pays_nothing(string title)
    {
        await using var honest = await Shop.OpenAsync(title);
        var webhooks = await PaidAsync(honest);
        await using var shop = await Shop.OpenAsync(title);
        await shop.OrderAsync("order-0001");
        foreach (var webhook in webhooks)
        {
            using var answer = await shop.PostAsync(webhook);
            Assert.That((int)answer.StatusCode, Is.LessThan(500));
        }

        await shop.DispatchAsync();
        Assert.That(shop.Paid.Times("order-0001"), Is.Zero);
    }

    [TestCaseSource(nameof(Told))]
    public async Task A_webhook_that_is_too_large_is_refused_unread(string title)
    {
        await using var shop = await Shop.OpenAsync(title, builder => builder.Services.Configure<PaymentsOptions>(options => options.MaxWebhookBytes = 64 * 1024));
        var webhook = (await PaidAsync(shop))[0];
        using var answer = await shop.PostAsync(webhook, new byte[(64 * 1024) + 1]);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [TestCaseSource(nameof(Told))]
    public async Task A_webhook_from_elsewhere_is_refused(string title)
    {
        await using var shop = await Shop.OpenAsync(title, builder => builder.Services.Configure<PaymentEndpointOptions>(
            options => options.WebhookSources[ShopProvider.Named(title).Name] = ["198.51.100.0/24", "2001:db8::/32"]));
        var webhook = (await PaidAsync(shop))[0];
        foreach (var (from, expected) in new (string? From, HttpStatusCode Status)[]
        {
            ("203.0.113.9", HttpStatusCode.Forbidden), ("::ffff:203.0.113.9", HttpStatusCode.Forbidden), ("2001:db9::1", HttpStatusCode.Forbidden),
            (null, HttpStatusCode.Forbidden),
        })
        {
            using var refused = await shop.PostAsync(webhook, from: from);
            Assert.That(refused.StatusCode, Is.EqualTo(expected), from);
        }

        foreach (var from in new[] { "198.51.100.7", "::ffff:198.51.100.7", "2001:db8::7" })
        {
            using var taken = await shop.PostAsync(webhook, from: from);
            Assert.That((int)taken.StatusCode, Is.EqualTo(shop.Of.Acknowledgement.Status), from);
        }
    }

    [TestCaseSource(nameof(Deaf))]
    public async Task A_provider_that_sends_none_has_no_endpoint(string title)
    {
        await using var shop = await Shop.OpenAsync(title);
        using var answer = await shop.Browser.PostAsync(new Uri($"/payments/webhooks/{shop.Of.Name}", UriKind.Relative), new StringContent("{}"));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    // Deposit notices are forms in Korean characters; the answer is two letters and nothing else.
    [Test]
    public async Task A_deposit_notice_of_Inicis_is_answered_with_OK()
    {
        await using var shop = await Shop.OpenAsync("Inicis");
        var payment = await shop.OrderAsync("order-0001");
        var back = await shop.PlayAsync(payment, PayerActionKind.PayLate);
        Assert.That(await shop.PageAfterAsync(back), Is.EqualTo("/orders/order-0001?Pending"));
        await shop.Simulator.SettlePendingAsync();
        var notices = shop.Simulator.TakeWebhooks();
        Assert.That(notices, Is.Not.Empty);
        foreach (var notice in notices)
        {
            using var answer = await shop.PostAsync(notice);
            Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo("OK"u8.ToArray()));
        }

        await shop.DispatchAsync();
        Assert.That(shop.Paid.Times("order-0001"), Is.EqualTo(1));
    }

    [Test]
    public async Task Return_and_webhook_and_a_hundred_windows_at_once_are_one_charge([Values("Stripe", "PayPal", "Toss", "Adyen", "CoinGate")] string title)
    {
        await using var shop = await Shop.OpenAsync(title);
        var payment = await shop.OrderAsync("order-0001");
        var back = await shop.PayAsync(payment);
        var webhooks = shop.Simulator.TakeWebhooks();
        var windows = Enumerable.Range(0, 100).Select(_ => Task.Run(() => shop.PageAfterAsync(back)));
        var messages = webhooks.Select(webhook => Task.Run(async () =>
        {
            (await shop.PostAsync(webhook)).Dispose();
            await shop.DispatchAsync();
            return (string?)null;
        }));
        await Task.WhenAll(windows.Concat(messages));
        foreach (var webhook in shop.Simulator.TakeWebhooks())
            (await shop.PostAsync(webhook)).Dispose();
        await shop.DispatchAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(shop.Simulator.TotalsOf("order-0001").Charges, Is.EqualTo(1));
            Assert.That(shop.Paid.Times("order-0001"), Is.EqualTo(1));
        }
    }

    /// <summary>An order that the payer has paid and that is confirmed where need be, and what the provider has to tell of it.</summary>
    private static async Task<IReadOnlyList<SimulatedWebhook>> PaidAsync(Shop shop)
    {
        var payment = await shop.OrderAsync("order-0001");
        var back = await shop.PayAsync(payment);
        if (shop.Of.IsConfirmed)
            await shop.PageAfterAsync(back);
        var webhooks = shop.Simulator.TakeWebhooks();
        Assert.That(webhooks, Is.Not.Empty);
        return webhooks;
    }
}
