namespace Payments.Simulator;

/// <summary>Disputes: opened by a bank, closed by a bank.</summary>
internal sealed class SquareDisputes(SquareAccount account)
{
    private const long FirstAmount = 8801;

    // In the order of the sandbox's amounts 8801 to 8809.
    private static readonly string[] Reasons =
    [
        "AMOUNT_DIFFERS", "CANCELLED", "DUPLICATE", "NO_KNOWLEDGE", "NOT_AS_DESCRIBED", "NOT_RECEIVED", "PAID_BY_OTHER_MEANS", "CUSTOMER_REQUESTS_CREDIT",
        "EMV_LIABILITY_SHIFT",
    ];

    private static readonly Dictionary<(bool IsInquiry, bool Won), string> Ends = new()
    {
        [(false, true)] = SquareDispute.Won,
        [(false, false)] = "LOST",
        [(true, true)] = SquareDispute.InquiryClosed,
        [(true, false)] = SquareDispute.InquiryClosed,
    };

    /// <summary>Payments of certain amounts are disputed at once, as in the sandbox.</summary>
    public void OpenForAmount(SquarePayment payment)
    {
        if (payment.Amount - FirstAmount is >= 0 and var at && at < Reasons.Length)
            Open(payment, Reasons[at], isInquiry: false);
    }

    public SquareDispute Open(SquarePayment payment, string reason, bool isInquiry)
    {
        var now = account.Stamp();
        var dispute = account.Keep(account.Disputes, new SquareDispute
        {
            Id = account.NewId(21),
            CreatedAt = now,
            UpdatedAt = now,
            Payment = payment,
            Amount = payment.Total - payment.Refunded,
            Reason = Reasons.Contains(reason, StringComparer.Ordinal) ? reason : "NO_KNOWLEDGE",
            IsInquiry = isInquiry,
            State = isInquiry ? "INQUIRY_EVIDENCE_REQUIRED" : "EVIDENCE_REQUIRED",
        });
        account.Emit("dispute.created", dispute);
        return dispute;
    }

    public void Close(SquareDispute dispute, bool won)
    {
        dispute.State = Ends[(dispute.IsInquiry, won)];
        dispute.Version++;
        dispute.UpdatedAt = account.Stamp();
        account.Emit("dispute.state.updated", dispute);
    }
}
