using System.Collections.Frozen;

namespace Payments.Security;

/// <summary>Decides by the caller's roles and scopes. What is guarded and has no rule that fits is refused.</summary>
public sealed class RolePaymentAccessPolicy : IPaymentAccessPolicy
{
    private readonly FrozenSet<PaymentAction> _guarded;
    private readonly FrozenDictionary<PaymentAction, PaymentAccessRule[]> _rules;

    /// <summary>Takes the rules as they are now.</summary>
    /// <param name="options">The rules.</param>
    public RolePaymentAccessPolicy(PaymentAccessOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _guarded = options.Guarded.ToFrozenSet();
        _rules = options.Rules
            .SelectMany(rule => rule.Actions.Distinct(), (rule, action) => (action, rule))
            .GroupBy(pair => pair.action, pair => pair.rule)
            .ToFrozenDictionary(rules => rules.Key, rules => rules.ToArray());
    }

    /// <inheritdoc />
    public ValueTask<PaymentAccessDecision> DecideAsync(PaymentAccessRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new(Decide(request.Action, request.Caller));
    }

    private PaymentAccessDecision Decide(PaymentAction action, PaymentCaller? caller)
    {
        if (!_guarded.Contains(action))
            return PaymentAccessDecision.Allowed;
        if (caller is null)
            return PaymentAccessDecision.NoCaller;
        foreach (var rule in _rules.GetValueOrDefault(action, []))
        {
            if (rule.Fits(caller))
                return PaymentAccessDecision.Allowed;
        }

        return PaymentAccessDecision.NotPermitted;
    }
}
