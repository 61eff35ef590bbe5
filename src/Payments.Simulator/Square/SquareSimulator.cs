using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Payments.Simulator;

/// <summary>A local Square: payments, payment links, orders, Terminal checkouts, refunds and disputes of one seller with one location.</summary>
public sealed partial class SquareSimulator : ProviderSimulator
{
    /// <summary>The API version that is simulated; requests that name another are noted in <see cref="SimulatedRequest.Notes"/>.</summary>
    public const string ApiVersion = "2025-08-20";

    /// <summary>The signature key that signs webhooks unless the options or an endpoint name others.</summary>
    public const string DefaultSignatureKey = "simulator-signature-key";

    private const string SignatureHeader = "x-square-hmacsha256-signature";
    private const string VersionHeader = "Square-Version";

    private static readonly Dictionary<int, (string Category, string Code)> FaultCodes = new()
    {
        [400] = (SquareRefusal.Invalid, "BAD_REQUEST"),
        [401] = (SquareRefusal.Authentication, "UNAUTHORIZED"),
        [403] = (SquareRefusal.Authentication, "FORBIDDEN"),
        [404] = (SquareRefusal.Invalid, "NOT_FOUND"),
        [429] = (SquareRefusal.RateLimit, "RATE_LIMITED"),
        [501] = (SquareRefusal.Api, "NOT_IMPLEMENTED"),
        [502] = (SquareRefusal.Api, "BAD_GATEWAY"),
        [503] = (SquareRefusal.Api, "SERVICE_UNAVAILABLE"),
        [504] = (SquareRefusal.Api, "GATEWAY_TIMEOUT"),
    };

    private readonly SquareSimulatorOptions _options;
    private readonly SquareAccount _account;
    private readonly SquareDisputes _disputes;
    private readonly SquareCharging _charging;
    private readonly SquarePayments _payments;
    private readonly SquareTerminals _terminals;
    private readonly SquareRefunds _refunds;
    private readonly SquareIdempotency _idempotency;
    private readonly HashSet<SimulatedRequest> _notStored = [];

    /// <summary>Creates a simulator that is not started.</summary>
    /// <param name="options">Token, location, clock, seed and the rest; null for the defaults.</param>
    public SquareSimulator(SquareSimulatorOptions? options = null)
        : base(options ??= new SquareSimulatorOptions())
    {
        _options = options;
        _account = new(options, length => NextId("", length), () => BaseAddress, (id, type, body) => EmitWebhook(id, type, body));
        _disputes = new(_account);
        _charging = new(_account, _disputes);
        _payments = new(_account, _charging);
        _terminals = new(_account, _charging);
        _refunds = new(_account, _charging);
        _idempotency = new(options.TimeProvider, options.IdempotencyKeyLifetime);
    }

    /// <summary>The notification URL that is signed unless an endpoint or the options name another.</summary>
    public static Uri DefaultNotificationUrl { get; } = new("https://shop.example/webhooks/square");

    /// <inheritdoc/>
    public override string Name => "square";

    /// <summary>The access token that is accepted.</summary>
    public string AccessToken => _options.AccessToken;

    /// <summary>The id of the one location.</summary>
    public string LocationId => _options.LocationId;

    /// <summary>The notification URL that is signed while no endpoint is registered.</summary>
    public Uri NotificationUrl => _options.NotificationUrl;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> DefaultWebhookSecrets => [DefaultSignatureKey];

    /// <inheritdoc/>
    protected override IReadOnlyCollection<string> SecretNames => ["source_id", "verification_token"];

    /// <inheritdoc/>
    public override SimulatedTotals TotalsOf(string paymentOrOrderId) => Alone(() => _account.Payments
        .Where(payment => payment.IsAlive && IsMeant(payment, paymentOrOrderId))
        .Select(payment => new SimulatedTotals(
            1, Math.Max(payment.ApprovedAmount, payment.Total), payment.Status is SquarePayment.Completed ? payment.Total : 0, payment.Refunded))
        .Aggregate(SimulatedTotals.None, SimulatedTotals.Add));

    /// <inheritdoc/>
    public override SimulatedStage StageOf(string paymentOrOrderId) => Alone(() => Furthest(
        [
            .. _account.Payments.Where(payment => IsMeant(payment, paymentOrOrderId)).Select(StageOf),
            .. _account.Checkouts.Where(checkout => checkout.ReferenceId == paymentOrOrderId || IsId(checkout.Id, paymentOrOrderId)).Select(StageOf),
            .. _account.Orders.Where(order => order.ReferenceId == paymentOrOrderId || IsId(order.Id, paymentOrOrderId)).Select(StageOf),
        ]));

