using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>
/// Toss Payments, API version 2022-11-16: payment windows, the browser's SDK, confirmation, virtual accounts, billing keys, cancels, unsigned payment events
/// and signed payout and seller events.
/// </summary>
public sealed partial class TossSimulator : ProviderSimulator
{
    /// <summary>The security key that signs payout and seller events unless the options or an endpoint name others.</summary>
    public const string DefaultSecurityKey = "5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e";

    /// <summary>A billing key whose charge succeeds; <c>billing_</c> with a code behind it is declined with that code.</summary>
    public const string BillingKey = TossOpening.BillingKeyPrefix + "ok";

    private readonly TossSimulatorOptions _options;
    private readonly TossAccount _account;
    private readonly TossCharging _charging;
    private readonly TossOpening _opening;
    private readonly TossCancelling _cancelling;
    private readonly SimulatedIdempotency _keys;

    /// <summary>Creates a simulator that is not started.</summary>
    /// <param name="options">Keys, clock, seed and the rest; null for the defaults.</param>
    public TossSimulator(TossSimulatorOptions? options = null)
        : base(options ??= new TossSimulatorOptions())
    {
        _options = options;
        _account = new(options, prefix => NextId(prefix), () => BaseAddress, (id, type, body) => EmitWebhook(id, type, body));
        _charging = new(_account);
        _opening = new(_account, _charging);
        _cancelling = new(_account);
        _keys = new(options.TimeProvider, TimeSpan.FromDays(15));
    }

    /// <inheritdoc/>
    public override string Name => "toss";

    /// <summary>The secret key that is accepted.</summary>
    public string SecretKey => _options.SecretKey;

    /// <summary>The client key that is its pair.</summary>
    public string ClientKey => _options.SecretKey.Replace("sk_", "ck_", StringComparison.Ordinal);

    /// <inheritdoc/>
    protected override IReadOnlyList<string> DefaultWebhookSecrets => [DefaultSecurityKey];

    /// <inheritdoc/>
    protected override IReadOnlyCollection<string> SecretNames => ["secret", "accountNumber", "holderName", "registrationNumber", "customerMobilePhone", "tosspayments-webhook-signature"];

    /// <inheritdoc/>
    public override SimulatedTotals TotalsOf(string paymentOrOrderId) => Alone(() => _account.Payments
        .Where(payment => (payment.Key == paymentOrOrderId || payment.OrderId == paymentOrOrderId) && payment.IsPaid)
        .Select(payment => new SimulatedTotals(1, payment.Amount, payment.Amount, payment.Refunded))
        .Aggregate(SimulatedTotals.None, SimulatedTotals.Add));

    /// <inheritdoc/>
    public override SimulatedStage StageOf(string paymentOrOrderId) => Alone(() => Furthest(_account.Payments.Where(payment => payment.Key == paymentOrOrderId || payment.OrderId == paymentOrOrderId).Select(payment =>
        payment.IsPaid ? SimulatedStage.Taken
        : payment is { Status: TossPayment.Ready or TossPayment.InProgress or TossPayment.Waiting, IsOverdue: false } ? SimulatedStage.Open
        : SimulatedStage.Ended)));

    /// <summary>Tells of a payout, in a signed event that concerns no payment.</summary>
    /// <param name="status"><c>COMPLETED</c> or <c>FAILED</c>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>When it was told.</returns>
    public Task ChangePayoutAsync(string status = "COMPLETED", CancellationToken cancellationToken = default) => AloneAsync(() => _account.TellSigned(
        "payout.changed", "payout", new JsonObject { ["id"] = NextId("FPA_", 8), ["status"] = status, ["amount"] = new JsonObject { ["currency"] = "KRW", ["value"] = 5000.0m } }), cancellationToken);

    /// <summary>Tells of a seller of a marketplace, in a signed event that concerns no payment.</summary>
    /// <param name="status"><c>APPROVED</c>, <c>PARTIALLY_APPROVED</c> or <c>KYC_REQUIRED</c>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>When it was told.</returns>
    public Task ChangeSellerAsync(string status = "APPROVED", CancellationToken cancellationToken = default) => AloneAsync(
        () => _account.TellSigned("seller.changed", "seller", new JsonObject { ["id"] = NextId("seller_", 8), ["status"] = status }), cancellationToken);

    /// <inheritdoc/>
    protected override void MapRoutes(SimulatorRoutes routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        Map(routes, "POST", "/v1/payments", _opening.Window);
        Map(routes, "POST", "/v1/virtual-accounts", _opening.VirtualAccount);
        Map(routes, "POST", "/v1/billing/{billingKey}", _opening.Billing);
        Map(routes, "POST", "/v1/payments/confirm", request => _charging.Confirm(request, isBrandPay: false));
        Map(routes, "POST", "/v1/brandpay/payments/confirm", request => _charging.Confirm(request, isBrandPay: true));
        Map(routes, "POST", "/v1/payments/{key}/cancel", _cancelling.Cancel);
        Map(routes, "GET", "/v1/payments/{key}", request => _account.Get(request.RouteValues["key"]));
        Map(routes, "GET", "/v1/payments/orders/{order}", request => _account.OfOrder(request.RouteValues["order"]) ?? throw new TossRefusal("NOT_FOUND_PAYMENT"));
        MapPayerPage(routes, "/v1/payments/{id}/checkout", Describe);
    }

