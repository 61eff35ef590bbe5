using System.Runtime.InteropServices;

namespace Payments.Simulator;

/// <summary>One payment at Kakao Pay, from ready on.</summary>
internal sealed class KakaoPayTransaction
{
    public const string Ready = "READY";
    public const string Authenticated = "AUTH_PASSWORD";
    public const string AuthenticationFailed = "FAIL_AUTH_PASSWORD";
    public const string Quit = "QUIT_PAYMENT";
    public const string Paid = "SUCCESS_PAYMENT";
    public const string Failed = "FAIL_PAYMENT";
    public const string KeyIssued = "ISSUED_SID";
    public const string PartCancelled = "PART_CANCEL_PAYMENT";
    public const string Cancelled = "CANCEL_PAYMENT";

    public required string Tid { get; init; }
    public required string OrderId { get; init; }
    public required string UserId { get; init; }
    public required string ItemName { get; init; }
    public string? ItemCode { get; init; }
    public required int Quantity { get; init; }
    public required KakaoPaySum Amount { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public Uri? ApprovalUrl { get; init; }
    public Uri? CancelUrl { get; init; }
    public Uri? FailUrl { get; init; }
    public string? OnlyMethod { get; init; }
    public int? Installments { get; init; }

    public string Status { get; set; } = Ready;
    public bool IsExpired { get; set; }
    public string? Token { get; set; }

    /// <summary>What the card company or the bank will say to the approval. Null for yes.</summary>
    public string? Refusal { get; set; }

    /// <summary>What the card company or the bank says to every refund. Null for yes.</summary>
    public string? RefundRefusal { get; set; }

    public KakaoPayMeans? Means { get; set; }
    public string? Sid { get; set; }
    public DateTimeOffset? ApprovedAt { get; set; }
    public List<KakaoPayMovement> Movements { get; } = [];

    public bool IsOpen => Status is Ready && !IsExpired;

    /// <summary>Whether the payer or the shop still has to act.</summary>
    public bool IsWaiting => Status is Ready or Authenticated;

    public bool IsPaid => Status is Paid or PartCancelled or Cancelled;

    /// <summary>Whether the payer and the shop have agreed: paid, or a key issued without a charge.</summary>
    public bool IsApproved => IsPaid || Status is KeyIssued;

    /// <summary>A debit card pays at once, so that it fails where the number of months is fixed.</summary>
    public bool IsMeansRefused => Means?.CardType == KakaoPayMeans.Debit && Installments is not null;

    public KakaoPaySum Refunded => Movements.Where(movement => movement.Type == "CANCEL")
        .Aggregate(default(KakaoPaySum), (sum, movement) => sum + movement.Amount);

    public KakaoPaySum Left => Amount - Refunded;
}

/// <summary>An amount in won and its parts.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct KakaoPaySum(int Total, int TaxFree, int Vat, int GreenDeposit)
{
    /// <summary>An amount whose VAT is the given one, or an eleventh of what is taxed.</summary>
    public static KakaoPaySum Of(int total, int taxFree, int? vat, int greenDeposit = 0) =>
        new(total, taxFree, vat ?? (int)Math.Round((total - taxFree) / 11m, MidpointRounding.AwayFromZero), greenDeposit);

    public static KakaoPaySum operator +(KakaoPaySum left, KakaoPaySum right) =>
        new(left.Total + right.Total, left.TaxFree + right.TaxFree, left.Vat + right.Vat, left.GreenDeposit + right.GreenDeposit);

    public static KakaoPaySum operator -(KakaoPaySum left, KakaoPaySum right) =>
        new(left.Total - right.Total, left.TaxFree - right.TaxFree, left.Vat - right.Vat, left.GreenDeposit - right.GreenDeposit);
}

/// <summary>How the payer pays: Kakao's money, or a card of a kind.</summary>
internal sealed record KakaoPayMeans(string Type, string? CardType)
{
    public const string Debit = "체크";

    private static readonly Dictionary<string, KakaoPayMeans> Known = new(StringComparer.Ordinal)
    {
        ["MONEY"] = new("MONEY", null),
        ["CARD"] = new("CARD", "신용"),
        ["CREDIT"] = new("CARD", "신용"),
        ["DEBIT"] = new("CARD", Debit),
        ["GIFT"] = new("CARD", "기프트"),
    };

    public static KakaoPayMeans Of(string name) => Known.TryGetValue(name, out var means)
        ? means
        : throw new InvalidOperationException($"The payer has no means '{name}': use {string.Join(", ", Known.Keys)}.");
}

/// <summary>One movement: the payment, or a refund.</summary>
internal sealed record KakaoPayMovement(string Aid, string Type, KakaoPaySum Amount, DateTimeOffset At, string? Payload);

/// <summary>A recurring key.</summary>
internal sealed record KakaoPaySid(string Sid, string UserId, string? Refusal, DateTimeOffset CreatedAt)
{
    public DateTimeOffset? LastApprovedAt { get; set; }

    /// <summary>When the payer or the shop ended it. Null while it can be charged.</summary>
    public DateTimeOffset? InactivatedAt { get; set; }

    public bool IsActive => InactivatedAt is null;
}
