using System.Runtime.InteropServices;

namespace Payments.Simulator;

/// <summary>A page that was made for a payer.</summary>
internal sealed class NaverPayReserve
{
    public required string Id { get; init; }
    public required string MerchantPayKey { get; init; }
    public string? MerchantUserKey { get; init; }
    public required string ProductName { get; init; }
    public required NaverPaySum Amount { get; init; }
    public required string ReturnUrl { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public bool IsOver { get; set; }
}

/// <summary>A payment that a payer agreed to. Without an apply it moves nothing.</summary>
internal sealed class NaverPayPayment
{
    public required string Id { get; init; }
    public required NaverPayReserve Reserve { get; init; }
    public required DateTimeOffset AgreedAt { get; init; }
    public required string Means { get; init; }

    /// <summary>What the bank or the card company will say to the apply. Null for yes.</summary>
    public string? Refusal { get; init; }

    public List<NaverPayMovement> Movements { get; } = [];

    /// <summary>A refund that is under way; the next one has to wait.</summary>
    public NaverPayMovement? Waiting { get; set; }

    public bool IsApplied => Movements.Exists(movement => movement is { Type: "01", IsSuccess: true });

    public NaverPaySum Refunded => Movements.Where(movement => movement is { Type: not "01", IsSuccess: true })
        .Aggregate(default(NaverPaySum), (sum, movement) => sum + movement.Amount);

    public NaverPaySum Left => IsApplied ? Reserve.Amount - Refunded : default;
}

/// <summary>An amount in won and its parts.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NaverPaySum(int Total, int Taxed, int TaxFree, int Deposit)
{
    public static NaverPaySum operator +(NaverPaySum left, NaverPaySum right) =>
        new(left.Total + right.Total, left.Taxed + right.Taxed, left.TaxFree + right.TaxFree, left.Deposit + right.Deposit);

    public static NaverPaySum operator -(NaverPaySum left, NaverPaySum right) =>
        new(left.Total - right.Total, left.Taxed - right.Taxed, left.TaxFree - right.TaxFree, left.Deposit - right.Deposit);
}

/// <summary>One line of the history.</summary>
internal sealed record NaverPayMovement(string Id, string Type, bool IsSuccess, NaverPaySum Amount, DateTimeOffset At, string? TransactionKey, string? Requester);
