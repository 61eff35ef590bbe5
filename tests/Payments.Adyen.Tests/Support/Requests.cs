namespace Payments.Adyen.Tests;

/// <summary>Requests and names that most tests share.</summary>
internal static class Requests
{
    public const string Psp = "ABCD1234EFGH5678";
    public const string Card = """{"type":"scheme","encryptedCardNumber":"test_4111111111111111","encryptedExpiryMonth":"test_03","encryptedExpiryYear":"test_2030"}""";

    public static readonly Money Eur = new(12.50m, "EUR");

    /// <summary>As a host keeps it that has no memory: all ids, nothing known.</summary>
    public static readonly PaymentReference Paid = new("adyen", Psp, "ord-1001", [new RelatedId("psp_reference", Psp)]);

    public static readonly PaymentReference Linked = new("adyen", "PL0A1B", "ord-1001", [new RelatedId("payment_link", "PL0A1B")]);

    public static readonly PaymentReference InSession = new("adyen", "CS0A1B", "ord-1001", [new RelatedId("checkout_session", "CS0A1B")]);

    public static PaymentRequest Payment(
        Money? amount = null, CaptureMode capture = CaptureMode.Automatic, string? token = null, Uri? returnUrl = null, params ProviderExtras[] extras) => new()
    {
        Amount = amount ?? Eur,
        OrderId = "ord-1001",
        Description = "Two tickets & a coat",
        ReturnUrl = returnUrl ?? new Uri("https://shop.example/back?o=1001"),
        PaymentToken = token is null ? default(Sensitive<string>?) : new Sensitive<string>(token),
        CaptureMode = capture,
        IdempotencyKey = "key-1",
        Extras = extras,
    };

    /// <summary>What the memory would know of a payment.</summary>
    public static Payment Known(
        PaymentStatus status, PaymentReference? reference = null, CaptureMode capture = CaptureMode.Automatic, decimal? captured = null, decimal? refunded = null,
        params PaymentFact[] facts) => new()
    {
        Reference = reference ?? Paid,
        Status = status,
        ProviderStatus = "Authorised",
        Amount = Eur,
        CaptureMode = capture,
        AuthorizedAmount = status is PaymentStatus.Authorized ? Eur : null,
        CapturedAmount = captured is { } taken ? Eur with { Amount = taken } : null,
        RefundedAmount = refunded is { } back ? Eur with { Amount = back } : null,
        CreatedAt = TestClock.Start,
        Facts = facts,
    };

    public static AuthorizedFact Held(string psp = Psp) => new(psp, Eur) { AsOf = TestClock.Start, Version = 1 };
}
