using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>
/// Stripe: Checkout Sessions, PaymentIntents, captures, Refunds, Disputes, Events and signed webhooks of the API version
/// <see cref="ApiVersion"/>.
/// </summary>
public sealed partial class StripeSimulator : ProviderSimulator
{
    /// <summary>
    /// The API version that is simulated; requests that name another, or none, are noted in <see cref="SimulatedRequest.Notes"/>.
    /// </summary>
    public const string ApiVersion = "2026-10-28.endive";

    /// <summary>The secret that signs webhooks unless the options or an endpoint name others.</summary>
    public const string DefaultWebhookSecret = "whsec_simulator";

    private readonly StripeSimulatorOptions _options;
    private readonly StripeAccount _account;
    private readonly StripeDisputes _disputes;
    private readonly StripeCharging _charging;
    private readonly StripeIntents _intents;
    private readonly StripeRefunds _refunds;
    private readonly StripeSessions _sessions;
    private readonly StripeExpansion _expansion;
    private readonly StripeIdempotency _idempotency;
    private readonly HashSet<SimulatedRequest> _notStored = [];

    /// <summary>Creates a simulator that is not started.</summary>
    /// <param name="options">Keys, clock, seed and the rest; null for the defaults.</param>
    public StripeSimulator(StripeSimulatorOptions? options = null)
        : base(options ??= new StripeSimulatorOptions())
    {
        _options = options;
        _account = new(options, prefix => NextId(prefix), () => BaseAddress, (id, type, body) => EmitWebhook(id, type, body));
        _disputes = new(_account);
        _charging = new(_account, _disputes);
        _intents = new(_account, _charging);
        _refunds = new(_account);
        _sessions = new(_account, _charging);
        _expansion = new(_account);
        _idempotency = new(options.TimeProvider);
    }

    /// <inheritdoc/>
    public override string Name => "stripe";

    /// <summary>The secret key that is accepted.</summary>
    public string SecretKey => _options.SecretKey;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> DefaultWebhookSecrets => [DefaultWebhookSecret];

    /// <inheritdoc/>
    public override SimulatedTotals TotalsOf(string paymentOrOrderId) => Alone(() => _account.Intents
        .Where(i => IsMeant(i, paymentOrOrderId))
        .SelectMany(i => i.Charges)
        .Where(c => c.Status is not StripeCharge.Failed)
        .Select(c => new SimulatedTotals(1, c.Amount, c.AmountCaptured, c.AmountRefunded))
        .Aggregate(SimulatedTotals.None, SimulatedTotals.Add));

    /// <inheritdoc/>
    public override SimulatedStage StageOf(string paymentOrOrderId) => Alone(() => Furthest(
        [
            .. _account.Intents.Where(i => IsMeant(i, paymentOrOrderId)).Select(StageOf),
            .. _account.Sessions.Where(s => s.Intent is null && (s.Id == paymentOrOrderId || s.Form["client_reference_id"] == paymentOrOrderId)).Select(StageOf),
        ]));

    private SimulatedStage StageOf(StripeIntent intent) => intent.Status switch
    {
        StripeIntent.Succeeded => SimulatedStage.Taken,
        StripeIntent.RequiresCapture => SimulatedStage.Held,
        StripeIntent.Processing => SimulatedStage.Open,
        StripeIntent.Canceled => SimulatedStage.Ended,
        _ => _account.SessionOf(intent) is { } session ? StageOf(session) : SimulatedStage.Open,
    };

    private SimulatedStage StageOf(StripeSession session) =>
        session.Status is StripeSession.Open && session.ExpiresAt > _account.Now ? SimulatedStage.Open : SimulatedStage.Ended;

    /// <summary>How many charges of an order or payment took or hold money.</summary>
    /// <param name="paymentOrOrderId">An intent's or session's id, or the order id in metadata or client reference.</param>
    /// <returns>The number of charges.</returns>
    public int ChargesMade(string paymentOrOrderId) => TotalsOf(paymentOrOrderId).Charges;

