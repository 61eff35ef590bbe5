using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>The operations of payments and their links.</summary>
internal sealed class SquarePayments(SquareAccount account, SquareCharging charging)
{
    private static readonly string[] Echoed =
        ["customer_id", "app_fee_money", "buyer_email_address", "billing_address", "shipping_address", "statement_description_identifier", "cash_details", "external_details"];

    public SquarePayment Create(JsonObject body)
    {
        var token = body.TextAt("source_id")!;
        var source = SquareSource.Find(token) ?? (token.EndsWith("-already-used", StringComparison.Ordinal)
            ? throw SquareRefusal.Bad("CARD_TOKEN_USED", "The card token was used already.", "source_id")
            : throw SquareRefusal.Missing("card nonce"));
        var amount = body.AmountAt("amount_money")!.Value;
        account.CheckPlace(body.TextAt("location_id"), body.TextAt("amount_money", "currency"));
        Check(body, token, source, amount);
        var order = body.TextAt("order_id") is { } orderId ? account.Get<SquareOrder>(orderId, "order") : null;
        if (order is not null && order.Due != amount)
            throw SquareRefusal.OfMethod("PAYMENT_AMOUNT_MISMATCH", "The amount is not what the order has due.", "amount_money");
        var payment = charging.Charge(new SquareCharge(source, amount, order)
        {
            Tip = body.AmountAt("tip_money") ?? 0,
            Autocomplete = body.FlagAt("autocomplete") ?? true,
            Delay = body.TextAt("delay_duration") is { } delay ? SquareSchema.Duration(delay, "delay_duration") : null,
            DelayAction = body.TextAt("delay_action"),
            ReferenceId = body.TextAt("reference_id"),
            Note = body.TextAt("note"),
            Key = body.TextAt("idempotency_key"),
            Echo = Echo(body),
        });
        return payment.Status is SquarePayment.Failed
            ? throw SquareRefusal.Declined((JsonArray)payment.Errors!.DeepClone(), payment.ToJson())
            : payment;
    }

    public SquarePayment Update(SquarePayment payment, JsonObject body)
    {
        if (body["payment"] is null)
            throw SquareRefusal.Bad("MISSING_REQUIRED_PARAMETER", "Missing required parameter.", "payment");
        return charging.Update(
            payment, body.AmountAt("payment", "amount_money"), body.AmountAt("payment", "tip_money"), body.TextAt("payment", "version_token"));
    }

    public SquarePayment Complete(SquarePayment payment, JsonObject body) =>
        body.TextAt("version_token") is { } version && payment.Status is SquarePayment.Approved && version != payment.VersionToken
            ? throw SquareRefusal.Bad("VERSION_MISMATCH", "The version token is not the payment's present one.", "version_token")
            : charging.Complete(payment);

    /// <summary>Cancels what was made under a key. There being nothing is a success.</summary>
    public void CancelByKey(JsonObject body)
    {
        var key = body.TextAt("idempotency_key");
        if (account.Payments.FindLast(payment => payment.Key == key) is { Status: SquarePayment.Approved } payment)
            charging.Cancel(payment);
    }

    public JsonObject List(IReadOnlyDictionary<string, string> query)
    {
        var visible = account.Now - account.Options.ListDelay;
        var place = query.GetValueOrDefault("location_id", account.Options.LocationId);
        return SquareLists.Page("payments", account.Payments.Where(payment => payment.LocationId == place && payment.CreatedAt <= visible), query, account.Now);
    }

    public JsonObject CreateLink(JsonObject body)
    {
        if (body["quick_pay"] is null == body["order"] is null)
            throw SquareRefusal.Bad("BAD_REQUEST", "Exactly one of `quick_pay` and `order` is needed.");
        var lines = Lines(body);
        var order = charging.NewOrder(
            body.TextAt("order", "reference_id") ?? "", lines, SquareOrder.Draft, (JsonObject?)body.At("order", "metadata")?.DeepClone(), body.TextAt("order", "customer_id"));
        var id = account.NewId(16).ToUpperInvariant();
        var echo = new JsonObject();
        foreach (var name in new[] { "checkout_options", "pre_populated_data", "description" })
            echo.Set(name, body[name]?.DeepClone());
        order.Link = account.Keep(account.Links, new SquareLink
        {
            Id = id,
            CreatedAt = order.CreatedAt,
            Order = order,
            Url = account.LinkTo($"pay/{id}"),
            Note = body.TextAt("payment_note"),
            Echo = echo,
        });
        return new JsonObject
        {
            ["payment_link"] = order.Link.ToJson(),
            ["related_resources"] = new JsonObject { ["orders"] = new JsonArray(order.ToJson()) },
        };
    }

