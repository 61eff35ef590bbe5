using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>
/// Kakao Pay's online payment: ready, the payer's page, approve, order, cancel and recurring charges. It pushes nothing and knows no idempotency
/// keys.
/// </summary>
public sealed partial class KakaoPaySimulator : ProviderSimulator
{
    private static readonly PayerActionKind[] Actions = [PayerActionKind.Pay, PayerActionKind.Decline, PayerActionKind.Cancel];

    private readonly KakaoPaySimulatorOptions _options;
    private readonly KakaoPayBodies _bodies;
    private readonly Dictionary<string, KakaoPayTransaction> _payments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KakaoPaySid> _sids = new(StringComparer.Ordinal);

    /// <summary>Creates a simulator that is not started.</summary>
    /// <param name="options">Key, merchant code, clock and the rest; null for the defaults.</param>
    public KakaoPaySimulator(KakaoPaySimulatorOptions? options = null)
        : base(options ??= new KakaoPaySimulatorOptions())
    {
        _options = options;
        _bodies = new(options.Cid, () => BaseAddress);
    }

    /// <inheritdoc/>
    public override string Name => "kakaopay";

    /// <summary>The secret key that is accepted.</summary>
    public string SecretKey => _options.SecretKey;

    /// <summary>The merchant code that is accepted.</summary>
    public string Cid => _options.Cid;

    /// <inheritdoc/>
    public override IReadOnlyCollection<PayerActionKind> PayerActions => Actions;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<string> SecretNames => ["cid_secret", "sid", "pg_token"];

    /// <inheritdoc/>
    public override SimulatedTotals TotalsOf(string paymentOrOrderId) => Alone(() => _payments.Values
        .Where(payment => payment.IsPaid && (payment.Tid == paymentOrOrderId || payment.OrderId == paymentOrOrderId))
        .Select(payment => new SimulatedTotals(1, payment.Amount.Total, payment.Amount.Total, payment.Refunded.Total))
        .Aggregate(SimulatedTotals.None, SimulatedTotals.Add));

    /// <inheritdoc/>
    public override SimulatedStage StageOf(string paymentOrOrderId) => Alone(() => Furthest(_payments.Values.Where(payment => payment.Tid == paymentOrOrderId || payment.OrderId == paymentOrOrderId).Select(payment =>
        payment.IsPaid ? SimulatedStage.Taken : payment is { IsWaiting: true, IsExpired: false } ? SimulatedStage.Open : SimulatedStage.Ended)));

    /// <summary>Adds a recurring key that a payer has given before.</summary>
    /// <param name="sid">The key.</param>
    /// <param name="partnerUserId">The payer, as the shop named it.</param>
    /// <param name="refusal">The <c>method_result_code</c> that every charge is refused with; null for none.</param>
    public void AddRecurringKey(string sid, string partnerUserId, string? refusal = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(sid);
        ArgumentException.ThrowIfNullOrEmpty(partnerUserId);
        Alone(() => NewSid(sid, partnerUserId, refusal));
    }

    /// <summary>Lets the payer end the recurring payment in the app.</summary>
    /// <param name="sid">The key.</param>
    public void EndRecurringKey(string sid) => Alone(() => _sids[sid].InactivatedAt ??= Time.GetUtcNow());

    /// <summary>Lets every refund of a payment be refused by the bank or the card company (<c>-781</c>).</summary>
    /// <param name="paymentId">The tid.</param>
    /// <param name="refusal">The <c>method_result_code</c> that they are refused with; null to let them go through again.</param>
    public void RefuseRefunds(string paymentId, string? refusal) => Alone(() => Find(paymentId).RefundRefusal = refusal);

    /// <inheritdoc/>
    public override Task ExpireAsync(string paymentId, CancellationToken cancellationToken = default) => AloneAsync(() =>
    {
        var payment = Find(paymentId);
        if (!payment.IsWaiting)
            throw new InvalidOperationException($"'{paymentId}' does not wait for anybody: it is {payment.Status}.");
        payment.IsExpired = true;
    }, cancellationToken);

