using System.Text.Json.Serialization;
using Payments.Http;

namespace Payments.Square;

// The bodies of the calls. Classes, not records: some hold tokens and personal data, and a record prints its members. Null is not sent.

internal sealed class SquareChargeCall
{
    public required string SourceId { get; init; }

    public required string IdempotencyKey { get; init; }

    public required SquareMoney AmountMoney { get; init; }

    public SquareMoney? TipMoney { get; init; }

    public SquareMoney? AppFeeMoney { get; init; }

    public bool? Autocomplete { get; init; }

    public string? DelayDuration { get; init; }

    public string? DelayAction { get; init; }

    public required string LocationId { get; init; }

    public string? OrderId { get; init; }

    public string? CustomerId { get; init; }

    public required string ReferenceId { get; init; }

    public string? Note { get; init; }

    public string? StatementDescriptionIdentifier { get; init; }

    public string? VerificationToken { get; init; }

    public string? BuyerEmailAddress { get; init; }

    public string? BuyerPhoneNumber { get; init; }

    public SquareAddress? BillingAddress { get; init; }

    public SquareAddress? ShippingAddress { get; init; }

    public SquareCashDetails? CashDetails { get; init; }

    public SquareExternalDetails? ExternalDetails { get; init; }

    public SquareCustomerDetails? CustomerDetails { get; init; }
}

internal sealed class SquareAddress
{
    [JsonPropertyName("address_line_1")]
    public string? AddressLine1 { get; init; }

    [JsonPropertyName("address_line_2")]
    public string? AddressLine2 { get; init; }

    public string? Locality { get; init; }

    [JsonPropertyName("administrative_district_level_1")]
    public string? AdministrativeDistrictLevel1 { get; init; }

    public string? PostalCode { get; init; }

    public string? Country { get; init; }
}

internal sealed class SquareCashDetails
{
    public required SquareMoney BuyerSuppliedMoney { get; init; }
}

internal sealed class SquareExternalDetails
{
    public required string Type { get; init; }

    public required string Source { get; init; }
}

internal sealed class SquareCustomerDetails
{
    public bool? CustomerInitiated { get; init; }

    public bool? SellerKeyedIn { get; init; }
}

internal sealed class SquareLinkCall
{
    public required string IdempotencyKey { get; init; }

    public required SquareOrderCall Order { get; init; }

    public SquareCheckoutOptions? CheckoutOptions { get; init; }

    public SquareBuyer? PrePopulatedData { get; init; }

    public required string PaymentNote { get; init; }
}

internal sealed class SquareOrderCall
{
    public required string LocationId { get; init; }

    public required string ReferenceId { get; init; }

    public string? CustomerId { get; init; }

    public required IReadOnlyList<SquareLine> LineItems { get; init; }

    [JsonConverter(typeof(LenientMapConverter))]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}

internal sealed class SquareLine
{
    public required string Name { get; init; }

    /// <summary>A number as text, as Square wants it.</summary>
    public required string Quantity { get; init; }

    public required SquareMoney BasePriceMoney { get; init; }
}

internal sealed class SquareCheckoutOptions
{
    public string? RedirectUrl { get; init; }

    public bool? AllowTipping { get; init; }

    public SquareMoney? AppFeeMoney { get; init; }

    public SquareAcceptedMethods? AcceptedPaymentMethods { get; init; }
}

internal sealed class SquareAcceptedMethods
{
    public bool? CashAppPay { get; init; }

    public bool? AfterpayClearpay { get; init; }
}

internal sealed class SquareBuyer
{
    public string? BuyerEmail { get; init; }

    public string? BuyerPhoneNumber { get; init; }
}

internal sealed class SquareCheckoutCall
{
    public required string IdempotencyKey { get; init; }

    public required SquareCheckoutBody Checkout { get; init; }
}

internal sealed class SquareCheckoutBody
{
    public required SquareMoney AmountMoney { get; init; }

    public required SquareDeviceOptions DeviceOptions { get; init; }

    public required string ReferenceId { get; init; }

    public string? Note { get; init; }

    public string? OrderId { get; init; }

    public string? CustomerId { get; init; }

    public string? PaymentType { get; init; }

    public SquarePaymentOptions? PaymentOptions { get; init; }

    public string? DeadlineDuration { get; init; }

    public SquareMoney? TipMoney { get; init; }

    public SquareMoney? AppFeeMoney { get; init; }

    public string? StatementDescriptionIdentifier { get; init; }
}

internal sealed class SquareDeviceOptions
{
    public required string DeviceId { get; init; }

    public SquareTipSettings? TipSettings { get; init; }
}

internal sealed class SquareTipSettings
{
    public bool? AllowTipping { get; init; }
}

internal sealed class SquarePaymentOptions
{
    public bool? Autocomplete { get; init; }

    public string? DelayDuration { get; init; }

    public string? DelayAction { get; init; }
}

internal sealed class SquareUpdateCall
{
    public required string IdempotencyKey { get; init; }

    public required SquareUpdateBody Payment { get; init; }
}

internal sealed class SquareUpdateBody
{
    public required SquareMoney AmountMoney { get; init; }

    public string? VersionToken { get; init; }
}

internal sealed class SquareCompleteCall
{
    public string? VersionToken { get; init; }
}

internal sealed class SquareKeyCall
{
    public required string IdempotencyKey { get; init; }
}

internal sealed class SquareRefundCall
{
    public required string IdempotencyKey { get; init; }

    public required string PaymentId { get; init; }

    public required SquareMoney AmountMoney { get; init; }

    public SquareMoney? AppFeeMoney { get; init; }

    public required string Reason { get; init; }
}

internal sealed class SquareTerminalRefundCall
{
    public required string IdempotencyKey { get; init; }

    public required SquareTerminalRefundBody Refund { get; init; }
}

internal sealed class SquareTerminalRefundBody
{
    public required string PaymentId { get; init; }

    public required SquareMoney AmountMoney { get; init; }

    public required string Reason { get; init; }

    public required string DeviceId { get; init; }
}
