namespace Payments;

/// <summary>A payment as its provider, or the payment memory, last described it.</summary>
public sealed record Payment
{
    /// <summary>The payment's ids.</summary>
    public required PaymentReference Reference { get; init; }

    /// <summary>Where it stands.</summary>
    public required PaymentStatus Status { get; init; }

    /// <summary>The provider's own status, as it was sent. Empty when the provider sent none.</summary>
    public required string ProviderStatus { get; init; }

    /// <summary>What was asked for. It never changes; every other amount is in the same currency unless it says otherwise.</summary>
    public required Money Amount { get; init; }

    /// <summary>What is or was held. Null when the provider did not say.</summary>
    public Money? AuthorizedAmount { get; init; }

    /// <summary>What was taken so far. Null when the provider did not say.</summary>
    public Money? CapturedAmount { get; init; }

    /// <summary>What was given back so far, refunds under way included where the provider counts them. Null when the provider did not say.</summary>
    public Money? RefundedAmount { get; init; }

    /// <summary>What arrived, when the payer paid in another asset (a crypto asset, say). Null otherwise.</summary>
    public Money? ReceivedAmount { get; init; }

    /// <summary>The provider's id of the movement that took the money (a charge, a capture, a transaction hash). Null before there is one.</summary>
    public string? TransactionId { get; init; }

    /// <summary>How the payer paid, or was asked to.</summary>
    public PaymentMethod Method { get; init; }

    /// <summary>The provider's own name of the method. Null when it sent none.</summary>
    public string? ProviderMethod { get; init; }

    /// <summary>Whether the money is taken at once or held first.</summary>
    public CaptureMode CaptureMode { get; init; }

    /// <summary>The card, as far as it may be shown. Null when no card was used or nothing of it is known.</summary>
    public PaymentCard? Card { get; init; }

    /// <summary>The provider's receipt page. Null when there is none.</summary>
    public Uri? ReceiptUrl { get; init; }

    /// <summary>When the provider made it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// The provider's clock for this description: the object's own update time where it has one, else the time of the answer or event.
    /// Null when the provider sent none. Staleness is judged by <see cref="Version"/> and this, never by when a message arrived.
    /// </summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>The provider's version number of the object, which grows with every change. Null when it has none.</summary>
    public long? Version { get; init; }

    /// <summary>What has to happen next. Null when nothing has to be done by the payer or the page.</summary>
    public NextAction? NextAction { get; init; }

    /// <summary>Why the last attempt failed. Null when none did.</summary>
    public PaymentError? Error { get; init; }

    /// <summary>What a person should look at.</summary>
    public PaymentAttention Attention { get; init; }

    /// <summary>The host's own key-value pairs, as the provider keeps them.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init => field = StringMap.Copy(value); } = StringMap.Empty;

    /// <summary>
    /// Whether the provider did not describe the payment: it has no read, or it only confirmed that it received a call. Status and amounts are then what
    /// was known before, and nothing but <see cref="Facts"/> is news.
    /// </summary>
    public bool IsRemembered { get; init; }

    /// <summary>
    /// The movements that the provider described along with the payment (each capture, each refund, each dispute), for providers that list them.
    /// </summary>
    public IReadOnlyList<PaymentFact> Facts { get; init => field = ValueList<PaymentFact>.Copy(value); } = ValueList<PaymentFact>.Empty;

    /// <summary>What the provider needs back later. Opaque, sealed by stores; only the provider reads it. Null when it needs nothing.</summary>
    public Sensitive<string>? ProviderState { get; init; }
}

/// <summary>Whether the money is taken at once.</summary>
public enum CaptureMode
{
    /// <summary>The money is taken as soon as the payer has paid.</summary>
    Automatic,

    /// <summary>The money is held; <see cref="IPaymentProvider.CapturePaymentAsync"/> takes it.</summary>
    Manual,
}

/// <summary>What a person should look at.</summary>
[Flags]
public enum PaymentAttention
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Less arrived than was asked for.</summary>
    Underpaid = 1,

    /// <summary>More arrived than was asked for.</summary>
    Overpaid = 2,

    /// <summary>The money arrived after the payment had expired or was cancelled.</summary>
    Late = 4,

    /// <summary>Several payments arrived for one order.</summary>
    Multiple = 8,

    /// <summary>The merchant's account at the provider needs something before the money moves.</summary>
    MerchantAccount = 16,

    /// <summary>The provider holds it for review, or two facts contradict each other.</summary>
    Review = 32,
}

/// <summary>What may be shown of a card.</summary>
public sealed record PaymentCard
{
    /// <summary>The brand as the provider names it. Null when unknown.</summary>
    public string? Brand { get; init; }

    /// <summary>The last four digits. Null when unknown.</summary>
    public string? Last4 { get; init; }

    /// <summary>The number of monthly instalments; 0 for a single payment. Null when unknown.</summary>
    public int? Installments { get; init; }

    /// <summary>The issuer's approval code. Null when unknown.</summary>
    public string? ApprovalCode { get; init; }
}
