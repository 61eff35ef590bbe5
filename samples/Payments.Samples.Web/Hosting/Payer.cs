using System.Net;
using System.Text.RegularExpressions;
using Payments.Samples.Web.Shop;

namespace Payments.Samples.Web.Hosting;

/// <summary>A payer without a browser: follows addresses, posts forms, and knows what the only script on the way (Inicis') does.</summary>
internal sealed partial class Payer(HttpClient http, ShopAddresses addresses)
{
    private const int MostPages = 20;
    private string? _cookie;

    public async Task BuyAsync(Product product, string provider, CancellationToken cancellationToken)
    {
        var shop = await OpenAsync(HttpMethod.Get, new Uri(addresses.Page($"/products/{product.Id}")), null, cancellationToken);
        var page = await PostAsync(new Uri(addresses.Page("/orders")), [.. Inputs(shop.Html), new("provider", provider)], cancellationToken);
        for (var pages = 0; pages < MostPages && NextOf(page) is var (address, fields); pages++)
            page = await PostAsync(address, fields, cancellationToken);
    }

    /// <summary>What the payer does at a page that is not the shop's own: presses Pay, or sends the form that sends itself.</summary>
    private static (Uri Address, List<KeyValuePair<string, string>> Fields)? NextOf(Page page)
    {
        if (Action().Match(page.Html) is { Success: true } form)
            return (new Uri(page.Address, WebUtility.HtmlDecode(form.Groups["url"].Value)), Inputs(page.Html));
        if (InicisScript().Match(page.Html) is { Success: true } script)
            return (new Uri(new Uri(script.Groups["url"].Value), "/stdpay"), Inputs(page.Html));
        var button = Buttons().Matches(page.Html).Select(match => match.Groups["action"].Value).FirstOrDefault(action => action is "pay" or "late");
        return button is null ? null : (page.Address, [new("action", button)]);
    }

    private async Task<Page> PostAsync(Uri address, List<KeyValuePair<string, string>> fields, CancellationToken cancellationToken)
    {
        var page = await OpenAsync(HttpMethod.Post, address, fields, cancellationToken);
        for (var pages = 0; pages < MostPages && page.Next is { } next; pages++)
            page = await OpenAsync(HttpMethod.Get, next, null, cancellationToken);
        return page;
    }

    private async Task<Page> OpenAsync(HttpMethod method, Uri address, List<KeyValuePair<string, string>>? fields, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address);
        if (fields is not null)
            request.Content = new FormUrlEncodedContent(fields);
        if (_cookie is not null && address.Host == addresses.Http.Host)
            request.Headers.Add("Cookie", _cookie);
        using var response = await http.SendAsync(request, cancellationToken);
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies))
            _cookie ??= string.Join("; ", cookies.Select(cookie => cookie.Split(';')[0]));
        return new Page(
            address,
            await response.Content.ReadAsStringAsync(cancellationToken),
            response.Headers.Location is { } next ? new Uri(address, next) : null);
    }

    private static List<KeyValuePair<string, string>> Inputs(string html) =>
    [
        .. from input in Input().Matches(html)
           let name = Name().Match(input.Value).Groups["text"].Value
           where name.Length > 0
           select KeyValuePair.Create(WebUtility.HtmlDecode(name), WebUtility.HtmlDecode(Value().Match(input.Value).Groups["text"].Value)),
    ];

    private sealed record Page(Uri Address, string Html, Uri? Next);

    [GeneratedRegex("<form[^>]* action=\"(?<url>https?:[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Action();

    [GeneratedRegex("<script src=\"(?<url>[^\"]+)/stdjs/INIStdPay.js\"", RegexOptions.ExplicitCapture)]
    private static partial Regex InicisScript();

    [GeneratedRegex("<button name=\"action\" value=\"(?<action>[a-z]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Buttons();

    [GeneratedRegex("<input[^>]*>", RegexOptions.ExplicitCapture)]
    private static partial Regex Input();

    [GeneratedRegex(" name=\"(?<text>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Name();

    [GeneratedRegex(" value=\"(?<text>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Value();
}
