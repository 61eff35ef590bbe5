using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Payments.Simulator;

/// <summary>
/// Coinbase Business: checkouts with their refunds, in production's path and the sandbox's, for requests that carry a token of the one CDP key; and
/// webhooks as Coinbase's delivery engine signs them. The legacy API is <see cref="CoinbaseCommerceSimulator"/>.
/// </summary>
public sealed partial class CoinbaseSimulator : ProviderSimulator
{
    /// <summary>The secret that signs webhooks unless the options or an endpoint name others.</summary>
    public const string DefaultWebhookSecret = "6f6c2b7e-5d1c-4b7a-9a55-000000000001";

    private readonly CoinbaseSimulatorOptions _options;
    private readonly CoinbaseTokens _tokens;
    private readonly CoinbaseCheckouts _checkouts;
    private readonly SimulatedIdempotency _idempotency;

    /// <summary>Creates a simulator that is not started.</summary>
    /// <param name="options">Key, clock, seed and the rest; null for the defaults.</param>
    public CoinbaseSimulator(CoinbaseSimulatorOptions? options = null)
        : base(options ??= new CoinbaseSimulatorOptions())
    {
        _options = options;
        _tokens = new(options.ApiKeyId, options.Seed, options.TimeProvider);
        _checkouts = new(options.TimeProvider, NewHex, id => new Uri(BaseAddress, $"payment-links/pl_{id}").AbsoluteUri, Tell);
        _idempotency = new(options.TimeProvider, TimeSpan.FromHours(24));
    }

    /// <inheritdoc/>
    public override string Name => "coinbase";

    /// <summary>The id of the key that is accepted.</summary>
    public string ApiKeyId => _options.ApiKeyId;

    /// <summary>The secret of the key that is accepted: an ECDSA key in PEM, which depends on the seed.</summary>
    public string ApiKeySecret => _tokens.Secret;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> DefaultWebhookSecrets => [DefaultWebhookSecret];

    /// <inheritdoc/>
    public override SimulatedTotals TotalsOf(string paymentOrOrderId) => Alone(() => _checkouts.All
        .Where(c => c.IsPaid && IsMeant(c, paymentOrOrderId))
        .Select(c => new SimulatedTotals(1, c.Amount, c.Amount, c.Amount - c.Left))
        .Aggregate(SimulatedTotals.None, SimulatedTotals.Add));

    /// <inheritdoc/>
    public override SimulatedStage StageOf(string paymentOrOrderId) => Alone(() => Furthest(_checkouts.All.Where(c => IsMeant(c, paymentOrOrderId)).Select(c =>
        c.IsPaid ? SimulatedStage.Taken
        : c.Status is CoinbaseCheckout.Processing || (c.Status is CoinbaseCheckout.Active && c.ExpiresAt > Time.GetUtcNow()) ? SimulatedStage.Open
        : SimulatedStage.Ended)));

    /// <inheritdoc/>
    protected override SignedWebhook SignWebhook(WebhookDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var time = draft.SignedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "application/json" };
        if (_options.SignatureForm is CoinbaseSignatureForm.HookHeader)
            headers["X-Hook0-Id"] = draft.EventId;
        else
            (headers["X-Event-Id"], headers["X-Event-Type"]) = (draft.EventId, draft.EventType);
        var names = string.Join(' ', headers.Keys.Select(name => name.ToLowerInvariant()));
        var v0 = ",v0=" + Sign(draft, $"{time}.");
        var v1 = $",h={names},v1={Sign(draft, $"{time}.{names}.{string.Join('.', headers.Values)}.")}";
        headers["X-Hook0-Signature"] = $"t={time}" + _options.SignatureForm switch
        {
            CoinbaseSignatureForm.HookHeader => v1,
            CoinbaseSignatureForm.BodyOnly => v0,
            _ => v0 + v1,
        };
        return new(draft.Body, headers);
    }

    /// <inheritdoc/>
    protected override SimulatedResponse? Admit(SimulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.RequestId = NextId("", 24);
        try
        {
            _tokens.Check(request);
            if (request.Header("X-Idempotency-Key") is not { } key || request.Method is not "POST")
                return null;
            if (!Version4().IsMatch(key))
                throw CoinbaseRefusal.Invalid("X-Idempotency-Key must be a UUID v4.");
            return _idempotency.Claim(key, $"{request.Path}\n{request.BodyText}", request) switch
            {
                null => null,
                { IsSame: false } => throw CoinbaseRefusal.Of(422),
                { Answer: null } => throw CoinbaseRefusal.Of(409),
                { Answer: { } answer } => answer.Copy(),
            };
        }
        catch (CoinbaseRefusal refusal)
        {
            return refusal.ToResponse(request.RequestId);
        }
    }

    /// <inheritdoc/>
    protected override void Complete(SimulatedRequest request, SimulatedResponse? response)
    {
        ArgumentNullException.ThrowIfNull(request);
        // A refusal is not remembered: it did nothing, and a corrected request may follow.
        if (request.Header("X-Idempotency-Key") is { } key)
            _idempotency.Complete(key, response is { Status: >= 400 and < 500 } ? null : response);
    }

    /// <inheritdoc/>
    protected override SimulatedResponse NotFound(SimulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return CoinbaseRefusal.Of(404).ToResponse(request.RequestId ?? "");
    }

    /// <inheritdoc/>
    protected override SimulatedResponse FaultAnswer(SimulatorFault fault) => CoinbaseRefusal.Of(FaultStatus(fault)).ToResponse("simulated-fault");

    /// <inheritdoc/>
    protected override async ValueTask DisposeCoreAsync()
    {
        await base.DisposeCoreAsync().ConfigureAwait(false);
        _tokens.Dispose();
    }

    // A subscription has one secret.
    private static string Sign(WebhookDraft draft, string prefix)
    {
        byte[] message = [.. Encoding.UTF8.GetBytes(prefix), .. draft.Body.Span];
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(draft.Secrets[0]), message));
    }

    private void Tell(string type, CoinbaseCheckout checkout)
    {
        var body = checkout.ToJson();
        body["eventType"] = type;
        EmitWebhook(NextId("evt_"), type, Encoding.UTF8.GetBytes(body.ToJsonString()));
    }

    private static bool IsMeant(CoinbaseCheckout checkout, string text) =>
        checkout.Id == text || checkout.Metadata.Values.Contains(text, StringComparer.Ordinal);

    private string NewHex(int digits) => Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(NextId(""))))[..digits];

    [GeneratedRegex("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\\z", RegexOptions.None, 1000)]
    private static partial Regex Version4();
}
