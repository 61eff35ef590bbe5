using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Stripe.Tests;

/// <summary>Walks the status tables of Stripe's states.</summary>
public class ReadTests
{
    private static readonly StripeAnswers Answers = new("stripe", new StripeOptions { SecretKey = "sk_test_1" });

    private static StripeIntent Intent(Action<JsonNode> change) =>
        JsonSerializer.Deserialize(Fixture.Answer("intent-succeeded", change), StripeJson.Default.StripeIntent)!;

    [TestCase("succeeded", PaymentStatus.Completed)]
    [TestCase("requires_capture", PaymentStatus.Authorized)]
    [TestCase("processing", PaymentStatus.Processing)]
    [TestCase("requires_action", PaymentStatus.RequiresAction)]
    [TestCase("requires_confirmation", PaymentStatus.Pending)]
    [TestCase("requires_payment_method", PaymentStatus.RequiresAction)]
    [TestCase("canceled", PaymentStatus.Cancelled)]
    [TestCase("Succeeded", PaymentStatus.Unknown)]
    [TestCase("a_new_status", PaymentStatus.Unknown)]
    [TestCase(null, PaymentStatus.Unknown)]
    public void An_intent_by_its_status(string? status, PaymentStatus expected)
    {
        var payment = Answers.Payment(Intent(intent => intent["status"] = status), null);
        Assert.That(payment.Status, Is.EqualTo(expected));
        Assert.That(payment.ProviderStatus, Is.EqualTo(status ?? ""));
    }

    [Test]
    public void No_status_of_the_table_is_without_a_case() => Assert.That(
        StripeMapping.Intents.Keys,
        Is.EquivalentTo(["succeeded", "requires_capture", "processing", "requires_action", "requires_confirmation", "requires_payment_method", "canceled"]));

    [Test]
    public void What_can_be_asked_for_and_what_comes_back_is_claimed() => Assert.That(
        StripeMapping.Askable.Keys.Concat(StripeMapping.Methods.Values).Distinct(), Is.EquivalentTo(StripeDefaults.Capabilities.PaymentMethods));

    [TestCase("expired", true, PaymentStatus.Expired)]
    [TestCase("automatic", true, PaymentStatus.Expired)]
    [TestCase("automatic", false, PaymentStatus.Cancelled)]
    [TestCase("abandoned", true, PaymentStatus.Cancelled)]
    [TestCase("duplicate", true, PaymentStatus.Cancelled)]
    [TestCase("fraudulent", true, PaymentStatus.Cancelled)]
    [TestCase("requested_by_customer", true, PaymentStatus.Cancelled)]
    [TestCase("failed_invoice", true, PaymentStatus.Cancelled)]
    [TestCase("void_invoice", true, PaymentStatus.Cancelled)]
    [TestCase(null, true, PaymentStatus.Cancelled)]
    public void A_cancelled_intent_by_its_reason(string? reason, bool held, PaymentStatus expected)
    {
        var payment = Answers.Payment(Intent(intent =>
        {
            intent["status"] = "canceled";
            intent["cancellation_reason"] = reason;
            if (!held)
                intent["latest_charge"] = null;
        }), null);
        Assert.That(payment.Status, Is.EqualTo(expected));
    }

