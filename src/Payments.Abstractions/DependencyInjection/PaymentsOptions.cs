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

    /// <summary>
    /// After so many looks without a change the reconciler leaves a payment to a person. 20 by default. Where a deposit may still come by its
    /// <see cref="BankDepositAction.DueAt"/>, or a refund has been under way for less than a week, it goes on at the longest interval.
    /// </summary>
    public int MaxReconcileChecks { get; set; } = 20;

    /// <summary>How many payments or webhooks of one registration are worked on at once in the background. 4 by default.</summary>
    public int BackgroundConcurrency { get; set; } = 4;

    /// <summary>
    /// Whether a host with hosted services dispatches webhooks, reconciles and forgets what is old by itself. True by default; false where a program
    /// of its own calls <see cref="PaymentWebhooks.DispatchAsync"/> and <see cref="PaymentReconciler.RunOnceAsync"/>.
    /// </summary>
    public bool RunInBackground { get; set; } = true;

    /// <summary>
    /// How often the inbox is looked at for webhooks that another instance received or that failed before. One that this process receives is applied at
    /// once. 5 seconds by default.
    /// </summary>
    public TimeSpan DispatchInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the reconciler looks for payments that are due. 15 seconds by default.</summary>
    public TimeSpan ReconcileInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often what is older than its retention is forgotten. 1 hour by default.</summary>
    public TimeSpan RetentionInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long it is remembered that a webhook was applied; longer than any provider repeats one. 60 days by default.</summary>
    public TimeSpan WebhookRetention { get; set; } = TimeSpan.FromDays(60);

    /// <summary>How often a webhook is tried before it is given up for a person to see. 12 by default: about two hours.</summary>
    public int MaxWebhookAttempts { get; set; } = 12;

    /// <summary>The shortest time between two looks that one and the same hint leads to. 5 seconds by default.</summary>
    public TimeSpan HintInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How many hints of one registration this process looks up in a second on average; a burst may be four times as many. What is beyond is refused
    /// before it costs a query, so that the provider sends it again later. 50 by default.
    /// </summary>
    public int MaxHintsPerSecond { get; set; } = 50;

    /// <summary>How many hints may wait for one payment at once; further ones are dropped, since those that wait lead to a read. 8 by default.</summary>
    public int MaxHintsPerPayment { get; set; } = 8;

    /// <summary>How many hints of one registration may wait that name no payment, so that it takes a read to know what they mean. 100 by default.</summary>
    public int MaxUnnamedHints { get; set; } = 100;
}
