using System.Text;
using System.Text.Json.Nodes;
using Payments.Simulator;

namespace Payments.Stripe.Tests.Conformance;

/// <summary>
/// A provider that does everything otherwise than Stripe: the payer agrees on a page and the shop approves, refunds take time, webhooks are not signed,
/// no key is remembered.
/// </summary>
public sealed class SketchSimulator(SimulatorOptions options) : ProviderSimulator(options)
{
    private readonly Dictionary<string, Order> _orders = new(StringComparer.Ordinal);

    public override string Name => "sketch";

    public override IReadOnlyCollection<PayerActionKind> PayerActions => [PayerActionKind.Pay, PayerActionKind.Decline, PayerActionKind.Cancel];

    public override SimulatedTotals TotalsOf(string paymentOrOrderId) => Alone(() => _orders.Values
        .Where(order => (order.Tid == paymentOrOrderId || order.Id == paymentOrOrderId) && order.Status == "paid")
        .Select(order => new SimulatedTotals(1, order.Amount, order.Amount, order.Refunds.Where(refund => refund.Status != "failed").Sum(refund => refund.Amount)))
        .Aggregate(SimulatedTotals.None, SimulatedTotals.Add));

    public override Task<PayerReturn> PlayAsync(string paymentIdOrUrl, PayerAction action, CancellationToken cancellationToken = default) => Task.FromResult(Alone(() =>
    {
        var order = _orders[paymentIdOrUrl];
        if (action.Kind is PayerActionKind.Pay && order.Status == "ready")
        {
            (order.Status, order.Token) = ("agreed", NextId("tok_"));
            return new PayerReturn(new Uri($"{order.Return}&token={order.Token}"));
        }

        order.Status = action.Kind is PayerActionKind.Decline ? "declined" : order.Status;
        return new PayerReturn(new Uri(order.Cancel));
    }));

    public override Task<int> SettlePendingAsync(string? id = null, bool succeed = true, CancellationToken cancellationToken = default) => Task.FromResult(Alone(() =>
    {
        var waiting = _orders.Values.SelectMany(order => order.Refunds.Where(refund => refund.Status == "pending").Select(refund => (order, refund))).ToList();
        foreach (var (order, refund) in waiting)
            Tell(order, refund.Status = succeed ? "done" : "failed");
        return waiting.Count;
    }));

    protected override void MapRoutes(SimulatorRoutes routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        routes.Map("POST", "/ready", Ready);
        routes.Map("POST", "/approve", Approve);
        routes.Map("GET", "/orders/{tid}", request => Find(request) is { } order ? Describe(order) : Refuse(404, "not_found"));
        routes.Map("POST", "/orders/{tid}/refunds", Refund);
    }

    private SimulatedResponse Ready(SimulatedRequest request)
    {
        var body = JsonNode.Parse(request.BodyText)!;
        var order = new Order
        {
            Tid = NextId("T"), Id = (string)body["order"]!, Amount = (decimal)body["amount"]!, Currency = (string)body["currency"]!,
            Return = (string)body["return"]!, Cancel = (string)body["cancel"]!, CreatedAt = Time.GetUtcNow(),
        };
        _orders.Add(order.Tid, order);
        return Describe(order);
    }

    private SimulatedResponse Approve(SimulatedRequest request)
    {
        var body = JsonNode.Parse(request.BodyText)!;
        if (!_orders.TryGetValue((string)body["tid"]!, out var order))
            return Refuse(404, "not_found");
        if (order.Status == "paid")
            return Refuse(409, "already_paid");
        if (order.Status != "agreed" || order.Token != (string?)body["token"] || order.Amount != (decimal)body["amount"]!)
            return Refuse(400, "mismatch");
        order.Status = "paid";
        Tell(order, "paid");
        return Describe(order);
    }

    private SimulatedResponse Refund(SimulatedRequest request)
    {
        var body = JsonNode.Parse(request.BodyText)!;
        if (Find(request) is not { } order)
            return Refuse(404, "not_found");
        var left = order.Amount - order.Refunds.Where(refund => refund.Status != "failed").Sum(refund => refund.Amount);
        var amount = (decimal?)body["amount"] ?? left;
        if (order.Status != "paid" || amount > left || amount == 0)
            return Refuse(409, "not_refundable");
        order.Refunds.Add(new Part { Id = NextId("R"), Reference = (string)body["reference"]!, Amount = amount, At = Time.GetUtcNow() });
        Tell(order, "refunded");
        return Describe(order);
    }

    private Order? Find(SimulatedRequest request) => _orders.GetValueOrDefault(request.RouteValues["tid"]);

    private void Tell(Order order, string what) =>
        EmitWebhook(NextId("E"), "order." + what, Encoding.UTF8.GetBytes($$"""{"event":"order.{{what}}","tid":"{{order.Tid}}"}"""));

    private SimulatedResponse Describe(Order order) => SimulatedResponse.Json(200, new JsonObject
    {
        ["tid"] = order.Tid, ["order"] = order.Id, ["status"] = order.Status, ["amount"] = order.Amount, ["currency"] = order.Currency,
        ["created"] = order.CreatedAt, ["page"] = $"{BaseAddress}page/{order.Tid}",
        ["refunds"] = new JsonArray([.. order.Refunds.Select(refund => new JsonObject
        {
            ["id"] = refund.Id, ["reference"] = refund.Reference, ["amount"] = refund.Amount, ["status"] = refund.Status, ["at"] = refund.At,
        })]),
    });

    private static SimulatedResponse Refuse(int status, string code) => SimulatedResponse.Json(status, new JsonObject { ["code"] = code });

    private sealed class Order
    {
        public required string Tid { get; init; }
        public required string Id { get; init; }
        public required decimal Amount { get; init; }
        public required string Currency { get; init; }
        public required string Return { get; init; }
        public required string Cancel { get; init; }
        public required DateTimeOffset CreatedAt { get; init; }
        public string Status { get; set; } = "ready";
        public string? Token { get; set; }
        public List<Part> Refunds { get; } = [];
    }

    private sealed class Part
    {
        public required string Id { get; init; }
        public required string Reference { get; init; }
        public required decimal Amount { get; init; }
        public required DateTimeOffset At { get; init; }
        public string Status { get; set; } = "pending";
    }
}
