using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>
/// BitPay: invoices by a POS token or by the merchant facade, whose requests have to be signed; refunds, the ones that BitPay makes by itself among them; and webhooks
/// signed with the token that made the invoice. A repeated <c>guid</c> makes another invoice or refund.
/// </summary>
public sealed partial class BitPaySimulator : ProviderSimulator
{
    private readonly BitPaySimulatorOptions _options;
    private readonly ECDsa _merchant;
    private readonly List<BitPayInvoice> _invoices = [];
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);

    /// <summary>Creates a simulator that is not started.</summary>
    /// <param name="options">Tokens, key, clock, seed and the rest; null for the defaults.</param>
    public BitPaySimulator(BitPaySimulatorOptions? options = null)
        : base(options ??= new BitPaySimulatorOptions())
    {
        _options = options;
        _merchant = ECDsa.Create(new ECParameters { Curve = ECCurve.CreateFromValue("1.3.132.0.10"), D = Convert.FromHexString(options.PrivateKey) });
        var point = _merchant.ExportParameters(includePrivateParameters: false).Q;
        Identity = Convert.ToHexStringLower([(byte)(2 + (point.Y![^1] & 1)), .. point.X!]);
    }

    /// <inheritdoc/>
    public override string Name => "bitpay";

    /// <summary>The token of the POS facade.</summary>
    public string PosToken => _options.PosToken;

    /// <summary>The token of the merchant facade.</summary>
    public string MerchantToken => _options.MerchantToken;

    /// <summary>The private key that signs the merchant facade's requests.</summary>
    public string PrivateKey => _options.PrivateKey;

    /// <summary>The one <c>X-Identity</c> that is accepted: the public key, compressed, in hex.</summary>
    public string Identity { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> DefaultWebhookSecrets => [MerchantToken];

    /// <inheritdoc/>
    protected override IReadOnlyCollection<string> SecretNames => ["token", "X-Signature"];

    /// <inheritdoc/>
    public override SimulatedTotals TotalsOf(string paymentOrOrderId) => Alone(() => _invoices
        .Where(invoice => invoice.IsCredited && invoice.IsMeant(paymentOrOrderId))
        .Select(invoice => new SimulatedTotals(1, invoice.Price, invoice.Price, Returned(invoice)))
        .Aggregate(SimulatedTotals.None, SimulatedTotals.Add));

    /// <inheritdoc/>
    public override SimulatedStage StageOf(string paymentOrOrderId) => Alone(() => Furthest(_invoices.Where(invoice => invoice.IsMeant(paymentOrOrderId)).Select(invoice =>
        invoice.IsCredited ? SimulatedStage.Taken
        : invoice.Status is BitPayInvoice.Paid || (invoice.Status is BitPayInvoice.New && invoice.ExpiresAt > Time.GetUtcNow()) ? SimulatedStage.Open
        : SimulatedStage.Ended)));

    /// <inheritdoc/>
    protected override async ValueTask DisposeCoreAsync()
    {
        await base.DisposeCoreAsync().ConfigureAwait(false);
        _merchant.Dispose();
    }

    /// <inheritdoc/>
    protected override SignedWebhook SignWebhook(WebhookDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "application/json" };

        // Unless a test names secrets, the key is the token that made the invoice.
        var key = draft.Secrets[0] == MerchantToken && _owners.TryGetValue(draft.EventId, out var owner) ? owner : draft.Secrets[0];
        if (_options.SignsWebhooks)
            headers["x-signature"] = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), draft.Body.Span));
        return new(draft.Body, headers);
    }

    /// <inheritdoc/>
    protected override SimulatedResponse? Admit(SimulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Header("X-Accept-Version") is not "2.0.0")
            request.AddNote($"X-Accept-Version is '{request.Header("X-Accept-Version")}': the real API answers in its old form.");
        if (request.Header("Content-Type") is not "application/json")
            request.AddNote("Content-Type is not application/json.");
        var token = TokenOf(request);
        if (token == MerchantToken)
            return IsSigned(request) ? null : Refused(401, "Invalid signature");
        if (token != PosToken)
            return Refused(401, "Invalid token");
        var isOpen = request is { Method: "POST", Path: "/invoices" }
            || (request.Method == "GET" && request.Path.StartsWith("/invoices/", StringComparison.Ordinal));
        return isOpen ? null : Refused(403, "This endpoint does not support the pos facade");
    }

    /// <inheritdoc/>
    protected override SimulatedResponse NotFound(SimulatedRequest request) => Refused(404, "Object not found");

    /// <inheritdoc/>
    protected override SimulatedResponse FaultAnswer(SimulatorFault fault)
    {
        var status = FaultStatus(fault);
        return status switch
        {
            503 => SimulatedResponse.Text(503, "", "text/plain"),
            >= 500 => new BitPayRefusal(status, "000000", "Server error").ToResponse(),
            _ => Refused(status, "The request was not processed."),
        };
    }

    /// <inheritdoc/>
    protected override SimulatedResponse WithUnknownStatus(SimulatedResponse response, string value)
    {
        ArgumentNullException.ThrowIfNull(response);
        var body = JsonNode.Parse(response.BodyText);
        if (body?["data"] is not JsonObject data || !data.ContainsKey("status"))
            return response;
        data["status"] = value;
        return SimulatedResponse.Json(response.Status, body);
    }

    private static SimulatedResponse Refused(int status, string message) => new BitPayRefusal(status, null, message).ToResponse();

    private static string? TokenOf(SimulatedRequest request) =>
        request.Method is "GET" or "DELETE" ? request.Fields.GetValueOrDefault("token") : request.Json?["token"]?.ToString();

    // The whole address as it was sent, and the body directly behind it.
    private bool IsSigned(SimulatedRequest request)
    {
        if (request.Header("X-Identity") != Identity || request.Header("X-Signature") is not { } signature)
            return false;
        var query = request.Query.Length == 0 || request.Query[0] == '?' ? request.Query : "?" + request.Query;
        byte[] message = [.. Encoding.UTF8.GetBytes(BaseAddress.GetLeftPart(UriPartial.Authority) + request.Path + query), .. request.Body.Span];
        try
        {
            return !signature.AsSpan().ContainsAnyInRange('A', 'F')
                && _merchant.VerifyData(message, Convert.FromHexString(signature), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private void Tell(BitPayInvoice invoice, int code, string name)
    {
        var isExtended = (bool?)invoice.Call["extendedNotifications"] is true;
        var data = invoice.Short(Time.GetUtcNow());
        data["buyerFields"] = new JsonObject();
        if (isExtended)
            Emit(invoice, name, new JsonObject { ["data"] = data, ["event"] = new JsonObject { ["code"] = code, ["name"] = name } }, invoice.Text("notificationURL"));
        else if (invoice.Status is BitPayInvoice.Paid or BitPayInvoice.Confirmed or BitPayInvoice.Complete)
            Emit(invoice, name, data, invoice.Text("notificationURL"));
    }

    private void Tell(BitPayRefund refund, string name) => Emit(
        refund.Invoice,
        name,
        new JsonObject { ["event"] = new JsonObject { ["name"] = name }, ["data"] = refund.ToJson() },
        (string?)refund.Call["notificationURL"] ?? refund.Invoice.Text("notificationURL"));

    private void Emit(BitPayInvoice invoice, string name, JsonObject body, string? url)
    {
        var id = NextId("ipn-");
        _owners[id] = invoice.Owner;
        EmitWebhook(id, name, Encoding.UTF8.GetBytes(body.ToJsonString()), url is null ? null : new Uri(url));
    }

    private static decimal Returned(BitPayInvoice invoice) =>
        invoice.Refunds.Where(refund => !refund.IsAutomatic && refund.Status is not BitPayRefund.Failure).Sum(refund => refund.Amount);
}
