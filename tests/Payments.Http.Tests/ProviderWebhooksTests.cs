namespace Payments.Http.Tests;

internal sealed class ProviderWebhooksTests
{
    private static readonly WebhookRequest Message = new() { Body = "{}"u8.ToArray(), Headers = new Dictionary<string, string>() };

    [Test]
    public async Task What_is_verified_is_the_answer()
    {
        var verified = new VerifiedWebhook { Provider = "acme", Trust = WebhookTrust.Signed, Body = Message.Body };
        Assert.That(await ProviderWebhooks.VerifyAsync(Message, verified, static (answer, _) => answer), Is.SameAs(verified));
    }

    [Test]
    public void A_refusal_fails_the_task_and_is_not_thrown_before_there_is_one()
    {
        var refusal = ProviderWebhooks.Refused("it is forged", PaymentErrorCode.InvalidSignature);
        var task = ProviderWebhooks.VerifyAsync(Message, refusal, static (reason, _) => throw reason);
        Assert.That(task.Exception?.InnerException, Is.SameAs(refusal));
    }
}
