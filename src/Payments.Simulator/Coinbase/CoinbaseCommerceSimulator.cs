using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>
/// Coinbase Commerce, the legacy API: charges with their timeline, cancelling and resolving, for the one API key; and webhooks signed without a time. It
/// has no refunds and remembers no keys: every request to create makes a charge.
/// </summary>
public sealed partial class CoinbaseCommerceSimulator : ProviderSimulator
{
    /// <summary>The secret that signs webhooks unless the options name others.</summary>
    public const string DefaultWebhookSecret = "0b1c2d3e-4f50-4617-8899-000000000002";

    private const string Version = "2018-03-22";

    private readonly CoinbaseCommerceSimulatorOptions _options;
    private readonly List<CoinbaseCharge> _charges = [];
    private readonly Dictionary<(string EventId, Uri? Url), int> _attempts = [];
    private int _deliveries;

    /// <summary>Creates a simulator that is not started.</summary>
    /// <param name="options">Key, clock, seed and the rest; null for the defaults.</param>
    public CoinbaseCommerceSimulator(CoinbaseCommerceSimulatorOptions? options = null)
        : base(options ??= new CoinbaseCommerceSimulatorOptions()) => _options = options;

    /// <inheritdoc/>
    public override string Name => "coinbase-commerce";

    /// <summary>The API key that is accepted.</summary>
    public string ApiKey => _options.ApiKey;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> DefaultWebhookSecrets => [DefaultWebhookSecret];

    /// <inheritdoc/>
    protected override IReadOnlyCollection<string> SecretNames => ["X-CC-Api-Key"];

    /// <inheritdoc/>
    public override SimulatedTotals TotalsOf(string paymentOrOrderId) => Alone(() => _charges
        .Where(c => c.IsPaid && IsMeant(c, paymentOrOrderId))
        .Select(c => new SimulatedTotals(1, c.Amount ?? 0, c.Payments.Sum(p => p.Amount), 0))
        .Aggregate(SimulatedTotals.None, SimulatedTotals.Add));

    /// <inheritdoc/>
    public override SimulatedStage StageOf(string paymentOrOrderId) => Alone(() => Furthest(_charges.Where(c => IsMeant(c, paymentOrOrderId)).Select(c =>
        c.IsPaid ? SimulatedStage.Taken
        : c.Status is CoinbaseCharge.Pending or CoinbaseCharge.Unresolved || (c.Status is CoinbaseCharge.New && c.ExpiresAt > Time.GetUtcNow()) ? SimulatedStage.Open
        : SimulatedStage.Ended)));

    /// <inheritdoc/>
    protected override SignedWebhook SignWebhook(WebhookDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var body = Deliver(draft);
        return new(body, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Content-Type"] = "application/json",
            ["X-CC-Webhook-Signature"] = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(draft.Secrets[0]), body.Span)),
        });
    }

    /// <inheritdoc/>
    protected override SimulatedResponse? Admit(SimulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.RequestId = NextId("req-", 20);
        if (_options.IsGone)
            return SimulatedResponse.Html(410, "<html><body><h1>Coinbase Commerce has moved</h1></body></html>");
        if (request.Header("X-CC-Version") is not Version)
            request.AddNote($"X-CC-Version is '{request.Header("X-CC-Version")}', not '{Version}'.");
        return request.Header("X-CC-Api-Key") == _options.ApiKey ? null : Error(401, "authentication_error", "No such API key.");
    }

    /// <inheritdoc/>
    protected override void Decorate(SimulatedRequest request, SimulatedResponse response)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        response.Headers["x-request-id"] = request.RequestId ?? "";
    }

    /// <inheritdoc/>
    protected override SimulatedResponse NotFound(SimulatedRequest request) => Error(404, "not_found", "Not found.");

    /// <inheritdoc/>
    protected override SimulatedResponse FaultAnswer(SimulatorFault fault)
    {
        var status = FaultStatus(fault);
        var type = status switch
        {
            401 => "authentication_error",
            404 => "not_found",
            429 => "rate_limit_exceeded",
            >= 500 => "internal_server_error",
            _ => "invalid_request",
        };
        return status == 503 ? SimulatedResponse.Text(503, "", "text/plain") : Error(status, type, "The request was not processed.");
    }

    /// <inheritdoc/>
    protected override SimulatedResponse WithUnknownStatus(SimulatedResponse response, string value)
    {
        ArgumentNullException.ThrowIfNull(response);
        var body = JsonNode.Parse(response.BodyText);
        if (body?["data"]?["timeline"] is not JsonArray { Count: > 0 } timeline)
            return response;
        timeline[^1]!["status"] = value;
        return SimulatedResponse.Json(response.Status, body);
    }

    private static SimulatedResponse Error(int status, string type, string message) =>
        SimulatedResponse.Json(status, new JsonObject { ["error"] = new JsonObject { ["type"] = type, ["message"] = message } });

    private void Move(CoinbaseCharge charge, string type, string status, string? context = null)
    {
        charge.Timeline.Add(new(status, context, Time.GetUtcNow()));
        Tell(charge, type);
    }

    // Each attempt to deliver an event to an endpoint has a number and an id of its own. A body that is no event of ours is signed as it is.
    private ReadOnlyMemory<byte> Deliver(WebhookDraft draft)
    {
        if (draft.EventId.Length == 0)
            return draft.Body;
        var attempt = _attempts[(draft.EventId, draft.Url)] = _attempts.GetValueOrDefault((draft.EventId, draft.Url)) + 1;
        if (attempt == 1)
            return draft.Body;
        var delivery = JsonNode.Parse(draft.Body.Span)!;
        (delivery["id"], delivery["attempt_number"]) = (++_deliveries, attempt);
        return Encoding.UTF8.GetBytes(delivery.ToJsonString());
    }

    private void Tell(CoinbaseCharge charge, string type)
    {
        var id = NewUuid();
        var body = new JsonObject
        {
            ["id"] = ++_deliveries,
            ["scheduled_for"] = CoinbaseCharge.Text(Time.GetUtcNow()),
            ["attempt_number"] = 1,
            ["event"] = new JsonObject
            {
                ["id"] = id,
                ["resource"] = "event",
                ["type"] = type,
                ["api_version"] = Version,
                ["created_at"] = CoinbaseCharge.Text(Time.GetUtcNow()),
                ["data"] = charge.ToJson(),
            },
        };
        EmitWebhook(id, type, Encoding.UTF8.GetBytes(body.ToJsonString()));
    }

    private static bool IsMeant(CoinbaseCharge charge, string text) =>
        charge.Id == text || charge.Code == text
        || charge.Metadata.Any(m => m.Value?.GetValueKind() is JsonValueKind.String && m.Value.GetValue<string>() == text);

    private string NewUuid() => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(NextId("")))[..16]).ToString("D", CultureInfo.InvariantCulture);
}
