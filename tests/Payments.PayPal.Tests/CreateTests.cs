using System.Text.Json.Nodes;

namespace Payments.PayPal.Tests;

public class CreateTests
{
    private const string Create = "POST /v2/checkout/orders";
    private const string Page = "https://www.sandbox.paypal.com/checkoutnow?token=5O190127TN364715T";

    [Test]
    public async Task An_order_sends_the_payer_to_PayPal()
    {
        using var paypal = new PayPalHost();
        paypal.On(Create, Fixture.Answer("order-new"), 201);

        var payment = await paypal.Provider.CreatePaymentAsync(Requests.New());

        paypal.AssertSent("create");
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((PaymentStatus.RequiresAction, "PAYER_ACTION_REQUIRED")));
            Assert.That(payment.NextAction, Is.EqualTo(new RedirectAction(new Uri(Page))));
            Assert.That(payment.Reference.ToString(), Is.EqualTo("paypal:5O190127TN364715T?order=A-1001"));
            Assert.That((payment.Amount, payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo((Requests.Total, (Money?)new Money(0m, "USD"), (Money?)new Money(0m, "USD"))));
            Assert.That((payment.Method, payment.ProviderMethod), Is.EqualTo((PaymentMethod.DigitalWallet, "paypal")));
            Assert.That((payment.AsOf, payment.CreatedAt), Is.EqualTo(((DateTimeOffset?)PayPalHost.AnsweredAt, TestClock.Start.AddSeconds(-10))));
        });
        var headers = paypal.Headers[1];
        Assert.Multiple(() =>
        {
            Assert.That(paypal.Headers[0].Authorization!.ToString(), Is.EqualTo("Basic Y2xpZW50LTE6Y2xpZW50LXNlY3JldC0x"));
            Assert.That(headers.Authorization!.ToString(), Is.EqualTo("Bearer A21AAtoken-1"));
            Assert.That(headers.GetValues("Prefer"), Is.EqualTo(new[] { "return=representation" }));
            Assert.That(paypal.KeyOf(1), Has.Length.InRange(22, 108));
            Assert.That(headers.Contains("PayPal-Partner-Attribution-Id"), Is.False);
        });
    }

    [Test]
    public async Task Everything_a_payment_can_ask_for_is_sent()
    {
        using var paypal = new PayPalHost(options =>
        {
            options.BrandName = "Mug shop";
            options.AllowDelayedFunding = true;
            options.PartnerAttributionId = "Shop_SP_1";
        });
        paypal.On(Create, Fixture.Answer("order-new"), 201);

        var payment = await paypal.Provider.CreatePaymentAsync(new PaymentRequest
        {
            Amount = Requests.Total,
            OrderId = "A-1001",
            Description = "Two\nmugs " + new string('x', 200),
            ReturnUrl = new Uri("https://shop.example/pp/return"),
            CaptureMode = CaptureMode.Manual,
            Method = PaymentMethod.DigitalWallet,
            Locale = "ko-KR",
            Customer = new PaymentCustomer
            {
                Name = "Jenny Rosen",
                Email = "jenny@example.com",
                ShippingAddress = new PaymentAddress { Line1 = "1 Main St", City = "San Jose", Region = "CA", PostalCode = "95131", CountryCode = "US" },
            },
            Items = [new PaymentItem { Name = "Mug", Sku = "M-1", Category = "PHYSICAL_GOODS", Quantity = 2, UnitPrice = new Money(7.5m, "USD") }, new PaymentItem { Name = "Lid", UnitPrice = new Money(5m, "USD") }],
            Extras = [new PayPalPaymentExtras { InvoiceId = "INV-1", SoftDescriptor = "MUGS", LandingPage = PayPalLandingPage.GuestCheckout }],
        });

        paypal.AssertSent("create-full");
        Assert.That(payment.CaptureMode, Is.EqualTo(CaptureMode.Manual));
        Assert.That(paypal.Headers[1].GetValues("PayPal-Partner-Attribution-Id"), Is.EqualTo(new[] { "Shop_SP_1" }));
    }

    [Test]
    public async Task Another_source_is_passed_on_with_the_return_addresses()
    {
        using var paypal = new PayPalHost();
        paypal.On(Create, Fixture.Answer("order-new", node => node["payment_source"] = new JsonObject { ["ideal"] = new JsonObject() }), 201);
        var payment = await paypal.Provider.CreatePaymentAsync(Requests.New(extras: new PayPalPaymentExtras
        {
            PaymentSource = """{"ideal":{"name":"Jenny Rosen","country_code":"NL"}}""", CompleteOnApproval = true,
        }));
        paypal.AssertSent("create-source");
        Assert.That((payment.Method, payment.ProviderMethod), Is.EqualTo((PaymentMethod.BankTransfer, "ideal")));
    }

    [TestCase("CREATED", "approve", "https://www.sandbox.paypal.com/a", PaymentStatus.RequiresAction, true)]
    [TestCase("CREATED", "self", "https://www.sandbox.paypal.com/a", PaymentStatus.Pending, false)]
    [TestCase("PAYER_ACTION_REQUIRED", "payer-action", "https://sandbox.paypal.com/payment/ideal?token=1", PaymentStatus.RequiresAction, true)]
    [TestCase("PAYER_ACTION_REQUIRED", "payer-action", "http://www.sandbox.paypal.com/a", PaymentStatus.RequiresAction, false)]
    [TestCase("PAYER_ACTION_REQUIRED", "payer-action", "javascript:alert(1)", PaymentStatus.RequiresAction, false)]
    public async Task The_page_is_found_by_its_relation_and_must_be_encrypted(string status, string relation, string href, PaymentStatus expected, bool isPage)
    {
        using var paypal = new PayPalHost();
        paypal.On(Create, Fixture.Answer("order-new", node =>
        {
            node["status"] = status;
            node["links"] = new JsonArray(null, new JsonObject { ["href"] = href, ["rel"] = relation }, new JsonObject { ["rel"] = "update" });
        }));
        var payment = await paypal.Provider.CreatePaymentAsync(Requests.New());
        NextAction? action = isPage ? new RedirectAction(new Uri(href)) : expected is PaymentStatus.Pending ? null : new WaitAction();
        Assert.That((payment.Status, payment.NextAction), Is.EqualTo((expected, action)));
    }

    [Test]
    public async Task Of_two_pages_the_wallet_s_own_is_taken()
    {
        using var paypal = new PayPalHost();
        paypal.On(Create, Fixture.Answer("order-new", node => node["links"]!.AsArray().Insert(0, new JsonObject { ["href"] = "https://www.paypal.com/b", ["rel"] = "approve" })));
        var payment = await paypal.Provider.CreatePaymentAsync(Requests.New());
        Assert.That(((RedirectAction)payment.NextAction!).Url.AbsoluteUri, Is.EqualTo(Page));
    }

    [Test]
    public async Task Items_that_do_not_add_up_are_not_shown()
    {
        foreach (var price in new[] { 19.99m, 6.6667m })
        {
            using var paypal = new PayPalHost();
            paypal.On(Create, Fixture.Answer("order-new"));
            await paypal.Provider.CreatePaymentAsync(new PaymentRequest
            {
                Amount = Requests.Total, OrderId = "A-1001", ReturnUrl = new Uri("https://shop.example/"), Items = [new PaymentItem { Name = "Mug", UnitPrice = new Money(price, "USD") }],
            });
            Assert.That(paypal.Sent, Does.Not.Contain("items").And.Not.Contain("breakdown"));
        }
    }

    private static PaymentRequest With(
        string order = "A-1001", Money? amount = null, PaymentMethod method = default, string? returnUrl = "https://shop.example/", bool metadata = false, params ProviderExtras[] extras) => new()
        {
            Amount = amount ?? Requests.Total,
            OrderId = order,
            Method = method,
            ReturnUrl = returnUrl is null ? null : new Uri(returnUrl),
            Metadata = metadata ? new Dictionary<string, string> { ["cart"] = "7" } : [],
            Extras = extras,
        };

    private static readonly TestCaseData[] Mistakes =
    [
        new(With(metadata: true), "no metadata"),
        new(With(method: PaymentMethod.CreditCard), "cannot be limited"),
        new(With(returnUrl: null), "ReturnUrl"),
        new(With(order: new string('A', 128)), "OrderId has 1 to 127"),
        new(With(amount: new Money(0m, "USD")), "above zero"),
        new(With(amount: new Money(10.001m, "USD")), "two decimals"),
        new(With(amount: new Money(100.5m, "HUF")), "no decimals"),
        new(With(amount: new Money(100.5m, "TWD")), "no decimals"),
        new(With(amount: new Money(1_000_000_000_000_000m, "USD")), "15 digits"),
        new(With(extras: new PayPalPaymentExtras { InvoiceId = new string('1', 128) }), "InvoiceId"),
        new(With(extras: new PayPalPaymentExtras { SoftDescriptor = new string('1', 23) }), "SoftDescriptor"),
        new(With(extras: new PayPalPaymentExtras { PaymentSource = "4111111111111111" }), "JSON object"),
        new(With(extras: new PayPalPaymentExtras { PaymentSource = """{"card":{"number":"4111111111111111"}}""" }), "card number"),
        new(With(extras: new PayPalPaymentExtras { PaymentSource = """{"a":{},"b":{}}""" }), "one member"),
        new(new PaymentRequest { Amount = Requests.Total, OrderId = "A-1001", ReturnUrl = new Uri("https://shop.example/"), PaymentToken = "tok" }, "PaymentToken"),
        new(new PaymentRequest { Amount = Requests.Total, OrderId = "A-1001", ReturnUrl = new Uri("https://shop.example/"), ExpiresAfter = TimeSpan.FromHours(1) }, "Expires"),
    ];

    [TestCaseSource(nameof(Mistakes))]
    public async Task What_PayPal_could_not_do_is_refused_before_anything_is_sent(PaymentRequest request, string expected)
    {
        using var paypal = new PayPalHost();
        var refused = await Assert.ThrowsAsync<PaymentRequestException>(() => paypal.Provider.CreatePaymentAsync(request));
        Assert.That(refused!.Message, Does.Contain(expected).And.Not.Contain("4111"));
        Assert.That(paypal.Calls, Is.Zero);
    }

    [Test]
    public async Task A_source_that_is_charged_at_once_can_be_declined()
    {
        using var paypal = new PayPalHost();
        paypal.On(Create, Requests.Error("TRANSACTION_REFUSED"), 422);
        var payment = await paypal.Provider.CreatePaymentAsync(Requests.New());
        Assert.That((payment.Status, payment.Error!.ProviderCode, payment.Amount), Is.EqualTo((PaymentStatus.Failed, "TRANSACTION_REFUSED", Requests.Total)));
    }

    [TestCase("PAYER_ACTION_REQUIRED", "payer-action", "https://www.sandbox.paypal.com/checkoutnow?token=5O190127TN364715T", Requests.OrderId)]
    [TestCase("PAYER_ACTION_REQUIRED", "payer-action", "https://www.sandbox.paypal.com/webapps/helios?flow=3ds&token=5O190127TN364715T", Requests.OrderId)]
    [TestCase("PAYER_ACTION_REQUIRED", "payer-action", "https://www.sandbox.paypal.com/checkoutnow", null)]
    [TestCase("PAYER_ACTION_REQUIRED", "payer-action", "https://www.sandbox.paypal.com/checkoutnow?token=../x", null)]
    [TestCase("INSTRUMENT_DECLINED", "redirect", "https://www.sandbox.paypal.com/checkoutnow?token=5O190127TN364715T", Requests.OrderId)]
    public async Task A_payer_who_has_to_act_is_sent_to_the_page(string issue, string relation, string page, string? id)
    {
        using var paypal = new PayPalHost();
        paypal.On(Create, Error(issue, relation, page), 422);
        var payment = await paypal.Provider.CreatePaymentAsync(Requests.New(capture: CaptureMode.Manual));
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.Error!.ProviderCode), Is.EqualTo((PaymentStatus.RequiresAction, issue)));
            Assert.That(payment.NextAction, Is.EqualTo(new RedirectAction(new Uri(page))));
            Assert.That((payment.Reference.PaymentId, payment.Reference.OrderId), Is.EqualTo((id, "A-1001")));
            Assert.That((payment.Amount, payment.CaptureMode), Is.EqualTo((Requests.Total, CaptureMode.Manual)));
        });
    }

    [TestCase("PAYER_ACTION_REQUIRED", "payer-action", "http://pages.example/x")]
    [TestCase("PAYER_ACTION_REQUIRED", "self", "https://www.sandbox.paypal.com/checkoutnow")]
    [TestCase("TRANSACTION_REFUSED", "payer-action", "https://www.sandbox.paypal.com/checkoutnow")]
    public async Task Without_a_page_that_leads_on_a_create_has_failed(string issue, string relation, string page)
    {
        using var paypal = new PayPalHost();
        paypal.On(Create, Error(issue, relation, page), 422);
        var payment = await paypal.Provider.CreatePaymentAsync(Requests.New());
        Assert.That((payment.Status, payment.NextAction), Is.EqualTo((PaymentStatus.Failed, (NextAction?)null)));
    }

    private static string Error(string issue, string relation, string page)
    {
        var error = JsonNode.Parse(Requests.Error(issue))!;
        error["links"] = new JsonArray(new JsonObject { ["href"] = page, ["rel"] = relation });
        return error.ToJsonString();
    }

    [Test]
    public async Task Each_create_has_an_id_of_its_own_and_a_repeat_the_same()
    {
        using var paypal = new PayPalHost();
        for (var i = 0; i < 3; i++)
            paypal.On(Create, Fixture.Answer("order-new"), i == 1 ? 200 : 201);
        await paypal.Provider.CreatePaymentAsync(Requests.New());
        await paypal.Provider.CreatePaymentAsync(Requests.New());
        await paypal.Provider.CreatePaymentAsync(new PaymentRequest { Amount = Requests.Total, OrderId = "A-1001", ReturnUrl = new Uri("https://shop.example/"), IdempotencyKey = "key-2" });
        Assert.That(paypal.KeyOf(2), Is.EqualTo(paypal.KeyOf(1)));
        Assert.That(paypal.KeyOf(3), Is.Not.EqualTo(paypal.KeyOf(1)));
    }
}
