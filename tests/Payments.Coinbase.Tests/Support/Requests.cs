namespace Payments.Coinbase.Tests;

/// <summary>Requests that most tests share.</summary>
internal static class Requests
{
    public static readonly PaymentReference Checkout = new("coinbase", "68f7a946db0529ea9b6d3a12", "A-1001");
    public static readonly PaymentReference Charge = new("coinbase", "3f2a9c1e-5b7d-4e0f-8a6c-2d1b0c9e8f7a", "A-1001");

    public static PaymentRequest Payment(
        Money? amount = null, TimeSpan? expiresAfter = null, Uri? returnUrl = null, string? description = "Two tickets & a coat",
        IReadOnlyDictionary<string, string>? metadata = null, string orderId = "A-1001") => new()
    {
        Amount = amount ?? new Money(100m, "EUR"),
        OrderId = orderId,
        Description = description,
        ReturnUrl = returnUrl ?? new Uri("https://shop.example/done?n={x}"),
        CancelUrl = new Uri("https://shop.example/cart"),
        ExpiresAfter = expiresAfter,
        RequestedAt = TestClock.Start,
        IdempotencyKey = "key-1",
        Metadata = metadata ?? new Dictionary<string, string> { ["customer"] = "c-7" },
    };

    public static RefundRequest Refund(Money? amount, string? reason = "requested_by_customer", string reference = "r-1001") =>
        new() { Payment = Checkout, Amount = amount, Reason = reason, Reference = reference, IdempotencyKey = "key-2" };
}
