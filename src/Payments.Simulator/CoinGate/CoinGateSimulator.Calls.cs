using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <content>The operations of orders, refunds and balances.</content>
public sealed partial class CoinGateSimulator
{
    private static readonly TimeSpan TimeToChoose = TimeSpan.FromHours(2);

    private static readonly string[] OrderFields =
    [
        "price_amount", "price_currency", "title", "description", "receive_currency", "order_id", "callback_url", "success_url", "cancel_url", "token",
        "purchaser_email", "shopper[type]", "shopper[ip_address]", "shopper[email]", "shopper[first_name]", "shopper[last_name]", "shopper[date_of_birth]",
        "shopper[residence_address]", "shopper[residence_postal_code]", "shopper[residence_city]", "shopper[residence_country]",
        "shopper[company_details][name]", "shopper[company_details][code]", "shopper[company_details][address]", "shopper[company_details][postal_code]",
        "shopper[company_details][city]", "shopper[company_details][country]", "shopper[company_details][incorporation_date]",
        "shopper[company_details][incorporation_country]",
    ];

    private static readonly string[] RefundFields =
    [
        "amount", "address", "address_memo", "currency_id", "platform_id", "ledger_account_id", "reason", "email", "callback_url",
        "skip_user_address_confirmation",
    ];

    /// <inheritdoc/>
    protected override void MapRoutes(SimulatorRoutes routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        routes.Map("GET", "/v2/auth/test", _ => SimulatedResponse.Text(200, "OK", "text/plain"));
        routes.Map("POST", "/v2/orders", request => Run(() => Create(request)));
        routes.Map("GET", "/v2/orders", request => Run(() => List(request)));
        routes.Map("GET", "/v2/orders/{id}", request => Run(() => Answer(Named(request))));
        routes.Map("POST", "/v2/orders/{id}/refunds", request => Run(() => Refund(request, Named(request))));
        routes.Map("GET", "/v2/orders/{id}/refunds", request => Run(() => Page(
            request, "refunds", [.. Named(request).Refunds.Select(refund => refund.ToJson(isInList: true, _options.ShowsReasons))])));
        routes.Map("GET", "/v2/orders/{id}/refunds/{refund}", request => Run(() => Answer(
            Named(request).Refunds.Find(refund => refund.Id == request.RouteValues["refund"]) ?? throw new CoinGateRefusal(404, "RefundNotFound", "Refund not found"))));
        routes.Map("GET", "/v2/ledger/accounts", request => Run(() => Page(request, "accounts", [new JsonObject { ["id"] = LedgerAccountId, ["status"] = "active" }])));
        MapPayerPage(routes, "/invoice/{id}", id => _orders.Find(order => order.Id == id) is not { } order ? null : new PayerPage(
            order.Call.Text("title")!, $"{CoinGateOrder.Number(order.Price)} {order.Currency} ({order.Status})", order.PaidAt is null && order.Status is not CoinGateOrder.Confirming));
    }

    private SimulatedResponse Run(Func<SimulatedResponse> operation)
    {
        Sweep();
        try
        {
            return operation();
        }
        catch (CoinGateRefusal refusal)
        {
            return refusal.ToResponse();
        }
    }

    private SimulatedResponse Create(SimulatedRequest request)
    {
        var body = CoinGateBody.Read(request, CoinGateRefusal.Order, OrderFields);
        var price = body.Amount("price_amount");
        var currency = body.Required("price_currency", 3, 10);
        body.Require(currency is not ("JPY" or "KRW") || decimal.Truncate(price) == price, "Price amount is not valid");
        body.Required("title", 3, 150);
        body.Required("description", 3, 500);
        if (body.Text("receive_currency") is null)
            request.AddNote("receive_currency is missing: the account's setting decides.");
        foreach (var name in new[] { "callback_url", "success_url", "cancel_url" })
            body.Url(name);
        body.ThrowIfInvalid();
        var id = NextNumber();
        var now = Time.GetUtcNow();
        var order = new CoinGateOrder
        {
            Id = id,
            Call = body,
            Price = price,
            Token = body.Text("token") ?? NextId("", 30),
            PaymentUrl = new Uri(BaseAddress, "invoice/" + id).AbsoluteUri,
            CreatedAt = now,
            ExpiresAt = now + TimeToChoose,
        };
        _orders.Add(order);
        return SimulatedResponse.Json(200, order.ToJson(isCreation: true, _options.ShowsReasons));
    }

