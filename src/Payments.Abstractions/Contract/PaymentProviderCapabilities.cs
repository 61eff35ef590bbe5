namespace Payments;

/// <summary>What a registration can do. The conformance suite checks every claim.</summary>
public sealed record PaymentProviderCapabilities
{
    /// <summary>The operations.</summary>
    public required PaymentOperations Operations { get; init; }

    /// <summary>The currencies.</summary>
    public required SupportedCurrencies Currencies { get; init; }

    /// <summary>The methods that can be asked for or come back.</summary>
    public required IReadOnlySet<PaymentMethod> PaymentMethods { get; init => field = ValueSet<PaymentMethod>.Copy(value); }

    /// <summary>
    /// How long the provider remembers an idempotency key, by operation. An operation that is not here has no key at the provider: a call whose
    /// outcome is unknown is never sent again, the payment is read instead.
    /// </summary>
    public IReadOnlyDictionary<PaymentOperations, TimeSpan> IdempotencyKeyLifetimes { get; init => field = ValueMap<PaymentOperations, TimeSpan>.Copy(value); } =
        ValueMap<PaymentOperations, TimeSpan>.Empty;

    /// <summary>Whether later steps need what only the payment memory holds, so that a restart with the in-memory store loses payments under way.</summary>
    public bool NeedsDurableStore { get; init; }

    /// <summary>
    /// Whether captures, refunds and disputes are told by webhooks only, so that no read knows them: a host that takes no webhooks never learns of them. An
    /// event whose payment is not known yet then waits in the inbox, since no read can make it known.
    /// </summary>
    public bool NeedsWebhooks { get; init; }

    /// <summary>Whether all of the operations are there.</summary>
    /// <param name="operations">One or more operations.</param>
    /// <returns>True when every one is supported.</returns>
    public bool Supports(PaymentOperations operations) => (Operations & operations) == operations;
}

/// <summary>The currencies of a registration.</summary>
/// <param name="Known">The currencies that are known to work with the provider.</param>
/// <param name="IsExhaustive">Whether every other currency is refused; false leaves the decision to the provider, since it depends on the merchant's account.</param>
public sealed record SupportedCurrencies(IReadOnlySet<Currency> Known, bool IsExhaustive)
{
    /// <summary>The currencies that are known to work with the provider.</summary>
    public IReadOnlySet<Currency> Known { get; init => field = ValueSet<Currency>.Copy(value); } = ValueSet<Currency>.Copy(Known);

    /// <summary>A list of codes.</summary>
    /// <param name="isExhaustive">Whether every other currency is refused.</param>
    /// <param name="codes">The codes, parted by blanks.</param>
    /// <returns>The currencies.</returns>
    public static SupportedCurrencies Of(bool isExhaustive, string codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        HashSet<Currency> known = [];
        foreach (var code in codes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            known.Add(Currency.FromCode(code));
        return new SupportedCurrencies(known, isExhaustive);
    }

    /// <summary>Whether a currency may be tried.</summary>
    /// <param name="currency">The currency.</param>
    /// <returns>True when it is known to work, or when only the provider can tell.</returns>
    public bool MayUse(Currency currency) => !IsExhaustive || Known.Contains(currency);
}
