using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <content>The operations: path, body, handler.</content>
public sealed partial class AdyenSimulator
{
    private const string Root = "/" + ApiVersion;
    private static readonly string[] RefundReasons = ["FRAUD", "CUSTOMER REQUEST", "RETURN", "DUPLICATE", "OTHER"];

    /// <inheritdoc/>
    protected override void MapRoutes(SimulatorRoutes routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        MapPayerPage(routes, "/pay/{id}", DescribePage);
        Post(routes, "/paymentLinks", AdyenOperation.Link, 201, (_, body) => _pages.CreateLink(body));
        Map(routes, "GET", "/paymentLinks/{id}", request => Link(request) is { } link
            ? SimulatedResponse.Json(200, _pages.Describe(link))
            : AdyenRefusal.Problem(404, "Not Found", "There is no such payment link."));
        Map(routes, "PATCH", "/paymentLinks/{id}", request => Link(request) is { } link
            ? SimulatedResponse.Json(200, _pages.Close(link, Read(request, AdyenOperation.LinkUpdate)))
            : AdyenRefusal.Problem(404, "Not Found", "There is no such payment link."));
        Post(routes, "/sessions", AdyenOperation.Session, 201, (_, body) => _pages.CreateSession(body));
        Map(routes, "GET", "/sessions/{id}", request => SimulatedResponse.Json(
            200, _pages.ReadSession(request.RouteValues["id"], request.Fields.GetValueOrDefault("sessionResult"))));
        Post(routes, "/payments", AdyenOperation.Payment, 200, (_, body) => _payments.Create(body));
        Post(routes, "/payments/details", AdyenOperation.Details, 200, (_, body) => _payments.Finish(body));
        Post(routes, "/payments/{psp}/captures", AdyenOperation.Capture, 201, (request, body) => Modify(request, body, AdyenMovementKind.Capture));
        Post(routes, "/payments/{psp}/cancels", AdyenOperation.Cancel, 201, (request, body) => Modify(request, body, AdyenMovementKind.Cancel));
        Post(routes, "/payments/{psp}/refunds", AdyenOperation.Refund, 201, (request, body) => Modify(request, body, AdyenMovementKind.Refund));
        Post(routes, "/payments/{psp}/reversals", AdyenOperation.Cancel, 201, (request, body) => Modify(request, body, AdyenMovementKind.Reversal));
        Post(routes, "/cancels", AdyenOperation.CancelByReference, 201, (_, body) => CancelByReference(body));
    }

    private void Post(
        SimulatorRoutes routes, string path, AdyenOperation operation, int status, Func<SimulatedRequest, AdyenBody, JsonObject> handler) =>
        Map(routes, "POST", path, request => SimulatedResponse.Json(status, handler(request, Read(request, operation))));

    private void Map(SimulatorRoutes routes, string method, string path, Func<SimulatedRequest, SimulatedResponse> handler) =>
        routes.Map(method, Root + path, request =>
        {
            try
            {
                _pages.Sweep();
                return handler(request);
            }
            catch (AdyenRefusal refusal)
            {
                return refusal.ToResponse();
            }
        });

    private AdyenBody Read(SimulatedRequest request, AdyenOperation operation) => AdyenBody.Parse(request, operation, _options.MerchantAccount);

    private AdyenCheckout? Link(SimulatedRequest request) => _ledger.Checkouts.Find(
        c => c.Kind is AdyenCheckoutKind.Link && string.Equals(c.Id, request.RouteValues["id"], StringComparison.Ordinal));

    // Whatever the payment allows is found out later: now it is only received.
    private JsonObject Modify(SimulatedRequest request, AdyenBody body, AdyenMovementKind kind)
    {
        var charge = _ledger.Charge(request.RouteValues["psp"]);
        var hasAmount = body.Json.ContainsKey("amount");
        if (hasAmount && !string.Equals(body.Currency, charge.Checkout.Currency, StringComparison.Ordinal))
            throw AdyenRefusal.Invalid("amount.currency");
        if (hasAmount && body.Value == 0)
            throw AdyenRefusal.Invalid("amount", "100");
        if (body.Text("merchantRefundReason") is { } reason && !RefundReasons.Contains(reason, StringComparer.Ordinal))
            throw AdyenRefusal.Invalid("merchantRefundReason");
        var movement = _ledger.Receive(kind, charge, hasAmount ? body.Value : charge.Checkout.Value, body.Text("reference"));
        var answer = Receipt(body, movement);
        answer["paymentPspReference"] = charge.Psp;
        return answer;
    }

    private JsonObject CancelByReference(AdyenBody body)
    {
        var reference = body.Text("paymentReference")!;
        var charge = _ledger.Charges.LastOrDefault(c => string.Equals(c.Checkout.Reference, reference, StringComparison.Ordinal));
        var movement = _ledger.Receive(AdyenMovementKind.TechnicalCancel, charge, charge?.Checkout.Value ?? 0, reference);
        var answer = Receipt(body, movement);
        answer["paymentReference"] = reference;
        return answer;
    }

    private JsonObject Receipt(AdyenBody body, AdyenMovement movement)
    {
        var answer = new JsonObject { ["merchantAccount"] = _options.MerchantAccount, ["pspReference"] = movement.Psp, ["status"] = "received" };
        foreach (var name in new[] { "reference", "amount", "merchantRefundReason", "capturePspReference", "store", "lineItems" })
            if (body.Json[name] is { } echoed)
                answer[name] = echoed.DeepClone();
        return answer;
    }

    private PayerPage? DescribePage(string id)
    {
        _pages.Sweep();
        return _ledger.Find(id) is not { } checkout ? null
            : new PayerPage($"Order {checkout.Reference}", $"{checkout.Value} {checkout.Currency} (smallest unit)", checkout.Status is AdyenCheckout.Active);
    }
}
