namespace Payments.Simulator.Tests.Stripe;

internal sealed class FaultTests : StripeFixture
{
    private const string Create = "POST /v1/payment_intents";

    private static readonly (string, string)[] Paying =
    [
        ("amount", "2000"), ("currency", "usd"), ("confirm", "true"), ("payment_method", "pm_card_visa"), (
            "return_url", "https://shop.example"),
        ("metadata[order_id]", "A1"),
    ];

    [TestCase(SimulatorFaultKind.CutBeforeActing, 0)]
    [TestCase(SimulatorFaultKind.CutAfterActing, 1)]
    public async Task A_cut_connection_leaves_the_outcome_open_and_the_same_key_closes_it(SimulatorFaultKind kind, int chargesBefore)
    {
        Simulator.Faults.Add(kind, Create);
        Assert.That(async () => await PostWithKeyAsync("k1", "/v1/payment_intents", Paying), Throws.InstanceOf<HttpRequestException>());
        Assert.That(Simulator.ChargesMade("A1"), Is.EqualTo(chargesBefore));
        var again = await PostWithKeyAsync("k1", "/v1/payment_intents", Paying);
        Assert.Multiple(() =>
        {
            Assert.That(again.Text("status"), Is.EqualTo("succeeded"));
            Assert.That(again.Headers.Contains("Idempotent-Replayed"), Is.EqualTo(chargesBefore == 1));
            Assert.That(Simulator.ChargesMade("A1"), Is.EqualTo(1));
            Assert.That(Simulator.Requests[0].ResponseStatus, Is.Zero);
        });
    }

    [Test]
    public async Task A_cut_on_a_used_connection_is_seen_by_the_caller()
    {
        var held = await CreateIntentAsync(more: ("capture_method", "manual"));
        Simulator.Faults.Add(SimulatorFaultKind.CutAfterActing, "POST /v1/payment_intents/*/capture");
        Assert.That(
            async () => await PostWithKeyAsync("k1", $"/v1/payment_intents/{held.Id}/capture", ("amount_to_capture", "2000")),
            Throws.InstanceOf<HttpRequestException>());
        Assert.That(Simulator.TotalsOf(held.Id).Captured, Is.EqualTo(2000));
        Assert.That(Simulator.Requests, Has.Count.EqualTo(2));
    }

