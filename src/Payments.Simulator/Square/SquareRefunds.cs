using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>Refunds: without the payer, or at a Terminal.</summary>
internal sealed class SquareRefunds(SquareAccount account, SquareCharging charging)
{
    private const int MaxRefunds = 20;

    public SquareRefund Create(JsonObject body)
    {
        var payment = account.Get<SquarePayment>(body.TextAt("payment_id")!, "payment");
        if (payment.Source.WantsPresence)
            throw SquareRefusal.OfRefund("CARD_PRESENCE_REQUIRED", "The card has to be present.");
        return Create(payment, body["amount_money"]!, body.TextAt("reason"), terminalRefundId: null);
    }

    public SquareTerminalRefund CreateAtTerminal(JsonObject body)
    {
        if (body["refund"] is not JsonObject asked)
            throw SquareRefusal.Bad("MISSING_REQUIRED_PARAMETER", "Missing required parameter.", "refund");
        var payment = account.Get<SquarePayment>(asked.TextAt("payment_id")!, "payment");
        Check(payment, asked["amount_money"]!);
        var now = account.Stamp();
        var refund = account.Keep(account.TerminalRefunds, new SquareTerminalRefund
        {
            Id = account.NewId(36),
            CreatedAt = now,
            UpdatedAt = now,
            Payment = payment,
            Amount = asked.AmountAt("amount_money")!.Value,
            Reason = asked.TextAt("reason")!,
            DeviceId = asked.TextAt("device_id")!,
        });
        account.Emit("terminal.refund.created", refund);
        return refund;
    }

    /// <summary>Of all locations, unless one is asked for.</summary>
    public JsonObject List(IReadOnlyDictionary<string, string> query) => SquareLists.Page(
        "refunds",
        account.Refunds.Where(refund => Is("status", refund.Status, query) && Is("source_type", refund.Payment.Source.Type, query)
            && Is("location_id", refund.Payment.LocationId, query)),
        query,
        account.Now);

    private static bool Is(string name, string value, IReadOnlyDictionary<string, string> query) => query.GetValueOrDefault(name, value) == value;

    /// <summary>The payer presents the card, or does not.</summary>
    public void Play(SquareTerminalRefund refund, PayerAction action)
    {
        if (refund.Status is not SquareCheckout.Pending)
            throw new InvalidOperationException($"The refund '{refund.Id}' is over: it is {refund.Status}.");
        if (action.Kind is PayerActionKind.Pay)
        {
            refund.Refund = Create(refund.Payment, SquareShapes.Money(refund.Amount, refund.Payment.Currency), refund.Reason, refund.Id);
            Settle(refund.Refund, succeed: true);
            refund.Status = SquareCheckout.Completed;
        }
        else
        {
            refund.Status = SquareCheckout.Canceled;
            refund.CancelReason = "BUYER_CANCELED";
        }

        refund.UpdatedAt = account.Stamp();
        account.Emit("terminal.refund.updated", refund);
    }

    /// <summary>Ends a refund that waits.</summary>
    public void Settle(SquareRefund refund, bool succeed)
    {
        refund.Status = succeed ? SquareRefund.Completed : SquareRefund.Rejected;
        Changed(refund);
    }

    /// <summary>The payer's bank sends the money back.</summary>
    public void Fail(SquareRefund refund)
    {
        refund.Status = SquareRefund.Failed;
        Changed(refund);
    }

    private void Changed(SquareRefund refund)
    {
        refund.Version++;
        refund.UpdatedAt = account.Stamp();
        account.Emit("refund.updated", refund);
        if (!refund.Counts)
            charging.Changed(refund.Payment);
    }

    private SquareRefund Create(SquarePayment payment, JsonNode money, string? reason, string? terminalRefundId)
    {
        Check(payment, money);
        var now = account.Stamp();
        var refund = account.Keep(account.Refunds, new SquareRefund
        {
            Id = $"{payment.Id}_{account.NewId(40)}",
            CreatedAt = now,
            UpdatedAt = now,
            Payment = payment,
            Amount = (long)money["amount"]!,
            OrderId = account.NewId(31),
            Reason = reason,
            TerminalRefundId = terminalRefundId,
        });
        payment.Refunds.Add(refund);
        account.Emit("refund.created", refund);
        charging.Changed(payment);
        return refund;
    }

    private void Check(SquarePayment payment, JsonNode money)
    {
        if (payment.Status is not SquarePayment.Completed)
            throw SquareRefusal.OfRefund(
                payment.Status is SquarePayment.Approved ? "REFUND_ERROR_PAYMENT_NEEDS_COMPLETION" : "PAYMENT_NOT_REFUNDABLE", $"The payment is {payment.Status}.");
        if (account.Disputes.Exists(dispute => dispute.Payment == payment && dispute.BlocksRefunds))
            throw SquareRefusal.OfRefund("PAYMENT_NOT_REFUNDABLE_DUE_TO_DISPUTE", "The payment is disputed.");
        if (payment.CreatedAt.AddYears(1) < account.Now || payment.Refunds.Count >= MaxRefunds)
            throw SquareRefusal.OfRefund("PAYMENT_NOT_REFUNDABLE", "The payment is older than a year, or was refunded 20 times.");
        if (payment.Refunds.Exists(refund => refund.Status is SquareRefund.Pending))
            throw SquareRefusal.OfRefund("REFUND_ALREADY_PENDING", "A refund of this payment is still pending.");
        var amount = (long)money["amount"]!;
        if (amount < 1 || amount > payment.Total - payment.Refunded || (string?)money["currency"] != payment.Currency)
            throw SquareRefusal.OfRefund("REFUND_AMOUNT_INVALID", "The amount is not above zero, above what is left, or in another currency.");
    }
}
