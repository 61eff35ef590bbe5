namespace Payments.Stripe.Tests;

public class CreateTests
{
    [Test]
    public async Task A_hosted_payment_sends_the_payer_to_the_page()
    {
        using var stripe = new StripeHost();
        stripe.On("POST /v1/checkout/sessions", Fixture.Answer("session-open"));

        var payment = await stripe.Provider.CreatePaymentAsync(Requests.Hosted());

        stripe.AssertSent("create-hosted");
        Assert.Multiple(() =>
        {
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.RequiresAction));
            Assert.That(payment.NextAction, Is.EqualTo(new RedirectAction(new Uri("https://checkout.stripe.com/c/pay/cs_test_1"))));
            Assert.That(payment.Reference.ToString(), Is.EqualTo("stripe:cs_test_1?order=A-1001"));
            Assert.That(payment.Amount, Is.EqualTo(new Money(20m, "USD")));
            Assert.That(payment.AsOf, Is.EqualTo(StripeHost.AnsweredAt));
            Assert.That(payment.Metadata, Is.Empty);
        });
        var headers = stripe.Headers[0];
        Assert.Multiple(() =>
        {
            Assert.That(headers.Authorization!.ToString(), Is.EqualTo("Bearer sk_test_key"));
            Assert.That(headers.GetValues("Stripe-Version"), Is.EqualTo(new[] { "2026-10-28.endive" }));
            Assert.That(headers.GetValues("Idempotency-Key").Single(), Has.Length.InRange(22, 255));
            Assert.That(headers.Contains("Stripe-Account"), Is.False);
        });
    }

    [Test]
    public async Task The_page_s_end_counts_from_the_intention_not_from_the_repeat()
    {
        using var stripe = new StripeHost();
        stripe.On("POST /v1/checkout/sessions", Fixture.Answer("session-open"));
        await stripe.Provider.CreatePaymentAsync(new PaymentRequest
        {
            Amount = new Money(20m, "USD"), OrderId = "A-1001", ReturnUrl = new Uri("https://shop.example/done"), ExpiresAfter = TimeSpan.FromHours(1),
            RequestedAt = TestClock.Start.AddSeconds(-30),
        });
        Assert.That(stripe.Sent, Does.Contain($"expires_at={TestClock.Start.AddSeconds(-30).AddHours(1).ToUnixTimeSeconds()}"));
    }

    [Test]
    public async Task Everything_a_hosted_payment_can_ask_for_is_sent()
    {
        using var stripe = new StripeHost(options => options.ConnectAccount = "acct_1");
        stripe.On("POST /v1/checkout/sessions", Fixture.Answer("session-open"));

        await stripe.Provider.CreatePaymentAsync(new PaymentRequest
        {
            Amount = new Money(20m, "USD"),
            OrderId = "A-1001",
            ReturnUrl = new Uri("https://shop.example/done"),
            CaptureMode = CaptureMode.Manual,
            Method = PaymentMethod.Voucher,
            Locale = "ko-KR",
            ExpiresAfter = TimeSpan.FromHours(1),
            Customer = new PaymentCustomer { Email = "jenny@example.com" },
            Items = [new PaymentItem { Name = "Ticket", Quantity = 2, UnitPrice = new Money(7.5m, "USD") }, new PaymentItem { Name = "Coat", UnitPrice = new Money(5m, "USD") }],
            Metadata = new Dictionary<string, string> { ["cart"] = "77" },
            Extras =
            [
                new StripePaymentExtras
                {
                    SetupFutureUsage = StripeFutureUsage.OffSession, StatementDescriptorSuffix = "SHOP", SendReceipt = true, ApplicationFee = new Money(1m, "USD"),
                    TransferDestination = "acct_2", OnBehalfOf = "acct_2", TransferGroup = "G1",
                },
            ],
        });

        stripe.AssertSent("create-hosted-full");
        Assert.That(stripe.Headers[0].GetValues("Stripe-Account"), Is.EqualTo(new[] { "acct_1" }));
    }

    [TestCase("")]
    [TestCase("  ")]
    public async Task A_blank_text_is_not_sent(string blank)
    {
        using var stripe = new StripeHost();
        stripe.On("POST /v1/checkout/sessions", Fixture.Answer("session-open")).On("POST /v1/payment_intents", Fixture.Answer("intent-new"));
        PaymentRequest Request(StripeFlow flow) => new()
        {
            Amount = new Money(20m, "USD"),
            OrderId = "A-1001",
            Description = blank,
            ReturnUrl = new Uri("https://shop.example/done"),
            Items = [new PaymentItem { Name = "Ticket", UnitPrice = new Money(15m, "USD") }, new PaymentItem { Name = blank, UnitPrice = new Money(5m, "USD") }],
            Extras = [new StripePaymentExtras { Flow = flow }],
        };
        await stripe.Provider.CreatePaymentAsync(Request(StripeFlow.HostedPage));
        await stripe.Provider.CreatePaymentAsync(Request(StripeFlow.ClientSecret));
        stripe.AssertSent("create-blank");
    }

    [Test]
    public async Task Long_texts_are_cut_to_what_Stripe_takes()
    {
        using var stripe = new StripeHost();
        stripe.On("POST /v1/checkout/sessions", Fixture.Answer("session-open")).On("POST /v1/payment_intents", Fixture.Answer("intent-new"));
        PaymentRequest Request(int length, StripeFlow flow) => new()
        {
            Amount = new Money(20m, "USD"),
            OrderId = new string('A', flow == StripeFlow.HostedPage ? 200 : 255),
            Description = new string('d', length),
            ReturnUrl = new Uri("https://shop.example/done"),
            Extras = [new StripePaymentExtras { Flow = flow }],
        };
        await stripe.Provider.CreatePaymentAsync(Request(5001, StripeFlow.HostedPage));
        await stripe.Provider.CreatePaymentAsync(Request(1001, StripeFlow.ClientSecret));
        var texts = stripe.Sent.Split('\n').Where(line => line.Contains("ddd", StringComparison.Ordinal)).Select(line => line.Trim().Split('='));
        Assert.That(texts.Select(text => (text[0], text[1].Length)), Is.EqualTo(new[]
        {
            ("line_items[0][price_data][product_data][name]", 5000), ("payment_intent_data[description]", 1000), ("description", 1000),
        }));
    }

    [TestCase(PaymentChannel.Web, StripeFlow.ClientSecret)]
    [TestCase(PaymentChannel.App, null)]
    public async Task A_client_secret_goes_into_the_parameters_and_nowhere_else(PaymentChannel channel, StripeFlow? flow)
    {
        using var stripe = new StripeHost(options => options.PublishableKey = "pk_test_1");
        stripe.On("POST /v1/payment_intents", Fixture.Answer("intent-new"));

        var payment = await stripe.Provider.CreatePaymentAsync(new PaymentRequest
        {
            Amount = new Money(20m, "USD"),
            OrderId = "A-1001",
            Channel = channel,
            Extras = flow is null ? [] : [new StripePaymentExtras { Flow = flow }],
        });

        stripe.AssertSent("create-client-secret");
        var action = (ClientSdkAction)payment.NextAction!;
        Assert.Multiple(() =>
        {
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.RequiresAction));
            Assert.That(action.Sdk, Is.EqualTo("stripe.js"));
            Assert.That(action.GetParameter("clientSecret"), Is.EqualTo("pi_1_secret_x"));
            Assert.That(action.GetParameter("publishableKey"), Is.EqualTo("pk_test_1"));
            Assert.That(payment.ToString(), Does.Not.Contain("secret_x"));
            Assert.That(payment.Reference.PaymentId, Is.EqualTo("pi_1"));
        });
    }

    [Test]
    public async Task A_token_is_charged_at_once()
    {
        using var stripe = new StripeHost();
        stripe.On("POST /v1/payment_intents", Fixture.Answer("intent-succeeded"));

        var payment = await stripe.Provider.CreatePaymentAsync(Requests.Token(extras: new StripePaymentExtras { OffSession = true }));

        stripe.AssertSent("create-token");
        Assert.Multiple(() =>
        {
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed));
            Assert.That(payment.CapturedAmount, Is.EqualTo(new Money(20m, "USD")));
            Assert.That(payment.RefundedAmount, Is.EqualTo(new Money(0m, "USD")));
            Assert.That(payment.TransactionId, Is.EqualTo("ch_1"));
            Assert.That(payment.Reference.ToString(), Is.EqualTo("stripe:pi_1?order=A-1001&related.payment_intent=pi_1&related.charge=ch_1"));
            Assert.That(payment.Method, Is.EqualTo(PaymentMethod.CreditCard));
            Assert.That(payment.Card, Is.EqualTo(new PaymentCard { Brand = "visa", Last4 = "4242", ApprovalCode = "123456" }));
            Assert.That(payment.Metadata, Is.EqualTo(new Dictionary<string, string> { ["cart"] = "77" }));
            Assert.That(payment.NextAction, Is.Null);
        });
    }

    [Test]
    public async Task A_token_with_a_return_address_may_redirect()
    {
        using var stripe = new StripeHost();
        stripe.On("POST /v1/payment_intents", Fixture.Answer("intent-new", intent =>
        {
            intent["status"] = "requires_action";
            intent["next_action"] = System.Text.Json.Nodes.JsonNode.Parse("""{"type":"redirect_to_url","redirect_to_url":{"url":"https://hooks.stripe.com/3ds"}}""");
        }));

        var payment = await stripe.Provider.CreatePaymentAsync(Requests.Token("ctoken_1", new Uri("https://shop.example/done")));

        stripe.AssertSent("create-token-redirect");
        Assert.That(payment.NextAction, Is.EqualTo(new RedirectAction(new Uri("https://hooks.stripe.com/3ds"))));
    }

    [Test]
    public async Task A_decline_is_an_answer_that_names_the_intent()
    {
        using var stripe = new StripeHost();
        stripe.On("POST /v1/payment_intents", Fixture.Answer("error-declined"), 402);

        var payment = await stripe.Provider.CreatePaymentAsync(Requests.Token());

        Assert.Multiple(() =>
        {
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Failed));
            Assert.That(payment.Reference.PaymentId, Is.EqualTo("pi_1"));
            Assert.That(payment.NextAction, Is.Null);
            Assert.That(payment.Error!.Kind, Is.EqualTo(PaymentErrorKind.Declined));
            Assert.That(payment.Error.Code, Is.EqualTo(PaymentErrorCode.InsufficientFunds));
            Assert.That(payment.Error.Retry, Is.EqualTo(PaymentRetry.NewAttempt));
            Assert.That(payment.Error.ProviderCode, Is.EqualTo("insufficient_funds"));
            Assert.That(payment.Error.PayerMessage, Is.EqualTo("Your card has insufficient funds."));
            Assert.That(payment.Error.RequestId, Is.EqualTo("req_1"));
        });
    }

    [TestCase("lost_card")]
    [TestCase("stolen_card")]
    [TestCase("fraudulent")]
    [TestCase("a_new_reason")]
    public async Task A_suspicion_is_not_told_to_the_payer(string reason)
    {
        using var stripe = new StripeHost();
        stripe.On("POST /v1/payment_intents", Fixture.Answer("error-declined", body =>
        {
            body["error"]!["decline_code"] = reason;
            body["error"]!["payment_intent"] = null;
        }), 402);

        var payment = await stripe.Provider.CreatePaymentAsync(Requests.Token());

        Assert.Multiple(() =>
        {
            Assert.That(payment.Error!.PayerMessage, Is.Null);
            Assert.That(payment.Error.ProviderCode, Is.EqualTo(reason));
            Assert.That(payment.Amount, Is.EqualTo(new Money(20m, "USD")));
            Assert.That(payment.Reference.ToString(), Is.EqualTo("stripe:?order=A-1001"));
        });
    }

    private static IEnumerable<TestCaseData> Refusals()
    {
        var hosted = Requests.Hosted();
        PaymentRequest With(
            Money? amount = null, Uri? returnUrl = null, int? installments = null, TimeSpan? expires = null, PaymentMethod method = default,
            Dictionary<string, string>? metadata = null, PaymentChannel channel = default, bool token = false, ProviderExtras? extras = null,
            string order = "A-1001") => new()
        {
            Amount = amount ?? hosted.Amount,
            OrderId = order,
            ReturnUrl = returnUrl,
            Installments = installments,
            ExpiresAfter = expires,
            Method = method,
            Metadata = metadata ?? [],
            Channel = channel,
            PaymentToken = token ? new Sensitive<string>("pm_1") : default(Sensitive<string>?),
            Extras = extras is null ? [] : [extras],
        };

        var url = new Uri("https://shop.example/done");
        yield return new TestCaseData(With(), "ReturnUrl").SetName("no ReturnUrl");
        yield return new TestCaseData(With(returnUrl: url, order: new string('A', 201)), "OrderId has at most 200").SetName("order id too long for a page");
        yield return new TestCaseData(With(returnUrl: url, installments: 3), "Installments").SetName("instalments");
        yield return new TestCaseData(With(returnUrl: url, expires: TimeSpan.FromMinutes(29)), "30 minutes to 24 hours").SetName("too short");
        yield return new TestCaseData(With(returnUrl: url, expires: TimeSpan.FromHours(25)), "30 minutes to 24 hours").SetName("too long");
        yield return new TestCaseData(With(expires: TimeSpan.FromHours(1), token: true), "hosted page only").SetName("expiry of an intent");
        yield return new TestCaseData(With(returnUrl: url, method: PaymentMethod.MobileCarrier), "MobileCarrier").SetName("method");
        yield return new TestCaseData(With(returnUrl: url, channel: PaymentChannel.PointOfSale), "Terminal").SetName("point of sale");
        yield return new TestCaseData(With(returnUrl: url, amount: new Money(0m, "USD")), "above zero").SetName("zero");
        yield return new TestCaseData(With(returnUrl: url, amount: new Money(1.001m, "USD")), "decimals").SetName("too fine");
        yield return new TestCaseData(With(returnUrl: url, amount: new Money(10.5m, "ISK")), "whole units").SetName("ISK");
        yield return new TestCaseData(With(returnUrl: url, amount: new Money(1.001m, "KWD")), "last digit").SetName("KWD");
        yield return new TestCaseData(With(returnUrl: url, metadata: new() { ["order_id"] = "x" }), "order_id").SetName("own key");
        yield return new TestCaseData(With(returnUrl: url, metadata: new() { [new string('k', 41)] = "x" }), "40 characters").SetName("key too long");
        yield return new TestCaseData(With(returnUrl: url, metadata: new() { ["a[b]"] = "x" }), "square brackets").SetName("key with brackets");
        yield return new TestCaseData(With(returnUrl: url, metadata: new() { ["k"] = new string('v', 501) }), "500 characters").SetName("value too long");
        yield return new TestCaseData(With(returnUrl: url, metadata: Enumerable.Range(0, 50).ToDictionary(i => "k" + i, _ => "v")), "at most 50").SetName("too many");
        yield return new TestCaseData(With(returnUrl: url, extras: new StripePaymentExtras { OffSession = true }), "PaymentToken").SetName("off session on a page");
        yield return new TestCaseData(With(returnUrl: url, extras: new StripePaymentExtras { SendReceipt = true }), "Customer.Email").SetName("receipt without address");
        yield return new TestCaseData(With(returnUrl: url, extras: new StripePaymentExtras { StatementDescriptorSuffix = new string('x', 23) }), "22").SetName("suffix");
        yield return new TestCaseData(With(returnUrl: url, extras: new StripePaymentExtras { ApplicationFee = new Money(1m, "EUR") }), "currency").SetName("fee in another currency");
    }

    [TestCaseSource(nameof(Refusals))]
    public async Task What_Stripe_could_not_carry_out_is_refused_with_the_rule(object request, string rule)
    {
        using var stripe = new StripeHost();
        var refused = (await Assert.ThrowsAsync<PaymentRequestException>(() => stripe.Provider.CreatePaymentAsync((PaymentRequest)request)))!;
        Assert.Multiple(() =>
        {
            Assert.That(refused.Message, Does.Contain(rule));
            Assert.That(refused.Outcome, Is.EqualTo(PaymentOutcome.NeverSent));
            Assert.That(stripe.Calls, Is.Zero);
        });
    }

    [Test]
    public async Task One_intention_has_one_key_and_another_has_another()
    {
        using var stripe = new StripeHost();
        foreach (var key in new[] { "key-1", "key-1", "key-2" })
        {
            stripe.On("POST /v1/payment_intents", Fixture.Answer("intent-succeeded"));
            await stripe.Provider.CreatePaymentAsync(new PaymentRequest { Amount = new Money(20m, "USD"), OrderId = "A-1001", PaymentToken = "pm_1", IdempotencyKey = key });
        }

        var sent = stripe.Headers.ConvertAll(headers => headers.GetValues("Idempotency-Key").Single());
        Assert.That(sent[1], Is.EqualTo(sent[0]));
        Assert.That(sent[2], Is.Not.EqualTo(sent[0]));
    }

    [Test]
    public async Task An_object_of_the_other_mode_is_not_believed()
    {
        using var stripe = new StripeHost();
        stripe.On("POST /v1/payment_intents", Fixture.Answer("intent-succeeded", intent => intent["livemode"] = true));
        var conflict = (await Assert.ThrowsAsync<PaymentConflictException>(() => stripe.Provider.CreatePaymentAsync(Requests.Token())))!;
        Assert.That(conflict.Error.Code, Is.EqualTo(PaymentErrorCode.Mismatch));
    }
}
