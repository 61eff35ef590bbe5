using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>
/// CoinGate: orders, refunds to an address, and callbacks as JSON or as forms that carry the order's token and no signature. Nothing here knows a repeat: the same
/// <c>order_id</c> makes another order.
/// </summary>
public sealed partial class CoinGateSimulator : ProviderSimulator
{
    /// <summary>The one balance that refunds can be taken from.</summary>
    public const string LedgerAccountId = "01H3ZLEDGERACCOUNTSIMULATE";

    /// <summary>The id of the one coin that refunds are paid in.</summary>
    public const long RefundCurrencyId = 1;

    /// <summary>The id of the network of that coin.</summary>
    public const long RefundPlatformId = 6;

    private readonly CoinGateSimulatorOptions _options;
    private readonly List<CoinGateOrder> _orders = [];
    private int _lastId = 538_000;

    /// <summary>Creates a simulator that is not started.</summary>
    /// <param name="options">Token, form of callbacks, clock, seed and the rest; null for the defaults.</param>
    public CoinGateSimulator(CoinGateSimulatorOptions? options = null)
        : base(options ??= new CoinGateSimulatorOptions()) => _options = options;

    /// <inheritdoc/>
    public override string Name => "coingate";

    /// <summary>The one API auth token that is accepted.</summary>
    public string ApiToken => _options.ApiToken;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<string> SecretNames => ["token"];

    /// <inheritdoc/>
    public override SimulatedTotals TotalsOf(string paymentOrOrderId) => Alone(() => _orders
        .Where(order => order.PaidAt is not null && order.IsMeant(paymentOrOrderId))
        .Select(order => new SimulatedTotals(1, order.Price, order.Price, Given(order)))
        .Aggregate(SimulatedTotals.None, SimulatedTotals.Add));

    /// <inheritdoc/>
    public override SimulatedStage StageOf(string paymentOrOrderId) => Alone(() => Furthest(_orders.Where(order => order.IsMeant(paymentOrOrderId)).Select(order =>
        order.PaidAt is not null ? SimulatedStage.Taken
        : order.Status is CoinGateOrder.Confirming || (order.Status is CoinGateOrder.New or CoinGateOrder.Pending && order.ExpiresAt > Time.GetUtcNow()) ? SimulatedStage.Open
        : SimulatedStage.Ended)));

    /// <inheritdoc/>
    protected override SimulatedResponse? Admit(SimulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var authorization = request.Header("Authorization");
        if (authorization == "Bearer " + ApiToken)
            request.AddNote("Authorization is 'Bearer': the documentation says 'Token'.");
        else if (authorization != "Token " + ApiToken)
            return Refused(401, "BadCredentials", "Not found App by Access-Key");
        return null;
    }

    /// <inheritdoc/>
    protected override SimulatedResponse NotFound(SimulatedRequest request) => Refused(404, "PageNotFound", "Page not found");

    /// <inheritdoc/>
    protected override SimulatedResponse FaultAnswer(SimulatorFault fault)
    {
        var status = FaultStatus(fault);
        return status switch
        {
            429 => Refused(429, "RateLimitExceeded", "Rate limit exceeded"),
            401 => Refused(401, "BadCredentials", "Not found App by Access-Key"),
            404 => Refused(404, "RecordNotFound", "Record not found"),
            >= 500 => Refused(status, "InternalServerError", "Internal server error"),
            _ => Refused(status, "BadRequest", "The request was not processed"),
        };
    }

    /// <inheritdoc/>
    protected override SignedWebhook SignWebhook(WebhookDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return new(draft.Body, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Content-Type"] = _options.PostsForms ? "application/x-www-form-urlencoded" : "application/json",
        });
    }

    private static SimulatedResponse Refused(int status, string reason, string message) => new CoinGateRefusal(status, reason, message).ToResponse();

    private string NextNumber() => (++_lastId).ToString(CultureInfo.InvariantCulture);

    private void Tell(CoinGateOrder order) => Emit(order.Status, order.Callback(), order.Call.Text("callback_url"));

    private void Tell(CoinGateRefund refund) => Emit("refund." + refund.Status, refund.Callback(), refund.Call.Text("callback_url"));

    private void Emit(string type, JsonObject body, string? url) => EmitWebhook(
        NextId("callback-"), type, Encoding.UTF8.GetBytes(_options.PostsForms ? CoinGateForm.Write(body) : body.ToJsonString()), url is null ? null : new Uri(url));

    private static decimal Given(CoinGateOrder order) => order.Refunds.Where(refund => refund.Status is not CoinGateRefund.Rejected).Sum(refund => refund.Amount);
}
