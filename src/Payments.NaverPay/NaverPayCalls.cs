namespace Payments.NaverPay;

// The JSON bodies that are sent. Classes, not records: the purchaser's name can be in one, and a record prints its members.

internal sealed class NaverPayReserveCall
{
    public required string MerchantPayKey { get; init; }

    public string? MerchantUserKey { get; init; }

    public required string ProductName { get; init; }

    public required long ProductCount { get; init; }

    public required long TotalPayAmount { get; init; }

    public required long TaxScopeAmount { get; init; }

    public required long TaxExScopeAmount { get; init; }

    public long? EnvironmentDepositAmount { get; init; }

    public long? DeliveryFee { get; init; }

    public required string ReturnUrl { get; init; }

    public string? PurchaserName { get; init; }

    public string? PurchaserBirthday { get; init; }

    public string? UseCfmYmdt { get; init; }

    public bool? ExtraDeduction { get; init; }

    public string? MerchantExtraParameter { get; init; }

    public required NaverPayProductItem[] ProductItems { get; init; }

    public NaverPaySubMerchantInfo? SubMerchantInfo { get; init; }
}

internal sealed class NaverPayProductItem
{
    public required string CategoryType { get; init; }

    public required string CategoryId { get; init; }

    public required string Uid { get; init; }

    public required string Name { get; init; }

    public required long Count { get; init; }
}

internal sealed class NaverPaySubMerchantInfo
{
    public required string SubMerchantName { get; init; }

    public required string SubMerchantId { get; init; }

    public required string SubMerchantBusinessNo { get; init; }

    public string? SubMerchantPayId { get; init; }

    public string? SubMerchantTelephoneNo { get; init; }

    public string? SubMerchantCustomerServiceUrl { get; init; }
}

/// <summary>A page of the history. With a payment's id in the path the times do not count.</summary>
internal sealed class NaverPayHistoryCall
{
    public string? StartTime { get; init; }

    public string? EndTime { get; init; }

    public required string ApprovalType { get; init; }

    public required long PageNumber { get; init; }

    public required long RowsPerPage { get; init; }
}
