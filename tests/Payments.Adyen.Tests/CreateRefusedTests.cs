namespace Payments.Adyen.Tests;

/// <summary>What Adyen could not take is refused before anything is sent, with what to change.</summary>
public class CreateRefusedTests
{
    private static async Task<PaymentRequestException> RefusedAsync(PaymentRequest request, Action<AdyenOptions>? configure = null)
    {
        using var adyen = new AdyenHost(configure);
        var refused = (await Assert.ThrowsAsync<PaymentRequestException>(() => adyen.Provider.CreatePaymentAsync(request)))!;
        Assert.That((adyen.Calls, refused.Outcome), Is.EqualTo((0, PaymentOutcome.NeverSent)));
        return refused;
    }

    [TestCase("not json")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"paymentMethod":{"type":"scheme"}}""")]
    public async Task A_token_is_the_components_json(string token)
    {
        Assert.That((await RefusedAsync(Requests.Payment(token: token))).Message, Does.Contain("paymentMethod"));
    }

    [TestCase("number")]
    [TestCase("cvc")]
    [TestCase("expiryMonth")]
    [TestCase("expiryYear")]
    public async Task A_card_in_clear_is_no_token(string member)
    {
        var refused = await RefusedAsync(Requests.Payment(token: $$"""{"type":"scheme","{{member}}":"4111111111111111"}"""));
        Assert.That(refused.Message, Does.Contain("encrypted").And.Not.Contain("4111"));
    }

    [Test]
    public async Task A_method_that_contradicts_the_token() => await RefusedAsync(new PaymentRequest
    {
        Amount = Requests.Eur, OrderId = "ord-1001", PaymentToken = """{"type":"ideal"}""", Method = PaymentMethod.Card, ReturnUrl = new Uri("https://shop.example/"),
    });

    [TestCase(PaymentMethod.Cryptocurrency)]
    [TestCase(PaymentMethod.MobileCarrier)]
    [TestCase(PaymentMethod.Cash)]
    [TestCase(PaymentMethod.Other)]
    public async Task A_method_that_adyen_lacks(PaymentMethod method)
    {
        var refused = await RefusedAsync(new PaymentRequest { Amount = Requests.Eur, OrderId = "ord-1001", Method = method });
        Assert.That(refused.Error.Code, Is.EqualTo(PaymentErrorCode.MethodUnavailable));
    }

    [TestCase(null, AdyenFlow.Session)]
    [TestCase(Requests.Card, AdyenFlow.PaymentLink)]
    public async Task A_session_and_a_direct_payment_need_a_return_address(string? token, AdyenFlow flow) => await RefusedAsync(
        new PaymentRequest { Amount = Requests.Eur, OrderId = "ord-1001", PaymentToken = token is null ? default(Sensitive<string>?) : new Sensitive<string>(token) },
        options => options.Flow = flow);

    [TestCase(AdyenFlow.PaymentLink, 71 * 24)]
    [TestCase(AdyenFlow.Session, 25)]
    public async Task A_time_that_is_too_long(AdyenFlow flow, int hours) => await RefusedAsync(
        new PaymentRequest { Amount = Requests.Eur, OrderId = "ord-1001", ExpiresAfter = TimeSpan.FromHours(hours), ReturnUrl = new Uri("https://shop.example/") },
        options => options.Flow = flow);

    [Test]
    public async Task A_direct_payment_has_no_time_to_set() => await RefusedAsync(new PaymentRequest
    {
        Amount = Requests.Eur, OrderId = "ord-1001", PaymentToken = Requests.Card, ExpiresAfter = TimeSpan.FromHours(1), ReturnUrl = new Uri("https://shop.example/"),
    });

    [Test]
    public async Task A_link_takes_no_instalments() =>
        await RefusedAsync(new PaymentRequest { Amount = Requests.Eur, OrderId = "ord-1001", Installments = 3 });

    [TestCase("ab", null)]
    [TestCase(null, "checkout.linkId")]
    [TestCase(null, "capture_mode")]
    [TestCase(null, "a-key-of-21-characters")]
    public async Task An_id_that_is_too_short_and_keys_that_are_taken_or_too_long(string? customer, string? key) => await RefusedAsync(new PaymentRequest
    {
        Amount = Requests.Eur, OrderId = "ord-1001", CustomerId = customer,
        Metadata = key is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [key] = "x" },
    });

    [Test]
    public async Task Metadata_that_adyen_could_not_keep_whole()
    {
        await RefusedAsync(new PaymentRequest { Amount = Requests.Eur, OrderId = "ord-1001", Metadata = new Dictionary<string, string> { ["k"] = new('x', 81) } });
        await RefusedAsync(new PaymentRequest { Amount = Requests.Eur, OrderId = "ord-1001", Metadata = Enumerable.Range(0, 21).ToDictionary(i => "k" + i, _ => "v") });
    }

    [Test]
    public async Task An_order_id_is_never_cut()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/paymentLinks", Fixture.Answer("link"), 201);
        await adyen.Provider.CreatePaymentAsync(new PaymentRequest { Amount = Requests.Eur, OrderId = new string('a', 80) });
        await RefusedAsync(new PaymentRequest { Amount = Requests.Eur, OrderId = new string('a', 81) });
    }

    [Test]
    public async Task Extras_that_do_not_fit()
    {
        await RefusedAsync(Requests.Payment(extras: new AdyenPaymentExtras { StorePaymentMethod = true }));
        foreach (var (token, flow) in new[] { (null, AdyenFlow.PaymentLink), (null, AdyenFlow.Session), (Requests.Card, AdyenFlow.PaymentLink) })
        {
            await RefusedAsync(new PaymentRequest
            {
                Amount = Requests.Eur, OrderId = "ord-1001", CustomerId = "customer-7", ReturnUrl = new Uri("https://shop.example/"),
                PaymentToken = token is null ? default(Sensitive<string>?) : new Sensitive<string>(token),
                Extras = [new AdyenPaymentExtras { StorePaymentMethod = true, Flow = flow }],
            });
        }

        await RefusedAsync(Requests.Payment(extras: new AdyenPaymentExtras { ShopperInteraction = AdyenShopperInteraction.Moto }));
        await RefusedAsync(Requests.Payment(extras: new AdyenPaymentExtras { BrowserInfo = "{}" }));
        await RefusedAsync(Requests.Payment(token: Requests.Card, extras: new AdyenPaymentExtras { BrowserInfo = "[]" }));
        await RefusedAsync(Requests.Payment(token: Requests.Card, extras: new AdyenPaymentExtras { Origin = new Uri("https://shop.example/checkout") }));
    }

    [Test]
    public async Task A_return_address_that_is_too_long()
    {
        var url = new Uri("https://shop.example/?" + new string('a', 1100));
        await RefusedAsync(Requests.Payment(token: Requests.Card, returnUrl: url));
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/paymentLinks", Fixture.Answer("link"), 201);
        await adyen.Provider.CreatePaymentAsync(Requests.Payment(returnUrl: url));
    }

    // Nothing that a payer would miss is sent cut, only what is shown.
    [TestCase("0612345678", null)]
    [TestCase("+", null)]
    [TestCase("+31 (0)6 12 34 56 78", null)]
    [TestCase("+31 6 12 34 56 78", "+31612345678")]
    public async Task A_phone_number_is_sent_where_it_is_international(string phone, string? sent)
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/paymentLinks", Fixture.Answer("link"), 201);
        await adyen.Provider.CreatePaymentAsync(new PaymentRequest { Amount = Requests.Eur, OrderId = "ord-1001", Customer = new PaymentCustomer { Phone = phone } });
        Assert.That(adyen.Sent, sent is null ? Does.Not.Contain("telephoneNumber") : Does.Contain($"\"telephoneNumber\":\"\\u002B{sent[1..]}\""));
    }
}
