using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests.Stripe;

internal sealed class WebhookTests : StripeFixture, IDisposable
{
    private const string Succeeded = "payment_intent.succeeded";
    private readonly Host _host = new();

    protected override StripeSimulatorOptions CreateOptions() => new() { TimeProvider = Time, WebhookHandler = _host };

    public void Dispose() => _host.Dispose();

    [Test]
    public async Task A_message_is_signed_over_its_exact_bytes_with_the_whole_secret()
    {
        var intent = await CreateIntentAsync();
        var message = Simulator.Webhooks.Single(w => w.EventType is Succeeded);
        var body = JsonNode.Parse(message.Body.Span)!;
        Assert.Multiple(() =>
        {
            Assert.That(
                message.Headers["Stripe-Signature"],
                Is.EqualTo($"t={Now},v1={Signature(StripeSimulator.DefaultWebhookSecret, Now, message.Body)}"));
            Assert.That((string?)body["id"], Is.EqualTo(message.EventId));
            Assert.That((string?)body["data"]!["object"]!["id"], Is.EqualTo(intent.Id));
            Assert.That((string?)body["data"]!["object"]!["status"], Is.EqualTo("succeeded"));
            Assert.That((bool)body["livemode"]!, Is.False);
        });
    }

    [Test]
    public async Task Each_active_secret_signs()
    {
        Simulator.AddWebhookEndpoint(new Uri("https://shop.example/hook"), "whsec_old", "whsec_new");
        await CreateIntentAsync();
        var message = Simulator.Webhooks[0];
        Assert.That(
            message.Headers["Stripe-Signature"],
            Is.EqualTo($"t={Now},v1={Signature("whsec_old", Now, message.Body)},v1={Signature("whsec_new", Now, message.Body)}"));
    }

    [Test]
    public async Task A_snapshot_shows_the_object_as_it_was()
    {
        await CreateIntentAsync();
        var created = JsonNode.Parse(Simulator.Webhooks.Single(w => w.EventType is "payment_intent.created").Body.Span)!;
        Assert.That((string?)created["data"]!["object"]!["status"], Is.EqualTo("requires_confirmation"));
    }

    [Test]
    public async Task Taking_gives_each_message_once()
    {
        await CreateIntentAsync();
        Assert.That(
            Simulator.TakeWebhooks().Select(w => w.EventType),
            Is.EqualTo(new[] { "payment_intent.created", "charge.succeeded", Succeeded }));
        Assert.That(Simulator.TakeWebhooks(), Is.Empty);
    }

    [Test]
    public async Task Sending_again_keeps_the_event_and_signs_with_the_present_time()
    {
        await CreateIntentAsync();
        var first = Simulator.Webhooks.Single(w => w.EventType is Succeeded);
        Time.Advance(TimeSpan.FromHours(1));
        var signed = Simulator.Sign(first.EventId);
        var listed = Simulator.Webhooks.Count;
        var again = Simulator.Resend(first.EventId);
        Assert.Multiple(() =>
        {
            Assert.That(again.Body.ToArray(), Is.EqualTo(first.Body.ToArray()));
            Assert.That(
                again.Headers["Stripe-Signature"],
                Is.EqualTo($"t={Now},v1={Signature(StripeSimulator.DefaultWebhookSecret, Now, again.Body)}"));
            Assert.That(signed.Headers["Stripe-Signature"], Is.EqualTo(again.Headers["Stripe-Signature"]));
            Assert.That(Simulator.Webhooks, Has.Count.EqualTo(listed + 1));
        });
    }

