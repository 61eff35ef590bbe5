using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Payments.Simulator;

namespace Payments.AspNetCore.Tests;

/// <summary>Where a payer is sent, and what the shop's addresses are.</summary>
internal sealed class PageTests
{
    [TestCase("/orders/7", "/orders/7")]
    [TestCase("/orders/7?paid=1#top", "/orders/7?paid=1#top")]
    [TestCase("/주문/7", "/%EC%A3%BC%EB%AC%B8/7")]
    [TestCase("~/orders/7", "/base/orders/7")]
    [TestCase("https://www.shop.example/orders/7", "https://www.shop.example/orders/7")]
    public void A_page_of_the_shop_is_taken(string page, string expected) => Assert.That(Location(page), Is.EqualTo(expected));

    [TestCase("//evil.example")]
    [TestCase("/\\evil.example")]
    [TestCase("https://evil.example/orders/7")]
    [TestCase("https://www.shop.example.evil.example/")]
    [TestCase("https://www.shop.example@evil.example/")]
    [TestCase("http://www.shop.example/orders/7")]
    [TestCase("javascript:alert(1)")]
    [TestCase("orders/7")]
    [TestCase("")]
    [TestCase("/orders\r\nSet-Cookie: a=b")]
    [TestCase("/\t/evil.example")]
    public void Another_page_is_not(string page) => Assert.That(() => Location(page), Throws.InvalidOperationException);

    [TestCase(null, "http://host.example/base/payments/returns/stripe")]
    [TestCase("https://shop.example", "https://shop.example/payments/returns/stripe")]
    [TestCase("https://shop.example/shop/", "https://shop.example/shop/payments/returns/stripe")]
    public void An_address_is_made_under_the_public_one(string? configured, string expected)
    {
        var options = new PaymentEndpointOptions { PublicBaseAddress = configured is null ? null : new Uri(configured) };
        Assert.That(PublicAddress.Of(Request(), options, "/payments/returns/stripe").OriginalString, Is.EqualTo(expected));
    }

    [TestCase(null, "http://host.example/base/payments/webhooks/square?a=b")]
    [TestCase("https://shop.example/shop", "https://shop.example/shop/payments/webhooks/square?a=b")]
    public void A_webhooks_address_is_the_public_one(string? configured, string expected)
    {
        var request = Request();
        (request.Path, request.QueryString) = ("/payments/webhooks/square", new QueryString("?a=b"));
        var options = new PaymentEndpointOptions { PublicBaseAddress = configured is null ? null : new Uri(configured) };
        Assert.That(PublicAddress.Of(request, options)!.OriginalString, Is.EqualTo(expected));
    }

    [Test]
    public async Task The_shop_knows_its_own_addresses()
    {
        await using var shop = await Shop.OpenAsync("Stripe");
        Assert.That(
            await shop.Browser.GetStringAsync(new Uri("/addresses/STRIPE", UriKind.Relative)),
            Is.EqualTo("https://shop.example/payments/returns/stripe https://shop.example/payments/returns/stripe/cancel https://shop.example/payments/webhooks/stripe"));
        Assert.That(async () => await shop.Browser.GetStringAsync(new Uri("/addresses/nobody", UriKind.Relative)), Throws.ArgumentException);
    }

    [Test]
    public async Task The_redirect_keeps_our_value_to_itself()
    {
        await using var shop = await Shop.OpenAsync("Stripe");
        using var answer = await shop.ComeBackAsync(await shop.PayAsync(await shop.OrderAsync("order-0001")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
            Assert.That(answer.Headers.CacheControl?.NoStore, Is.True);
            Assert.That(answer.Headers.GetValues("Referrer-Policy"), Is.EqualTo(new[] { "no-referrer" }));
            Assert.That(answer.Headers.Location!.OriginalString, Does.Not.Contain("payment_return"));
            Assert.That(shop.Logs.Lines, Has.None.Contains((await shop.RecordAsync(await FindAsync(shop))).ReturnToken));
        }

        static async Task<Payment> FindAsync(Shop shop) => (await shop.Provider.FindPaymentsAsync(new FindPaymentsRequest { OrderId = "order-0001" })).Payments[0];
    }

    [TestCase("Stripe")]
    [TestCase("PayPal")]
    [TestCase("Toss")]
    [TestCase("Inicis")]
    [TestCase("KakaoPay")]
    public async Task A_provider_that_is_down_leads_to_the_shops_page_with_the_payment_unclear(string title)
    {
        await using var shop = await Shop.OpenAsync(title);
        var back = await shop.PayAsync(await shop.OrderAsync("order-0001"));
        shop.Simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.ErrorBeforeActing) { Status = 503, Count = 1000 });
        Assert.That(await shop.PageAfterAsync(back), Does.StartWith("/orders/order-0001?").And.Not.EndsWith("Completed").And.Not.EndsWith("Failed"));
        Assert.That(shop.Logs.Lines, Has.Some.Contains("PAY6004"));
    }

    [Test]
    public async Task The_last_of_two_values_counts_and_names_are_case_sensitive()
    {
        var request = Request();
        request.Method = HttpMethods.Get;
        request.QueryString = new QueryString("?a=1&A=2&a=3+4%2B&b&c=%EA%B0%80");
        var (parameters, status) = await ReturnParameters.ReadAsync(request);
        Assert.That(status, Is.EqualTo(200));
        Assert.That(parameters, Is.EquivalentTo(new Dictionary<string, string> { ["a"] = "3 4+", ["A"] = "2", ["b"] = "", ["c"] = "가" }));
    }

    private static string Location(string page)
    {
        var options = new PaymentEndpointOptions();
        options.PageOrigins.Add(new Uri("https://www.shop.example"));
        return ShopPage.Location(page, Request(), options);
    }

    private static HttpRequest Request()
    {
        var request = new DefaultHttpContext().Request;
        (request.Scheme, request.Host, request.PathBase) = ("http", new HostString("host.example"), "/base");
        return request;
    }
}