    [Test]
    public void The_intent_of_a_page_ends_as_its_page()
    {
        var payment = Answers.Payment(Intent(intent =>
        {
            intent["status"] = "canceled";
            intent["cancellation_reason"] = "automatic";
            intent["latest_charge"] = null;
            intent["metadata"]!["payment_flow"] = "hosted_page";
        }), null);
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Expired));
    }

    [Test]
    public void A_failed_attempt_is_failed_and_may_be_tried_anew()
    {
        var payment = Answers.Payment(Intent(intent =>
        {
            intent["status"] = "requires_payment_method";
            intent["last_payment_error"] = JsonNode.Parse("""{"type":"card_error","code":"expired_card","message":"Your card has expired."}""");
        }), null);
        Assert.Multiple(() =>
        {
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Failed));
            Assert.That(payment.Error!.Code, Is.EqualTo(PaymentErrorCode.ExpiredCard));
            Assert.That(payment.Error.Retry, Is.EqualTo(PaymentRetry.NewAttempt));
            Assert.That(payment.NextAction, Is.Null);
        });
    }

    [TestCase(0, false, PaymentStatus.Completed)]
    [TestCase(500, false, PaymentStatus.PartiallyRefunded)]
    [TestCase(2000, true, PaymentStatus.Refunded)]
    public void A_paid_intent_by_its_refunds(int refunded, bool whole, PaymentStatus expected)
    {
        var payment = Answers.Payment(Intent(intent =>
        {
            intent["latest_charge"]!["amount_refunded"] = refunded;
            intent["latest_charge"]!["refunded"] = whole;
        }), null);
        Assert.That(payment.Status, Is.EqualTo(expected));
        Assert.That(payment.RefundedAmount, Is.EqualTo(new Money(refunded / 100m, "USD")));
    }

    [TestCase("warning_needs_response", PaymentStatus.Disputed, DisputeStatus.NeedsResponse, true)]
    [TestCase("warning_under_review", PaymentStatus.Disputed, DisputeStatus.UnderReview, true)]
    [TestCase("needs_response", PaymentStatus.Disputed, DisputeStatus.NeedsResponse, false)]
    [TestCase("under_review", PaymentStatus.Disputed, DisputeStatus.UnderReview, false)]
    [TestCase("appeal_needs_response", PaymentStatus.Disputed, DisputeStatus.NeedsResponse, false)]
    [TestCase("appeal_under_review", PaymentStatus.Disputed, DisputeStatus.UnderReview, false)]
    [TestCase("lost", PaymentStatus.Disputed, DisputeStatus.Lost, false)]
    [TestCase("won", PaymentStatus.Completed, DisputeStatus.Won, false)]
    [TestCase("warning_closed", PaymentStatus.Completed, DisputeStatus.Closed, true)]
    [TestCase("prevented", PaymentStatus.Completed, DisputeStatus.Closed, false)]
    [TestCase("a_new_status", PaymentStatus.Disputed, DisputeStatus.Unknown, false)]
    public async Task A_disputed_intent_by_its_disputes(string status, PaymentStatus expected, DisputeStatus dispute, bool inquiry)
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/payment_intents/pi_1", Fixture.Answer("intent-succeeded", intent => intent["latest_charge"]!["disputed"] = true))
            .On("GET /v1/disputes", $$"""{"object":"list","has_more":false,"data":[{{Fixture.Answer("dispute", node => node["status"] = status)}}]}""");

        var payment = await stripe.Provider.GetPaymentAsync(Requests.Intent);

        stripe.AssertSent("read-disputed");
        var fact = (DisputeFact)payment.Facts.Single();
        Assert.Multiple(() =>
        {
            Assert.That(payment.Status, Is.EqualTo(expected));
            Assert.That(fact.Dispute.Status, Is.EqualTo(dispute));
            Assert.That(fact.Dispute.IsInquiry, Is.EqualTo(inquiry));
            Assert.That(fact.Dispute.ProviderStatus, Is.EqualTo(status));
            Assert.That(fact.AsOf, Is.EqualTo(StripeHost.AnsweredAt));
        });
    }

    [TestCase("open", "unpaid", null, PaymentStatus.RequiresAction)]
    [TestCase("open", "unpaid", "requires_payment_method", PaymentStatus.RequiresAction)]
    [TestCase("open", "unpaid", "requires_action", PaymentStatus.RequiresAction)]
    [TestCase("open", "unpaid", "processing", PaymentStatus.Processing)]
    [TestCase("expired", "unpaid", null, PaymentStatus.Expired)]
    [TestCase("expired", "unpaid", "canceled", PaymentStatus.Expired)]
    [TestCase("complete", "paid", null, PaymentStatus.Completed)]
    [TestCase("complete", "paid", "succeeded", PaymentStatus.Completed)]
    [TestCase("complete", "paid", "requires_capture", PaymentStatus.Authorized)]
    [TestCase("complete", "no_payment_required", null, PaymentStatus.Completed)]
    [TestCase("complete", "unpaid", null, PaymentStatus.Processing)]
    [TestCase("complete", "unpaid", "requires_capture", PaymentStatus.Authorized)]
    [TestCase("complete", "unpaid", "processing", PaymentStatus.Processing)]
    [TestCase("complete", "unpaid", "requires_payment_method", PaymentStatus.Failed)]
    [TestCase("complete", "a_new_status", null, PaymentStatus.Unknown)]
    [TestCase("a_new_status", "unpaid", null, PaymentStatus.Unknown)]
    [TestCase(null, null, null, PaymentStatus.Unknown)]
    public async Task A_session_by_its_own_status_and_its_intent(string? status, string? paymentStatus, string? intent, PaymentStatus expected)
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/checkout/sessions/cs_test_1", Fixture.Answer("session-complete", session =>
        {
            session["status"] = status;
            session["payment_status"] = paymentStatus;
            session["url"] = status == "open" ? "https://checkout.stripe.com/c/pay/cs_test_1" : null;
            if (intent is null)
                session["payment_intent"] = null;
            else
                session["payment_intent"]!["status"] = intent;
        }));

        var payment = await stripe.Provider.GetPaymentAsync(Requests.Session);

        stripe.AssertSent("read-session");
        Assert.Multiple(() =>
        {
            Assert.That(payment.Status, Is.EqualTo(expected));
            Assert.That(payment.Reference.PaymentId, Is.EqualTo("cs_test_1"));
            Assert.That(payment.Reference.OrderId, Is.EqualTo("A-1001"));
            Assert.That(payment.Reference.GetRelated("payment_intent"), Is.EqualTo(intent is null ? null : "pi_1"));
            Assert.That(payment.NextAction is RedirectAction, Is.EqualTo(status == "open" && expected == PaymentStatus.RequiresAction));
        });
    }

    [TestCase("open", "requires_payment_method", PaymentStatus.RequiresAction)]
    [TestCase("open", "requires_action", PaymentStatus.RequiresAction)]
    [TestCase("complete", "requires_payment_method", PaymentStatus.Failed)]
    [TestCase("complete", "requires_action", PaymentStatus.RequiresAction)]
    [TestCase("expired", "requires_payment_method", PaymentStatus.Expired)]
    public async Task What_its_page_decides_is_asked_of_the_page(string session, string intent, PaymentStatus expected)
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/payment_intents/pi_1", Pages.Intent(intent)).On("GET /v1/checkout/sessions", Pages.Found(intent, session));
        var payment = await stripe.Provider.GetPaymentAsync(Requests.Intent);
        stripe.AssertSent("read-page");
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.Reference.PaymentId), Is.EqualTo((expected, "cs_test_1")));
            Assert.That(payment.NextAction is RedirectAction, Is.EqualTo(session == "open"));
        });
    }

    [TestCase("succeeded")]
    [TestCase("processing")]
    [TestCase("canceled")]
    public async Task What_the_page_does_not_decide_is_not_asked_of_it(string status)
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/payment_intents/pi_1", Pages.Intent(status));
        Assert.That((await stripe.Provider.GetPaymentAsync(Requests.Intent)).Reference.PaymentId, Is.EqualTo("pi_1"));
    }

    [Test]
    public async Task A_page_that_is_not_found_leaves_the_intent_s_own_word()
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/payment_intents/pi_1", Pages.Intent("requires_payment_method")).On("GET /v1/checkout/sessions", """{"data":[],"has_more":false}""");
        var payment = await stripe.Provider.GetPaymentAsync(Requests.Intent);
        Assert.That((payment.Status, payment.Reference.PaymentId), Is.EqualTo((PaymentStatus.RequiresAction, "pi_1")));
    }

    [Test]
    public async Task A_session_without_a_payment_is_not_found()
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/checkout/sessions/cs_test_1", Fixture.Answer("session-complete", session => session["mode"] = "setup"));
        var missing = (await Assert.ThrowsAsync<PaymentNotFoundException>(() => stripe.Provider.GetPaymentAsync(Requests.Session)))!;
        Assert.That(missing.Message, Does.Contain("setup"));
    }

    [Test]
    public async Task A_wallet_on_a_card_is_a_wallet()
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/checkout/sessions/cs_test_1", Fixture.Answer("session-complete"));
        var payment = await stripe.Provider.GetPaymentAsync(Requests.Session);
        Assert.That((payment.Method, payment.ProviderMethod, payment.Card!.Last4), Is.EqualTo((PaymentMethod.DigitalWallet, "apple_pay", "4242")));
    }

    [TestCase("succeeded", true, PaymentStatus.Completed)]
    [TestCase("succeeded", false, PaymentStatus.Authorized)]
    [TestCase("pending", false, PaymentStatus.Processing)]
    [TestCase("failed", false, PaymentStatus.Failed)]
    [TestCase("a_new_status", false, PaymentStatus.Unknown)]
    public async Task A_charge_without_an_intent_by_its_status(string status, bool captured, PaymentStatus expected)
    {
        using var stripe = new StripeHost();
        var charge = JsonNode.Parse(Fixture.Answer("intent-succeeded"))!["latest_charge"]!;
        charge["payment_intent"] = null;
        charge["status"] = status;
        charge["captured"] = captured;
        stripe.On("GET /v1/charges/ch_1", charge.ToJsonString());

        var payment = await stripe.Provider.GetPaymentAsync(new PaymentReference("stripe", "ch_1"));

        Assert.That(payment.Status, Is.EqualTo(expected));
        Assert.That(payment.Reference.ToString(), Is.EqualTo("stripe:ch_1?related.charge=ch_1"));
    }

    [Test]
    public async Task A_charge_leads_to_its_intent()
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/charges/ch_1", JsonNode.Parse(Fixture.Answer("intent-succeeded"))!["latest_charge"]!.ToJsonString())
            .On("GET /v1/payment_intents/pi_1", Fixture.Answer("intent-succeeded"));
        var payment = await stripe.Provider.GetPaymentAsync(new PaymentReference("stripe", "ch_1"));
        Assert.That(payment.Reference.PaymentId, Is.EqualTo("pi_1"));
    }

    [Test]
    public void A_hold_and_its_captures_are_counted()
    {
        var held = Answers.Payment(Intent(intent =>
        {
            intent["status"] = "requires_capture";
            intent["capture_method"] = "manual";
            intent["amount_capturable"] = 1500;
            intent["amount_received"] = 500;
            intent["latest_charge"] = "ch_1";
        }), null);
        Assert.Multiple(() =>
        {
            Assert.That(held.AuthorizedAmount, Is.EqualTo(new Money(20m, "USD")));
            Assert.That(held.CapturedAmount, Is.EqualTo(new Money(5m, "USD")));
            Assert.That(held.CaptureMode, Is.EqualTo(CaptureMode.Manual));
        });
    }

    [Test]
    public void Odd_payloads_are_taken()
    {
        var payment = Answers.Payment(Intent(intent =>
        {
            intent["amount"] = "2000";
            intent["currency"] = "xyz";
            intent["created"] = "1793318400";
            intent["metadata"] = null;
            intent["payment_method_types"] = null;
            intent["latest_charge"]!["payment_method_details"] = JsonNode.Parse("""{"type":"a_new_method","a_new_method":{}}""");
            intent["brand_new"] = JsonNode.Parse("[{}]");
        }), null);
        Assert.Multiple(() =>
        {
            Assert.That(payment.Amount.ToString(), Is.EqualTo("20 XYZ"));
            Assert.That(payment.CreatedAt, Is.EqualTo(TestClock.Start));
            Assert.That((payment.Method, payment.ProviderMethod), Is.EqualTo((PaymentMethod.Other, "a_new_method")));
        });
        var bare = JsonSerializer.Deserialize("""{"id":"pi_1","latest_charge":null}""", StripeJson.Default.StripeIntent)!;
        Assert.That(Answers.Payment(bare, null).Status, Is.EqualTo(PaymentStatus.Unknown));
    }

    private static readonly object[] Actions =
    [
        new object[] { "konbini_display_details", """{"hosted_voucher_url":"https://pay.stripe.com/v","expires_at":1793404800}""", typeof(DisplayAction) },
        new object[] { "pix_display_qr_code", """{"data":"0002","image_url_png":"https://qr.stripe.com/1.png"}""", typeof(DisplayAction) },
        new object[] { "multibanco_display_details", """{"entity":"12345","reference":"999"}""", typeof(DisplayAction) },
        new object[] { "display_bank_transfer_instructions", """{"amount_remaining":2000,"currency":"eur","reference":"R","financial_addresses":[{"type":"iban","iban":{"iban":"DE1","bic":"X"}}]}""", typeof(BankDepositAction) },
        new object[] { "card_await_notification", "{}", typeof(WaitAction) },
        new object[] { "use_stripe_sdk", "{}", typeof(ClientSdkAction) },
        new object[] { "alipay_handle_redirect", """{"url":"https://hooks.stripe.com/a"}""", typeof(RedirectAction) },
        new object[] { "alipay_handle_redirect", """{"url":null}""", typeof(OtherAction) },
        new object[] { "pix_display_qr_code", "[]", typeof(OtherAction) },
        new object[] { "a_new_action", "{}", typeof(OtherAction) },
    ];

    [TestCaseSource(nameof(Actions))]
    public void A_next_action_by_its_kind(string kind, string details, Type expected)
    {
        var payment = Answers.Payment(Intent(intent =>
        {
            intent["status"] = "requires_action";
            intent["next_action"] = JsonNode.Parse($$"""{"type":"{{kind}}","{{kind}}":{{details}}}""");
        }), null);
        Assert.That(payment.NextAction, Is.TypeOf(expected));
    }

    [Test]
    public async Task An_order_id_alone_is_searched()
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/payment_intents/search", $$"""{"object":"search_result","has_more":false,"data":[{{Fixture.Answer("intent-succeeded")}}]}""");
        var payment = await stripe.Provider.GetPaymentAsync(new PaymentReference("stripe", null, "A'1"));
        stripe.AssertSent("read-by-order");
        Assert.That(payment.Reference.PaymentId, Is.EqualTo("pi_1"));

        stripe.On("GET /v1/payment_intents/search", """{"object":"search_result","has_more":false,"data":[]}""");
        await Assert.ThrowsAsync<PaymentNotFoundException>(() => stripe.Provider.GetPaymentAsync(new PaymentReference("stripe", null, "A-2")));
    }

    [Test]
    public async Task Payments_are_found_by_time_page_by_page()
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/payment_intents", $$"""{"object":"list","has_more":true,"data":[{{Fixture.Answer("intent-succeeded")}}]}""");
        var page = await stripe.Provider.FindPaymentsAsync(new FindPaymentsRequest
        {
            CreatedFrom = TestClock.Start.AddMilliseconds(-500), CreatedTo = TestClock.Start.AddHours(1), Amount = new Money(20m, "USD"), PageToken = "pi_0",
        });
        stripe.AssertSent("find-by-time");
        Assert.That((page.Payments.Count, page.IsConclusive, page.NextPageToken), Is.EqualTo((1, false, "pi_1")));
    }

    [Test]
    public async Task A_payment_that_failed_on_its_page_is_found_as_such_by_the_time_of_its_first_attempt()
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/payment_intents", $$"""{"object":"list","has_more":false,"data":[{{Pages.Intent("requires_payment_method")}}]}""")
            .On("GET /v1/checkout/sessions", Pages.Found("requires_payment_method", "complete"));
        var found = (await stripe.Provider.FindPaymentsAsync(new FindPaymentsRequest { CreatedFrom = TestClock.Start })).Payments.Single();
        Assert.That((found.Status, found.Reference.PaymentId, found.CreatedAt), Is.EqualTo((PaymentStatus.Failed, "cs_test_1", TestClock.Start)));
    }
}
