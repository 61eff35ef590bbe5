using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>How a payment is asked for.</summary>
internal sealed record SquareCharge(SquareSource Source, long Amount, SquareOrder? Order)
{
    public long Tip { get; init; }

    public bool Autocomplete { get; init; } = true;

    public TimeSpan? Delay { get; init; }

    public string? DelayAction { get; init; }

    public SquareCheckout? Checkout { get; init; }

    public string? ReferenceId { get; init; }

    public string? Note { get; init; }

    public string? Key { get; init; }

    public JsonObject Echo { get; init; } = [];
}

/// <summary>What becomes of payments: made, completed, cancelled, settled, run out.</summary>
internal sealed class SquareCharging(SquareAccount account, SquareDisputes disputes)
{
    private static readonly TimeSpan Online = TimeSpan.FromDays(7);
    private static readonly TimeSpan CardPresent = TimeSpan.FromHours(36);

    /// <summary>Makes a payment, and completes it where that is wanted. One that is declined is kept as failed.</summary>
    public SquarePayment Charge(SquareCharge charge)
    {
        var now = account.Stamp();
        var order = charge.Order ?? NewOrder("", [new(account.NewId(22), charge.Note ?? "Custom Amount", 1, charge.Amount)], SquareOrder.Open);
        var payment = account.Keep(account.Payments, new SquarePayment
        {
            Id = account.NewId(),
            CreatedAt = now,
            UpdatedAt = now,
            Source = charge.Source,
            Amount = charge.Amount,
            Tip = charge.Tip,
            ApprovedAmount = charge.Amount,
            Currency = account.Options.Currency,
            Status = charge.Source.Decline is not null ? SquarePayment.Failed : charge.Source.IsDelayed ? SquarePayment.Pending : SquarePayment.Approved,
            VersionToken = account.NewId(40),
            LocationId = account.Options.LocationId,
            Order = order,
            Checkout = charge.Checkout,
            Echo = charge.Echo,
            ReferenceId = charge.ReferenceId,
            Note = charge.Note,
            Key = charge.Key,
            Delay = charge.Delay ?? (charge.Checkout is null ? Online : CardPresent),
            DelayAction = charge.DelayAction ?? "CANCEL",
            Errors = charge.Source.Decline is null ? null : charge.Source.Errors(),
        });
        account.Emit("payment.created", payment);
        if (payment.Status is SquarePayment.Failed)
        {
            account.Emit("payment.updated", payment);
            return payment;
        }

        order.Tenders.Add(payment);
        order.State = order.State is SquareOrder.Draft ? SquareOrder.Open : order.State;
        Changed(order);
        if (payment.Status is SquarePayment.Approved && charge.Autocomplete)
            Complete(payment);
        return payment;
    }

    public SquareOrder NewOrder(string reference, IReadOnlyList<SquareOrderLine> lines, string state, JsonObject? metadata = null, string? customerId = null)
    {
        var now = account.Stamp();
        var order = account.Keep(account.Orders, new SquareOrder
        {
            Id = account.NewId(31),
            CreatedAt = now,
            UpdatedAt = now,
            LocationId = account.Options.LocationId,
            Currency = account.Options.Currency,
            Lines = lines,
            State = state,
            ReferenceId = reference.Length == 0 ? null : reference,
            Metadata = metadata,
            CustomerId = customerId,
        });
        account.Emit("order.created", order);
        return order;
    }

    public void Changed(SquareOrder order)
    {
        order.Version++;
        order.UpdatedAt = account.Stamp();
        account.Emit("order.updated", order);
    }

    public SquarePayment Complete(SquarePayment payment)
    {
        Expect(payment);
        payment.Status = SquarePayment.Completed;
        payment.CapturedAt = account.Now;
        Changed(payment);
        disputes.OpenForAmount(payment);
        return payment;
    }

    public SquarePayment Cancel(SquarePayment payment)
    {
        Expect(payment);
        End(payment, account.Now);
        return payment;
    }

    /// <summary>Time has run out for a hold.</summary>
    public void Lapse(SquarePayment payment)
    {
        if (payment.DelayAction is "COMPLETE")
            Complete(payment);
        else
            End(payment, payment.DelayedUntil);
    }

    public SquarePayment Update(SquarePayment payment, long? amount, long? tip, string? version)
    {
        Expect(payment);
        if (version is not null && version != payment.VersionToken)
            throw SquareRefusal.Bad("VERSION_MISMATCH", "The version token is not the payment's present one.", "payment.version_token");
        payment.Amount = amount ?? payment.Amount;
        payment.Tip = tip ?? payment.Tip;
        payment.ApprovedAmount = Math.Max(payment.ApprovedAmount, payment.Amount);
        Changed(payment);
        return payment;
    }

    /// <summary>A bank has sent the money, or has not.</summary>
    public void Settle(SquarePayment payment, bool succeed)
    {
        if (succeed && payment.Source.BouncesWith is null)
        {
            payment.Status = SquarePayment.Completed;
        }
        else
        {
            payment.Status = SquarePayment.Failed;
            payment.Errors = [SquareRefusal.Error(SquareRefusal.Method, payment.Source.BouncesWith ?? "GENERIC_DECLINE", "The bank returned the debit.")];
        }

        Changed(payment);
    }

    public void Changed(SquarePayment payment)
    {
        payment.VersionToken = account.NewId(40);
        payment.UpdatedAt = account.Stamp();
        account.Emit("payment.updated", payment);
    }

    private void End(SquarePayment payment, DateTimeOffset at)
    {
        payment.Status = SquarePayment.Canceled;
        payment.VoidedAt = at;
        Changed(payment);
    }

    private static void Expect(SquarePayment payment)
    {
        var (code, detail) = payment.Status switch
        {
            SquarePayment.Approved => (null, ""),
            SquarePayment.Completed => ("DELAYED_TRANSACTION_CAPTURED", "This payment was captured already."),
            SquarePayment.Canceled when payment.VoidedAt >= payment.DelayedUntil => ("DELAYED_TRANSACTION_EXPIRED", "This payment's delay has run out."),
            SquarePayment.Canceled => ("DELAYED_TRANSACTION_CANCELED", "This payment was canceled already."),
            SquarePayment.Failed => ("DELAYED_TRANSACTION_FAILED", "This payment has failed."),
            _ => ("BAD_REQUEST", "This payment can neither be completed nor canceled."),
        };
        if (code is not null)
            throw SquareRefusal.Bad(code, detail);
    }
}