    [TestCase(500)]
    [TestCase(502)]
    [TestCase(503)]
    public async Task An_error_before_acting_does_nothing_and_frees_the_key(int status)
    {
        Simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.ErrorBeforeActing) { Status = status, ShouldRetry = true });
        var failed = await PostWithKeyAsync("k1", "/v1/payment_intents", Paying);
        var charges = Simulator.ChargesMade("A1");
        var again = await PostWithKeyAsync("k1", "/v1/payment_intents", Paying);
        Assert.Multiple(() =>
        {
            Assert.That(failed.Status, Is.EqualTo(status));
            Assert.That((string?)failed["error"]!["type"], Is.EqualTo("api_error"));
            Assert.That(failed.Headers.GetValues("Stripe-Should-Retry").Single(), Is.EqualTo("true"));
            Assert.That(charges, Is.Zero);
            Assert.That(again.Status, Is.EqualTo(200));
        });
    }

    [TestCase(500, 500, true)]
    [TestCase(502, 200, true)]
    public async Task An_error_after_acting_is_replayed_when_it_is_the_operations_own(int status, int statusAgain, bool isReplay)
    {
        Simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.ErrorAfterActing) { Status = status });
        var failed = await PostWithKeyAsync("k1", "/v1/payment_intents", Paying);
        var again = await PostWithKeyAsync("k1", "/v1/payment_intents", Paying);
        Assert.Multiple(() =>
        {
            Assert.That(failed.Status, Is.EqualTo(status));
            Assert.That(again.Status, Is.EqualTo(statusAgain));
            Assert.That(again.Headers.Contains("Idempotent-Replayed"), Is.EqualTo(isReplay));
            Assert.That(Simulator.ChargesMade("A1"), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task A_rate_limit_says_why_and_how_long()
    {
        Simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.RateLimited) { Reason = "endpoint-rate", RetryAfter = TimeSpan.FromSeconds(2), Count = 2 });
        var first = await GetAsync("/v1/payment_intents");
        var second = await GetAsync("/v1/payment_intents");
        var third = await GetAsync("/v1/payment_intents");
        Assert.Multiple(() =>
        {
            Assert.That((first.Status, second.Status, third.Status), Is.EqualTo((429, 429, 200)));
            Assert.That(first.Headers.GetValues("Stripe-Rate-Limited-Reason").Single(), Is.EqualTo("endpoint-rate"));
            Assert.That(first.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(2)));
        });
    }

    [Test]
    public async Task A_key_in_use_is_a_conflict_and_nothing_is_done()
    {
        Simulator.Faults.Add(SimulatorFaultKind.KeyInUse);
        var conflict = await PostWithKeyAsync("k1", "/v1/payment_intents", Paying);
        Assert.That(conflict.Status, Is.EqualTo(409));
        Assert.That((conflict.ErrorType, conflict.ErrorCode), Is.EqualTo(("idempotency_error", "idempotency_key_in_use")));
        Assert.That(Simulator.ChargesMade("A1"), Is.Zero);
    }

    [Test]
    public async Task A_hanging_answer_ends_when_the_caller_gives_up()
    {
        Simulator.Faults.Add(SimulatorFaultKind.Hang, Create);
        using var givesUp = new CancellationTokenSource();
        var hanging = SendAsync(HttpMethod.Post, "/v1/payment_intents", Paying, "k1", givesUp.Token);
        var other = await GetAsync("/v1/payment_intents");
        await givesUp.CancelAsync();
        Assert.That(async () => await hanging, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(other.Status, Is.EqualTo(200));
        Assert.That(Simulator.ChargesMade("A1"), Is.Zero);
    }

    [TestCase(SimulatorFaultKind.MalformedJson, "application/json", false)]
    [TestCase(SimulatorFaultKind.HtmlBody, "text/html", false)]
    [TestCase(SimulatorFaultKind.OversizedBody, "application/json", true)]
    public async Task A_spoiled_body_comes_after_the_charge(SimulatorFaultKind kind, string type, bool isJson)
    {
        Simulator.Faults.Add(new SimulatorFault(kind) { Size = 100_000, Status = 502 });
        using var response = await SendRawAsync(HttpMethod.Post, "/v1/payment_intents", Paying, "k1");
        var body = await response.Content.ReadAsStringAsync();
        Assert.Multiple(() =>
        {
            Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo(type));
            Assert.That(
                () => System.Text.Json.Nodes.JsonNode.Parse(body),
                isJson ? Throws.Nothing : Throws.InstanceOf<System.Text.Json.JsonException>());
            Assert.That(body.Length, kind is SimulatorFaultKind.OversizedBody ? Is.EqualTo(100_000) : Is.LessThan(4000));
            Assert.That(Simulator.ChargesMade("A1"), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task An_unknown_status_appears_in_one_answer_only()
    {
        var intent = await CreateIntentAsync();
        Simulator.Faults.Add(SimulatorFaultKind.UnknownStatus, "GET /v1/payment_intents/*");
        var odd = await GetAsync($"/v1/payment_intents/{intent.Id}");
        var normal = await GetAsync($"/v1/payment_intents/{intent.Id}");
        Assert.That((odd.Text("status"), normal.Text("status")), Is.EqualTo(("teleported", "succeeded")));
        Assert.That(Simulator.Faults.CountOf(SimulatorFaultKind.UnknownStatus), Is.EqualTo(1));
    }

    [Test]
    public async Task Rates_follow_the_seed()
    {
        var first = await FailuresAsync();
        var again = await FailuresAsync();
        Assert.That(first, Is.EqualTo(again));
        Assert.That(first, Does.Contain(503).And.Contain(200));
    }

    [Test]
    public async Task Webhook_faults_happen_at_their_rate_until_they_are_cleared()
    {
        Simulator.Faults.AddRate(new WebhookFault(WebhookFaultKind.Drop) { EventType = "payment_intent.created" }, rate: 1);
        await CreateIntentAsync();
        Assert.That(Simulator.TakeWebhooks().Select(webhook => webhook.EventType), Has.None.EqualTo("payment_intent.created").And.Some.EqualTo("charge.succeeded"));
        Simulator.Faults.Clear();
        await CreateIntentAsync();
        Assert.That(Simulator.TakeWebhooks().Select(webhook => webhook.EventType), Has.Some.EqualTo("payment_intent.created"));
        Assert.That(Simulator.Faults.CountOf(WebhookFaultKind.Drop), Is.EqualTo(1));
    }

    [Test]
    public async Task Requests_are_kept_only_where_the_options_say_so()
    {
        Simulator.Options.KeepRequests = false;
        var before = Simulator.Requests.Count;
        await CreateIntentAsync();
        Assert.That(Simulator.Requests, Has.Count.EqualTo(before));
    }

    private async Task<List<int>> FailuresAsync()
    {
        await using var other = new StripeSimulator(new StripeSimulatorOptions { Seed = 7, TimeProvider = Time });
        other.Faults.AddRate(
            new SimulatorFault(SimulatorFaultKind.ErrorBeforeActing) { Status = 503, Latency = TimeSpan.FromTicks(1) }, 0.5);
        await other.StartAsync();
        var statuses = new List<int>();
        for (var i = 0; i < 12; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(other.BaseAddress, "/v1/refunds"));
            request.Headers.Add("Authorization", "Bearer sk_test_simulator");
            using var response = await Http.SendAsync(request);
            statuses.Add((int)response.StatusCode);
        }

        return statuses;
    }
}
