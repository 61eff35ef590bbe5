namespace Payments.Square.Tests;

/// <summary>Requests that most tests share.</summary>
internal static class Requests
{
    public static readonly PaymentReference Single = new("square", "p1", "A-1001");

    public static readonly PaymentReference Page = new(
        "square", "order:o1", "A-1001", [new RelatedId("order", "o1"), new RelatedId("payment_link", "l1")]);

    public static readonly PaymentReference Terminal = new("square", "checkout:c1", "A-1001", [new RelatedId("checkout", "c1")]);

    public static PaymentRequest Hosted(Money? amount = null) => new()
    {
        Amount = amount ?? new Money(20m, "USD"),
        OrderId = "A-1001",
        Description = "Two tickets & a coat",
        ReturnUrl = new Uri("https://shop.example/done?c=%7Bx%7D"),
        IdempotencyKey = "key-1",
    };

    public static PaymentRequest Token(string token = "cnon:card-nonce-ok", CaptureMode capture = CaptureMode.Automatic, params ProviderExtras[] extras) => new()
    {
        Amount = new Money(12.5m, "USD"),
        OrderId = "A-1001",
        PaymentToken = token,
        CaptureMode = capture,
        IdempotencyKey = "key-1",
        Extras = extras,
    };

    public static PaymentRequest AtCounter(CaptureMode capture = CaptureMode.Automatic, params ProviderExtras[] extras) => new()
    {
        Amount = new Money(26.1m, "USD"),
        OrderId = "A-1001",
        Description = "A brief note",
        Channel = PaymentChannel.PointOfSale,
        CaptureMode = capture,
        IdempotencyKey = "key-1",
        Extras = extras,
    };
}
