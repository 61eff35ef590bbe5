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
        if (units.Count > 1)
            throw PayPalRefusal.Business("UNSUPPORTED_INTENT", "intent");
        var amount = PayPalAmount.Read(units[0]!["amount"]!, "purchase_units.0.amount", noDecimals: "DECIMAL_PRECISION");
        CheckItems(units[0]!, amount);
        var id = account.NewId();
        var order = account.Keep(new PayPalOrder(id, (JsonObject)body.DeepClone(), amount, account.Now, account.PageOf(id)));
        account.Orders.Add(order);
        return order;
    }

    public PayPalOrder Capture(PayPalOrder order)
    {
        CheckCompletion(order, isAuthorize: false);
        if (order.DeclineNext is PayPalCapture.Declined)
        {
            order.DeclineNext = null;
            Complete(order);
            payments.Take(order, authorization: null, order.Amount, isFinal: true, order.InvoiceId, PayPalCapture.Declined);
            return order;
        }

        Decline(order);
        account.UseInvoice(order.InvoiceId);
        Complete(order);
        payments.Take(
            order, authorization: null, order.Amount, isFinal: true, order.InvoiceId, order.IsDelayed ? PayPalCapture.Pending : PayPalCapture.Completed);
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
        if (order.DeclineNext is not { } issue)
            return;
        order.DeclineNext = null;
        throw new PayPalRefusal(422, issue) { Redirect = issue is "INSTRUMENT_DECLINED" ? order.Page : null };
    }

    private static void CheckItems(JsonNode unit, PayPalAmount amount)
    {
        var breakdown = unit["amount"]!["breakdown"];
        if (unit["items"] is not JsonArray items)
            return;
        if (breakdown?["item_total"] is not { } total)
            throw PayPalRefusal.Business("ITEM_TOTAL_REQUIRED", "purchase_units.0.amount.breakdown.item_total");
        var sum = items.Sum(i => PayPalAmount.Read(i!["unit_amount"]!, "purchase_units.0.items", "DECIMAL_PRECISION", mayBeZero: true).Value
            * int.Parse((string)i["quantity"]!, CultureInfo.InvariantCulture));
        if (sum != PayPalAmount.Read(total, "purchase_units.0.amount.breakdown.item_total", "DECIMAL_PRECISION", mayBeZero: true).Value)
            throw PayPalRefusal.Business("ITEM_TOTAL_MISMATCH", "purchase_units.0.amount.breakdown.item_total");
        if (sum != amount.Value)
            throw PayPalRefusal.Business("AMOUNT_MISMATCH", "purchase_units.0.amount.value");
    }
}
