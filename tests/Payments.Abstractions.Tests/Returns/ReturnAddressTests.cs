namespace Payments.Abstractions.Tests;

/// <summary>Every return address that goes to a provider carries a value of ours, and is else what the host gave.</summary>
internal sealed class ReturnAddressTests
{
    private const string Token = "{token}";

    [TestCase("https://shop.example/back", "https://shop.example/back?payment_return={token}")]
    [TestCase("https://shop.example", "https://shop.example?payment_return={token}")]
    [TestCase("https://shop.example/back?", "https://shop.example/back?payment_return={token}")]
    [TestCase("https://shop.example/back?order=7", "https://shop.example/back?order=7&payment_return={token}")]
    [TestCase("https://shop.example/back?order=7&", "https://shop.example/back?order=7&payment_return={token}")]
    [TestCase("https://shop.example/back#top", "https://shop.example/back?payment_return={token}#top")]
    [TestCase("https://shop.example/back?a=b#what?", "https://shop.example/back?a=b&payment_return={token}#what?")]
    [TestCase("https://shop.example/back#what?", "https://shop.example/back?payment_return={token}#what?")]
    [TestCase("https://shop.example/ok?s={CHECKOUT_SESSION_ID}", "https://shop.example/ok?s={CHECKOUT_SESSION_ID}&payment_return={token}")]
    [TestCase("https://shop.example/ok?name=%EA%B0%80+a%2Fb", "https://shop.example/ok?name=%EA%B0%80+a%2Fb&payment_return={token}")]
    [TestCase("shopapp://paid", "shopapp://paid?payment_return={token}")]
    public async Task The_address_is_disturbed_nowhere_else(string given, string expected)
    {
        await using var host = new PaymentHost();
        await host.Provider.CreatePaymentAsync(Request(new Uri(given)));
        var token = (await host.RecordAsync())!.ReturnToken!;
        Assert.That(Sent(host).ReturnUrl!.OriginalString, Is.EqualTo(expected.Replace(Token, token, StringComparison.Ordinal)));
    }

    [Test]
    public async Task The_cancel_address_carries_the_same_value()
    {
        await using var host = new PaymentHost();
        await host.Provider.CreatePaymentAsync(Request(new Uri("https://shop.example/ok"), new Uri("https://shop.example/no")));
        var token = (await host.RecordAsync())!.ReturnToken;
        Assert.That(
            (Sent(host).ReturnUrl!.OriginalString, Sent(host).CancelUrl!.OriginalString),
            Is.EqualTo(($"https://shop.example/ok?payment_return={token}", $"https://shop.example/no?payment_return={token}")));
    }

    [Test]
    public async Task The_value_is_new_for_each_payment_and_cannot_be_guessed()
    {
        await using var host = new PaymentHost();
        var tokens = new HashSet<string>();
        for (var i = 0; i < 200; i++)
        {
            await host.Provider.CreatePaymentAsync(Request(new Uri("https://shop.example/ok"), order: $"Order-{i}"));
            tokens.Add((await host.RecordAsync($"Order-{i}"))!.ReturnToken!);
        }

        Assert.That(tokens, Has.Count.EqualTo(200).And.All.Matches<string>(ReturnToken.CanBe));
        Assert.That(ReturnToken.Length * 6, Is.GreaterThanOrEqualTo(128));
    }

    [Test]
    public async Task A_repeat_sends_the_same_address_and_is_no_other_request()
    {
        await using var host = new PaymentHost();
        host.Fake.Throws(PaymentOperations.Create, Make.NeverSent());
        var request = Request(new Uri("https://shop.example/ok"));
        await PaymentHost.CatchAsync<PaymentProviderUnavailableException>(() => host.Provider.CreatePaymentAsync(request));
        await host.Provider.CreatePaymentAsync(request);
        var sent = host.Fake.CallsOf(PaymentOperations.Create).Select(call => call.As<PaymentRequest>().ReturnUrl!.OriginalString).ToList();
        Assert.That(sent, Has.Count.EqualTo(2));
        Assert.That(sent[1], Is.EqualTo(sent[0]).And.Contain("payment_return="));
        Assert.That(request.ReturnUrl!.OriginalString, Is.EqualTo("https://shop.example/ok"), "The host's own object is left alone.");
    }

    [Test]
    public async Task The_parameter_can_have_another_name()
    {
        await using var host = new PaymentHost(options: options => options.ReturnParameter = "r");
        await host.Provider.CreatePaymentAsync(Request(new Uri("https://shop.example/ok?a=b")));
        Assert.That(Sent(host).ReturnUrl!.OriginalString, Does.StartWith("https://shop.example/ok?a=b&r="));
    }

    [Test]
    public async Task Null_leaves_addresses_as_they_are()
    {
        await using var host = new PaymentHost(options: options => options.ReturnParameter = null);
        await host.Provider.CreatePaymentAsync(Request(new Uri("https://shop.example/ok")));
        Assert.That(Sent(host).ReturnUrl!.OriginalString, Is.EqualTo("https://shop.example/ok"));
    }

    [Test]
    public async Task Without_an_address_there_is_no_value()
    {
        await using var host = new PaymentHost();
        await host.Provider.CreatePaymentAsync(Make.Request());
        Assert.That(((await host.RecordAsync())!.ReturnToken, Sent(host).ReturnUrl, Sent(host).CancelUrl), Is.EqualTo(((string?)null, (Uri?)null, (Uri?)null)));
    }

    private static PaymentRequest Request(Uri back, Uri? cancel = null, string order = "Order-1001") =>
        new() { Amount = Make.Usd(100), OrderId = order, Method = PaymentMethod.Card, ReturnUrl = back, CancelUrl = cancel };

    private static PaymentRequest Sent(PaymentHost host) => host.Fake.CallsOf(PaymentOperations.Create)[^1].As<PaymentRequest>();
}