    /// <inheritdoc/>
    protected override SignedWebhook SignWebhook(WebhookDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var time = draft.SignedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] message = [.. Encoding.UTF8.GetBytes(time + "."), .. draft.Body.Span];
        var signatures = draft.Secrets.Select(s => $",v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(s), message))}");
        return new(draft.Body, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Content-Type"] = "application/json; charset=utf-8",
            ["User-Agent"] = "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
            [StripeHeaders.Signature] = $"t={time}{string.Concat(signatures)}",
        });
    }

    /// <inheritdoc/>
    protected override SimulatedResponse? Admit(SimulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.RequestId = NextId("req_", 14);
        if (request.Header(StripeHeaders.Version) is not ApiVersion)
            request.AddNote($"Stripe-Version is '{request.Header(StripeHeaders.Version)}', not '{ApiVersion}'.");
        try
        {
            CheckKey(request);
            return _idempotency.Admit(request);
        }
        catch (StripeRefusal refusal)
        {
            return refusal.ToResponse();
        }
    }

    /// <inheritdoc/>
    protected override void Complete(SimulatedRequest request, SimulatedResponse? response) =>
        _idempotency.Complete(request, _notStored.Remove(request) ? null : response);

    /// <inheritdoc/>
    protected override void Decorate(SimulatedRequest request, SimulatedResponse response)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        response.Headers[StripeHeaders.RequestId] = request.RequestId ?? string.Empty;
        response.Headers[StripeHeaders.Version] = request.Header(StripeHeaders.Version) ?? ApiVersion;
        foreach (var name in new[] { StripeHeaders.IdempotencyKey, StripeHeaders.Account })
            if (request.Header(name) is { } value)
                response.Headers[name] = value;
    }

    /// <inheritdoc/>
    protected override SimulatedResponse NotFound(SimulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new StripeRefusal(
            404,
            StripeRefusal.Body("invalid_request_error", code: null, $"Unrecognized request URL ({request.Method}: {request.Path}).", param: null),
            isStored: false).ToResponse();
    }

    /// <inheritdoc/>
    protected override SimulatedResponse FaultAnswer(SimulatorFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var (type, code, message) = fault.Kind switch
        {
            SimulatorFaultKind.RateLimited => ("invalid_request_error", "rate_limit", "Request rate limit exceeded."),
            SimulatorFaultKind.KeyInUse => (StripeRefusal.Idempotency, "idempotency_key_in_use", StripeIdempotency.InProgress),
            _ => ("api_error", null, "Sorry! There was an error on our side. We've already been notified of the problem."),
        };
        var response = SimulatedResponse.Json(
            FaultStatus(fault), new JsonObject { ["error"] = StripeRefusal.Body(type, code, message, param: null) });
        if (fault.Kind is SimulatorFaultKind.RateLimited)
            response.Headers[StripeHeaders.RateLimitedReason] = fault.Reason ?? "global-rate";
        if (fault.ShouldRetry is { } retry)
            response.Headers[StripeHeaders.ShouldRetry] = retry ? "true" : "false";
        return response;
    }

    private bool IsMeant(StripeIntent intent, string id)
    {
        var session = _account.SessionOf(intent);
        return new[]
        {
            intent.Id, intent.SessionId, intent.Metadata.GetValueOrDefault("order_id"),
            session?.Form["client_reference_id"], session?.Form["metadata.order_id"],
        }.Contains(id, StringComparer.Ordinal);
    }

    private void CheckKey(SimulatedRequest request)
    {
        var key = KeyOf(request.Header("Authorization"));
        if (string.Equals(key, _options.SecretKey, StringComparison.Ordinal))
            return;
        if (string.IsNullOrEmpty(key))
            throw StripeRefusal.Unauthorized(
                code: null, "You did not provide an API key. Provide it in the Authorization header, using Bearer auth.");
        if (key.StartsWith("pk_", StringComparison.Ordinal))
            throw StripeRefusal.Unauthorized("secret_key_required", "This API call cannot be made with a publishable API key.");
        throw StripeRefusal.Unauthorized(code: null, $"Invalid API Key provided: {key[..Math.Min(8, key.Length)]}****");
    }

    private static string? KeyOf(string? authorization)
    {
        var parts = authorization?.Split(' ', 2) ?? [];
        if (parts.Length < 2)
            return null;
        if (!string.Equals(parts[0], "Basic", StringComparison.OrdinalIgnoreCase))
            return string.Equals(parts[0], "Bearer", StringComparison.OrdinalIgnoreCase) ? parts[1] : null;
        var decoded = new byte[parts[1].Length];
        return Convert.TryFromBase64String(parts[1], decoded, out var length)
            ? Encoding.UTF8.GetString(decoded, 0, length).Split(':')[0]
            : null;
    }
}
