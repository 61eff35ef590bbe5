using Payments.Simulator;

namespace Payments.Reliability.Providers;

/// <summary>One provider as the shop uses it: its simulator in the harness, its registration in the host, the requests that the shop makes.</summary>
internal abstract class ShopProvider
{
    /// <summary>The registration's and the simulator's name.</summary>
    internal abstract string Name { get; }

    /// <summary>The ways to pay, which the plan chooses from.</summary>
    internal virtual IReadOnlyList<ShopWay> Ways => [ShopWay.Page];

    internal virtual Currency Currency => Currency.USD;

    /// <summary>
    /// When the provider tries a webhook again that was not acknowledged, as documented (or as third parties report, where it is not): the pauses, in order.
    /// Empty where it sends none.
    /// </summary>
    internal virtual IReadOnlyList<TimeSpan> WebhookRetries => [];

    /// <summary>
    /// Whether an open payment is cancelled by the shop alone: the provider has no call for it, and can take nothing without the shop's confirmation.
    /// </summary>
    internal virtual bool CancelsAlone => false;

    /// <summary>Whether the provider's reads have one word for a charge that was undone at once (never paid) and for one that was given back (refunded).</summary>
    internal virtual bool TellsUndoneAsGivenBack => false;

    internal abstract ProviderSimulator CreateSimulator(TimeProvider clock, int seed);

    /// <summary>What the host has to know of a simulator that runs, beyond its address.</summary>
    internal virtual IReadOnlyDictionary<string, string> SettingsOf(ProviderSimulator simulator) => new Dictionary<string, string>();

    internal abstract void Register(IPaymentsBuilder payments, Uri address, IReadOnlyDictionary<string, string> settings);

    internal virtual PaymentRequest NewPayment(ShopOrder order) => order.ToRequest();

    internal virtual RefundRequest NewRefund(PaymentReference payment, ShopOrder order, Money? amount, string key) =>
        new() { Payment = payment, Amount = amount, IdempotencyKey = key };

    /// <summary>The amount as the simulator counts it.</summary>
    internal virtual decimal OnTheWire(Money amount) => amount.Amount;

    protected static IReadOnlyList<TimeSpan> Minutes(params double[] minutes) => [.. minutes.Select(TimeSpan.FromMinutes)];
}

/// <summary>How an order is paid.</summary>
internal enum ShopWay
{
    /// <summary>On the provider's page or in its window.</summary>
    Page,

    /// <summary>On the provider's page for phones.</summary>
    Phone,

    /// <summary>By a token that is charged at once.</summary>
    Token,

    /// <summary>By a deposit to an account.</summary>
    Account,
}

/// <summary>What is to be paid, as the shop's own database has it: the same however often the shop begins again.</summary>
/// <param name="Provider">The registration.</param>
/// <param name="OrderId">The order.</param>
/// <param name="Amount">How much.</param>
/// <param name="CurrencyCode">In what.</param>
/// <param name="Way">How.</param>
/// <param name="IsHeldFirst">Whether the money is held first.</param>
/// <param name="IsDeclined">Whether the payer is going to be declined, for providers that choose a token by it.</param>
internal sealed record ShopOrder(string Provider, string OrderId, decimal Amount, string CurrencyCode, ShopWay Way, bool IsHeldFirst, bool IsDeclined)
{
    internal Money Money => new(Amount, Currency.Parse(CurrencyCode));

    internal PaymentRequest ToRequest(
        string? token = null, PaymentMethod method = PaymentMethod.Unspecified, PaymentChannel channel = PaymentChannel.Web, Uri? webhookUrl = null) => new()
    {
        Amount = Money,
        OrderId = OrderId,
        Description = "Order " + OrderId,
        Method = method,
        Channel = channel,
        Customer = new PaymentCustomer { Name = "Robin Payer", Email = "robin@example.com", Phone = "+82 10 5550 0000" },
        PaymentToken = token is null ? default(Sensitive<string>?) : new Sensitive<string>(token),
        CaptureMode = IsHeldFirst ? CaptureMode.Manual : CaptureMode.Automatic,
        ReturnUrl = new Uri("https://shop.example/return?order=" + OrderId),
        CancelUrl = channel is PaymentChannel.MobileWeb ? null : new Uri("https://shop.example/cancelled?order=" + OrderId),
        WebhookUrl = webhookUrl,
        IdempotencyKey = "create-" + OrderId,
    };
}
