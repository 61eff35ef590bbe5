using System.Text;

namespace Payments.Simulator.Tests.PayPal;

internal sealed class AccessTests : PayPalFixture
{
    [Test]
    public async Task A_token_opens_the_api_until_it_ends()
    {
        var token = await SignInAsync();
        Assert.That((token.Status, (int)token["expires_in"]!, token.Text("token_type")), Is.EqualTo((200, 32400, "Bearer")));
        var order = await CreateAsync();
        Time.Advance(TimeSpan.FromHours(2));
        Assert.That((await GetAsync($"/v2/checkout/orders/{order.Id}")).Status, Is.EqualTo(200));
        Time.Advance(TimeSpan.FromHours(7));
        Assert.That((await GetAsync("/v2/checkout/orders/X")).Text("error"), Is.EqualTo("invalid_token"));
        Assert.That(Simulator.TokensIssued, Is.EqualTo(2));
    }

    [Test]
    public async Task A_revoked_token_and_a_stranger_s_are_refused()
    {
        await CreateAsync();
        Simulator.RevokeTokens();
        Assert.That((await CreateAsync()).Status, Is.EqualTo(401));
        Assert.That((await SendAsync(HttpMethod.Get, "/v2/checkout/orders/X", token: "someone")).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task Credentials_and_grant_are_checked()
    {
        Assert.That((await SignInAsync("wrong")).Text("error"), Is.EqualTo("invalid_client"));
        Assert.That((await SignInAsync(grant: "password")).Text("error"), Is.EqualTo("unsupported_grant_type"));
    }

    [Test]
    public async Task The_content_type_and_the_form_of_a_body_count()
    {
        Assert.That((await SendAsync(HttpMethod.Post, "/v2/checkout/orders/X/capture")).Text("name"), Is.EqualTo("UNSUPPORTED_MEDIA_TYPE"));
        Assert.That((await SendAsync(HttpMethod.Post, "/v2/checkout/orders", "{", type: "application/json")).Issue, Is.EqualTo("MALFORMED_REQUEST_JSON"));
    }

    [Test]
    public async Task Tokens_are_not_in_the_recorded_traffic()
    {
        await CreateAsync();
        var entries = await TrafficArchive.ReadAsync(Simulator);
        Assert.That(entries.Select(entry => (string)entry["request"]!["url"]!), Is.All.Contain("/v2/checkout/orders"));
        Assert.That(string.Concat(entries.Select(entry => entry.ToJsonString())), Does.Not.Contain("A21AA").And.Not.Contain("simulator-client-secret"));
    }

    [Test]
    public async Task A_human_can_pay_on_the_page()
    {
        var order = await CreateAsync();
        var page = new Uri(Simulator.BaseAddress, $"/checkoutnow/{order.Id}");
        Assert.That(await Http.GetStringAsync(page), Does.Contain("20.00 USD"));
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler);
        using var form = new StringContent("action=pay", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var pressed = await browser.PostAsync(page, form);
        Assert.That(pressed.Headers.Location!.AbsoluteUri, Does.StartWith("https://shop.example/done"));
    }
}