    public JsonObject DeleteLink(SquareLink link)
    {
        var order = link.Order;
        if (order.Tenders.Exists(payment => payment.IsAlive))
            throw SquareRefusal.Bad("BAD_REQUEST", "The payment link was paid.");
        if (!account.Links.Remove(link))
            throw SquareRefusal.Missing($"payment link with id: {link.Id}");
        order.Link = null;
        order.State = SquareOrder.Canceled;
        charging.Changed(order);
        return new JsonObject { ["id"] = link.Id, ["cancelled_order_id"] = order.Id };
    }

    private List<SquareOrderLine> Lines(JsonObject body)
    {
        if (body["quick_pay"] is { } quick)
        {
            account.CheckPlace(quick.TextAt("location_id"), quick.TextAt("price_money", "currency"));
            return [new(account.NewId(22), quick.TextAt("name")!, 1, quick.AmountAt("price_money")!.Value)];
        }

        var items = body.At("order", "line_items") as JsonArray ?? [];
        if (items.Count == 0)
            throw SquareRefusal.Bad("MISSING_REQUIRED_PARAMETER", "An order has at least one line item.", "order.line_items");
        var lines = new List<SquareOrderLine>();
        foreach (var item in items)
        {
            account.CheckPlace(body.TextAt("order", "location_id"), item.TextAt("base_price_money", "currency"));
            if (!long.TryParse(item.TextAt("quantity"), NumberStyles.None, CultureInfo.InvariantCulture, out var quantity) || quantity < 1)
                throw SquareRefusal.Bad("INVALID_VALUE", "The quantity is not a whole number.", "order.line_items.quantity");
            lines.Add(new(account.NewId(22), item.TextAt("name") ?? "Item", quantity, item.AmountAt("base_price_money") ?? 0));
        }

        CheckMetadata(body.At("order", "metadata") as JsonObject ?? []);
        return lines;
    }

    private static void CheckMetadata(JsonObject metadata)
    {
        if (metadata.Count > 10)
            throw SquareRefusal.Bad("TOO_MANY_MAP_ENTRIES", "Metadata has at most 10 entries.", "order.metadata");
        foreach (var (key, value) in metadata)
        {
            if (key.Length > 60)
                throw SquareRefusal.Bad("MAP_KEY_LENGTH_TOO_LONG", "A metadata key has at most 60 characters.", "order.metadata");
            if (((string?)value)?.Length > 255)
                throw SquareRefusal.Bad("VALUE_TOO_LONG", "A metadata value has at most 255 characters.", "order.metadata");
        }
    }

    private static void Check(JsonObject body, string token, SquareSource source, long amount)
    {
        var isDelayed = body.FlagAt("autocomplete") is false;
        if (amount < 1 && source.Type is not ("CASH" or "EXTERNAL"))
            throw SquareRefusal.Bad("AMOUNT_TOO_LOW", "The amount is below the minimum.", "amount_money.amount");
        if (!isDelayed && (body["delay_duration"] is not null || body["delay_action"] is not null))
            throw SquareRefusal.Bad("CONFLICTING_PARAMETERS", "A delay needs `autocomplete` to be false.", "delay_duration");
        if (body.TextAt("delay_duration") is { } delay && SquareSchema.Duration(delay, "delay_duration") is var time
            && (time < TimeSpan.FromMinutes(1) || time > TimeSpan.FromDays(7)))
            throw SquareRefusal.Bad("INVALID_VALUE", "The delay is 1 minute to 7 days.", "delay_duration");
        if (isDelayed && source.IsDelayed)
            throw SquareRefusal.Bad("BAD_REQUEST", "A bank account payment has to be completed at once.", "autocomplete");
        if (token.StartsWith(SquareSource.OnFile, StringComparison.Ordinal) && body["customer_id"] is null)
            throw SquareRefusal.Bad("MISSING_REQUIRED_PARAMETER", "A card on file needs its customer.", "customer_id");
        if (source.Type is "CASH" && body["cash_details"] is null)
            throw SquareRefusal.Bad("MISSING_REQUIRED_PARAMETER", "Missing required parameter.", "cash_details");
        if (source.Type is "EXTERNAL" && body["external_details"] is null)
            throw SquareRefusal.Bad("MISSING_REQUIRED_PARAMETER", "Missing required parameter.", "external_details");
    }

    private static JsonObject Echo(JsonObject body)
    {
        var echo = new JsonObject();
        foreach (var name in Echoed)
            echo.Set(name, body[name]?.DeepClone());
        return echo;
    }
}
