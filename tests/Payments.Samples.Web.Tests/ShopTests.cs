using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Payments.Samples.Web.Tests;

/// <summary>A payer and a shopkeeper in a real browser.</summary>
internal sealed class ShopTests
{
    private static IEnumerable<string> Providers => SampleProviders.All().Select(provider => provider.Title);

    [TestCaseSource(nameof(Providers))]
    public async Task Payer_pays_and_sees_it_on_the_orders_page(string provider)
    {
        var page = await ChooseAsync("teapot", provider);
        await PayAsync(page);
        await Browsing.KeepAsync(page, $"paid-{provider}");
        Assert.That(new Uri(page.Url).Query, Is.Empty, "nothing of the return stays in the address");
    }

    [Test]
    public async Task Payer_who_cancels_can_pay_after_all()
    {
        var page = await ChooseAsync("cup", "Stripe");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await page.WaitForURLAsync("**/orders/O-*");
        await Expect(Status(page)).Not.ToHaveTextAsync("Completed");
        await page.GetByRole(AriaRole.Link, new() { Name = "Continue to the payment" }).ClickAsync();
        await PayAsync(page);
    }

    [Test]
    public async Task Page_that_is_open_shows_a_refund_as_it_happens()
    {
        var payer = await ChooseAsync("kettle", "Stripe");
        await PayAsync(payer);
        var (keeper, row) = await RefundAsync(new Uri(payer.Url).Segments[^1], "30.00");
        await Expect(keeper.GetByRole(AriaRole.Status)).ToContainTextAsync("30.00 USD");
        await Expect(row).ToContainTextAsync("Partially refunded");
        await Browsing.KeepAsync(keeper, "orders");

        await Expect(Status(payer)).ToHaveTextAsync("Partially refunded");
        await Expect(payer.GetByText("Refund of 30.00 USD")).Not.ToHaveCountAsync(0);
        await Browsing.KeepAsync(payer, "refunded");
    }

    [Test]
    public async Task More_than_was_paid_is_not_given_back()
    {
        var payer = await ChooseAsync("coffee", "Stripe");
        await PayAsync(payer);
        var (keeper, row) = await RefundAsync(new Uri(payer.Url).Segments[^1], "1000");
        await Expect(keeper.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(row).ToContainTextAsync("Completed");
    }

    [Test]
    public async Task Orders_are_for_the_shopkeeper_only()
    {
        var page = await Browsing.OpenAsync("/admin");
        Assert.That(new Uri(page.Url).AbsolutePath, Is.EqualTo("/sign-in"));
    }

    [TestCase(1280)]
    [TestCase(390)]
    public async Task Pages_fit_the_screen(int width)
    {
        var page = await Browsing.OpenAsync("/", width);
        await Browsing.KeepAsync(page, $"home-{width}");
        await FitsAsync(page, width);
        await page.GotoAsync("/products/teapot");
        await Browsing.KeepAsync(page, $"checkout-{width}");
        await FitsAsync(page, width);
    }

    private static async Task<IPage> ChooseAsync(string product, string provider)
    {
        var page = await Browsing.OpenAsync($"/products/{product}");
        await page.GetByRole(AriaRole.Button, new() { Name = provider }).First.ClickAsync();
        return page;
    }

    private static async Task PayAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Pay", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/orders/O-*");
        await Expect(Status(page)).ToHaveTextAsync("Completed");
    }

    /// <summary>The shopkeeper gives back some of an order.</summary>
    private static async Task<(IPage Keeper, ILocator Row)> RefundAsync(string order, string amount)
    {
        var keeper = await Browsing.OpenAsync("/admin");
        await keeper.GetByRole(AriaRole.Button, new() { Name = "Sign in as the shopkeeper" }).ClickAsync();
        var row = keeper.GetByRole(AriaRole.Row).Filter(new() { HasText = order });
        await row.GetByRole(AriaRole.Textbox).FillAsync(amount);
        await row.GetByRole(AriaRole.Button, new() { Name = "Refund" }).ClickAsync();
        return (keeper, row);
    }

    private static ILocator Status(IPage page) => page.Locator("#status");

    private static async Task FitsAsync(IPage page, int width) =>
        Assert.That(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(width));
}
