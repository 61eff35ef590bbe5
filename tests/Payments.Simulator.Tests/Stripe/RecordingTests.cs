using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests.Stripe;

internal sealed class RecordingTests : StripeFixture
{
    [Test]
    public async Task An_entry_has_request_answer_and_provider_and_no_secret()
    {
        var intent = await CreateIntentAsync("pm_card_visa_chargeDeclined");
        await GetAsync($"/v1/payment_intents/{intent["error"]!["payment_intent"]!["id"]}?client_secret=pi_x_secret_abc");
        var entries = await TrafficArchive.ReadAsync(Simulator);
        var text = string.Concat(entries.Select(e => e.ToJsonString()));
        var create = entries[0];
        var answer = JsonNode.Parse((string)create["response"]!["content"]!["text"]!)!;
        Assert.Multiple(() =>
        {
            Assert.That((string?)create["_provider"], Is.EqualTo("stripe"));
            Assert.That((string?)create["request"]!["url"], Is.EqualTo($"{Simulator.BaseAddress}v1/payment_intents"));
            Assert.That((string?)create["request"]!["postData"]!["mimeType"], Is.EqualTo("application/x-www-form-urlencoded"));
            Assert.That((string?)create["request"]!["postData"]!["text"], Does.StartWith("amount=2000&currency=usd"));
            Assert.That((int)create["response"]!["status"]!, Is.EqualTo(402));
            Assert.That((double)create["timings"]!["wait"]!, Is.GreaterThanOrEqualTo(0));
            Assert.That((string?)create["startedDateTime"], Is.EqualTo("2026-11-02T09:00:00.0000000Z"));
            Assert.That((string?)answer["error"]!["payment_intent"]!["client_secret"], Does.Match("^pi_[A-Za-z0-9]+_secret_\\*\\*\\*$"));
            Assert.That(text, Does.Not.Contain("sk_test_simulator"));
            Assert.That(text, Does.Not.Contain("secret_abc"));
        });
    }

    [Test]
    public async Task A_cut_connection_is_recorded_without_an_answer()
    {
        Simulator.Faults.Add(SimulatorFaultKind.CutAfterActing);
        Assert.That(async () => await CreateIntentAsync(), Throws.InstanceOf<HttpRequestException>());
        var entry = (await TrafficArchive.ReadAsync(Simulator)).Single();
        Assert.That((int)entry["response"]!["status"]!, Is.Zero);
        Assert.That((string?)entry["_fault"], Is.EqualTo("CutAfterActing"));
    }

    [Test]
    public async Task The_same_seed_gives_the_same_ids()
    {
        var first = await CreateSessionAsync();
        await using var other = new StripeSimulator(CreateOptions());
        await other.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(other.BaseAddress, "/v1/checkout/sessions"));
        request.Headers.Add("Authorization", "Bearer sk_test_simulator");
        request.Content = new StringContent(Simulator.Requests[0].BodyText, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
        using var response = await Http.SendAsync(request);
        var second = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.That((string?)second["id"], Is.EqualTo(first.Id));
    }
}