    private static SimulatedStage StageOf(SquarePayment payment) => payment.Status switch
    {
        SquarePayment.Completed => SimulatedStage.Taken,
        SquarePayment.Approved => SimulatedStage.Held,
        SquarePayment.Pending => SimulatedStage.Open,
        _ => SimulatedStage.Ended,
    };

    private static SimulatedStage StageOf(SquareCheckout checkout) => checkout.IsOpen ? SimulatedStage.Open : SimulatedStage.Ended;

    // Without a page there is nothing that a payer could still pay on.
    private static SimulatedStage StageOf(SquareOrder order) =>
        order is { Link: not null, State: not SquareOrder.Canceled } && order.Due > 0 ? SimulatedStage.Open : SimulatedStage.Ended;

    private static bool IsId(string id, string text) => id == text[(text.LastIndexOf(':') + 1)..];

    /// <inheritdoc/>
    protected override SignedWebhook SignWebhook(WebhookDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        // One signature for each message: of several keys the first signs.
        byte[] message = [.. Encoding.UTF8.GetBytes((draft.Url ?? NotificationUrl).OriginalString), .. draft.Body.Span];
        return new(draft.Body, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Content-Type"] = "application/json",
            ["User-Agent"] = "Square Connect v2",
            ["square-environment"] = "Sandbox",
            [SignatureHeader] = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(draft.Secrets[0]), message)),
        });
    }

    /// <inheritdoc/>
    protected override SimulatedResponse? Admit(SimulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Header("Authorization") != $"Bearer {_options.AccessToken}")
            return new SquareRefusal(
                401, [SquareRefusal.Error(SquareRefusal.Authentication, "UNAUTHORIZED", "This request could not be authorized.")]).ToResponse();
        var version = request.Header(VersionHeader);
        if (version is not null && !Version().IsMatch(version))
            return SquareRefusal.Bad("INVALID_SQUARE_VERSION_FORMAT", $"`{version}` is not a version.").ToResponse();
        if (version is not ApiVersion)
            request.AddNote($"{VersionHeader} is '{version}', not '{ApiVersion}'.");
        return _idempotency.Admit(request);
    }

    /// <inheritdoc/>
    protected override void Complete(SimulatedRequest request, SimulatedResponse? response) =>
        _idempotency.Complete(request, _notStored.Remove(request) ? null : response);

    /// <inheritdoc/>
    protected override void Decorate(SimulatedRequest request, SimulatedResponse response)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        response.Headers[VersionHeader] = request.Header(VersionHeader) ?? ApiVersion;
    }

    /// <inheritdoc/>
    protected override SimulatedResponse NotFound(SimulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return SquareRefusal.Missing($"the resource {request.Method} {request.Path}").ToResponse();
    }

    /// <inheritdoc/>
    protected override SimulatedResponse FaultAnswer(SimulatorFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault.Kind is SimulatorFaultKind.KeyInUse)
            return SquareIdempotency.InUse();
        var status = FaultStatus(fault);
        var (category, code) = FaultCodes.GetValueOrDefault(status, (SquareRefusal.Api, "INTERNAL_SERVER_ERROR"));
        return new SquareRefusal(status, [SquareRefusal.Error(category, code, fault.Reason ?? "Simulated.")]).ToResponse();
    }

    /// <inheritdoc/>
    protected override SimulatedResponse WithUnknownStatus(SimulatedResponse response, string value)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (JsonNode.Parse(response.BodyText) is not JsonObject body)
            return response;
        foreach (var part in body.Select(member => member.Value).SelectMany(member => member is JsonArray items ? [.. items] : (JsonNode?[])[member]).OfType<JsonObject>())
            foreach (var name in (string[])["status", "state"])
                if (part.ContainsKey(name))
                    part[name] = value;
        return SimulatedResponse.Json(response.Status, body);
    }

    private static bool IsMeant(SquarePayment payment, string text)
    {
        var id = text[(text.LastIndexOf(':') + 1)..];
        return payment.Id == id || payment.Order.Id == id || payment.Checkout?.Id == id
            || payment.ReferenceId == text || payment.Order.ReferenceId == text || payment.Checkout?.ReferenceId == text;
    }

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", RegexOptions.None, 1000)]
    private static partial Regex Version();
}
