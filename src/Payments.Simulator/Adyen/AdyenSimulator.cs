using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>
/// Adyen's Checkout API <see cref="ApiVersion"/>: payment links, sessions, direct payments with their details, captures, cancellations, refunds, reversals,
/// disputes and standard notifications, signed in each item. Modifications are only received; <see cref="SettlePendingAsync"/> decides them.
/// </summary>
public sealed partial class AdyenSimulator : ProviderSimulator
{
    /// <summary>The version of the API that is simulated.</summary>
    public const string ApiVersion = "v72";

    /// <summary>The HMAC key that signs webhooks unless the options or an endpoint name others.</summary>
    public const string DefaultWebhookSecret = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";

    private const int MaxKeyLength = 64;

    private readonly AdyenSimulatorOptions _options;
    private readonly AdyenNotifier _notifier;
    private readonly AdyenLedger _ledger;
    private readonly AdyenPages _pages;
    private readonly AdyenPayments _payments;
    private readonly SimulatedIdempotency _keys;

    /// <summary>Creates a simulator that is not started.</summary>
    /// <param name="options">Keys, clock, seed and the rest; null for the defaults.</param>
    public AdyenSimulator(AdyenSimulatorOptions? options = null)
        : base(options ??= new AdyenSimulatorOptions())
    {
        _options = options;
        _notifier = new(options, (id, type, body) => EmitWebhook(id, type, body));
        _ledger = new(options, NextId, _notifier);
        _pages = new(_ledger, () => BaseAddress);
        _payments = new(_ledger, () => BaseAddress);
        _keys = new(options.TimeProvider, TimeSpan.FromDays(7));
    }

    /// <inheritdoc/>
    public override string Name => "adyen";

    /// <summary>The API key that is accepted.</summary>
    public string ApiKey => _options.ApiKey;

    /// <summary>The merchant account.</summary>
    public string MerchantAccount => _options.MerchantAccount;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> DefaultWebhookSecrets => [DefaultWebhookSecret];

    /// <inheritdoc/>
    protected override IReadOnlyCollection<string> SecretNames { get; } =
    [
        "sessionData", "sessionResult", "redirectResult", "payload", "threeDSResult", "paymentData", "authorisationToken", "token", "encryptedCardNumber",
        "encryptedExpiryMonth", "encryptedExpiryYear", "encryptedSecurityCode", "shopperEmail", "telephoneNumber", "iban",
    ];

    /// <inheritdoc/>
    public override SimulatedTotals TotalsOf(string paymentOrOrderId) => Alone(() => _ledger.Checkouts
        .Where(c => IsMeant(c, paymentOrOrderId))
        .SelectMany(c => c.Charges)
        .Where(c => c.WasAuthorised)
        .Select(c => new SimulatedTotals(1, c.Checkout.Value, c.CapturedOrWaiting, c.RefundedOrWaiting))
        .Aggregate(SimulatedTotals.None, SimulatedTotals.Add));

    /// <inheritdoc/>
    public override SimulatedStage StageOf(string paymentOrOrderId) => Alone(() => Furthest(_ledger.Checkouts.Where(c => IsMeant(c, paymentOrOrderId)).Select(StageOf)));

    private SimulatedStage StageOf(AdyenCheckout checkout) => Furthest(checkout.Charges.Select(StageOf).Append(
        checkout is { Kind: not AdyenCheckoutKind.Direct, Status: AdyenCheckout.Active or AdyenCheckout.PaymentPending } && checkout.ExpiresAt > _ledger.Now
            ? SimulatedStage.Open : SimulatedStage.Ended));

    private static SimulatedStage StageOf(AdyenCharge charge) => charge.State switch
    {
        AdyenChargeState.Authorised => charge.CapturedOrWaiting > 0 ? SimulatedStage.Taken : charge.HasLostCapture ? SimulatedStage.Ended : SimulatedStage.Held,
        AdyenChargeState.Open or AdyenChargeState.Waiting => SimulatedStage.Open,
        _ => SimulatedStage.Ended,
    };

