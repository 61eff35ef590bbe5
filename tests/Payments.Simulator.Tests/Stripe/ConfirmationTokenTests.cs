namespace Payments.Simulator.Tests.Stripe;

internal sealed class ConfirmationTokenTests : StripeFixture
{
    // Stripe's published description is older than confirmation tokens.
    protected override bool IsValidTraffic => false;

    [TestCase("ctoken_card_visa", 200, "succeeded")]
    [TestCase("ctoken_sepa_debit", 200, "processing")]
    [TestCase("ctoken_card_visa_chargeDeclined", 402, null)]
    public async Task A_confirmation_token_is_charged_as_its_method(string token, int status, string? expected)
    {
        var intent = await PostAsync("/v1/payment_intents", [.. Payment(token), ("confirm", "true")]);
        Assert.That((intent.Status, intent.Text("status")), Is.EqualTo((status, expected)));
    }

    [Test]
    public async Task An_intent_is_confirmed_later_with_a_token()
    {
        var intent = await PostAsync("/v1/payment_intents", ("amount", "2000"), ("currency", "usd"));
        var confirmed = await PostAsync(
            $"/v1/payment_intents/{intent.Id}/confirm", ("confirmation_token", "ctoken_card_visa"), ("return_url", "https://shop.example/back"));
        Assert.That(confirmed.Text("status"), Is.EqualTo("succeeded"));
    }

    [TestCase("ctoken_unicorn")]
    [TestCase("pm_card_visa")]
    public async Task An_unknown_token_is_missing(string token)
    {
        var missing = await PostAsync("/v1/payment_intents", [.. Payment(token), ("confirm", "true")]);
        Assert.That((missing.Status, missing.ErrorCode), Is.EqualTo((404, "resource_missing")));
    }

    private static (string Name, string Value)[] Payment(string token) =>
        [("amount", "2000"), ("currency", "usd"), ("confirmation_token", token), ("return_url", "https://shop.example/back")];
}
