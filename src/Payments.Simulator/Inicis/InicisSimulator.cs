using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>
/// KG Inicis: the PC window and the mobile page, their approvals and net cancels, INIAPI's inquiry and refunds, and the notices of virtual accounts. All
/// hosts are this one: point every address of the registration at it.
/// </summary>
public sealed partial class InicisSimulator : ProviderSimulator
{
    private const string CommunicationFailed = "500050";

    private readonly InicisSimulatorOptions _options;
    private readonly InicisAccount _account;
    private readonly InicisNotices _notices;
    private readonly InicisWindows _windows;
    private readonly InicisApprovals _approvals;
    private readonly InicisApiCalls _api;

    /// <summary>Creates a simulator that is not started.</summary>
    /// <param name="options">Keys, clock, seed and the rest; null for the defaults.</param>
    public InicisSimulator(InicisSimulatorOptions? options = null)
        : base(options ??= new InicisSimulatorOptions())
    {
        _options = options;
        _account = new(options, NextId, () => BaseAddress);
        _notices = new(_account, EmitWebhook);
        _windows = new(_account);
        _approvals = new(_account, _notices);
        _api = new(_account);
    }

    /// <inheritdoc/>
    public override string Name => "inicis";

    /// <summary>The merchant and its keys.</summary>
    public InicisSimulatorOptions Merchant => _options;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<string> SecretNames { get; } =
    [
        "authToken", "signature", "verification", "mKey", "authSignature", "hashData", "P_CHKFAKE", "refundAcctNum", "refundAcctName", "buyerName", "P_UNAME",
    ];

    /// <inheritdoc/>
    public override SimulatedTotals TotalsOf(string paymentOrOrderId) => Alone(() => _account.Orders
        .Where(o => (o.OrderId == paymentOrOrderId || o.Tid == paymentOrOrderId) && (o.IsPaid || o.Stage is InicisStage.NetCancelled))
        .Select(o => new SimulatedTotals(1, o.Price, o.Price, o.Refunded))
        .Aggregate(SimulatedTotals.None, SimulatedTotals.Add));

    /// <inheritdoc/>
    public override SimulatedStage StageOf(string paymentOrOrderId) => Alone(() => Furthest(_account.Orders.Where(o => o.OrderId == paymentOrOrderId || o.Tid == paymentOrOrderId).Select(o =>
        o.IsPaid ? SimulatedStage.Taken
        : o.Stage is InicisStage.Opened or InicisStage.Authenticated || o is { Stage: InicisStage.Approved, ClosedAt: null } ? SimulatedStage.Open
        : SimulatedStage.Ended)));

    /// <inheritdoc/>
    protected override void MapRoutes(SimulatorRoutes routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        routes.Map("POST", "/api/payAuth", _approvals.Approve);
        routes.Map("POST", "/api/netCancel", _approvals.NetCancel);
        routes.Map("POST", "/smart/payReq.ini", _approvals.ApproveMobile);
        routes.Map("POST", "/smart/payNetCancel.ini", _approvals.NetCancelMobile);
        routes.Map("POST", "/v2/pg/inquiry", _api.Inquire);
        routes.Map("POST", "/v2/pg/refund", _api.Refund);
        routes.Map("POST", "/v2/pg/partialRefund", _api.RefundPart);
        routes.Map("POST", "/api/v1/refund", _api.RefundByForm);
        MapPages(routes);
    }

    /// <inheritdoc/>
    protected override SignedWebhook SignWebhook(WebhookDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return new(draft.Body, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "application/x-www-form-urlencoded" });
    }

    /// <inheritdoc/>
    protected override SimulatedResponse FaultAnswer(SimulatedRequest request, SimulatorFault fault)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(fault);
        return request.Path.StartsWith("/smart/", StringComparison.Ordinal)
            ? InicisApprovals.Form(FaultStatus(fault), CommunicationFailed, fault.Kind.ToString())
            : SimulatedResponse.Json(FaultStatus(fault), new JsonObject { ["resultCode"] = CommunicationFailed, ["resultMsg"] = fault.Kind.ToString() });
    }

    /// <inheritdoc/>
    protected override SimulatedResponse WithUnknownStatus(SimulatedResponse response, string value)
    {
        ArgumentNullException.ThrowIfNull(response);

        // Approvals name no status, and those of the mobile page are no JSON.
        if (response.ContentType != "application/json" || JsonNode.Parse(response.BodyText) is not JsonObject body || !body.ContainsKey("transactionStatus"))
            return response;
        body["transactionStatus"] = value;
        return SimulatedResponse.Json(response.Status, body);
    }
}
