using System.Text.Json.Serialization;

namespace Payments.Toss;

// What is sent. Classes, not records: they hold the payer's data and keys. What is null is left out.

/// <summary><c>POST /v1/payments</c>.</summary>
internal sealed class TossWindowRequest
{
    public required string Method { get; init; }

    public required decimal Amount { get; init; }

    public required string Currency { get; init; }

    public required string OrderId { get; init; }

    public required string OrderName { get; init; }

    public required string SuccessUrl { get; init; }

    public required string FailUrl { get; init; }

    public string? FlowMode { get; init; }

    public string? EasyPay { get; init; }

    public string? CardCompany { get; init; }

    public int? CardInstallmentPlan { get; init; }

    public bool? UseInternationalCardOnly { get; init; }

    public string? Provider { get; init; }

    public string? Country { get; init; }

    public string? DueDate { get; init; }

    public bool? UseEscrow { get; init; }

    public TossReceiptRequest? CashReceipt { get; init; }

    public decimal? TaxFreeAmount { get; init; }

    public string? CustomerName { get; init; }

    public string? CustomerEmail { get; init; }

    public string? CustomerMobilePhone { get; init; }

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}

/// <summary><c>POST /v1/virtual-accounts</c>.</summary>
internal sealed class TossAccountRequest
{
    public required decimal Amount { get; init; }

    public required string OrderId { get; init; }

    public required string OrderName { get; init; }

    public required string CustomerName { get; init; }

    public required string Bank { get; init; }

    public string? AccountKey { get; init; }

    public string? DueDate { get; init; }

    public string? CustomerEmail { get; init; }

    public string? CustomerMobilePhone { get; init; }

    public decimal? TaxFreeAmount { get; init; }

    public bool? UseEscrow { get; init; }

    public IReadOnlyList<TossEscrowProduct>? EscrowProducts { get; init; }

    public TossReceiptRequest? CashReceipt { get; init; }
}

/// <summary>A kind of goods that is paid by escrow.</summary>
internal sealed class TossEscrowProduct
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Code { get; init; }

    public required decimal UnitPrice { get; init; }

    public required int Quantity { get; init; }
}

internal sealed class TossReceiptRequest
{
    public required string Type { get; init; }

    public string? RegistrationNumber { get; init; }
}

/// <summary><c>POST /v1/billing/{billingKey}</c>.</summary>
internal sealed class TossBillingRequest
{
    public required string CustomerKey { get; init; }

    public required decimal Amount { get; init; }

    public required string OrderId { get; init; }

    public required string OrderName { get; init; }

    public int? CardInstallmentPlan { get; init; }

    public decimal? TaxFreeAmount { get; init; }

    public string? CustomerName { get; init; }

    public string? CustomerEmail { get; init; }
}

/// <summary><c>POST /v1/payments/confirm</c>; BrandPay's takes the customer, too.</summary>
internal sealed class TossConfirmRequest
{
    public required string PaymentKey { get; init; }

    public required string OrderId { get; init; }

    public required decimal Amount { get; init; }

    public string? CustomerKey { get; init; }
}

/// <summary><c>POST /v1/payments/{paymentKey}/cancel</c>. Without an amount it cancels all that is left.</summary>
internal sealed class TossCancelRequest
{
    public required string CancelReason { get; init; }

    public decimal? CancelAmount { get; init; }

    public decimal? RefundableAmount { get; init; }

    public string? Currency { get; init; }

    public decimal? TaxFreeAmount { get; init; }

    public TossRefundAccount? RefundReceiveAccount { get; init; }
}

/// <summary>It is <c>bank</c> here and <c>bankCode</c> in answers.</summary>
internal sealed class TossRefundAccount
{
    public required string Bank { get; init; }

    public required string AccountNumber { get; init; }

    public required string HolderName { get; init; }
}

/// <summary>What the page calls the SDK with; see the README.</summary>
internal sealed class TossSdkParameters
{
    public string? ClientKey { get; init; }

    public string? CustomerKey { get; init; }

    /// <summary>For the widget, which is told the amount by itself.</summary>
    public TossSdkAmount? Amount { get; init; }

    public required TossSdkRequest RequestPayment { get; init; }
}

internal sealed class TossSdkAmount
{
    public required string Currency { get; init; }

    public required decimal Value { get; init; }
}

internal sealed class TossSdkRequest
{
    public string? Method { get; init; }

    public TossSdkAmount? Amount { get; init; }

    public required string OrderId { get; init; }

    public required string OrderName { get; init; }

    public required string SuccessUrl { get; init; }

    public required string FailUrl { get; init; }

    public string? CustomerName { get; init; }

    public string? CustomerEmail { get; init; }

    public string? CustomerMobilePhone { get; init; }

    public decimal? TaxFreeAmount { get; init; }

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    public TossSdkOptions? Card { get; init; }

    public TossSdkOptions? VirtualAccount { get; init; }

    public TossSdkOptions? Transfer { get; init; }

    public TossSdkForeignWallet? ForeignEasyPay { get; init; }
}

/// <summary>What a method takes: cards, deposits and transfers have these names in common.</summary>
internal sealed class TossSdkOptions
{
    public string? FlowMode { get; init; }

    public string? EasyPay { get; init; }

    public string? CardCompany { get; init; }

    public int? CardInstallmentPlan { get; init; }

    public bool? UseInternationalCardOnly { get; init; }

    public string? Language { get; init; }

    public string? DueDate { get; init; }

    public bool? UseEscrow { get; init; }

    public IReadOnlyList<TossEscrowProduct>? EscrowProducts { get; init; }

    public TossReceiptRequest? CashReceipt { get; init; }
}

internal sealed class TossSdkForeignWallet
{
    public required string Provider { get; init; }

    public required string Country { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TossWindowRequest))]
[JsonSerializable(typeof(TossAccountRequest))]
[JsonSerializable(typeof(TossBillingRequest))]
[JsonSerializable(typeof(TossConfirmRequest))]
[JsonSerializable(typeof(TossCancelRequest))]
[JsonSerializable(typeof(TossSdkParameters))]
[JsonSerializable(typeof(TossState))]
internal sealed partial class TossRequestJson : JsonSerializerContext;
