using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>The operations of orders.</summary>
internal sealed class PayPalOrders(PayPalAccount account, PayPalPayments payments)
{
    public PayPalOrder Create(JsonObject body)
    {
        PayPalFields.Order.Check(body);
        var units = body["purchase_units"]!.AsArray();
        CheckSeveral(body, units);
        var read = units.Select(ReadUnit).ToArray();
        if (read.Any(unit => unit.Amount.Currency != read[0].Amount.Currency))
            throw PayPalRefusal.Business("MULTI_CURRENCY_ORDER", "purchase_units");
        var id = account.NewId();
        var order = account.Keep(new PayPalOrder(id, (JsonObject)body.DeepClone(), read, account.Now, account.PageOf(id)));
        account.Orders.Add(order);
        return order;
    }

    public PayPalOrder Capture(PayPalOrder order)
    {
        CheckCompletion(order, isAuthorize: false);
        var state = order.IsDelayed ? PayPalCapture.Pending : PayPalCapture.Completed;
        if (order.DeclineNext is PayPalCapture.Declined)
            state = order.TakeDecline()!;
        Decline(order);
        if (state is not PayPalCapture.Declined)
        {
            foreach (var unit in order.Units)
                account.UseInvoice(unit.InvoiceId);
        }

        Complete(order);
        for (var at = 0; at < order.Units.Count; at++)
            payments.Take(order, authorization: null, order.Units[at].Amount, isFinal: true, order.Units[at].InvoiceId, state, at);
        return order;
    }

    public PayPalOrder Authorize(PayPalOrder order)
    {
        CheckCompletion(order, isAuthorize: true);
        Decline(order);
        Complete(order);
        payments.Hold(order);
        return order;
    }

    private void Complete(PayPalOrder order)
    {
        (order.Status, order.Updated) = (PayPalOrder.Completed, account.Now);
        account.Emit("CHECKOUT.ORDER.COMPLETED", "checkout-order", order.ToJson(), "Checkout Order Completed");
    }

    private static void CheckCompletion(PayPalOrder order, bool isAuthorize)
    {
        if (order.IsAuthorize != isAuthorize)
            throw PayPalRefusal.Business("ACTION_DOES_NOT_MATCH_INTENT");
        if (order.Status is PayPalOrder.Completed)
            throw PayPalRefusal.Business(isAuthorize ? "ORDER_ALREADY_AUTHORIZED" : "ORDER_ALREADY_CAPTURED");
        if (order.Status is not PayPalOrder.Approved)
            throw PayPalRefusal.Business("ORDER_NOT_APPROVED");
    }

    // The order stays as it is: the payer may choose another funding.
    private static void Decline(PayPalOrder order)
    {
        if (order.TakeDecline() is not { } issue)
            return;
        throw new PayPalRefusal(422, issue) { Redirect = issue is "INSTRUMENT_DECLINED" ? order.Page : null };
    }

    // Only a hold is limited to one unit; of several, each is called by a name of its own.
    private static void CheckSeveral(JsonObject body, JsonArray units)
    {
        if (units.Count == 1)
            return;
        if ((string?)body["intent"] is "AUTHORIZE")
            throw PayPalRefusal.Business("UNSUPPORTED_INTENT", "intent");
        var names = units.Select(unit => (string?)unit!["reference_id"]).ToArray();
        if (Array.IndexOf(names, null) is >= 0 and var nameless)
            throw PayPalRefusal.Business("REFERENCE_ID_REQUIRED", $"purchase_units.{nameless}.reference_id");
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Length)
            throw PayPalRefusal.Business("DUPLICATE_REFERENCE_ID", "purchase_units");
    }

    private static PayPalUnit ReadUnit(JsonNode? unit, int at)
    {
        var place = $"purchase_units.{at}";
        var amount = PayPalAmount.Read(unit!["amount"]!, place + ".amount", noDecimals: "DECIMAL_PRECISION");
        CheckItems(unit, place, amount);
        return new((JsonObject)unit.DeepClone(), amount);
    }

    private static void CheckItems(JsonNode unit, string place, PayPalAmount amount)
    {
        var breakdown = unit["amount"]!["breakdown"];
        if (unit["items"] is not JsonArray items)
            return;
        if (breakdown?["item_total"] is not { } total)
            throw PayPalRefusal.Business("ITEM_TOTAL_REQUIRED", place + ".amount.breakdown.item_total");
        var sum = items.Sum(i => PayPalAmount.Read(i!["unit_amount"]!, place + ".items", "DECIMAL_PRECISION", mayBeZero: true).Value
            * int.Parse((string)i["quantity"]!, CultureInfo.InvariantCulture));
        if (sum != PayPalAmount.Read(total, place + ".amount.breakdown.item_total", "DECIMAL_PRECISION", mayBeZero: true).Value)
            throw PayPalRefusal.Business("ITEM_TOTAL_MISMATCH", place + ".amount.breakdown.item_total");
        if (sum != amount.Value)
            throw PayPalRefusal.Business("AMOUNT_MISMATCH", place + ".amount.value");
    }
}
