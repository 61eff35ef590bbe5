namespace Payments.Security;

/// <summary>Who may do what. What is guarded and has no rule is refused.</summary>
public sealed class PaymentAccessOptions
{
    /// <summary>
    /// The operations that need a rule: what takes, gives back or gives out. <see cref="PaymentAction.Create"/>, <see cref="PaymentAction.Confirm"/> and
    /// <see cref="PaymentAction.Read"/> are not among them, since they run for the payer; add them where callers of yours make payments.
    /// </summary>
    public IList<PaymentAction> Guarded { get; } =
    [
        PaymentAction.Capture, PaymentAction.Cancel, PaymentAction.Refund, PaymentAction.Detokenize, PaymentAction.Export, PaymentAction.ReadAudit,
        PaymentAction.RemoveAudit,
    ];

    /// <summary>What is allowed. One rule that fits is enough.</summary>
    public IList<PaymentAccessRule> Rules { get; } = [];

    /// <summary>How much is allowed. Every limit that fits holds.</summary>
    public IList<PaymentLimit> Limits { get; } = [];

    /// <summary>Allows an operation to callers who have a role.</summary>
    /// <param name="action">The operation.</param>
    /// <param name="roles">The roles; one of them is enough.</param>
    /// <returns>These options.</returns>
    public PaymentAccessOptions AllowRoles(PaymentAction action, params IEnumerable<string> roles) =>
        Allow(new PaymentAccessRule { Actions = { action } }, rule => rule.Roles, roles);

    /// <summary>Allows an operation to callers whose token has a scope.</summary>
    /// <param name="action">The operation.</param>
    /// <param name="scopes">The scopes; one of them is enough.</param>
    /// <returns>These options.</returns>
    public PaymentAccessOptions AllowScopes(PaymentAction action, params IEnumerable<string> scopes) =>
        Allow(new PaymentAccessRule { Actions = { action } }, rule => rule.Scopes, scopes);

    /// <summary>Limits an operation for each caller.</summary>
    /// <param name="action">The operation.</param>
    /// <param name="period">The length of the window that moves with the time.</param>
    /// <param name="maxCount">How often at most; null for any number.</param>
    /// <param name="maxAmounts">How much at most, in each currency that is allowed; none for any amount.</param>
    /// <returns>These options.</returns>
    public PaymentAccessOptions Limit(PaymentAction action, TimeSpan period, int? maxCount, params IEnumerable<Money> maxAmounts)
    {
        ArgumentNullException.ThrowIfNull(maxAmounts);
        var limit = new PaymentLimit { Actions = { action }, Period = period, MaxCount = maxCount };
        foreach (var amount in maxAmounts)
            limit.MaxAmounts[amount.Currency.Code] = amount.Amount;
        Limits.Add(limit);
        return this;
    }

    private PaymentAccessOptions Allow(PaymentAccessRule rule, Func<PaymentAccessRule, IList<string>> list, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (var name in names)
            list(rule).Add(name);
        Rules.Add(rule);
        return this;
    }

    /// <summary>What is wrong; null when nothing is.</summary>
    internal string? Problem =>
        Rules.Any(rule => rule.Actions.Count == 0 || rule.Roles.Count + rule.Scopes.Count == 0)
            ? "A PaymentAccessRule names at least one action and at least one role or scope."
        : Limits.Any(limit => limit.Actions.Count == 0 || limit.Period <= TimeSpan.Zero || (limit.MaxCount is null && limit.MaxAmounts.Count == 0))
            ? "A PaymentLimit names at least one action, a period above zero, and a count or an amount."
        : Limits.SelectMany(limit => limit.MaxAmounts).FirstOrDefault(amount => !Currency.TryParse(amount.Key, out _)) is { Key: { } unknown }
            ? $"'{unknown}' in PaymentLimit.MaxAmounts is no currency."
        : null;
}