    /// <summary>
    /// Lets the payer act. A decline is the bank's or the card company's, at the approval; with the code <c>FAIL_AUTH_PASSWORD</c> the payer fails on the
    /// page. The methods are <c>MONEY</c>, <c>CREDIT</c>, <c>DEBIT</c> and <c>GIFT</c>.
    /// </summary>
    protected override PayerReturn Play(string paymentIdOrUrl, PayerAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Expire();
        var payment = Find(paymentIdOrUrl);
        if (!payment.IsOpen)
            throw new InvalidOperationException($"'{payment.Tid}' cannot be paid: it is {(payment.IsExpired ? "expired" : payment.Status)}.");
        if (action.Kind is PayerActionKind.Cancel)
            return Leave(payment, KakaoPayTransaction.Quit, payment.CancelUrl!);
        if (action is { Kind: PayerActionKind.Decline, Code: KakaoPayTransaction.AuthenticationFailed })
            return Leave(payment, KakaoPayTransaction.AuthenticationFailed, payment.FailUrl!);

        payment.Means = KakaoPayMeans.Of(action.Method ?? payment.OnlyMethod ?? "CREDIT");
        var usual = payment.Means.Type == "MONEY" ? "LACK_BALANCE" : "0002";
        payment.Refusal = action.Kind is PayerActionKind.Decline ? action.Code ?? usual : null;
        payment.Token = NextId("", 20);
        var query = payment.ApprovalUrl!.Query;
        var separator = query.Length > 0 ? "&" : "?";
        return Leave(payment, KakaoPayTransaction.Authenticated, new Uri($"{payment.ApprovalUrl.OriginalString}{separator}pg_token={payment.Token}"));
    }

    /// <inheritdoc/>
    protected override SimulatedResponse? Admit(SimulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Header("Authorization") == "SECRET_KEY " + _options.SecretKey
            ? null
            : new KakaoPayRefusal(-401, "invalid secret key", status: 401).ToResponse();
    }

    /// <inheritdoc/>
    protected override SimulatedResponse FaultAnswer(SimulatorFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var status = FaultStatus(fault);
        var code = (fault.Kind, status) switch
        {
            (SimulatorFaultKind.RateLimited, _) => -10,
            (SimulatorFaultKind.KeyInUse, _) => -785,
            (_, 401) => -401,
            (_, 403) => -403,
            (_, >= 500) => -1,
            _ => -2,
        };
        return new KakaoPayRefusal(code, fault.Kind.ToString(), status).ToResponse();
    }

    /// <inheritdoc/>
    protected override SimulatedResponse NotFound(SimulatedRequest request) =>
        SimulatedResponse.Json(404, new JsonObject { ["error_code"] = -2, ["error_message"] = "no such path" });

    private static PayerReturn Leave(KakaoPayTransaction payment, string status, Uri target)
    {
        payment.Status = status;
        return new PayerReturn(target);
    }

    private KakaoPaySid NewSid(string sid, string userId, string? refusal) => _sids[sid] = new KakaoPaySid(sid, userId, refusal, Time.GetUtcNow());

    // By the tid, or by the address of the page.
    private KakaoPayTransaction Find(string idOrUrl)
    {
        var id = Uri.TryCreate(idOrUrl, UriKind.Absolute, out var page) && page.Segments is [_, _, var segment, ..] ? segment.Trim('/') : idOrUrl;
        return _payments.GetValueOrDefault(id) ?? throw new KeyNotFoundException($"Kakao Pay knows no payment '{idOrUrl}'.");
    }

    private PayerPage? Describe(string tid) => _payments.GetValueOrDefault(tid) is not { } payment ? null : new PayerPage(
        payment.ItemName,
        string.Create(CultureInfo.InvariantCulture, $"{payment.Amount.Total:N0} won, order {payment.OrderId}, {payment.Status}"),
        payment.IsOpen);
}
