namespace Payments.Benchmarks;

/// <summary>All eleven providers.</summary>
internal static class ProviderWires
{
    internal static readonly IReadOnlyList<ProviderWire> All =
    [
        CardWires.Stripe, CardWires.PayPal, CardWires.Adyen, CardWires.Square,
        CoinWires.Coinbase, CoinWires.BitPay, CoinWires.CoinGate,
        KoreanWires.Toss, KoreanWires.Inicis, KoreanWires.KakaoPay, KoreanWires.NaverPay,
    ];

    internal static PaymentRequest Request(decimal amount, string currency, string? token = null) => new()
    {
        Amount = new Money(amount, currency),
        OrderId = "A-1001",
        Description = "Two tickets and a coat",
        CustomerId = "user-17",
        PaymentToken = token is null ? default(Sensitive<string>?) : new Sensitive<string>(token),
        ReturnUrl = new Uri("https://shop.example/return?order=A-1001"),
        CancelUrl = new Uri("https://shop.example/cart"),
        IdempotencyKey = "key-1",
    };

    /// <summary>What comes back with the payer, and the payment as a host without a memory keeps it.</summary>
    internal static ConfirmPaymentRequest Back(PaymentReference payment, decimal amount, string currency, params (string Name, string Value)[] parameters) => new()
    {
        Payment = payment,
        Amount = new Money(amount, currency),
        CustomerId = "user-17",
        ReturnParameters = parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal),
        IdempotencyKey = "key-2",
    };
}
