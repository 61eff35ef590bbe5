namespace Payments.Simulator;

/// <summary>How far an order has come.</summary>
internal enum InicisStage
{
    Opened,
    Authenticated,
    Approved,
    Declined,
    NetCancelled,
}

/// <summary>One window that a payer has opened, and what became of it. Amounts are in the wire's digits.</summary>
internal sealed class InicisOrder
{
    public required string Id { get; init; }

    public required string OrderId { get; init; }

    public required long Price { get; init; }

    public required string Currency { get; init; }

    public required bool IsMobile { get; init; }

    public required string ReturnUrl { get; init; }

    public required string Goods { get; init; }

    public required string Buyer { get; init; }

    /// <summary>The PC window's name of the method; the payer may choose another where the shop left it open.</summary>
    public required string Method { get; set; }

    public required bool TellsDataCentre { get; init; }

    public string? CloseUrl { get; init; }

    public string? NoticeUrl { get; init; }

    public string? Mark { get; init; }

    public bool IsKorean { get; init; }

    public DateTimeOffset? DueAt { get; set; }

    public InicisStage Stage { get; set; }

    public string? Token { get; set; }

    public string? Decline { get; set; }

    public string? Tid { get; set; }

    public DateTimeOffset ApprovedAt { get; set; }

    public string? Account { get; set; }

    public DateTimeOffset? DepositedAt { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>When the whole was given back, or the approval was undone.</summary>
    public DateTimeOffset? CancelledAt { get; set; }

    /// <summary>Whether the whole, or the last part, is on its way to the payer's bank account.</summary>
    public bool IsRefundWaiting { get; set; }

    public List<InicisPartCancel> Parts { get; } = [];

    public bool IsAccount => Method == "VBank";

    public bool IsPaid => Stage is InicisStage.Approved && (!IsAccount || DepositedAt is not null);

    public long Refunded => CancelledAt is not null ? Price : Parts.Sum(part => part.Price);

    public long Left => Price - Refunded;

    public string Status =>
        Stage is InicisStage.NetCancelled ? "CANCEL"
        : IsAccount ? AccountStatus
        : CancelledAt is not null ? "CANCEL"
        : Parts.Count > 0 ? "PART_CANCEL"
        : "APPROVAL";

    private string AccountStatus =>
        ClosedAt is not null ? "DEPOSIT_CANCELED"
        : DepositedAt is null ? "NON_DEPOSIT"
        : IsRefundWaiting ? "WAITING_FOR_REFUND"
        : Left == 0 ? "REFUND_COMPLETED"
        : Parts.Count > 0 ? "PART_CANCEL"
        : "DEPOSIT_COMPLETED";
}

/// <summary>One refund of a part.</summary>
internal sealed record InicisPartCancel(string Tid, long Price, DateTimeOffset At);
