using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>
/// Naver Pay's simple payment: reserve, the payer's page, apply, history and cancel, with idempotency keys whose repeats are answered with 409 and the
/// first answer. It pushes nothing.
/// </summary>
public sealed partial class NaverPaySimulator : ProviderSimulator
{
    private const string KeyHeader = "X-NaverPay-Idempotency-Key";
    private const string TimeIsOver = "paymentTimeExpire";
    private static readonly TimeSpan PageLifetime = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan ApplyWindow = TimeSpan.FromMinutes(10);
    private static readonly PayerActionKind[] Actions = [PayerActionKind.Pay, PayerActionKind.Decline, PayerActionKind.Cancel];

    private readonly NaverPaySimulatorOptions _options;
    private readonly SimulatedIdempotency _keys;
    private readonly Dictionary<string, NaverPayReserve> _reserves = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NaverPayPayment> _payments = new(StringComparer.Ordinal);

    /// <summary>Creates a simulator that is not started.</summary>
    /// <param name="options">Keys, clock and the rest; null for the defaults.</param>
    public NaverPaySimulator(NaverPaySimulatorOptions? options = null)
        : base(options ??= new NaverPaySimulatorOptions())
    {
        _options = options;
        _keys = new(options.TimeProvider, options.KeyLifetime);
    }

    /// <inheritdoc/>
    public override string Name => "naverpay";

    /// <summary>The client id that is accepted.</summary>
    public string ClientId => _options.ClientId;

    /// <summary>The client secret that is accepted.</summary>
    public string ClientSecret => _options.ClientSecret;

    /// <summary>The chain id that is accepted.</summary>
    public string ChainId => _options.ChainId;

    /// <inheritdoc/>
    public override IReadOnlyCollection<PayerActionKind> PayerActions => Actions;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<string> SecretNames => ["X-Naver-Client-Secret", "X-NaverPay-Financial-Id", "purchaserName", "purchaserBirthday"];

    /// <inheritdoc/>
    public override SimulatedTotals TotalsOf(string paymentOrOrderId) => Alone(() => _payments.Values
        .Where(payment => payment.IsApplied)
        .Where(payment => payment.Id == paymentOrOrderId || payment.Reserve.Id == paymentOrOrderId || payment.Reserve.MerchantPayKey == paymentOrOrderId)
        .Select(payment => new SimulatedTotals(
            1, payment.Reserve.Amount.Total, payment.Reserve.Amount.Total, payment.Refunded.Total + (payment.Waiting?.Amount.Total ?? 0)))
        .Aggregate(SimulatedTotals.None, SimulatedTotals.Add));

    /// <inheritdoc/>
    public override SimulatedStage StageOf(string paymentOrOrderId) => Alone(() => Furthest(
        [
            .. _payments.Values.Where(payment => payment.Id == paymentOrOrderId || IsMeant(payment.Reserve, paymentOrOrderId)).Select(StageOf),
            .. _reserves.Values.Where(reserve => IsMeant(reserve, paymentOrOrderId)).Select(StageOf),
        ]));

    private SimulatedStage StageOf(NaverPayPayment payment) =>
        payment.IsApplied ? SimulatedStage.Taken
        : payment.Refusal is null && Time.GetUtcNow() - payment.AgreedAt <= ApplyWindow ? SimulatedStage.Open
        : SimulatedStage.Ended;

    private SimulatedStage StageOf(NaverPayReserve reserve) =>
        !reserve.IsOver && Time.GetUtcNow() - reserve.CreatedAt <= PageLifetime ? SimulatedStage.Open : SimulatedStage.Ended;

    private static bool IsMeant(NaverPayReserve reserve, string id) => reserve.Id == id || reserve.MerchantPayKey == id;

    /// <inheritdoc/>
    public override Task<int> SettlePendingAsync(string? id = null, bool succeed = true, CancellationToken cancellationToken = default) =>
        Task.FromResult(Alone(() =>
    {
        var waiting = _payments.Values.Where(payment => payment.Waiting is { } refund && (id is null || id == payment.Id || id == refund.Id)).ToList();
        foreach (var payment in waiting)
        {
            payment.Movements.Add(payment.Waiting! with { IsSuccess = succeed, At = Time.GetUtcNow() });
            payment.Waiting = null;
        }

        return waiting.Count;
    }));

    /// <inheritdoc/>
    public override Task ExpireAsync(string paymentId, CancellationToken cancellationToken = default) => AloneAsync(() =>
    {
        var reserve = Find(paymentId);
        if (!IsOpen(reserve))
            throw new InvalidOperationException($"'{paymentId}' has no open page: its time is over, or it is paid.");
        reserve.IsOver = true;
    }, cancellationToken);

