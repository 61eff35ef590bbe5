namespace Payments.Security;

/// <summary>Allows operations to the callers who fit.</summary>
public sealed class PaymentAccessRule
{
    /// <summary>The operations.</summary>
    public IList<PaymentAction> Actions { get; } = [];

    /// <summary>The roles; the caller needs one of them. None for any caller, where <see cref="Scopes"/> are given.</summary>
    public IList<string> Roles { get; } = [];

    /// <summary>The scopes; the caller needs one of them, beside a role where <see cref="Roles"/> are given. None for no scope.</summary>
    public IList<string> Scopes { get; } = [];

    internal bool Fits(PaymentCaller caller) => HasOne(Roles, caller.Roles) && HasOne(Scopes, caller.Scopes);

    // Roles and scopes are compared as they are written: of two that differ in case, one may be somebody else's.
    private static bool HasOne(IList<string> wanted, IReadOnlyCollection<string> held)
    {
        if (wanted.Count == 0)
            return true;
        foreach (var name in held)
        {
            if (wanted.Contains(name))
                return true;
        }

        return false;
    }
}
