using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <content>The operations of invoices and refunds.</content>
public sealed partial class BitPaySimulator
{
    private static readonly string[] InvoiceMembers =
    [
        "token", "price", "currency", "orderId", "guid", "itemDesc", "itemCode", "notificationURL", "notificationEmail", "redirectURL", "closeURL",
        "autoRedirect", "posData", "transactionSpeed", "fullNotifications", "extendedNotifications", "physical", "buyer", "paymentCurrencies",
        "jsonPayProRequired", "bitpayIdRequired", "acceptanceWindow", "forcedBuyerSelectedWallet", "forcedBuyerSelectedTransactionCurrency", "merchantName",
    ];

    private static readonly string[] RefundMembers =
        ["token", "invoiceId", "amount", "currency", "preview", "immediate", "buyerPaysRefundFee", "reference", "guid", "notificationURL"];

    /// <inheritdoc/>
    protected override void MapRoutes(SimulatorRoutes routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        routes.Map("POST", "/invoices", request => Run(() => Create(request)));
        routes.Map("GET", "/invoices", request => Run(() => List(request)));
        routes.Map("GET", "/invoices/guid/{id}", request => Run(() => Answer(ByGuid(request))));
        routes.Map("GET", "/invoices/{id}", request => Run(() => Answer(ById(request))));
        routes.Map("DELETE", "/invoices/guid/{id}", request => Run(() => Cancel(request, ByGuid(request))));
        routes.Map("DELETE", "/invoices/{id}", request => Run(() => Cancel(request, ById(request))));
        routes.Map("POST", "/refunds", request => Run(() => Refund(request)));
        routes.Map("GET", "/refunds", request => Run(() => SimulatedResponse.Json(200, new JsonObject
        {
            ["data"] = new JsonArray([.. Refunds.Where(refund => refund.Invoice.Id == request.Fields.GetValueOrDefault("invoiceId")).Select(refund => refund.ToJson())]),
        })));
        routes.Map("GET", "/refunds/guid/{id}", request => Run(() => Answer(Refunds.FirstOrDefault(refund => (string?)refund.Call["guid"] == request.RouteValues["id"]))));
        routes.Map("GET", "/refunds/{id}", request => Run(() => Answer(Refunds.FirstOrDefault(refund => refund.Id == request.RouteValues["id"]))));
        MapPayerPage(routes, "/pay/{id}", id => _invoices.Find(invoice => invoice.Id == id) is not { } invoice ? null : new PayerPage(
            invoice.Text("itemDesc") ?? invoice.Id, $"{invoice.Price.ToString(CultureInfo.InvariantCulture)} {invoice.Currency} ({invoice.Status})",
            invoice.Status is BitPayInvoice.New or BitPayInvoice.Expired));
    }

    private IEnumerable<BitPayRefund> Refunds => _invoices.SelectMany(invoice => invoice.Refunds);

    private SimulatedResponse Run(Func<SimulatedResponse> operation)
    {
        Sweep();
        try
        {
            return operation();
        }
        catch (BitPayRefusal refusal)
        {
            return refusal.ToResponse();
        }
    }

    private SimulatedResponse Create(SimulatedRequest request)
    {
        var body = BitPayBody.Read(request, InvoiceMembers);
        var currency = body.Required("currency");
        var price = body.Amount("price", currency, "010102");
        if (currency.Length is < 3 or > 8 || currency.Any(letter => !char.IsAsciiLetterUpper(letter) && letter != '_'))
            throw new BitPayRefusal(400, "010102", "Invalid currency");
        foreach (var name in new[] { "orderId", "guid", "itemDesc", "posData", "closeURL", "redirectURL" })
            body.Text(name);
        body.HttpsUrl("notificationURL");
        body.Buyer();
        if (body.Flag("autoRedirect") && body.Text("redirectURL") is null)
            throw BitPayRefusal.Validation("redirectURL", "missing required field");
        body.Flag("extendedNotifications");
        var speed = body.Text("transactionSpeed") ?? _options.TransactionSpeed;
        if (speed is not ("high" or "medium" or "low"))
            throw BitPayRefusal.Validation("transactionSpeed", "must be high, medium or low");
        if (body.Json["paymentCurrencies"] is not (null or JsonArray))
            throw BitPayRefusal.Validation("paymentCurrencies", "must be an array");
        var id = NextId("", 22);
        var now = Time.GetUtcNow();
        var invoice = new BitPayInvoice
        {
            Id = id,
            Url = new Uri(BaseAddress, "pay/" + id).AbsoluteUri,
            Owner = body.Required("token"),
            ResourceToken = NextId("resource-", 30),
            Call = body.Json,
            Price = price,
            Currency = currency,
            Speed = speed,
            CreatedAt = now,
            ExpiresAt = now + body.Window(),
        };
        _invoices.Add(invoice);
        return Answer(invoice);
    }

