using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Payments.PayPal;

// What is sent. Classes, not records: an order can hold the payer's address, and a record prints its members.

internal sealed class PayPalOrderRequest
{
    public required string Intent { get; init; }

    public required PayPalUnitRequest[] PurchaseUnits { get; init; }

    public required PayPalSourceRequest PaymentSource { get; init; }

    public string? ProcessingInstruction { get; init; }
}

/// <summary>PayPal's wallet with the look of its page, or what the host chose in its place.</summary>
[JsonConverter(typeof(PayPalSourceRequestConverter))]
internal sealed class PayPalSourceRequest
{
    public PayPalExperience? Wallet { get; init; }

    public JsonObject? Other { get; init; }
}

internal sealed class PayPalUnitRequest
{
    public required string CustomId { get; init; }

    public string? InvoiceId { get; init; }

    public string? Description { get; init; }

    public string? SoftDescriptor { get; init; }

    public required PayPalAmountRequest Amount { get; init; }

    public PayPalItemRequest[]? Items { get; init; }

    public PayPalShipping? Shipping { get; init; }
}

internal sealed class PayPalAmountRequest
{
    public required string CurrencyCode { get; init; }

    public required string Value { get; init; }

    public PayPalBreakdown? Breakdown { get; init; }
}

internal sealed class PayPalBreakdown
{
    public required PayPalMoney ItemTotal { get; init; }
}

internal sealed class PayPalItemRequest
{
    public required string Name { get; init; }

    public required string Quantity { get; init; }

    public required PayPalMoney UnitAmount { get; init; }

    public string? Sku { get; init; }

    public string? Category { get; init; }
}

internal sealed class PayPalShipping
{
    public PayPalName? Name { get; init; }

    public required PayPalAddress Address { get; init; }
}

internal sealed class PayPalName
{
    public required string FullName { get; init; }
}

// PayPal's names carry a number at their end, which the naming policy would not part from the word.
internal sealed class PayPalAddress
{
    [JsonPropertyName("address_line_1")]
    public string? Line1 { get; init; }

    [JsonPropertyName("address_line_2")]
    public string? Line2 { get; init; }

    [JsonPropertyName("admin_area_2")]
    public string? City { get; init; }

    [JsonPropertyName("admin_area_1")]
    public string? Region { get; init; }

    public string? PostalCode { get; init; }

    public required string CountryCode { get; init; }
}

/// <summary>How the payer's page looks and where it leads.</summary>
internal sealed class PayPalExperience
{
    public string? BrandName { get; init; }

    public string? Locale { get; init; }

    public string? LandingPage { get; init; }

    public string? ShippingPreference { get; init; }

    public string? UserAction { get; init; }

    public string? PaymentMethodPreference { get; init; }

    public required string ReturnUrl { get; init; }

    public required string CancelUrl { get; init; }
}

internal sealed class PayPalCaptureRequest
{
    public required PayPalMoney Amount { get; init; }

    public required bool FinalCapture { get; init; }

    public string? InvoiceId { get; init; }

    public string? NoteToPayer { get; init; }
}

internal sealed class PayPalRefundRequest
{
    public PayPalMoney? Amount { get; init; }

    public string? CustomId { get; init; }

    public string? InvoiceId { get; init; }

    public string? NoteToPayer { get; init; }
}
