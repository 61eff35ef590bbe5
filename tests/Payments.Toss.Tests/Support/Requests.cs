namespace Payments.Toss.Tests;

/// <summary>Requests that most tests share.</summary>
internal static class Requests
{
    public static readonly Money Won = new(15000m, "KRW");

    /// <summary>A payment from the SDK before it was confirmed, and one that has its key.</summary>
    public static readonly PaymentReference Order = new("toss", "A-1001", "A-1001");
    public static readonly PaymentReference Paid = new("toss", "pk_1", "A-1001");

    public static PaymentRequest Payment(
        Money? amount = null, string orderId = "A-1001", PaymentMethod method = default, TossPaymentExtras? extras = null, string? token = null, string? customerId = null,
        PaymentCustomer? customer = null, TimeSpan? expiresAfter = null, int? installments = null, string? country = null, string? locale = null, PaymentTax? tax = null,
        Dictionary<string, string>? metadata = null, string? returnUrl = "https://shop.example/ok?corr=1", string? description = "T-shirt", CaptureMode capture = default,
        string? testCode = null, params IReadOnlyList<PaymentItem> items) => new()
    {
        Amount = amount ?? Won,
        OrderId = orderId,
        Description = description,
        Method = method,
        PaymentToken = token is null ? default(Sensitive<string>?) : new Sensitive<string>(token),
        CustomerId = customerId,
        Customer = customer,
        CaptureMode = capture,
        ReturnUrl = returnUrl is null ? null : new Uri(returnUrl),
        CancelUrl = returnUrl is null ? null : new Uri("https://shop.example/ng?corr=1"),
        ExpiresAfter = expiresAfter,
        Installments = installments,
        CountryCode = country,
        Locale = locale,
        Tax = tax,
        Metadata = metadata ?? [],
        Items = items,
        IdempotencyKey = "key-1",
        Extras = [.. extras is null ? [] : new ProviderExtras[] { extras }, .. testCode is null ? [] : new ProviderExtras[] { new TossTestExtras { TestCode = testCode } }],
    };

    public static PaymentItem[] Goods { get; } =
    [
        new() { Name = "T-shirt", UnitPrice = new Money(5000m, "KRW"), Quantity = 2, Sku = "ts-1" },
        new() { Name = "Socks", UnitPrice = new Money(5000.00m, "KRW") },
    ];

    public static PaymentCustomer Customer { get; } = new() { Name = "김토스", Email = "kim@example.com", Phone = "+82 10-1234-5678" };

    public static ConfirmPaymentRequest Confirm(
        PaymentReference? payment = null, Money? amount = null, string key = "pk_1", string? orderId = "A-1001", string? told = "15000", string? type = null, string? customerId = null)
    {
        Dictionary<string, string> back = new() { ["corr"] = "1", ["paymentKey"] = key };
        if (orderId is not null)
            back["orderId"] = orderId;
        if (told is not null)
            back["amount"] = told;
        if (type is not null)
            back["paymentType"] = type;
        return new ConfirmPaymentRequest { Payment = payment ?? Order, Amount = amount ?? Won, ReturnParameters = back, CustomerId = customerId, IdempotencyKey = "confirm-1" };
    }

    public static RefundRequest Refund(decimal? amount = null, PaymentReference? payment = null, RefundBankAccount? account = null, string? reason = "size", string currency = "KRW") => new()
    {
        Payment = payment ?? Paid,
        Amount = amount is { } part ? new Money(part, currency) : null,
        Reason = reason,
        BankAccount = account is null ? default(Sensitive<RefundBankAccount>?) : new Sensitive<RefundBankAccount>(account),
        IdempotencyKey = "refund-1",
    };

    public static RefundBankAccount Account { get; } = new() { BankCode = "06", AccountNumber = "01234567890", HolderName = "김토스" };

    /// <summary>What the memory would know of it.</summary>
    public static PaymentReference Known(PaymentStatus status, PaymentReference? reference = null, Money? amount = null, DateTimeOffset? createdAt = null, Sensitive<string>? state = null, params PaymentFact[] facts) =>
        PaymentReference.FromPayment(new Payment
        {
            Reference = reference ?? Order,
            Status = status,
            ProviderStatus = "",
            Amount = amount ?? Won,
            CreatedAt = createdAt ?? TestClock.Start,
            ProviderState = state,
            Facts = facts,
        });
}
