namespace Payments.Stripe.Tests;

/// <summary>Requests that most tests share.</summary>
internal static class Requests
{
    public static readonly PaymentReference Intent = new("stripe", "pi_1", "A-1001");
    public static readonly PaymentReference Session = new("stripe", "cs_test_1", "A-1001");

    public static PaymentRequest Hosted(Money? amount = null) => new()
    {
        Amount = amount ?? new Money(20m, "USD"),
        OrderId = "A-1001",
        Description = "Two tickets & a coat",
        ReturnUrl = new Uri("https://shop.example/done?s={CHECKOUT_SESSION_ID}"),
        CancelUrl = new Uri("https://shop.example/cart"),
        IdempotencyKey = "key-1",
    };

    public static PaymentRequest Token(string token = "pm_card_visa", Uri? returnUrl = null, params ProviderExtras[] extras) => new()
    {
        Amount = new Money(20m, "USD"),
        OrderId = "A-1001",
        PaymentToken = token,
        ReturnUrl = returnUrl,
        IdempotencyKey = "key-1",
        Extras = extras,
    };
}
