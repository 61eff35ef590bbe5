namespace Payments.Simulator.Tests.Stripe;

internal sealed class IdempotencyTests : StripeFixture
{
    private static readonly (string, string)[] Paying =
        [("amount", "2000"), ("currency", "usd"), ("confirm", "true"), ("payment_method", "pm_card_visa"), (
            "return_url", "https://shop.example")];

    [Test]
    public async Task The_same_key_gets_the_first_answer_again()
    {
        var first = await PostWithKeyAsync("k1", "/v1/payment_intents", Paying);
        var again = await PostWithKeyAsync("k1", "/v1/payment_intents", [.. Paying.Reverse()]);
        Assert.Multiple(() =>
        {
            Assert.That(again.Json.ToJsonString(), Is.EqualTo(first.Json.ToJsonString()));
            Assert.That(first.Headers.Contains("Idempotent-Replayed"), Is.False);
            Assert.That(again.Headers.GetValues("Idempotent-Replayed").Single(), Is.EqualTo("true"));
            Assert.That(again.Headers.GetValues("Original-Request").Single(), Is.EqualTo(first.Headers.GetValues("Request-Id").Single()));
            Assert.That(Simulator.ChargesMade(first.Id), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task Other_parameters_under_the_same_key_are_refused()
    {
        await PostWithKeyAsync("k1", "/v1/payment_intents", Paying);
        var other = await PostWithKeyAsync("k1", "/v1/payment_intents", [.. Paying, ("description", "x")]);
        Assert.That(other.Status, Is.EqualTo(400));
        Assert.That((string?)other["error"]!["type"], Is.EqualTo("idempotency_error"));
    }

    [Test]
    public async Task A_decline_is_replayed()
    {
        (string, string)[] declined = [.. Paying.Where(p => p.Item1 is not "payment_method"), (
            "payment_method", "pm_card_visa_chargeDeclined")];
        await PostWithKeyAsync("k1", "/v1/payment_intents", declined);
        var again = await PostWithKeyAsync("k1", "/v1/payment_intents", declined);
        Assert.That(again.Status, Is.EqualTo(402));
        Assert.That(again.Headers.Contains("Idempotent-Replayed"), Is.True);
    }

    [Test]
    public async Task A_key_is_new_again_after_a_day()
    {
        var first = await PostWithKeyAsync("k1", "/v1/payment_intents", Paying);
        Time.Advance(TimeSpan.FromHours(25));
        var second = await PostWithKeyAsync("k1", "/v1/payment_intents", Paying);
        Assert.That(second.Id, Is.Not.EqualTo(first.Id));
    }

    [Test]
    public async Task A_second_request_while_the_first_runs_is_a_conflict()
    {
        Simulator.Faults.Add(SimulatorFaultKind.Hang);
        using var givesUp = new CancellationTokenSource();
        var hanging = SendAsync(HttpMethod.Post, "/v1/payment_intents", Paying, "k1", givesUp.Token);
        // The request id is given together with the claim of the key.
        while (Simulator.Requests is not [{ RequestId: not null }])
            await Task.Yield();
        var second = await PostWithKeyAsync("k1", "/v1/payment_intents", Paying);
        await givesUp.CancelAsync();
        Assert.That(async () => await hanging, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(second.Status, Is.EqualTo(409));
        Assert.That((second.ErrorType, second.ErrorCode), Is.EqualTo(("idempotency_error", "idempotency_key_in_use")));
    }

    [Test]
    public async Task A_refused_key_and_a_validation_error_are_not_stored()
    {
        using var unauthorized = await SendRawAsync(
            HttpMethod.Post, "/v1/payment_intents", Paying, "k1", authorization: "Bearer sk_test_wrong");
        var paid = await PostWithKeyAsync("k1", "/v1/payment_intents", Paying);
        Assert.That((int)unauthorized.StatusCode, Is.EqualTo(401));
        Assert.That(paid.Status, Is.EqualTo(200));
        Assert.That(paid.Headers.Contains("Idempotent-Replayed"), Is.False);
    }
}
