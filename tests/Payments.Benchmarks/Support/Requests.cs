namespace Payments.Benchmarks;

/// <summary>Requests made ahead, each with a key of its own, and given out one after the other.</summary>
internal sealed class Requests
{
    private readonly PaymentRequest[] _requests;
    private int _next;

    internal Requests(int count)
    {
        _requests = new PaymentRequest[count];
        for (var i = 0; i < count; i++)
            _requests[i] = Make(i);
    }

    internal PaymentRequest Next() => _requests[_next++];

    internal static PaymentRequest Make(int number) => new()
    {
        Amount = new Money(25.00m, "EUR"),
        OrderId = $"ORDER-{number:D8}",
        Description = "Two tickets and a coat",
        ReturnUrl = new Uri("https://shop.example/thanks?s={CHECKOUT_SESSION_ID}"),
        CancelUrl = new Uri("https://shop.example/cart"),
    };
}
