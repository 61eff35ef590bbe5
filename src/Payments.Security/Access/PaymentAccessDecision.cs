namespace Payments.Security;

/// <summary>What a policy says.</summary>
public enum PaymentAccessDecision
{
    /// <summary>No: what nobody allowed.</summary>
    None,

    /// <summary>Yes.</summary>
    Allowed,

    /// <summary>No: nobody knows who asks.</summary>
    NoCaller,

    /// <summary>No: the caller lacks a role or a scope.</summary>
    NotPermitted,

    /// <summary>No: a limit of the caller is reached.</summary>
    LimitReached,
}
