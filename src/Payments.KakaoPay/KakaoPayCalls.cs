using System.Text.Json.Serialization;

namespace Payments.KakaoPay;

// The bodies that are sent. Classes, not records: the merchant code's secret is in each of them, and a record prints its members.

/// <summary>What is in every call.</summary>
internal abstract class KakaoPayCall
{
    [JsonPropertyOrder(-2)]
    public required string Cid { get; init; }

    [JsonPropertyOrder(-1)]
    public string? CidSecret { get; init; }
}

/// <summary>A payment that the payer approves on Kakao Pay's page.</summary>
internal sealed class KakaoPayReadyCall : KakaoPayCall
{
    public required string PartnerOrderId { get; init; }

    public required string PartnerUserId { get; init; }

    public required string ItemName { get; init; }

    public string? ItemCode { get; init; }

    public required long Quantity { get; init; }

    public required long TotalAmount { get; init; }

    public required long TaxFreeAmount { get; init; }

    public long? VatAmount { get; init; }

    public long? GreenDeposit { get; init; }

    public required string ApprovalUrl { get; init; }

    public required string CancelUrl { get; init; }

    public required string FailUrl { get; init; }

    /// <summary>A JSON array, as a text.</summary>
    public string? AvailableCards { get; init; }

    public string? PaymentMethodType { get; init; }

    public int? InstallMonth { get; init; }

    public string? UseShareInstallment { get; init; }

    public KakaoPayCustomJson? CustomJson { get; init; }
}

internal sealed class KakaoPayCustomJson
{
    public string? ReturnCustomUrl { get; init; }
}

/// <summary>A call that takes money.</summary>
internal abstract class KakaoPayCharge : KakaoPayCall
{
    public required string PartnerOrderId { get; init; }

    public required string PartnerUserId { get; init; }

    public required long TotalAmount { get; init; }
}

/// <summary>The approval of what the payer agreed to: the charge.</summary>
internal sealed class KakaoPayApproveCall : KakaoPayCharge
{
    public required string Tid { get; init; }

    public required string PgToken { get; init; }
}

/// <summary>A charge with a recurring key, without the payer.</summary>
internal sealed class KakaoPaySubscriptionCall : KakaoPayCharge
{
    public required string Sid { get; init; }

    public required string ItemName { get; init; }

    public required long Quantity { get; init; }

    public required long TaxFreeAmount { get; init; }
}

internal sealed class KakaoPayOrderCall : KakaoPayCall
{
    public required string Tid { get; init; }
}

/// <summary>A refund.</summary>
internal sealed class KakaoPayCancelCall : KakaoPayCall
{
    public required string Tid { get; init; }

    public required long CancelAmount { get; init; }

    public required long CancelTaxFreeAmount { get; init; }

    public long? CancelVatAmount { get; init; }

    /// <summary>What is left before this refund: it is refused when another one came in between.</summary>
    public required long CancelAvailableAmount { get; init; }

    /// <summary>Our reference; it comes back with every read.</summary>
    public required string Payload { get; init; }
}
