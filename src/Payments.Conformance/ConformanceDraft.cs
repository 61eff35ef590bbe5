using Payments.Simulator;

namespace Payments.Conformance;

/// <summary>What a case wants to be paid. <see cref="PaymentProviderConformance{TSimulator}.NewPayment"/> makes the request of it.</summary>
public sealed record ConformanceDraft
{
    /// <summary>The amount.</summary>
    public required Money Amount { get; init; }

    /// <summary>The order id: unique, and of the form that every provider takes.</summary>
    public required string OrderId { get; init; }

    /// <summary>Whether the money is held first.</summary>
    public CaptureMode CaptureMode { get; init; }

    /// <summary>What the payer is going to do. A provider that charges a token at once chooses the token by it.</summary>
    public PayerActionKind Payer { get; init; }

    /// <summary>The idempotency key.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Where the payer comes back to.</summary>
    public Uri ReturnUrl { get; init; } = new("https://shop.example/return?corr=3f9a6c");

    /// <summary>Where the payer comes back to without having paid.</summary>
    public Uri CancelUrl { get; init; } = new("https://shop.example/cancelled?corr=3f9a6c");

    /// <summary>The payer. The suite looks for these values in logs, and must not find them.</summary>
    public PaymentCustomer Customer { get; init; } = new()
    {
        Name = ConformanceCanaries.Name,
        Email = ConformanceCanaries.Email,
        Phone = ConformanceCanaries.Phone,
    };

    /// <summary>The request that most providers can take as it is.</summary>
    /// <param name="paymentToken">The token to charge; null sends the payer to a page.</param>
    /// <param name="method">The method to ask for.</param>
    /// <param name="customerId">The payer's id, where the provider wants one.</param>
    /// <param name="extras">What the provider takes beyond this; null for nothing.</param>
    /// <returns>The request.</returns>
    public PaymentRequest ToRequest(
        string? paymentToken = null, PaymentMethod method = PaymentMethod.Unspecified, string? customerId = null, IReadOnlyList<ProviderExtras>? extras = null) => new()
    {
        Amount = Amount,
        OrderId = OrderId,
        Description = "Conformance " + OrderId,
        Method = method,
        CustomerId = customerId,
        Customer = Customer,
        PaymentToken = paymentToken is null ? default(Sensitive<string>?) : new Sensitive<string>(paymentToken),
        CaptureMode = CaptureMode,
        ReturnUrl = ReturnUrl,
        CancelUrl = CancelUrl,
        IdempotencyKey = IdempotencyKey,
        Extras = extras ?? [],
    };
}

/// <summary>Values that no log, metric or message may repeat.</summary>
internal static class ConformanceCanaries
{
    internal const string Name = "Canary Nightingale-Oriole";
    internal const string Email = "canary.nightingale@example.com";
    internal const string Phone = "+82 10 5550 1771";
    internal const string SearchedPhone = "5550 1771";
}
