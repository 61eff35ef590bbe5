using System.Net;

namespace Payments.Adyen.Tests;

public class CreateTests
{
    [Test]
    public async Task A_payment_link_sends_the_payer_to_its_page()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/paymentLinks", Fixture.Answer("link"), 201);

        var payment = await adyen.Provider.CreatePaymentAsync(new PaymentRequest
        {
            Amount = Requests.Eur,
            OrderId = "ord-1001",
            Description = "Two tickets & a coat",
            Method = PaymentMethod.GiftCard,
            CustomerId = "customer-7",
            Customer = new PaymentCustomer { Email = "payer@example.com", Phone = "+31 20 555-0177" },
            CountryCode = "NL",
            Locale = "nl-NL",
            ReturnUrl = new Uri("https://shop.example/back?o=1001"),
            ExpiresAfter = TimeSpan.FromHours(2),
            RequestedAt = TestClock.Start,
            Items = [new PaymentItem { Name = "Ticket", Quantity = 2, UnitPrice = new Money(6.25m, "EUR"), Sku = "T-1" }],
            Metadata = new Dictionary<string, string> { ["cart"] = "77" },
            IdempotencyKey = "key-1",
            Extras = [new AdyenPaymentExtras { ShopperStatement = "A statement that is far too long", Store = "store-1" }],
        });