    /// <inheritdoc/>
    protected override SimulatedResponse? Admit(SimulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            CheckKey(request.Header("Authorization"));
            if (KeyOf(request) is not { } key)
                return null;
            if (key.Length > 300)
                throw new TossRefusal("INVALID_IDEMPOTENCY_KEY");

            // The body is no part of it: whoever uses a key again gets the first answer, whatever is asked for now.
            return _keys.Claim(Scope(request, key), "", request) switch
            {
                null => null,
                { Answer: { } first } => first.Copy(),
                _ => throw new TossRefusal("IDEMPOTENT_REQUEST_PROCESSING"),
            };
        }
        catch (TossRefusal refusal)
        {
            return refusal.ToResponse();
        }
    }

    /// <inheritdoc/>
    protected override void Complete(SimulatedRequest request, SimulatedResponse? response)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (KeyOf(request) is { } key)
            _keys.Complete(Scope(request, key), response);
    }

    /// <inheritdoc/>
    protected override SimulatedResponse NotFound(SimulatedRequest request) => new TossRefusal("NOT_FOUND").ToResponse();

    /// <inheritdoc/>
    protected override SimulatedResponse FaultAnswer(SimulatorFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var status = FaultStatus(fault);
        return TossRefusal.Body(
            status,
            status switch { 401 => "UNAUTHORIZED_KEY", 409 => "IDEMPOTENT_REQUEST_PROCESSING", 429 => "TOO_MANY_REQUESTS", >= 500 => "FAILED_INTERNAL_SYSTEM_PROCESSING", _ => "INVALID_REQUEST" },
            "A fault on purpose.");
    }

    /// <inheritdoc/>
    protected override SignedWebhook SignWebhook(WebhookDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var time = draft.SignedAt.ToOffset(TimeSpan.FromHours(9)).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase)
        {
            ["Content-Type"] = "application/json",
            ["tosspayments-webhook-transmission-time"] = time,
            ["tosspayments-webhook-transmission-id"] = draft.EventId,
            ["tosspayments-webhook-transmission-retried-count"] = "0",
        };
        if (draft.EventType is "payout.changed" or "seller.changed")
        {
            byte[] message = [.. draft.Body.Span, .. Encoding.UTF8.GetBytes(":" + time)];
            headers["tosspayments-webhook-signature"] = string.Join(',', draft.Secrets.Select(secret => "v1:" + Convert.ToBase64String(HMACSHA256.HashData(KeyBytes(secret), message))));
        }

        return new(draft.Body, headers);
    }

    private static byte[] KeyBytes(string secret) =>
        secret.Length == 64 && secret.All(char.IsAsciiHexDigit) ? Convert.FromHexString(secret) : Encoding.UTF8.GetBytes(secret);

    private static string? KeyOf(SimulatedRequest request) => request.Method is "POST" ? request.Header("Idempotency-Key") : null;

    private static string Scope(SimulatedRequest request, string key) => $"{request.Header("Authorization")} {request.Method} {request.Path} {key}";

    private void Map(SimulatorRoutes routes, string method, string path, Func<SimulatedRequest, TossPayment> handler) => routes.Map(method, path, request =>
    {
        try
        {
            _charging.Sweep();
            if (!_account.IsLive && request.Header("TossPayments-Test-Code") is { } code)
                throw new TossRefusal(TossRefusal.Knows(code) ? code : "INVALID_TEST_CODE", "The test code asked for it.");
            return SimulatedResponse.Json(200, _account.Json(handler(request), request));
        }
        catch (TossRefusal refusal)
        {
            return refusal.ToResponse();
        }
    });

    // The key is the user's name, the password is empty, and the colon between them belongs to it.
    private void CheckKey(string? authorization)
    {
        if (authorization is null)
            throw new TossRefusal("UNAUTHORIZED_KEY");
        var parts = authorization.Split(' ', 2);
        var bytes = new byte[authorization.Length];
        if (parts is not ["Basic", var encoded] || !Convert.TryFromBase64String(encoded, bytes, out var length) || length == 0 || bytes[length - 1] != ':')
            throw new TossRefusal("INCORRECT_BASIC_AUTH_FORMAT");
        if (Encoding.UTF8.GetString(bytes, 0, length - 1) != _options.SecretKey)
            throw new TossRefusal("UNAUTHORIZED_KEY");
    }
}
