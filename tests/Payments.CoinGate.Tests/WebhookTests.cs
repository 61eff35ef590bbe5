using System.Text.Json.Nodes;
using Payments.Security;

namespace Payments.CoinGate.Tests;

public class WebhookTests
{
    private const string Refund = """{"id":77,"order_id":538,"status":"completed","request_amount":"999.0","request_currency":{"symbol":"EUR"},"refund_amount":"0.1","refund_currency":{"symbol":"BTC","platform":{"id":6}},"reason":"[R-1]"}""";

    private static readonly string Form =
        $"id=538&order_id=A-1001&status=paid&price_amount=0.01&price_currency=EUR&is_refundable=true&token={Requests.Token}&fees%5B%5D%5Bcurrency%5D%5Bsymbol%5D=BTC&fees[][amount]=0.1";

    [TestCase("application/json")]
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase(null)]
    public async Task A_callback_of_either_form_is_a_hint_that_is_read(string? type)
    {
        using var coingate = new CoinGateHost().OnRead();
        var webhook = await coingate.Provider.VerifyWebhookAsync(Requests.Callback(type == "application/json" ? Requests.Paid() : Form, type));
        Assert.Multiple(() =>
        {
            Assert.That((webhook.Trust, webhook.Acknowledgement.StatusCode), Is.EqualTo((WebhookTrust.Hint, 200)));
            Assert.That(webhook.References.Single(), Is.EqualTo(PaymentReference.From("coingate", "538")));
            Assert.That(webhook.ToString(), Does.Not.Contain(Requests.Token));
            Assert.That(coingate.Calls, Is.Zero);
        });
        var happened = (await coingate.Provider.ResolveWebhookAsync(webhook)).Single();
        Assert.That((happened.Type, happened.EventId, happened.Payment!.Amount, happened.Payment.Status),
            Is.EqualTo((PaymentEventType.PaymentUpdated, "order:538:paid", Requests.Euro(10.5m), PaymentStatus.Completed)));
    }

    [Test]
    public async Task What_is_posted_is_never_believed()
    {
        using var coingate = new CoinGateHost().OnRead(order => order["status"] = "pending");
        var happened = (await coingate.Provider.ProcessWebhookAsync(Requests.Json(Requests.Paid()))).Single();
        Assert.That((happened.Payment!.Status, happened.EventId), Is.EqualTo((PaymentStatus.RequiresAction, "order:538:pending")));
    }

    [Test]
    public async Task Every_character_of_the_token_counts()
    {
        using var coingate = new CoinGateHost();
        for (var i = 0; i < Requests.Token.Length; i++)
        {
            var forged = Requests.Token[..i] + (Requests.Token[i] == '0' ? '1' : '0') + Requests.Token[(i + 1)..];
            Assert.That(await coingate.RefusedAsync(Requests.Json(Requests.Paid(forged))), Is.EqualTo(PaymentErrorCode.InvalidSignature));
        }
    }

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("c5d6")]
    [TestCase(Requests.Token + "00")]
    [TestCase(Requests.OtherToken)]
    public async Task A_token_that_is_not_ours_is_refused(string token)
    {
        using var coingate = new CoinGateHost();
        Assert.That(await coingate.RefusedAsync(Requests.Json(Requests.Paid(token))), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [TestCase("""{"id":538,"order_id":"A-1001","status":"paid"}""")]
    [TestCase("""{"id":538,"order_id":"A-1001","status":"paid","token":null}""")]
    [TestCase("""{"id":538,"order_id":"A-1001","status":"paid","token":{"a":1}}""")]
    [TestCase("""{"id":538,"status":"paid","token":"c5d6e1fdae9510122a77eac7ed76787ff0e7a4089495f4f803ec8dd1e8b95836"}""")]
    public async Task A_missing_token_or_order_is_refused(string body)
    {
        using var coingate = new CoinGateHost();
        Assert.That(await coingate.RefusedAsync(Requests.Json(body)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [TestCase("A-1001x")]
    [TestCase("a-1001")]
    [TestCase("A-1002")]
    public async Task A_token_is_for_one_order_only(string orderId)
    {
        using var coingate = new CoinGateHost();
        Assert.That(await coingate.RefusedAsync(Requests.Json(Requests.Paid(orderId: orderId))), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [Test]
    public async Task White_space_around_the_token_does_not_count()
    {
        using var coingate = new CoinGateHost();
        Assert.That((await coingate.Provider.VerifyWebhookAsync(Requests.Json(Requests.Paid(" " + Requests.Token + "\\n")))).Trust, Is.EqualTo(WebhookTrust.Hint));
    }

    [Test]
    public async Task Secrets_rotate()
    {
        using var coingate = new CoinGateHost(options =>
        {
            options.WebhookSecrets.Clear();
            options.WebhookSecrets.Add("coingate-test-secret-2");
            options.WebhookSecrets.Add(new WebhookSecret("coingate-test-secret-1", TestClock.Start.AddDays(9)));
        });
        coingate.Expect("POST /v2/orders", Fixture.Answer("order-new"));
        await coingate.Provider.CreatePaymentAsync(Requests.Order());
        Assert.That(coingate.Sent, Does.Contain("token=" + Requests.OtherToken), "the first one makes new tokens");
        await coingate.Provider.VerifyWebhookAsync(Requests.Json(Requests.Paid()));
        await coingate.Provider.VerifyWebhookAsync(Requests.Json(Requests.Paid(Requests.OtherToken)));
        coingate.Clock.Now = TestClock.Start.AddDays(9).AddSeconds(1);
        Assert.That(await coingate.RefusedAsync(Requests.Json(Requests.Paid())), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [Test]
    public async Task Without_a_secret_no_token_is_sent_and_none_is_accepted()
    {
        using var coingate = new CoinGateHost(options => (options.WebhookSecrets, options.WebhookUrl) = ([], null));
        coingate.Expect("POST /v2/orders", Fixture.Answer("order-new"));
        await coingate.Provider.CreatePaymentAsync(Requests.Order());
        Assert.That(coingate.Sent, Does.Not.Contain("token="));
        Assert.That(await coingate.RefusedAsync(Requests.Json(Requests.Paid())), Is.EqualTo(PaymentErrorCode.MissingSecret));
    }

    [Test]
    public async Task An_order_of_another_order_id_is_not_what_the_token_is_for()
    {
        using var coingate = new CoinGateHost().OnRead(order => order["order_id"] = "A-1");
        Assert.That(await coingate.Provider.ProcessWebhookAsync(Requests.Json(Requests.Paid())), Is.Empty);
    }

    [Test]
    public async Task An_order_of_another_account_changes_nothing()
    {
        using var coingate = new CoinGateHost();
        coingate.Expect("GET /v2/orders/538", """{"message":"Order does not exist","reason":"OrderNotFound"}""", 404);
        Assert.That(await coingate.Provider.ProcessWebhookAsync(Requests.Json(Requests.Paid())), Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_refund_is_known_by_its_shape_and_its_order_id_is_coingates(bool isForm)
    {
        using var coingate = new CoinGateHost().OnRead(order => order["status"] = "partially_refunded");
        coingate.Expect("GET /v2/orders/538/refunds/77", Fixture.Answer("refund", refund => refund["status"] = "completed"));
        var request = isForm ? Requests.Form("id=77&order_id=538&status=completed&refund_currency%5Bplatform%5D%5Bid%5D=6") : Requests.Json(Refund);
        var happened = (await coingate.Provider.ProcessWebhookAsync(request)).Single();
        Assert.That((happened.Type, happened.EventId, happened.Refund!.RefundId, happened.Refund.Status, happened.Refund.Amount),
            Is.EqualTo((PaymentEventType.RefundUpdated, "refund:77:completed", "77", RefundStatus.Completed, Requests.Euro(4))));
        Assert.That(happened.Payment!.Reference.ToString(), Is.EqualTo("coingate:538?order=A-1001"));
    }

    [TestCase("4.0", "BC1Q", "[R-1]", null, "R-1")]
    [TestCase("4.0", "bc1q", "customer asked", null, null)]
    [TestCase("4.0", "bc1q", "[R-1]", "[R-2]", "R-2")]
    [TestCase("4.1", "bc1q", "[R-1]", null, null)]
    [TestCase("4.0", "bc1qother", "[R-1]", null, null)]
    [TestCase("4.0", "", "[R-1]", null, null)]
    public async Task Whose_refund_it_is_may_be_told_by_its_callback_alone(string amount, string address, string told, string? read, string? expected)
    {
        foreach (var isForm in new[] { false, true })
        {
            using var coingate = new CoinGateHost().OnRead();
            coingate.Expect("GET /v2/orders/538/refunds/77", Fixture.Answer("refund", refund => refund["reason"] = read));
            var happened = (await coingate.Provider.ProcessWebhookAsync(isForm
                ? Requests.Form($"id=77&order_id=538&request_amount={amount}&address={address}&reason={Uri.EscapeDataString(told)}")
                : Requests.Json($$"""{"id":77,"order_id":538,"request_amount":"{{amount}}","address":"{{address}}","reason":"{{told}}"}"""))).Single();
            Assert.That((happened.Refund!.RefundId, happened.Refund.Reference), Is.EqualTo(("77", expected)));
        }
    }

    [TestCase("77", "R-1")]
    [TestCase("77", "R-9")]
    [TestCase("76", "R-1")]
    public async Task What_our_own_record_says_of_a_refund_counts_more_than_a_callback(string id, string reference)
    {
        using var coingate = new CoinGateHost();
        coingate.Expect("GET /v2/orders/538/refunds/77", Fixture.Answer("refund"));
        var refund = await coingate.Provider.GetRefundAsync(new RefundReference(Requests.Bare) { RefundId = "77" });
        var other = Fixture.Answer("refund", node => node["id"] = int.Parse(id, System.Globalization.CultureInfo.InvariantCulture));
        coingate.OnRead(order => order["refunds"] = new JsonArray(JsonNode.Parse(other)));
        coingate.Expect("GET /v2/orders/538/refunds/77", Fixture.Answer("refund"));
        var webhook = await coingate.Provider.VerifyWebhookAsync(Requests.Json("""{"id":77,"order_id":538,"request_amount":"4.0","address":"bc1q","reason":"[R-1]"}"""));
        var known = new Payment { Reference = Requests.Bare, Status = PaymentStatus.Completed, ProviderStatus = "paid", Amount = Requests.Euro(10.5m), CreatedAt = TestClock.Start, Facts = [new RefundFact(refund with { RefundId = id, Reference = reference })] };
        var happened = (await coingate.Provider.ResolveWebhookAsync(webhook with { References = [Requests.Bare.With(known)] })).Single();
        Assert.That(happened.Refund!.Reference, Is.EqualTo(id == "77" ? reference : null));
    }

    [TestCase("""{"event":"order.status.paid","object":"order","data":{"id":1,"token":"x"}}""")]
    [TestCase("""{"event":"channel.created","object":"channel","data":[]}""")]
    [TestCase("event=order.status.paid&object=order&data%5Bid%5D=1&data%5Btoken%5D=x")]
    public async Task Another_products_event_is_acknowledged_and_changes_nothing(string body)
    {
        using var coingate = new CoinGateHost();
        var webhook = await coingate.Provider.VerifyWebhookAsync(body.StartsWith('{') ? Requests.Json(body) : Requests.Form(body));
        Assert.That(webhook.Acknowledgement.StatusCode, Is.EqualTo(200));
        Assert.That((await coingate.Provider.ResolveWebhookAsync(webhook)).Single().Type, Is.EqualTo(PaymentEventType.Other));
        Assert.That(coingate.Calls, Is.Zero);
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("{\"id\":")]
    [TestCase("{\"id\":null,\"token\":7}")]
    [TestCase("<html></html>")]
    public async Task What_is_no_callback_is_refused(string body)
    {
        using var coingate = new CoinGateHost();
        Assert.That(await coingate.RefusedAsync(Requests.Json(body)), Is.EqualTo(PaymentErrorCode.MalformedMessage));
        Assert.That(await coingate.RefusedAsync(Requests.Form(body)), Is.EqualTo(PaymentErrorCode.MalformedMessage));
    }

    [Test]
    public async Task A_deep_or_a_large_body_does_no_harm()
    {
        using var coingate = new CoinGateHost(options => options.MaxWebhookBytes = 300_000);
        Assert.That(await coingate.RefusedAsync(Requests.Json("{\"id\":1,\"fees\":" + new string('[', 200_000))), Is.EqualTo(PaymentErrorCode.MalformedMessage));
        Assert.That(await coingate.RefusedAsync(Requests.Json(Requests.Paid() + new string(' ', 300_000))), Is.EqualTo(PaymentErrorCode.TooLarge));
    }
}