    /// <summary>
    /// Lets the payer act; he may agree several times, in a window each, until one of them is applied. A decline is the bank's, at the apply; with the code
    /// <c>OwnerAuthFail</c> or <c>paymentTimeExpire</c> the payer fails on the page, and with <c>apply/OwnerAuthFail</c> at the apply. The methods are <c>CARD</c>,
    /// <c>BANK</c> and <c>POINT</c>.
    /// </summary>
    protected override PayerReturn Play(string paymentIdOrUrl, PayerAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var reserve = Find(paymentIdOrUrl);
        if (!IsOpen(reserve))
            throw new InvalidOperationException($"'{reserve.Id}' cannot be paid: its time is over, or it is paid.");
        if (action.Kind is PayerActionKind.Cancel)
            return Return(reserve, ("resultCode", "UserCancel"), ("resultMessage", "userCancel"));
        if (action is { Kind: PayerActionKind.Decline, Code: "OwnerAuthFail" or TimeIsOver })
        {
            reserve.IsOver |= action.Code == TimeIsOver;
            return Return(reserve, ("resultCode", "Fail"), ("resultMessage", action.Code));
        }

        var payment = new NaverPayPayment
        {
            Id = NextId(Time.GetUtcNow().ToOffset(TimeSpan.FromHours(9)).ToString("yyyyMMdd", CultureInfo.InvariantCulture) + "NP", 10),
            Reserve = reserve,
            AgreedAt = Time.GetUtcNow(),
            Means = action.Method ?? "CARD",
            Refusal = action.Kind is PayerActionKind.Decline ? action.Code?.Split('/')[^1] ?? "NotEnoughAccountBalance" : null,
        };
        _payments.Add(payment.Id, payment);
        return Return(reserve, ("resultCode", "Success"), ("paymentId", payment.Id), ("reserveId", reserve.Id));
    }

    /// <inheritdoc/>
    protected override SimulatedResponse? Admit(SimulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Header("X-Naver-Client-Id") != _options.ClientId || request.Header("X-Naver-Client-Secret") != _options.ClientSecret)
            return new NaverPayRefusal("Unauthorized", "The client is not known.", status: 401).ToResponse();
        if (request.Header("X-NaverPay-Chain-Id") != _options.ChainId)
            return new NaverPayRefusal("InvalidMerchant", "The chain is not known.").ToResponse();
        if (KeyOf(request) is not { } key)
            return null;
        if (request.Header(KeyHeader) is { Length: > 64 } || request.Header(KeyHeader)!.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
            return new NaverPayRefusal("InvalidParameter", "The idempotency key has 1 to 64 of A-Z a-z 0-9 _ -.", status: 400).ToResponse();
        return _keys.Claim(key, fingerprint: "", request) switch
        {
            null => null,
            { Answer: { } answer } => new SimulatedResponse(409, answer.Body, answer.ContentType),
            _ => KeyInUse(),
        };
    }

    /// <inheritdoc/>
    protected override void Complete(SimulatedRequest request, SimulatedResponse? response)
    {
        if (KeyOf(request) is { } key)
            _keys.Complete(key, response is { Status: 200 } ? response : null);
    }

    /// <inheritdoc/>
    protected override void Decorate(SimulatedRequest request, SimulatedResponse response)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        if (request.Header(KeyHeader) is { } key)
            response.Headers[KeyHeader] = key;
    }

    /// <inheritdoc/>
    protected override SimulatedResponse FaultAnswer(SimulatorFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault.Kind is SimulatorFaultKind.KeyInUse)
            return KeyInUse();
        var (code, status) = fault.Kind switch
        {
            SimulatorFaultKind.RateLimited => ("TooManyRequests", 429),
            _ when fault.Status == 400 => ("InvalidParameter", 400),
            _ => ("Fail", fault.Status),
        };
        return new NaverPayRefusal(code, fault.Kind.ToString(), status).ToResponse();
    }

    /// <inheritdoc/>
    protected override SimulatedResponse WithUnknownStatus(SimulatedResponse response, string value)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (JsonNode.Parse(response.BodyText) is not JsonObject { } answer || answer["body"] is not JsonObject body)
            return response;
        foreach (var movement in (body["list"] as JsonArray ?? []).Append(body["detail"]).OfType<JsonObject>())
            movement["admissionState"] = value;
        return SimulatedResponse.Json(response.Status, answer);
    }

    /// <inheritdoc/>
    protected override SimulatedResponse NotFound(SimulatedRequest request) => new NaverPayRefusal("NotFound", "no such resource", status: 404).ToResponse();

    // A repeat whose first answer is not there yet. AlreadyOnGoing is another thing: it speaks of the payment, whatever the key.
    private static SimulatedResponse KeyInUse() => SimulatedResponse.Json(409, new JsonObject { ["code"] = null, ["message"] = null, ["body"] = null });

    // Another operation may use the same key.
    private static string? KeyOf(SimulatedRequest request) =>
        request.Header(KeyHeader) is { Length: > 0 } key && !request.Path.Contains("/list/", StringComparison.Ordinal) ? request.Path + key : null;

    private static PayerReturn Return(NaverPayReserve reserve, params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var url = reserve.ReturnUrl;
        foreach (var (name, value) in fields)
            url += $"{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(value)}";
        return new PayerReturn(new Uri(url));
    }

    private bool IsOpen(NaverPayReserve reserve) => !reserve.IsOver && Time.GetUtcNow() - reserve.CreatedAt < PageLifetime
        && !_payments.Values.Any(payment => payment.Reserve == reserve && payment.IsApplied);

    // By the reserve's id, or by the address of the page.
    private NaverPayReserve Find(string idOrUrl)
    {
        var id = Uri.TryCreate(idOrUrl, UriKind.Absolute, out var page) ? page.Segments[^1] : idOrUrl;
        return _reserves.GetValueOrDefault(id) ?? throw new KeyNotFoundException($"Naver Pay knows no reserve '{idOrUrl}'.");
    }

    private PayerPage? Describe(string id) => _reserves.GetValueOrDefault(id) is not { } reserve ? null : new PayerPage(
        reserve.ProductName,
        string.Create(CultureInfo.InvariantCulture, $"{reserve.Amount.Total:N0} won, order {reserve.MerchantPayKey}"),
        IsOpen(reserve));
}
