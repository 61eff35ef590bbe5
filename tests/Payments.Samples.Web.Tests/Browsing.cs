using Microsoft.Playwright;

namespace Payments.Samples.Web.Tests;

/// <summary>One browser and one shop for the tests that look at its pages.</summary>
[SetUpFixture]
internal sealed class Browsing
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private static IPlaywright? _playwright;
    private static IBrowser? _browser;
    private static ShopProcess? _shop;

    /// <summary>The shop that tests share; each makes orders of its own.</summary>
    public static ShopProcess Shop => _shop!;

    /// <summary>Where screenshots go: beside the test results, never into the repository.</summary>
    public static string Screenshots { get; } = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;

    [OneTimeSetUp]
    public static async Task StartAsync()
    {
        if (Array.Find(Browsers, File.Exists) is not { } browser)
            Assert.Ignore("These tests look at pages in a real browser, and there is none: install Debian's 'chromium'.");
        else
        {
            _shop = await ShopProcess.StartAsync();
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = browser,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            });
        }
    }

    [OneTimeTearDown]
    public static async Task StopAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_shop is not null)
            await _shop.DisposeAsync();
    }

    /// <summary>A browser window of its own, without anybody's cookies.</summary>
    public static async Task<IPage> OpenAsync(string path, int width = 1280, int height = 900)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = Shop.Address.OriginalString,
            IgnoreHTTPSErrors = true,
            ViewportSize = new() { Width = width, Height = height },
        });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(20_000);
        await page.GotoAsync(path);
        return page;
    }

    /// <summary>Keeps what the page looks like, and says so to the test's result.</summary>
    public static async Task KeepAsync(IPage page, string name)
    {
        var file = Path.Combine(Screenshots, $"{name}.png");
        await page.ScreenshotAsync(new() { Path = file, FullPage = true });
        TestContext.AddTestAttachment(file);
    }
}
