using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <content>The operations: path, body, handler.</content>
public sealed partial class SquareSimulator
{
    /// <inheritdoc/>
    protected override void MapRoutes(SimulatorRoutes routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        MapPayerPage(routes, "/pay/{id}", Describe);
        MapPayments(routes);
        MapLinks(routes);
        MapTerminals(routes);

        Map(routes, "POST", "/v2/refunds", SquareOperations.Refund, (_, body) => One("refund", _refunds.Create(body)));
        Map(routes, "GET", "/v2/refunds", SquareOperations.Nothing, (r, _) => _refunds.List(r.Fields));
        Map(routes, "GET", "/v2/refunds/{refund_id}", SquareOperations.Nothing, (r, _) => One("refund", Get<SquareRefund>(r, "refund_id", "refund")));
        Map(routes, "GET", "/v2/disputes", SquareOperations.Nothing, (r, _) => Several(
            "disputes", _account.Disputes.Where(dispute => r.Fields.GetValueOrDefault("states", dispute.State).Split(',').Contains(dispute.State, StringComparer.Ordinal))));
        Map(routes, "GET", "/v2/disputes/{dispute_id}", SquareOperations.Nothing, (r, _) => One("dispute", Get<SquareDispute>(r, "dispute_id", "dispute")));
        Map(routes, "GET", "/v2/locations", SquareOperations.Nothing, (_, _) => new() { ["locations"] = new JsonArray(Location()) });
        Map(routes, "GET", "/v2/locations/{location_id}", SquareOperations.Nothing, (r, _) =>
            r.RouteValues["location_id"] is var id && (id == LocationId || id is "main")
                ? new() { ["location"] = Location() }
                : throw SquareRefusal.Missing($"location with id: {id}"));
    }

    private void MapPayments(SimulatorRoutes routes)
    {
        const string Root = "/v2/payments";
        Map(routes, "POST", Root, SquareOperations.Charge, (_, body) => One("payment", _payments.Create(body)));
        Map(routes, "GET", Root, SquareOperations.Nothing, (r, _) => _payments.List(r.Fields));
        Map(routes, "POST", Root + "/cancel", SquareOperations.CancelByKey, (_, body) =>
        {
            _payments.CancelByKey(body);
            return [];
        });
        Map(routes, "GET", Root + "/{payment_id}", SquareOperations.Nothing, (r, _) => One("payment", Payment(r)));
        Map(routes, "PUT", Root + "/{payment_id}", SquareOperations.Update, (r, body) => One("payment", _payments.Update(Payment(r), body)));
        Map(routes, "POST", Root + "/{payment_id}/complete", SquareOperations.Complete, (r, body) => One("payment", _payments.Complete(Payment(r), body)));
        Map(routes, "POST", Root + "/{payment_id}/cancel", SquareOperations.Nothing, (r, _) => One("payment", _charging.Cancel(Payment(r))));
    }

    private void MapLinks(SimulatorRoutes routes)
    {
        const string Root = "/v2/online-checkout/payment-links";
        Map(routes, "POST", Root, SquareOperations.Link, (_, body) => _payments.CreateLink(body));
        Map(routes, "GET", Root, SquareOperations.Nothing, (_, _) => Several("payment_links", _account.Links));
        Map(routes, "GET", Root + "/{id}", SquareOperations.Nothing, (r, _) => One("payment_link", Link(r)));
        Map(routes, "DELETE", Root + "/{id}", SquareOperations.Nothing, (r, _) => _payments.DeleteLink(Link(r)));
        Map(routes, "GET", "/v2/orders/{order_id}", SquareOperations.Nothing, (r, _) => One("order", Get<SquareOrder>(r, "order_id", "order")));
    }

    private void MapTerminals(SimulatorRoutes routes)
    {
        const string Root = "/v2/terminals/checkouts";
        Map(routes, "POST", Root, SquareOperations.Checkout, (_, body) => One("checkout", _terminals.Create(body)));
        Map(routes, "GET", Root + "/{checkout_id}", SquareOperations.Nothing, (r, _) => One("checkout", Checkout(r)));
        Map(routes, "POST", Root + "/{checkout_id}/cancel", SquareOperations.Nothing, (r, _) => One("checkout", _terminals.Cancel(Checkout(r))));
        Map(routes, "POST", "/v2/terminals/refunds", SquareOperations.TerminalRefund, (_, body) => One("refund", _refunds.CreateAtTerminal(body)));
        Map(routes, "GET", "/v2/terminals/refunds/{terminal_refund_id}", SquareOperations.Nothing, (r, _) =>
            One("refund", Kept<SquareTerminalRefund>(r, "terminal_refund_id", "terminal refund")));
    }

    private void Map(SimulatorRoutes routes, string method, string template, SquareSchema schema, Func<SimulatedRequest, JsonObject, JsonObject> handle) =>
        routes.Map(method, template, request =>
        {
            Sweep();
            try
            {
                return SimulatedResponse.Json(200, handle(request, method is "GET" or "DELETE" ? [] : schema.Check(request)));
            }
            catch (SquareRefusal refusal)
            {
                if (!refusal.IsStored)
                    _notStored.Add(request);
                return refusal.ToResponse();
            }
        });

    /// <summary>What time and test devices do by themselves.</summary>
    private void Sweep()
    {
        _terminals.Sweep();
        foreach (var payment in _account.Payments.FindAll(each => each.Status is SquarePayment.Approved && each.DelayedUntil <= _account.Now))
            _charging.Lapse(payment);
    }

    private static JsonObject One(string name, ISquareObject part) => new() { [name] = part.ToJson() };

    private static JsonObject Several(string name, IEnumerable<ISquareObject> parts) =>
        new() { [name] = new JsonArray([.. parts.Select(part => (JsonNode)part.ToJson())]) };

    private T Get<T>(SimulatedRequest request, string parameter, string kind)
        where T : class, ISquareObject => _account.Get<T>(request.RouteValues[parameter], kind);

    private SquarePayment Payment(SimulatedRequest request) => Get<SquarePayment>(request, "payment_id", "payment");

    private SquareCheckout Checkout(SimulatedRequest request) => Kept<SquareCheckout>(request, "checkout_id", "checkout");

    private T Kept<T>(SimulatedRequest request, string parameter, string kind)
        where T : class, ISquareDatedObject =>
        Get<T>(request, parameter, kind) is var found && found.CreatedAt + SquareTerminals.KeptFor >= _account.Now
            ? found
            : throw SquareRefusal.Missing($"{kind} with id: {found.Id}");

    private SquareLink Link(SimulatedRequest request)
    {
        var link = Get<SquareLink>(request, "id", "payment link");
        return _account.Links.Contains(link) ? link : throw SquareRefusal.Missing($"payment link with id: {link.Id}");
    }

    private JsonObject Location() => new()
    {
        ["id"] = LocationId,
        ["name"] = "Simulated location",
        ["currency"] = _options.Currency,
        ["status"] = "ACTIVE",
        ["capabilities"] = SquareShapes.Texts(["CREDIT_CARD_PROCESSING"]),
        ["merchant_id"] = "6SSW7HV8K2ST5",
    };
}
