namespace Payments.BitPay.Tests;

/// <summary>Requests that most tests share.</summary>
internal static class Requests
{
    public const string InvoiceId = "G3viJEJgE8Jk2oekSdgT2A";

    public static readonly PaymentReference Invoice = new("bitpay", InvoiceId, "A-1001");

    public static PaymentRequest Payment(
        Money? amount = null, TimeSpan? expiresAfter = null, Uri? returnUrl = null, Uri? webhookUrl = null, PaymentCustomer? customer = null,
        IReadOnlyDictionary<string, string>? metadata = null, params ProviderExtras[] extras) => new()
    {
        Amount = amount ?? new Money(10.5m, "EUR"),
        OrderId = "A-1001",
        Description = "Two tickets & a café",
        ReturnUrl = returnUrl ?? new Uri("https://shop.example/done"),
        CancelUrl = new Uri("https://shop.example/cart"),
        WebhookUrl = webhookUrl,
        Customer = customer,
        ExpiresAfter = expiresAfter,
        IdempotencyKey = "key-1",
        Metadata = metadata ?? new Dictionary<string, string>(),
        Extras = extras,
    };

    public static RefundRequest Refund(Money? amount, string reference = "r-1001", string key = "key-2", params ProviderExtras[] extras) =>
        new() { Payment = Invoice, Amount = amount, Reference = reference, IdempotencyKey = key, Extras = extras };
}
