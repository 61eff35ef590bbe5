namespace Payments;

/// <summary>What holds for all registrations.</summary>
public sealed class PaymentsOptions
{
    /// <summary>How many payments and intentions the in-memory store keeps. 100,000 by default. Settled ones make room; open ones never do.</summary>
    public int MaxPaymentsInMemory { get; set; } = 100_000;

    /// <summary>How many webhooks the in-memory inbox keeps waiting, and how many applied ones it remembers. 100,000 by default.</summary>
    public int MaxWebhooksInMemory { get; set; } = 100_000;

    /// <summary>The largest webhook body that is looked at, in bytes. 1 MiB by default.</summary>
    public int MaxWebhookBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// The query parameter of every return address that holds the value by which <see cref="PaymentReturns"/> knows a payer who comes back; with the
    /// value it adds some 40 characters. No name that a provider uses, such as <c>token</c>. Null leaves return addresses as they are: the host then finds
    /// the payment itself. <c>payment_return</c> by default.
    /// </summary>
    public string? ReturnParameter { get; set; } = "payment_return";

    /// <summary>
    /// How long a payer who comes back waits for a provider to be read, or for another window's confirmation of the same payment. A confirmation that
    /// was sent is waited for in any case. 20 seconds by default.
    /// </summary>
    public TimeSpan ReturnPatience { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long an answered idempotency key is remembered. 7 days by default.</summary>
    public TimeSpan IdempotencyRetention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long a claimed intention holds without being settled, after which the process that held it counts as dead. 5 minutes by default.</summary>
    public TimeSpan IdempotencyLease { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long after a payment became unclear the reconciler asks the provider: the first wait; each next one doubles, up to
    /// <see cref="MaxReconcileInterval"/>. 1 minute by default.
    /// </summary>
    public TimeSpan ReconcileAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest wait between two looks of the reconciler. 6 hours by default.</summary>
    public TimeSpan MaxReconcileInterval { get; set; } = TimeSpan.FromHours(6);

    /// <summary>After so many looks without a change the reconciler leaves a payment to a person. 20 by default.</summary>
    public int MaxReconcileChecks { get; set; } = 20;
}
