namespace Payments.Http.Tests;

public sealed class SafeTextTests
{
    [TestCase("card 4242424242424242 was declined", "card *** was declined")]
    [TestCase("card 4242 4242-4242 4242.", "card ***.")]
    [TestCase("amex 378282246310005", "amex ***")]
    [TestCase("Invalid API Key provided: sk_test_51Habc", "Invalid API Key provided: sk_test_***")]
    [TestCase("rk_live_abc123 and whsec_AbC/+=", "rk_live_*** and whsec_***")]
    [TestCase("live_gsk_docs_OaPz8L5Kd", "live_gsk_***")]
    [TestCase("secret pi_1Abc_secret_XyZ", "secret ***")]
    [TestCase("Authorization: Bearer abcdefgh12345", "Authorization: ***")]
    [TestCase("got Basic dGVzdF9zazo= back", "got Basic *** back")]
    [TestCase("jwt eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.sig-x", "jwt ***")]
    [TestCase("mail jane.doe+x@shop.example is taken", "mail *** is taken")]
    [TestCase("a\r\nb\u0085c\u0000d", "a  b c d")]
    public void What_must_not_be_seen_is_masked(string text, string expected) => Assert.That(SafeText.Message(text), Is.EqualTo(expected));

    [TestCase("No such payment_intent: 'pi_3Pabc'; a similar object exists in live mode")]
    [TestCase("task_level risk_score 1234567890")]
    [TestCase("order 20261123000001 of 2026-11-23T12:00:00Z")]
    [TestCase("잔액이 부족합니다")]
    public void The_rest_stays(string text) => Assert.That(SafeText.Message(text), Is.EqualTo(text));

    [Test]
    public void Long_text_is_cut_after_masking()
    {
        var text = SafeText.Message(new string('x', 290) + " 4242424242424242 " + new string('y', 5000))!;
        Assert.That(text, Has.Length.LessThanOrEqualTo(SafeText.MaxLength));
        Assert.That(text, Does.Not.Contain("4242"));
    }

    [Test]
    public void An_error_that_did_not_come_as_an_answer_is_masked_as_one()
    {
        var error = PaymentErrors.Masked(PaymentErrors.Create(PaymentErrorKind.Declined, PaymentErrorCode.Declined, "4242424242424242", "jane@shop.example") with
        {
            PayerMessage = "card 4242424242424242" + new string('x', 400), RequestId = "sk_test_51Habc",
        });
        Assert.That((error.ProviderCode, error.ProviderMessage, error.RequestId), Is.EqualTo(("***", "***", "sk_test_***")));
        Assert.That(error.PayerMessage, Does.StartWith("card ***").And.Length.LessThanOrEqualTo(SafeText.MaxLength));
        Assert.That((error.Kind, error.Code, error.Retry), Is.EqualTo((PaymentErrorKind.Declined, PaymentErrorCode.Declined, PaymentRetry.NewAttempt)));
    }

    [Test]
    public void A_card_number_inside_a_longer_run_of_digits_is_masked() =>
        Assert.That(SafeText.Message("ref 000004242424242424242000007"), Is.EqualTo("ref ***"));

    // Some codes and words come by way of the payer's browser.
    [Test]
    public void An_error_that_is_made_of_a_providers_words_keeps_none_of_what_must_not_be_seen()
    {
        var error = PaymentErrors.Create(PaymentErrorKind.Declined, PaymentErrorCode.Declined, "4242424242424242\r\nforged", "Card 4242424242424242 of jane@example.com");
        Assert.That(error.ToString(), Does.Not.Contain("424242424242").And.Not.Contain("\n"));
        Assert.That(error.ProviderMessage, Does.Not.Contain("424242424242").And.Not.Contain("jane"));
    }
}
