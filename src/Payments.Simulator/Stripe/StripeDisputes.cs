namespace Payments.Simulator;

/// <summary>Disputes: opened by a bank, closed by a bank.</summary>
internal sealed class StripeDisputes(StripeAccount account)
{
    private static readonly Dictionary<(bool IsInquiry, bool Won), (string Status, string? Funds)> Ends = new()
    {
        [(false, true)] = ("won", "charge.dispute.funds_reinstated"),
        [(false, false)] = ("lost", null),
        [(true, true)] = ("warning_closed", null),
        [(true, false)] = ("warning_closed", null),
    };

    public StripeDispute Open(StripeCharge charge, string reason, bool isInquiry)
    {
        charge.Disputed = true;
        var dispute = account.Keep(account.Disputes, new StripeDispute
        {
            Id = account.NewId("du_"),
            Created = account.Now,
            Charge = charge,
            Amount = charge.AmountCaptured - charge.AmountRefunded,
            Reason = reason,
            IsInquiry = isInquiry,
            Status = isInquiry ? "warning_needs_response" : "needs_response",
        });
        account.Emit("charge.dispute.created", dispute);
        if (!isInquiry)
            account.Emit("charge.dispute.funds_withdrawn", dispute);
        return dispute;
    }

    public void Close(StripeDispute dispute, bool won)
    {
        var (status, funds) = Ends[(dispute.IsInquiry, won)];
        dispute.Status = status;
        account.Emit("charge.dispute.closed", dispute);
        if (funds is not null)
            account.Emit(funds, dispute);
    }
}