    private SimulatedResponse List(SimulatedRequest request)
    {
        var query = request.Fields;
        if (!TryDay(query.GetValueOrDefault("dateStart"), out var from) || !TryDay(query.GetValueOrDefault("dateEnd"), out var to))
            throw BitPayRefusal.Validation("dateStart", "dateStart and dateEnd are required as YYYY-MM-DD");
        var found = _invoices.Where(invoice => invoice.CreatedAt >= from && invoice.CreatedAt < to.AddDays(1))
            .Where(invoice => query.GetValueOrDefault("orderId") is not { } order || invoice.Text("orderId") == order)
            .Skip(Number("offset", 0)).Take(Number("limit", 100));
        return SimulatedResponse.Json(200, new JsonObject
        {
            ["facade"] = "merchant/invoice", ["data"] = new JsonArray([.. found.Select(invoice => invoice.ToJson(Time.GetUtcNow()))]),
        });

        int Number(string name, int otherwise) => query.TryGetValue(name, out var text) ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : otherwise;
    }

    // Who pays late needs a way to get his money back.
    private SimulatedResponse Cancel(SimulatedRequest request, BitPayInvoice? found)
    {
        var invoice = found ?? throw new BitPayRefusal(404, "040101", "Invoice not found");
        if (invoice.Status is not BitPayInvoice.New)
            throw new BitPayRefusal(400, "040107", "Invalid invoice state for cancel");
        if (request.Fields.GetValueOrDefault("forceCancel") is not "true" && string.IsNullOrEmpty((string?)invoice.Call["buyer"]?["email"]))
            throw new BitPayRefusal(400, "040108", "Missing email or SMS");
        invoice.IsCancelled = true;
        invoice.Status = BitPayInvoice.Expired;
        return Answer(invoice);
    }

    private SimulatedResponse Refund(SimulatedRequest request)
    {
        var body = BitPayBody.Read(request, RefundMembers);
        var id = body.Required("invoiceId");
        var invoice = _invoices.Find(each => each.Id == id) ?? throw new BitPayRefusal(404, "010201", "Invoice not found");
        var amount = body.Amount("amount", invoice.Currency, "010202");
        if (body.Required("currency") != invoice.Currency)
            throw new BitPayRefusal(400, "010202", "Invalid currency");
        if (body.Text("reference") is { Length: > 100 })
            throw BitPayRefusal.Validation("reference", "must have at most 100 characters");
        body.HttpsUrl("notificationURL");
        if (!invoice.IsCredited)
            throw new BitPayRefusal(400, "010207", "Invalid invoice state for refund");
        if (amount + Returned(invoice) > invoice.Price)
            throw new BitPayRefusal(400, "010202", "Amount exceeds what is left");
        var refund = new BitPayRefund
        {
            Id = NextId("", 22),
            Invoice = invoice,
            Amount = amount,
            Type = amount == invoice.Price ? "full (current rate)" : "partial",
            RequestedAt = Time.GetUtcNow(),
            Call = body.Json,
            Status = body.Flag("preview") ? BitPayRefund.Preview : BitPayRefund.Created,
        };
        invoice.Refunds.Add(refund);
        Tell(refund, "refund_created");
        return Answer(refund);
    }

    private BitPayInvoice? ById(SimulatedRequest request) => Own(request, invoice => invoice.Id == request.RouteValues["id"]);

    private BitPayInvoice? ByGuid(SimulatedRequest request) => Own(request, invoice => invoice.Text("guid") == request.RouteValues["id"]);

    // A POS token sees what it has made; the merchant facade sees all.
    private BitPayInvoice? Own(SimulatedRequest request, Func<BitPayInvoice, bool> isNamed) =>
        _invoices.Find(invoice => isNamed(invoice) && (TokenOf(request) == MerchantToken || invoice.Owner == PosToken));

    private SimulatedResponse Answer(BitPayInvoice? invoice) => invoice is null ? throw new BitPayRefusal(404, "020101", "Invoice not found")
        : SimulatedResponse.Json(200, new JsonObject
        {
            ["facade"] = invoice.Owner == PosToken ? "pos/invoice" : "merchant/invoice", ["data"] = invoice.ToJson(Time.GetUtcNow()),
        });

    private static SimulatedResponse Answer(BitPayRefund? refund) => refund is null
        ? throw new BitPayRefusal(404, "020201", "Refund not found")
        : SimulatedResponse.Json(200, new JsonObject { ["data"] = refund.ToJson() });

    private static bool TryDay(string? text, out DateTimeOffset day) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out day);
}
