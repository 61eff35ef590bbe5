using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <content>The operations of charges.</content>
public sealed partial class CoinbaseCommerceSimulator
{
    private static readonly string[] Known =
        ["name", "description", "pricing_type", "local_price", "metadata", "redirect_url", "cancel_url", "buyer_locale", "checkout_id"];

    /// <inheritdoc/>
    protected override void MapRoutes(SimulatorRoutes routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        routes.Map("POST", "/charges", Create);
        routes.Map("GET", "/charges", List);
        routes.Map("GET", "/charges/{id}", request => WithCharge(request, charge => Answer(request, 200, charge)));
        routes.Map("POST", "/charges/{id}/cancel", request => WithCharge(request, charge =>
        {
            if (charge.Status is not CoinbaseCharge.New)
                return Error(400, "invalid_request", "Only new charges can be canceled.");
            charge.Timeline.Add(new(CoinbaseCharge.Canceled, null, Time.GetUtcNow()));
            return Answer(request, 200, charge);
        }));
        routes.Map("POST", "/charges/{id}/resolve", request => WithCharge(request, charge =>
        {
            if (charge.Status is not CoinbaseCharge.Unresolved)
                return Error(400, "invalid_request", "Only unresolved charges can be resolved.");
            Move(charge, "charge:resolved", CoinbaseCharge.Resolved);
            return Answer(request, 200, charge);
        }));
        MapPayerPage(routes, "/pay/{id}", id => _charges.Find(c => c.Id == id) is not { } charge ? null : new PayerPage(
            charge.Name, $"{charge.Amount} {charge.Currency} ({charge.Status})", charge.Status is CoinbaseCharge.New or CoinbaseCharge.Expired));
    }

    private SimulatedResponse Create(SimulatedRequest request)
    {
        Sweep();
        if (request.Json is not { } body)
            return Error(400, "invalid_request", "The body must be a JSON object.");
        if (body.FirstOrDefault(member => !Known.Contains(member.Key, StringComparer.Ordinal)).Key is { } unknown)
            return Error(400, "validation_error", $"{unknown} is not known.");
        foreach (var name in new[] { "name", "description", "pricing_type" })
            if (Text(body, name) is not { Length: > 0 })
                return Error(400, "param_required", $"{name} is required.");
        if (Text(body, "name")!.Length > 100 || Text(body, "description")!.Length > 200)
            return Error(400, "validation_error", "name or description is too long.");
        var isFixed = Text(body, "pricing_type") is "fixed_price";
        var price = body["local_price"] as JsonObject;
        if (!isFixed && Text(body, "pricing_type") is not "no_price")
            return Error(400, "validation_error", "pricing_type must be fixed_price or no_price.");
        if (isFixed && (price is null || !TryAmount(Text(price, "amount"), out _) || Text(price, "currency") is not { Length: >= 3 }))
            return Error(400, "param_required", "local_price needs an amount, as a string, and a currency.");
        if (body["metadata"] is not (null or JsonObject))
            return Error(400, "validation_error", "metadata must be an object.");

        TryAmount(price is null ? null : Text(price, "amount"), out var amount);
        var id = NewUuid();
        var charge = new CoinbaseCharge
        {
            Id = id,
            Code = NextId("", 8).ToUpperInvariant(),
            HostedUrl = new Uri(BaseAddress, $"pay/{id}").AbsoluteUri,
            Name = Text(body, "name")!,
            Description = Text(body, "description")!,
            Amount = isFixed ? amount : null,
            Currency = price is null ? "USD" : Text(price, "currency")!,
            Metadata = body["metadata"]?.DeepClone() as JsonObject ?? [],
            RedirectUrl = Text(body, "redirect_url"),
            CancelUrl = Text(body, "cancel_url"),
            CreatedAt = Time.GetUtcNow(),
            ExpiresAt = Time.GetUtcNow() + _options.ChargeLifetime,
        };
        _charges.Add(charge);
        Move(charge, "charge:created", CoinbaseCharge.New);
        return Answer(request, 201, charge);
    }

    private SimulatedResponse List(SimulatedRequest request)
    {
        Sweep();
        var query = request.Fields;
        var limit = query.TryGetValue("limit", out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 25;
        if (limit is < 1 or > 100)
            return Error(400, "validation_error", "limit must be 1 to 100.");
        IReadOnlyList<CoinbaseCharge> sorted = query.GetValueOrDefault("order") is "asc" ? _charges : [.. _charges.AsEnumerable().Reverse()];
        var after = query.TryGetValue("starting_after", out var id) ? sorted.ToList().FindIndex(c => c.Id == id || c.Code == id) + 1 : 0;
        var shown = sorted.Skip(after).Take(limit).ToList();
        return SimulatedResponse.Json(200, new JsonObject
        {
            ["pagination"] = new JsonObject
            {
                ["order"] = query.GetValueOrDefault("order") ?? "desc", ["limit"] = limit, ["total"] = _charges.Count, ["yielded"] = shown.Count,
            },
            ["data"] = new JsonArray([.. shown.Select(c => c.ToJson())]),
        });
    }

    private SimulatedResponse WithCharge(SimulatedRequest request, Func<CoinbaseCharge, SimulatedResponse> answer)
    {
        Sweep();
        var id = request.RouteValues["id"];
        return _charges.Find(c => c.Id == id || c.Code == id) is { } charge ? answer(charge) : Error(404, "not_found", "Not found.");
    }

    private static SimulatedResponse Answer(SimulatedRequest request, int status, CoinbaseCharge charge)
    {
        var body = new JsonObject { ["data"] = charge.ToJson() };
        if (request.Header("X-CC-Version") is null)
            body["warnings"] = new JsonArray($"Missing X-CC-Version header; serving latest API version ({Version})");
        return SimulatedResponse.Json(status, body);
    }

    private static string? Text(JsonObject from, string name) => from[name]?.GetValueKind() is JsonValueKind.String ? from[name]!.GetValue<string>() : null;

    private static bool TryAmount(string? text, out decimal amount) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount) && amount > 0;
}