    [Test]
    public async Task Faults_repeat_reorder_hold_and_drop()
    {
        Simulator.Faults.Add(WebhookFaultKind.Duplicate, "payment_intent.created");
        Simulator.Faults.Add(WebhookFaultKind.Reorder, "charge.succeeded");
        await CreateIntentAsync();
        Assert.That(EventTypes, Is.EqualTo(new[] { "payment_intent.created", "payment_intent.created", Succeeded, "charge.succeeded" }));
        Simulator.TakeWebhooks();

        Simulator.Faults.Add(WebhookFaultKind.Drop, "payment_intent.created");
        Simulator.Faults.Add(WebhookFaultKind.Delay, "charge.succeeded");
        await CreateIntentAsync();
        Assert.That(Simulator.TakeWebhooks().Select(w => w.EventType), Is.EqualTo(new[] { Succeeded }));
        await Simulator.FlushWebhooksAsync();
        Assert.That(Simulator.TakeWebhooks().Select(w => w.EventType), Is.EqualTo(new[] { "charge.succeeded" }));
    }

    [TestCase(WebhookFaultKind.Tamper)]
    [TestCase(WebhookFaultKind.WrongSecret)]
    [TestCase(WebhookFaultKind.StaleTimestamp)]
    public async Task Faults_break_the_signature_or_its_age(WebhookFaultKind kind)
    {
        Simulator.Faults.Add(kind, Succeeded);
        await CreateIntentAsync();
        var message = Simulator.Webhooks.Single(w => w.EventType is Succeeded);
        var time = kind is WebhookFaultKind.StaleTimestamp ? Now - 3600 : Now;
        var isGenuine = message.Headers["Stripe-Signature"] == $"t={time},v1={Signature(StripeSimulator.DefaultWebhookSecret, time, message.Body)}";
        Assert.That(isGenuine, Is.EqualTo(kind is WebhookFaultKind.StaleTimestamp));
        Assert.That(JsonNode.Parse(message.Body.Span), Is.Not.Null);
    }

    [Test]
    public async Task Deliveries_are_tried_again_until_the_host_accepts()
    {
        Simulator.AddWebhookEndpoint(new Uri("https://shop.example/hook"), "whsec_x");
        _host.Answers.Enqueue(HttpStatusCode.InternalServerError);
        _host.Answers.Enqueue(HttpStatusCode.NoContent);
        await CreateIntentAsync();
        await Simulator.FlushWebhooksAsync();
        Assert.Multiple(() =>
        {
            Assert.That(Simulator.WebhookDeliveries.Select(d => (d.EventType, d.Attempt, d.Status)), Is.EqualTo(new (string, int, int?)[]
            {
                ("payment_intent.created", 1, 500), ("payment_intent.created", 2, 204), ("charge.succeeded", 1, 200), (Succeeded, 1, 200),
            }));
            Assert.That(_host.Bodies[0], Is.EqualTo(_host.Bodies[1]));
            Assert.That(_host.Bodies[3], Is.EqualTo(Encoding.UTF8.GetString(Simulator.Webhooks[2].Body.Span)));
        });
    }

    [Test]
    public async Task Deliveries_are_given_up_after_a_few_attempts()
    {
        Simulator.AddWebhookEndpoint(new Uri("https://shop.example/hook"), "whsec_x");
        for (var i = 0; i < 3; i++)
            _host.Answers.Enqueue(HttpStatusCode.BadRequest);
        await CreateIntentAsync();
        await Simulator.FlushWebhooksAsync();
        Assert.That(Simulator.WebhookDeliveries.Count(d => d.EventType is "payment_intent.created"), Is.EqualTo(3));
        Assert.That(Simulator.WebhookDeliveries[^1].Status, Is.EqualTo(200));
    }

    private long Now => Time.GetUtcNow().ToUnixTimeSeconds();

    private static string Signature(string secret, long time, ReadOnlyMemory<byte> body)
    {
        using var mac = new HMACSHA256(Encoding.UTF8.GetBytes(secret));
        return Convert.ToHexString(mac.ComputeHash(Encoding.UTF8.GetBytes($"{time}.{Encoding.UTF8.GetString(body.Span)}"))).ToLowerInvariant();
    }

    private sealed class Host : HttpMessageHandler
    {
        public Queue<HttpStatusCode> Answers { get; } = new();

        public List<string> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Bodies.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
            return new(Answers.TryDequeue(out var status) ? status : HttpStatusCode.OK);
        }
    }
}
