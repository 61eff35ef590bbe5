namespace Payments.KakaoPay.Tests;

/// <summary>Requests that most tests share.</summary>
internal static class Requests
{
    public const string Tid = "T1234567890123456789";

    /// <summary>The payment as a host without a memory keeps it: one column.</summary>
    public static readonly PaymentReference Bare = new("kakaopay", Tid, "A-1001");

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

    public static PaymentRequest Recurring(string? customerId = "user-17", PaymentTax? tax = null) => new()
    {
        Amount = Won(11000),
        OrderId = "A-1002",
        CustomerId = customerId,
        Tax = tax,
        PaymentToken = "S1234567890123456789",
        IdempotencyKey = "key-2",
    };

    public static ConfirmPaymentRequest Confirm(PaymentReference? payment = null, Money? amount = null, string? customerId = "user-17", string? token = "token-1") => new()
    {
        Payment = payment ?? Bare,
        Amount = amount,
        CustomerId = customerId,
        ReturnParameters = token is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["order"] = "A-1001", ["pg_token"] = token },
    };

    public static RefundRequest Refund(long? amount = null, PaymentTax? tax = null) => new()
    {
        Payment = Bare,
        Amount = amount is { } won ? Won(won) : null,
        Reference = "R-1",
        Tax = tax,
        IdempotencyKey = "key-3",
    };
}
