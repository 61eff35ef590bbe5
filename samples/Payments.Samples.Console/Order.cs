namespace Payments.Samples.ConsoleApp;

/// <summary>What the shop sells in this run.</summary>
internal sealed record Order(PaymentRequest Request, Money FirstRefund)
{
    // The first of these that the provider takes; any other provider gets its own first currency.
    private static readonly string[] Preferred = ["EUR", "USD", "KRW"];

    public static Order For(SupportedCurrencies currencies)
    {
        var code = Preferred.FirstOrDefault(code => currencies.Known.Contains(Currency.Parse(code)));
        var currency = code is null ? currencies.Known.First() : Currency.Parse(code);
        var scale = currency.Exponent is 0 ? 1000m : 1.00m;
        var request = new PaymentRequest
        {
            Amount = new Money(25 * scale, currency),
            OrderId = $"sample-{IdempotencyKey.New()[..16]}",
            Description = "Two mugs",
            Customer = new PaymentCustomer { Name = "Kim Sample", Email = "sample@example.com", Phone = "010-0000-0000" },
            ReturnUrl = new Uri("https://shop.example/thanks"),
            CancelUrl = new Uri("https://shop.example/basket"),
        };
        return new Order(request, new Money(10 * scale, currency));
    }
}