    private SimulatedResponse List(SimulatedRequest request)
    {
        var query = request.Fields;
        var (from, to) = (When("created_at[from]"), When("created_at[to]"));
        var found = _orders.Where(order => !(order.CreatedAt < from) && !(order.CreatedAt > to))
            .Where(order => query.GetValueOrDefault("status") is not { } status || order.Status == status);
        found = query.GetValueOrDefault("sort") switch
        {
            null or "created_at_asc" => found,
            "created_at_desc" => found.Reverse(),
            _ => throw new CoinGateRefusal(400, "BadRequest", "sort is not valid"),
        };
        return Page(request, "orders", [.. found.Select(order => order.ToJson(isCreation: false, _options.ShowsReasons))]);

        DateTimeOffset? When(string name) => query.GetValueOrDefault(name) is not { } text ? null
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
            : throw new CoinGateRefusal(400, "BadRequest", $"{name} is not valid");
    }

    private SimulatedResponse Refund(SimulatedRequest request, CoinGateOrder order)
    {
        var body = CoinGateBody.Read(request, CoinGateRefusal.Refund, RefundFields);
        var amount = body.Amount("amount");
        foreach (var name in new[] { "address", "reason", "email", "currency_id", "platform_id", "ledger_account_id" })
            body.Required(name);
        body.Url("callback_url");
        body.Require(body.Text("currency_id") == Text(RefundCurrencyId), "Currency not found");
        body.Require(body.Text("platform_id") == Text(RefundPlatformId), "Crypto platform not found or does not belong to this currency");
        body.Require(body.Text("skip_user_address_confirmation") is null or "true" or "false", "Skip user address confirmation is not valid");
        body.Require(amount > 1 || amount == 0, $"Request amount must be higher than 1.0 {order.Currency}");
        body.Require(order.IsRefundable, "Order is not refundable");
        body.Require(Given(order) + amount <= order.Price, "Request amount is higher than what is left");
        body.ThrowIfInvalid();
        if (body.Text("ledger_account_id") != LedgerAccountId)
            throw new CoinGateRefusal(404, "LedgerAccountNotFound", "Ledger account not found");
        var refund = new CoinGateRefund { Id = NextNumber(), Order = order, Call = body, Amount = amount, CreatedAt = Time.GetUtcNow() };
        order.Refunds.Add(refund);
        return Answer(refund);
    }

    private static SimulatedResponse Page(SimulatedRequest request, string name, JsonObject[] items)
    {
        var (page, size) = (Number("page", 1), Number("per_page", 100));
        if (page < 1 || size is < 1 or > 100)
            throw new CoinGateRefusal(400, "BadRequest", "per_page is not valid");
        return SimulatedResponse.Json(200, new JsonObject
        {
            ["current_page"] = page,
            ["per_page"] = size,
            ["total_" + name] = items.Length,
            ["total_pages"] = (items.Length + size - 1) / size,
            [name] = new JsonArray([.. items.Skip((page - 1) * size).Take(size)]),
        });

        int Number(string field, int otherwise) =>
            request.Fields.TryGetValue(field, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
    }

    private CoinGateOrder Named(SimulatedRequest request) =>
        _orders.Find(order => order.Id == request.RouteValues["id"]) ?? throw new CoinGateRefusal(404, "OrderNotFound", "Order does not exist");

    private SimulatedResponse Answer(CoinGateOrder order) => SimulatedResponse.Json(200, order.ToJson(isCreation: false, _options.ShowsReasons));

    private SimulatedResponse Answer(CoinGateRefund refund) => SimulatedResponse.Json(200, refund.ToJson(isInList: false, _options.ShowsReasons));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
