using System.Text.Json;

namespace Payments.Abstractions.Tests;

/// <summary>A webhook as it came in.</summary>
internal sealed class ContractWebhookTests
{
    [TestCase("Stripe-Signature")]
    [TestCase("stripe-signature")]
    [TestCase("STRIPE-SIGNATURE")]
    public void Header_is_found_in_any_case(string name) => Assert.That(With(("Stripe-Signature", "t=1")).GetHeader(name), Is.EqualTo("t=1"));

    [Test]
    public void Header_in_the_given_case_comes_first() => Assert.That(With(("x-a", "lower"), ("X-A", "upper")).GetHeader("X-A"), Is.EqualTo("upper"));

    [Test]
    public void Header_that_is_missing_is_null() => Assert.That(With(("X-Signature-2", "t=1")).GetHeader("X-Signature"), Is.Null);

    [Test]
    public void Case_is_that_of_no_culture()
    {
        System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo("tr-TR");
        Assert.That(With(("X-SIGNATURE-ID", "1")).GetHeader("x-signature-id"), Is.EqualTo("1"));
    }

    [Test]
    public void A_hint_is_the_default_trust() => Assert.That(default(WebhookTrust), Is.EqualTo(WebhookTrust.Hint));

    [Test]
    public void Answer_is_an_empty_200_unless_said_otherwise()
    {
        var webhook = new VerifiedWebhook { Provider = "stripe", Trust = WebhookTrust.Signed, Body = default, EventIds = ["evt_1", "evt_2"] };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(webhook.Acknowledgement, Is.EqualTo(new WebhookAcknowledgement(200)));
            Assert.That(webhook.ToString(), Is.EqualTo("stripe webhook, Signed, evt_1, evt_2"));
        }
    }

    [Test]
    public void What_was_parsed_is_neither_compared_nor_printed_nor_written()
    {
        var plain = new VerifiedWebhook { Provider = "stripe", Trust = WebhookTrust.Signed, Body = new byte[] { 1 }, EventIds = ["evt_1"] };
        var parsed = plain with { Parsed = "read already" };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(parsed, Is.EqualTo(plain));
            Assert.That(parsed.GetHashCode(), Is.EqualTo(plain.GetHashCode()));
            Assert.That(parsed.ToString(), Is.EqualTo(plain.ToString()));
            Assert.That(JsonSerializer.Serialize(parsed), Is.EqualTo(JsonSerializer.Serialize(plain)));
            Assert.That((parsed with { EventIds = [] }).Parsed, Is.EqualTo("read already"));
        }
    }

    private static WebhookRequest With(params (string Name, string Value)[] headers) => new()
    {
        Body = default,
        Headers = headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.Ordinal),
    };
}