    /// <inheritdoc/>
    protected override SignedWebhook SignWebhook(WebhookDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "application/json; charset=utf-8", ["User-Agent"] = "Adyen HttpClient 1.0" };
        if (_options.WebhookUserName is { } user)
            headers["Authorization"] = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{_options.WebhookPassword}"));
        var secret = draft.Secrets[^1];
        if (AdyenSignature.SignItems(draft.Body, secret) is { } signed)
            return new(signed, headers);
        headers[AdyenSignature.Header] = AdyenSignature.Sign(draft.Body.Span, secret);
        return new(draft.Body, headers);
    }

    /// <inheritdoc/>
    protected override ReadOnlyMemory<byte> TamperWebhook(ReadOnlyMemory<byte> body) => AdyenSignature.Tamper(body);

    /// <inheritdoc/>
    protected override SimulatedResponse? Admit(SimulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.RequestId = _ledger.NewId("");
        if (!string.Equals(request.Header("X-API-Key"), _options.ApiKey, StringComparison.Ordinal))
            return AdyenRefusal.Answer(401, "000", "HTTP Status Response - Unauthorized", "security");
        if (KeyOf(request) is not { } key)
            return null;
        if (key.Length > MaxKeyLength)
            return AdyenRefusal.Answer(422, "000", $"The Idempotency-Key has more than {MaxKeyLength} characters.", "validation");
        return _keys.Claim(key, request.Path + "\n" + request.BodyText, request) switch
        {
            null => null,
            { IsSame: false } => AdyenRefusal.Answer(422, "704", "request already processed or in progress", "validation"),
            { Answer: { } answer } => answer.Copy(),
            _ => AdyenRefusal.Answer(422, "704", "request already processed or in progress", "validation"),
        };
    }

    /// <inheritdoc/>
    protected override void Complete(SimulatedRequest request, SimulatedResponse? response)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (KeyOf(request) is { } key)
            _keys.Complete(key, response);
    }

    /// <inheritdoc/>
    protected override void Decorate(SimulatedRequest request, SimulatedResponse response)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        response.Headers["pspReference"] = request.RequestId ?? "";
        if (KeyOf(request) is { } key)
            response.Headers["Idempotency-Key"] = key;
    }

    /// <inheritdoc/>
    protected override SimulatedResponse NotFound(SimulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return AdyenRefusal.Problem(404, "Not Found", $"There is no {request.Method} {request.Path}.");
    }

    /// <inheritdoc/>
    protected override SimulatedResponse FaultAnswer(SimulatorFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var status = FaultStatus(fault);
        var (code, type, message) = status switch
        {
            401 => ("000", "security", "HTTP Status Response - Unauthorized"),
            403 => ("010", "security", "Not allowed"),
            409 => ("704", "validation", "request already processed or in progress"),
            422 => ("704", "validation", "request already processed or in progress"),
            429 => ("000", "security", "Too many requests"),
            < 500 => ("702", "validation", "Unexpected input"),
            _ => ("701", "internal", "Internal error"),
        };
        var response = AdyenRefusal.Answer(status, code, message, type);

        // Where nothing was done Adyen says so, and the key stays free.
        if (fault.ShouldRetry ?? (fault.Kind is SimulatorFaultKind.ErrorBeforeActing && status >= 500))
            response.Headers["Transient-Error"] = "true";
        return response;
    }

    /// <inheritdoc/>
    protected override SimulatedResponse WithUnknownStatus(SimulatedResponse response, string value)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (JsonNode.Parse(response.BodyText) is not JsonObject body)
            return response;
        foreach (var name in new[] { "status", "resultCode" })
            if (body.ContainsKey(name))
                body[name] = value;
        return SimulatedResponse.Json(response.Status, body);
    }

    private static bool IsMeant(AdyenCheckout checkout, string id) =>
        string.Equals(checkout.Id, id, StringComparison.Ordinal) || string.Equals(checkout.Reference, id, StringComparison.Ordinal)
        || checkout.Charges.Exists(c => string.Equals(c.Psp, id, StringComparison.Ordinal));

    private static string? KeyOf(SimulatedRequest request) =>
        request.Method is "POST" && request.Header("Idempotency-Key") is { Length: > 0 } key ? key : null;
}
