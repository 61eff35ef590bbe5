using System.Globalization;
using System.Text;

namespace Payments.Simulator;

/// <summary>
/// PayPal: OAuth tokens, Orders v2, authorizations, captures and refunds of Payments v2, disputes, and webhooks that are signed with a certificate.
/// </summary>
public sealed partial class PayPalSimulator : ProviderSimulator
{
    /// <summary>The id of the webhook that signatures name unless the options or an endpoint name others: PayPal's webhooks have no secret.</summary>
    public const string DefaultWebhookId = "8PT597110X687430LKGECATA";

    /// <summary>The merchant's own id, as it stands in orders.</summary>
    public const string MerchantId = PayPalShapes.MerchantId;

    // What PayPal's Webhooks Simulator signs with in place of a webhook's id, and the id that its events have again and again.
    private const string TestWebhookId = "WEBHOOK_ID";
    private const string TestEventId = "WH-58D329510W468432D-8HN650336L201105X";

    private const string TokenPath = "/v1/oauth2/token";
    internal const string CertificatePath = "/v1/notifications/certs/";

    private readonly PayPalSimulatorOptions _options;
    private readonly PayPalAccount _account;
    private readonly PayPalPayments _payments;
    private readonly PayPalOrders _orders;
    private readonly PayPalAccess _access;
    private readonly PayPalRequestIds _requestIds;

    /// <summary>Creates a simulator that is not started.</summary>
    /// <param name="options">Credentials, clock, seed and the rest; null for the defaults.</param>
    public PayPalSimulator(PayPalSimulatorOptions? options = null)
        : base(options ??= new PayPalSimulatorOptions())
    {
        _options = options;
        _account = new(options, NextId, () => BaseAddress, (id, type, body) => EmitWebhook(id, type, body));
        _payments = new(_account);
        _orders = new(_account, _payments);
        _access = new(options, NextId);
        _requestIds = new(options.TimeProvider);
    }

    /// <inheritdoc/>
    public override string Name => "paypal";

    /// <summary>The client id that is accepted.</summary>
    public string ClientId => _options.ClientId;

    /// <summary>Its secret.</summary>
    public string ClientSecret => _options.ClientSecret;

    /// <summary>
    /// The authority behind the certificate that signs webhooks, as PEM: made in memory, once a process. A client of the simulator trusts it in place of the
    /// public ones.
    /// </summary>
    public string RootCertificatePem { get; } = PayPalSigner.RootPem;

    /// <summary>How many access tokens were given out.</summary>
    public int TokensIssued => Alone(() => _access.Issued);

    /// <inheritdoc/>
    protected override IReadOnlyList<string> DefaultWebhookSecrets => [DefaultWebhookId];

    /// <summary>Ends every access token before its time: the next calls are answered with 401.</summary>
    public void RevokeTokens() => Alone(() =>
    {
        _access.Revoke();
        return true;
    });

    /// <inheritdoc/>
    public override SimulatedTotals TotalsOf(string paymentOrOrderId) => Alone(() => _account.Orders
        .Where(order => order.Id == paymentOrOrderId || order.CustomId == paymentOrOrderId)
        .Select(TotalsOf)
        .Aggregate(SimulatedTotals.None, SimulatedTotals.Add));

    /// <inheritdoc/>
    public override SimulatedStage StageOf(string paymentOrOrderId) => Alone(() => Furthest(_account.Orders.Where(order => order.Id == paymentOrOrderId || order.CustomId == paymentOrOrderId).Select(StageOf)));

    private SimulatedStage StageOf(PayPalOrder order) =>
        order.Captures.Exists(c => c.State is PayPalCapture.Completed) ? SimulatedStage.Taken
        : order.Authorizations.Exists(a => a.IsOpen && a.Expires > _account.Now) ? SimulatedStage.Held
        : order.IsOpen || order.Captures.Exists(c => c.State is PayPalCapture.Pending) ? SimulatedStage.Open
        : SimulatedStage.Ended;

    /// <inheritdoc/>
    protected override SignedWebhook SignWebhook(WebhookDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var id = Guid.ParseExact(Convert.ToHexString(Encoding.ASCII.GetBytes(NextId("", 16))), "N").ToString("D", CultureInfo.InvariantCulture);
        var time = PayPalShapes.Time(draft.SignedAt);
        var (signer, webhookId) = draft.EventId == TestEventId ? (PayPalSigner.Live, TestWebhookId) : (PayPalSigner.Sandbox, draft.Secrets[0]);
        return new(draft.Body, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Content-Type"] = "application/json",
            ["User-Agent"] = "PayPal/AUHR-214.0-54280748",
            ["PAYPAL-TRANSMISSION-ID"] = id,
            ["PAYPAL-TRANSMISSION-TIME"] = time,
            ["PAYPAL-TRANSMISSION-SIG"] = signer.Sign(id, time, webhookId, draft.Body.Span),
            ["PAYPAL-CERT-URL"] = signer.CertificateUrl,
            ["PAYPAL-AUTH-ALGO"] = "SHA256withRSA",
            ["PAYPAL-AUTH-VERSION"] = "v2",
            ["Correlation-Id"] = NextId("f", 13),
        });
    }

    /// <inheritdoc/>
    protected override SimulatedResponse? Admit(SimulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.RequestId = NextId("f", 13);
        if (request.Path is TokenPath)
        {
            request.IsRecorded = false; // Nothing but credentials, and in no published description.
            return null;
        }

        if (_access.Check(request) is { } refusal)
            return refusal;
        try
        {
            CheckBody(request);
            return _requestIds.Admit(request);
        }
        catch (PayPalRefusal refused)
        {
            return refused.ToResponse(request.RequestId);
        }
    }

    /// <inheritdoc/>
    protected override void Complete(SimulatedRequest request, SimulatedResponse? response) => _requestIds.Complete(request, response);

    /// <inheritdoc/>
    protected override void Decorate(SimulatedRequest request, SimulatedResponse response)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        response.Headers["Paypal-Debug-Id"] = request.RequestId ?? string.Empty;
        if (response.Status is 429)
            request.IsRecorded = false; // PayPal's description of its API leaves this status out.
    }

    /// <inheritdoc/>
    protected override SimulatedResponse NotFound(SimulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return PayPalRefusal.Answer(404, issue: null, request.RequestId!);
    }

    /// <inheritdoc/>
    protected override SimulatedResponse FaultAnswer(SimulatorFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var issue = fault.Kind is SimulatorFaultKind.KeyInUse ? "PREVIOUS_REQUEST_IN_PROGRESS" : null;
        return PayPalRefusal.Answer(FaultStatus(fault), issue, NextId("f", 13));
    }

    private static SimulatedTotals TotalsOf(PayPalOrder order)
    {
        var captured = order.Captures.Where(c => c.IsTaken).ToArray();
        var taken = captured.Sum(c => c.Amount.Value);
        return new(
            order.IsAuthorize ? order.Authorizations.Count : captured.Length,
            order.IsAuthorize ? order.Authorizations.Sum(a => a.Amount.Value) : taken,
            taken,
            captured.Sum(c => c.Refunded));
    }

    private static void CheckBody(SimulatedRequest request)
    {
        if (request.Method is not "POST")
            return;
        if (request.Header("Content-Type")?.Split(';')[0].Trim() is not "application/json")
            throw new PayPalRefusal(415, issue: null);
        if (!request.Body.IsEmpty && request.Json is null)
            throw new PayPalRefusal(400, "MALFORMED_REQUEST_JSON");
    }
}