        adyen.AssertSent("link");
        Assert.Multiple(() =>
        {
            Assert.That(payment.Reference.ToString(), Is.EqualTo("adyen:PL0A1B?order=ord-1001&related.payment_link=PL0A1B"));
            Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((PaymentStatus.RequiresAction, "active")));
            Assert.That(payment.NextAction, Is.EqualTo(new RedirectAction(new Uri("https://test.adyen.link/PL0A1B"))));
            Assert.That(payment.CapturedAmount, Is.EqualTo(new Money(0m, "EUR")));
            Assert.That((payment.AsOf, payment.Version, payment.TransactionId), Is.EqualTo(((DateTimeOffset?)AdyenHost.AnsweredAt, (long?)0, (string?)null)));
        });
    }

    [Test]
    public async Task Each_call_carries_the_key_verbatim_and_an_idempotency_key()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/paymentLinks", Fixture.Answer("link"), 201).On("POST /v72/payments", Fixture.Answer("authorised"));
        await adyen.Provider.CreatePaymentAsync(Requests.Payment());
        await adyen.Provider.CreatePaymentAsync(Requests.Payment(token: Requests.Card));
        var keys = adyen.Headers.Select(headers => headers.GetValues("Idempotency-Key").Single()).ToList();
        Assert.That(adyen.Headers.Select(headers => headers.GetValues("X-API-Key").Single()), Is.All.EqualTo("AQEtest-key"));
        Assert.That(keys, Is.All.Length.LessThanOrEqualTo(64));
        Assert.That(keys[0], Is.EqualTo(keys[1]), "One intention has one key, whatever the way.");
    }

    [Test]
    public async Task A_session_gives_the_component_its_parameters()
    {
        using var adyen = new AdyenHost(options => options.Flow = AdyenFlow.Session);
        adyen.On("POST /v72/sessions", Fixture.Answer("session"), 201);
        var payment = await adyen.Provider.CreatePaymentAsync(Requests.Payment(capture: CaptureMode.Manual));
        adyen.AssertSent("session");
        var sdk = (ClientSdkAction)payment.NextAction!;
        Assert.Multiple(() =>
        {
            Assert.That(payment.Reference.ToString(), Is.EqualTo("adyen:CS0A1B?order=ord-1001&related.checkout_session=CS0A1B"));
            Assert.That(sdk.Sdk, Is.EqualTo("adyen-web"));
            Assert.That(sdk.Parameters.Reveal(), Is.EqualTo(
                """{"environment":"test","clientKey":"test_CLIENTKEY","session":{"id":"CS0A1B","sessionData":"Ab02b4c0!BQABAgBfYI29"}}"""));
            Assert.That(payment.ToString(), Does.Not.Contain("BQABAgBfYI29"));
        });
    }

    [Test]
    public async Task A_hosted_session_sends_the_payer_to_its_page()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/sessions", Fixture.Answer("session", session => session["url"] = "https://test.adyen.link/session"), 201);
        var payment = await adyen.Provider.CreatePaymentAsync(Requests.Payment(extras: new AdyenPaymentExtras { Flow = AdyenFlow.HostedSession }));
        Assert.That(payment.NextAction, Is.EqualTo(new RedirectAction(new Uri("https://test.adyen.link/session"))));
        Assert.That(adyen.Sent, Does.Contain("\"mode\":\"hosted\""));
    }

    [Test]
    public async Task An_app_gets_a_session_in_any_case()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/sessions", Fixture.Answer("session"), 201);
        await adyen.Provider.CreatePaymentAsync(new PaymentRequest
        {
            Amount = Requests.Eur, OrderId = "ord-1001", Channel = PaymentChannel.App, ReturnUrl = new Uri("shop-app://back"),
        });
        Assert.That(adyen.Sent, Does.Not.Contain("\"channel\"").And.Contain("\"returnUrl\":\"shop-app://back\""));
    }

    [Test]
    public async Task A_token_is_charged_at_once()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments", Fixture.Answer("authorised"));
        var payment = await adyen.Provider.CreatePaymentAsync(new PaymentRequest
        {
            Amount = Requests.Eur,
            OrderId = "ord-1001",
            PaymentToken = Requests.Card,
            Method = PaymentMethod.CreditCard,
            CustomerId = "customer-7",
            Customer = new PaymentCustomer { IpAddress = IPAddress.Parse("192.0.2.7") },
            ReturnUrl = new Uri("https://shop.example/back?o=1001"),
            Installments = 3,
            IdempotencyKey = "key-1",
            Extras =
            [
                new AdyenPaymentExtras
                {
                    BrowserInfo = """{"userAgent":"Mozilla"}""", Origin = new Uri("https://shop.example/"), ShopperInteraction = AdyenShopperInteraction.Ecommerce,
                    RecurringProcessingModel = AdyenRecurringModel.CardOnFile, StorePaymentMethod = true,
                },
            ],
        });

        adyen.AssertSent("payment");
        Assert.Multiple(() =>
        {
            Assert.That(payment.Reference.ToString(), Is.EqualTo("adyen:ABCD1234EFGH5678?order=ord-1001&related.psp_reference=ABCD1234EFGH5678"));
            Assert.That((payment.Status, payment.ProviderStatus, payment.TransactionId), Is.EqualTo((PaymentStatus.Completed, "Authorised", Requests.Psp)));
            Assert.That((payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo(((Money?)Requests.Eur, (Money?)new Money(0m, "EUR"))));
            Assert.That((payment.Method, payment.ProviderMethod), Is.EqualTo((PaymentMethod.CreditCard, "scheme")));
            Assert.That(payment.Card, Is.EqualTo(new PaymentCard { Brand = "visa", Last4 = "1111", ApprovalCode = "044925" }));
            Assert.That(payment.Facts.Select(fact => fact.Key), Is.EqualTo(new[] { "authorization:ABCD1234EFGH5678", "capture:ABCD1234EFGH5678" }));
        });
    }

    [Test]
    public async Task Held_money_is_authorised_and_nothing_else()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments", Fixture.Answer("authorised"));
        var payment = await adyen.Provider.CreatePaymentAsync(Requests.Payment(capture: CaptureMode.Manual, token: Requests.Card));
        Assert.That((payment.Status, payment.AuthorizedAmount, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Authorized, (Money?)Requests.Eur, (Money?)new Money(0m, "EUR"))));
        // A map of texts: a JSON flag is refused. In a link it is a flag.
        Assert.That(adyen.Sent, Does.Contain("\"additionalData\":{\"manualCapture\":\"true\"}").And.Contain("\"metadata\":{\"capture_mode\":\"manual\"}"));
    }

    [TestCase(CaptureMode.Automatic, CaptureMode.Manual, "\"manualCapture\":true", "\"capture_mode\":\"manual\"")]
    [TestCase(CaptureMode.Manual, CaptureMode.Automatic, "\"manualCapture\":false,\"captureDelayHours\":0", "\"capture_mode\":\"automatic\"")]
    [TestCase(CaptureMode.Manual, CaptureMode.Manual, "\"manualCapture\":true", null)]
    [TestCase(CaptureMode.Automatic, CaptureMode.Automatic, null, null)]
    public async Task A_link_says_how_the_money_is_taken_where_the_account_may_do_otherwise(CaptureMode account, CaptureMode asked, string? flag, string? note)
    {
        using var adyen = new AdyenHost(options => options.AccountCaptureMode = account);
        adyen.On("POST /v72/paymentLinks", Fixture.Answer("link"), 201);
        await adyen.Provider.CreatePaymentAsync(Requests.Payment(capture: asked));
        Assert.That(adyen.Sent, flag is null ? Does.Not.Contain("anualCapture").And.Not.Contain("captureDelay") : Does.Contain(flag));
        Assert.That(adyen.Sent, note is null ? Does.Not.Contain("capture_mode") : Does.Contain(note));
    }

    // A map of texts, in a session and in a direct payment.
    [Test]
    public async Task Held_money_is_asked_for_whatever_the_account_does_by_itself()
    {
        using var adyen = new AdyenHost(options => options.AccountCaptureMode = CaptureMode.Manual);
        adyen.On("POST /v72/sessions", Fixture.Answer("session"), 201).On("POST /v72/payments", Fixture.Answer("authorised"));
        await adyen.Provider.CreatePaymentAsync(Requests.Payment(capture: CaptureMode.Manual, extras: new AdyenPaymentExtras { Flow = AdyenFlow.Session }));
        Assert.That(adyen.Sent, Does.Contain("\"additionalData\":{\"manualCapture\":\"true\"}"));
        await adyen.Provider.CreatePaymentAsync(Requests.Payment(capture: CaptureMode.Manual, token: Requests.Card));
        Assert.That(adyen.Sent.Split('\n')[^1], Does.Contain("\"additionalData\":{\"manualCapture\":\"true\"}"));
    }

    [Test]
    public async Task A_refusal_is_an_answer_although_the_status_is_200()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments", Fixture.Answer("refused"));
        var payment = await adyen.Provider.CreatePaymentAsync(Requests.Payment(token: Requests.Card));
        Assert.That((payment.Status, payment.Error!.Kind, payment.Error.Code), Is.EqualTo((PaymentStatus.Failed, PaymentErrorKind.Declined, PaymentErrorCode.InsufficientFunds)));
        Assert.That((payment.Error.ProviderCode, payment.Error.PayerMessage, payment.CapturedAmount), Is.EqualTo(("12", (string?)null, (Money?)new Money(0m, "EUR"))));
    }

    [Test]
    public async Task A_smaller_authorisation_is_never_the_whole()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments", Fixture.Answer("authorised", paid =>
        {
            paid["resultCode"] = "PartiallyAuthorised";
            paid["amount"]!["value"] = 1000;
        }));
        var payment = await adyen.Provider.CreatePaymentAsync(Requests.Payment(token: Requests.Card));
        Assert.That((payment.Status, payment.AuthorizedAmount, payment.Amount, payment.Attention), Is.EqualTo(
            (PaymentStatus.Authorized, (Money?)new Money(10m, "EUR"), Requests.Eur, PaymentAttention.Underpaid)));
    }

    // Nobody may fall over it once the money has moved.
    [TestCase("Authorised", PaymentStatus.Completed)]
    [TestCase("PartiallyAuthorised", PaymentStatus.Authorized)]
    public async Task An_authorisation_in_another_currency_is_an_answer_to_look_at(string result, PaymentStatus expected)
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments", Fixture.Answer("authorised", paid => (paid["resultCode"], paid["amount"]!["currency"]) = (result, "USD")));
        var payment = await adyen.Provider.CreatePaymentAsync(Requests.Payment(token: Requests.Card));
        Assert.That((payment.Status, payment.Amount, payment.AuthorizedAmount), Is.EqualTo((expected, Requests.Eur, (Money?)new Money(12.50m, "USD"))));
        Assert.That(payment.Attention.HasFlag(PaymentAttention.Review), Is.True);
    }

    [Test]
    public async Task An_answer_without_ids_is_unclear()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/paymentLinks", "{}", 201).On("POST /v72/payments", "{}").On("POST /v72/sessions", "{}", 201);
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => adyen.Provider.CreatePaymentAsync(Requests.Payment()));
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => adyen.Provider.CreatePaymentAsync(Requests.Payment(token: Requests.Card)));
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(
            () => adyen.Provider.CreatePaymentAsync(Requests.Payment(extras: new AdyenPaymentExtras { Flow = AdyenFlow.Session })));
    }
}
