using System.Text;

namespace Payments.CoinGate.Tests;

/// <summary>Requests and callbacks that most tests share.</summary>
internal static class Requests
{
    /// <summary><c>printf A-1001 | openssl dgst -sha256 -hmac coingate-test-secret-1</c>.</summary>
    public const string Token = "c5d6e1fdae9510122a77eac7ed76787ff0e7a4089495f4f803ec8dd1e8b95836";

    /// <summary>The same with <c>coingate-test-secret-2</c>.</summary>
    public const string OtherToken = "c610b1de82686ca55e81cd8449c03c676d131cd9efecc34180d32c3c16761e98";

    public static readonly PaymentReference Bare = new("coingate", "538", "A-1001");

    public static Money Euro(decimal amount) => new(amount, Currency.EUR);

    public static PaymentRequest Order(string? description = "Two books", decimal amount = 10.50m, string currency = "EUR", params ProviderExtras[] extras) => new()
    {
        Amount = new Money(amount, Currency.Parse(currency)),
        OrderId = "A-1001",
        Description = description,
        ReturnUrl = new Uri("https://shop.example/ok"),
        CancelUrl = new Uri("https://shop.example/no"),
        IdempotencyKey = "key-1",
        Extras = extras,
    };

    public static RefundRequest Refund(decimal? amount = 4m, CoinGateRefundExtras? extras = null, string? reason = null, PaymentReference? payment = null, string reference = "R-1") => new()
    {
        Payment = payment ?? Bare,
        Amount = amount is { } euro ? Euro(euro) : null,
        Reference = reference,
        Reason = reason,
        IdempotencyKey = "key-2",
        Extras = [extras ?? new CoinGateRefundExtras { Address = "bc1q", CurrencyId = 1, PlatformId = 6, Email = "payer@example.com" }],
    };

    public static WebhookRequest Json(string body) => Callback(body, "application/json; charset=utf-8");

    public static WebhookRequest Form(string body) => Callback(body, "application/x-www-form-urlencoded");

    public static WebhookRequest Callback(string body, string? type) => new()
    {
        Body = Encoding.UTF8.GetBytes(body),
        Headers = type is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["content-type"] = type },
    };

    public static string Paid(string token = Token, string orderId = "A-1001") =>
        $$"""{"id":538,"order_id":"{{orderId}}","status":"paid","price_amount":"0.01","price_currency":"EUR","token":"{{token}}","fees":[{"type":"processing_fee"}]}""";
}
