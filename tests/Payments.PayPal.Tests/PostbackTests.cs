using System.Text;
using System.Text.Json.Nodes;

namespace Payments.PayPal.Tests;

/// <summary>Webhooks that PayPal itself is asked about.</summary>
public class PostbackTests
{
    private const string Yes = """{"verification_status":"SUCCESS"}""";
    private const string No = """{"verification_status":"FAILURE"}""";

    private static readonly string Event = Fixture.Event("capture").TrimEnd();

    private static PayPalHost Host(params string[] moreIds) => new(options =>
    {
        options.MaxRetries = 0;
        options.WebhookVerification = PayPalWebhookVerification.Api;
        foreach (var id in moreIds)
            options.WebhookIds.Add(id);
    });

    private static WebhookRequest Message(string body) => Webhooks.With(Encoding.UTF8.GetBytes(body), Webhooks.Headers("c2lnbmF0dXJl"));

    [Test]
    public async Task The_event_goes_back_byte_by_byte()
    {
        const string Odd = """{ "id":"WH-1",  "event_type":"PAYMENT.SALE.COMPLETED","resource":{"a":1.0,"b":{},"c":"\/é한","d":1e2}}""";
        using var paypal = Host();
        paypal.On(Webhooks.Verification, Yes);
        var webhook = await paypal.Provider.VerifyWebhookAsync(Message(Odd));
        Assert.That(webhook.Trust, Is.EqualTo(WebhookTrust.Hint));
        Assert.That(Encoding.UTF8.GetString(paypal.Bodies[1]), Is.EqualTo(Fixture.Text("Requests/postback.txt").TrimEnd().Replace("EVENT", Odd, StringComparison.Ordinal)));
    }

    [TestCase(No)]
    [TestCase("""{"verification_status":"success"}""")]
    [TestCase("""{"verification_status":null}""")]
    [TestCase("{}")]
    public async Task Only_one_word_counts(string answer)
    {
        using var paypal = Host();
        paypal.On(Webhooks.Verification, answer);
        Assert.That(await paypal.RefusedAsync(Message(Event)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [Test]
    public async Task A_question_that_PayPal_calls_wrong_is_a_no()
    {
        using var paypal = Host();
        paypal.On(Webhooks.Verification, Requests.Error("INVALID_PARAMETER_SYNTAX", "VALIDATION_ERROR"), 400);
        Assert.That(await paypal.RefusedAsync(Message(Event)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [TestCase(500)]
    [TestCase(503)]
    [TestCase(429)]
    public async Task Who_cannot_ask_does_not_know(int status)
    {
        using var paypal = Host();
        paypal.On(Webhooks.Verification, "", status);
        var failed = await Assert.CatchAsync<PaymentException>(() => paypal.Provider.VerifyWebhookAsync(Message(Event)));
        Assert.That(failed, Is.Not.InstanceOf<WebhookVerificationException>(), "PayPal tries again");
    }

    [Test]
    public async Task Each_webhook_id_is_tried()
    {
        using var paypal = Host("SECOND1234567");
        paypal.On(Webhooks.Verification, No).On(Webhooks.Verification, Yes);
        await paypal.Provider.VerifyWebhookAsync(Message(Event));
        Assert.That(paypal.Bodies.Skip(1).Select(body => (string?)JsonNode.Parse(body)!["webhook_id"]), Is.EquivalentTo(new[] { PayPalHost.WebhookId, "SECOND1234567" }));
    }

    [TestCase("""{"id":"WH-1","event_type":"x"},"webhook_id":"OTHER","x":{}""")]
    [TestCase("""{"id":"WH-1","event_type":"x"} """)]
    [TestCase(""" {"id":"WH-1","event_type":"x"}""")]
    [TestCase("""{"id":"WH-1","event_type":"x"}{}""")]
    [TestCase("not json")]
    [TestCase("")]
    public async Task A_body_that_is_more_than_one_object_asks_nothing(string body)
    {
        using var paypal = Host();
        Assert.That(await paypal.RefusedAsync(Message(body)), Is.EqualTo(PaymentErrorCode.MalformedMessage));
        Assert.That(paypal.Calls, Is.Zero);
    }
}
