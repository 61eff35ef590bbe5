namespace Payments.NaverPay.Tests;

/// <summary>Requests that most tests share.</summary>
internal static class Requests
{
    public const string PaymentId = "20261128NP1000000001";

    /// <summary>A payment whose payer has not come back: what a host without a memory keeps in one column.</summary>
    public static readonly PaymentReference Reserved = new("naverpay", "R1", "A-1001", [new RelatedId("reserve", "R1")]);

    /// <summary>A payment that was paid.</summary>
    public static readonly PaymentReference Paid = new("naverpay", "R1", "A-1001", [new RelatedId("reserve", "R1"), new RelatedId("payment", PaymentId)]);

    public static Money Won(long amount) => new(amount, "KRW");

    public static PaymentRequest Page() => new()
    {
        Amount = Won(11000),
        OrderId = "A-1001",
        Description = "초코파이 두 상자",
        CustomerId = "user-17",
        ReturnUrl = new Uri("https://shop.example/return?order=A-1001"),
        CancelUrl = new Uri("https://shop.example/cart"),
        IdempotencyKey = "key-1",
    };

    public static ConfirmPaymentRequest Confirm(
        PaymentReference? payment = null, long? amount = 11000, string? resultCode = "Success", string? paymentId = PaymentId, string? reserveId = "R1", string? message = null)
    {
        var parameters = new Dictionary<string, string> { ["order"] = "A-1001" };
        foreach (var (name, value) in new[] { ("resultCode", resultCode), ("paymentId", paymentId), ("reserveId", reserveId), ("resultMessage", message) })
        {
            if (value is not null)
                parameters[name] = value;
        }

        return new ConfirmPaymentRequest
        {
            Payment = payment ?? Reserved, Amount = amount is { } won ? Won(won) : null, ReturnParameters = parameters, IdempotencyKey = "key-2",
        };
    }

    public static RefundRequest Refund(long? amount = null, PaymentTax? tax = null, string? reason = null, params ProviderExtras[] extras) => new()
    {
        Payment = Paid,
        Amount = amount is { } won ? Won(won) : null,
        Reference = "R-1",
        Reason = reason,
        Tax = tax,
        Extras = extras,
        IdempotencyKey = "key-3",
    };
}
