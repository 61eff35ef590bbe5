using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests;

/// <summary>The base class as an outside provider's author uses it.</summary>
internal sealed class ProviderSimulatorTests
{
    private static readonly HttpClient Http = new();

    [Test]
    public async Task An_outside_author_needs_a_name_and_routes()
    {
        await using var acorn = new AcornSimulator();
        await acorn.StartAsync();
        var paid = await Http.GetStringAsync(new Uri(acorn.BaseAddress, "pay/a%2Fb?amount=5"));
        Assert.Multiple(() =>
        {
            Assert.That((string?)JsonNode.Parse(paid)!["id"], Is.EqualTo("a/b"));
            Assert.That(acorn.Requests.Single().Fields["amount"], Is.EqualTo("5"));
            Assert.That(acorn.Requests.Single().Operation, Is.EqualTo("GET /pay/{id}"));
            Assert.That(acorn.Webhooks.Single().EventType, Is.EqualTo("paid"));
        });
    }

    [Test]
    public async Task What_it_does_not_simulate_says_so()
    {
        await using var acorn = new AcornSimulator();
        Assert.Multiple(() =>
        {
            Assert.That(async () => await acorn.PayAsync("1"), Throws.TypeOf<NotSupportedException>().With.Message.Contains("acorn"));
            Assert.That(async () => await acorn.OpenDisputeAsync("1"), Throws.TypeOf<NotSupportedException>());
            Assert.That(() => acorn.BaseAddress, Throws.InvalidOperationException.With.Message.Contains("StartAsync"));
        });
    }

    [Test]
    public async Task Several_start_together_and_write_one_archive()
    {
        await using var all = new PaymentsSimulator(new AcornSimulator(), new StripeSimulator());
        await all.StartAsync();
        await Http.GetStringAsync(new Uri(all["acorn"].BaseAddress, "pay/1"));
        using var refused = await Http.GetAsync(new Uri(all.Get<StripeSimulator>().BaseAddress, "v1/refunds"));
        using var stream = new MemoryStream();
        await all.WriteHarAsync(stream);
        var har = JsonNode.Parse(Encoding.UTF8.GetString(stream.ToArray()))!;
        Assert.That((string?)har["log"]!["version"], Is.EqualTo("1.2"));
        Assert.That(har["log"]!["entries"]!.AsArray().Select(e => (string?)e!["_provider"]), Is.EqualTo(new[] { "acorn", "stripe" }));
    }

    [Test]
    public async Task Events_reach_a_host_over_the_network()
    {
        await using var host = new AcornSimulator();
        await host.StartAsync();
        await using var acorn = new AcornSimulator();
        await acorn.StartAsync();
        acorn.AddWebhookEndpoint(new Uri(host.BaseAddress, "hook"));
        await Http.GetStringAsync(new Uri(acorn.BaseAddress, "pay/1"));
        await acorn.FlushWebhooksAsync();
        Assert.That(host.Requests.Single().BodyText, Is.EqualTo("{\"paid\":\"1\"}"));
        Assert.That(acorn.WebhookDeliveries.Single().Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_hanging_request_does_not_keep_the_simulator_from_stopping()
    {
        var acorn = new AcornSimulator();
        await acorn.StartAsync();
        acorn.Faults.Add(SimulatorFaultKind.Hang);
        var hanging = Http.GetStringAsync(new Uri(acorn.BaseAddress, "pay/1"));
        while (acorn.Requests is not [{ Fault: SimulatorFaultKind.Hang }])
            await Task.Yield();
        await acorn.DisposeAsync();
        Assert.That(async () => await hanging, Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public async Task What_no_description_of_the_provider_knows_is_left_out_of_the_traffic()
    {
        await using var acorn = new AcornSimulator();
        await acorn.StartAsync();
        await Http.GetStringAsync(new Uri(acorn.BaseAddress, "pay/secret"));
        acorn.Faults.Add(SimulatorFaultKind.UnknownStatus);
        Assert.That(await Http.GetStringAsync(new Uri(acorn.BaseAddress, "pay/1")), Does.Contain("teleported"));
        var entry = (await TrafficArchive.ReadAsync(acorn)).Single();
        Assert.Multiple(() =>
        {
            Assert.That(acorn.Requests, Has.Count.EqualTo(2), "A request is seen, recorded or not.");
            Assert.That((string?)entry["request"]!["url"], Does.EndWith("pay/1"));
            Assert.That(entry["response"]!["content"]!["text"], Is.Null, "A body that was spoiled on purpose.");
            Assert.That((string?)entry["_fault"], Is.EqualTo("UnknownStatus"));
        });
    }

    private sealed class AcornSimulator : ProviderSimulator
    {
        public override string Name => "acorn";

        protected override SimulatedResponse? Admit(SimulatedRequest request)
        {
            request.IsRecorded = request.RouteValues.GetValueOrDefault("id") is not "secret";
            return null;
        }

        protected override void MapRoutes(SimulatorRoutes routes)
        {
            routes.Map("GET", "/pay/{id}", Pay);
            routes.Map("POST", "/hook", _ => SimulatedResponse.Json(200, new JsonObject()));
        }

        private SimulatedResponse Pay(SimulatedRequest request)
        {
            EmitWebhook(NextId("e_"), "paid", Encoding.UTF8.GetBytes($"{{\"paid\":\"{request.RouteValues["id"]}\"}}"));
            return SimulatedResponse.Json(200, new JsonObject { ["id"] = request.RouteValues["id"], ["status"] = "paid" });
        }
    }
}
