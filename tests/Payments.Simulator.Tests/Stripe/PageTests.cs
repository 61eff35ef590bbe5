using System.Net;

namespace Payments.Simulator.Tests.Stripe;

internal sealed class PageTests : StripeFixture
{
    private static readonly HttpClient Browser = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    [Test]
    public async Task The_page_shows_what_is_sold_and_encodes_it()
    {
        var session = await CreateSessionAsync();
        var html = await Browser.GetStringAsync(new Uri(session.Text("url")!));
        Assert.That(html, Does.Contain("Tea &amp; cake").And.Contain("2000 USD").And.Contain("value=\"pay\""));
        Assert.That(Simulator.Requests, Has.Count.EqualTo(1));
    }

    [TestCase("pay", "https://shop.example/done?session=")]
    [TestCase("late", "https://shop.example/done?session=")]
    [TestCase("cancel", "https://shop.example/cancelled")]
    public async Task A_button_sends_the_browser_back_to_the_shop(string action, string target)
    {
        var session = await CreateSessionAsync();
        using var response = await PressAsync(session.Text("url")!, action);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        Assert.That(response.Headers.Location!.OriginalString, Does.StartWith(target));
    }

    [Test]
    public async Task A_decline_is_shown_on_the_page()
    {
        var session = await CreateSessionAsync();
        using var response = await PressAsync(session.Text("url")!, "decline");
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("declined").And.Contain("value=\"pay\""));
    }

    [Test]
    public async Task Payers_are_declined_at_a_rate_until_the_faults_are_cleared()
    {
        Simulator.Faults.DeclineAtRate(1);
        var session = await CreateSessionAsync();
        using (var response = await PressAsync(session.Text("url")!, "pay"))
            Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("declined"));
        Assert.That((await Simulator.PayAsync(session.Id)).Url, Is.Null, "declined as well");

        Simulator.Faults.Clear();
        Assert.That((await Simulator.PayAsync(session.Id)).Url, Is.Not.Null);
    }

    [Test]
    public async Task A_paid_page_has_no_buttons()
    {
        var session = await CreateSessionAsync();
        await Simulator.PayAsync(session.Id);
        Assert.That(await Browser.GetStringAsync(new Uri(session.Text("url")!)), Does.Not.Contain("<button"));
    }

    [Test]
    public async Task A_challenge_page_confirms()
    {
        var intent = await CreateIntentAsync("pm_card_threeDSecure2Required");
        using var response = await PressAsync((string)intent["next_action"]!["redirect_to_url"]!["url"]!, "pay");
        Assert.That(response.Headers.Location!.Query, Does.EndWith("redirect_status=succeeded"));
    }

    private static async Task<HttpResponseMessage> PressAsync(string url, string action)
    {
        using var form = new FormUrlEncodedContent([new("action", action)]);
        return await Browser.PostAsync(new Uri(url), form);
    }
}
