namespace Payments.Security;

/// <summary>What an entry of the audit log is.</summary>
public enum AuditEntryKind
{
    /// <summary>Not known here.</summary>
    Unknown,

    /// <summary>What is about to be done. Written before it is done.</summary>
    Intent,

    /// <summary>What became of an intent.</summary>
    Outcome,

    /// <summary>A change of a payment that nobody here asked for: a webhook, a read, the reconciler.</summary>
    Change,

    /// <summary>A checkpoint of the chain.</summary>
    Checkpoint,

    /// <summary>Older entries are removed from here on.</summary>
    Removal,
}

/// <summary>How an operation ended.</summary>
public enum AuditResult
{
    /// <summary>Nobody knows whether it was done.</summary>
    Unknown,

    /// <summary>It was done.</summary>
    Succeeded,

    /// <summary>The provider, issuer or payer declined; no money was moved.</summary>
    Declined,

    /// <summary>The provider refused the request.</summary>
    Refused,

    /// <summary>It never left this host.</summary>
    NeverSent,

    /// <summary>The access policy did not let the caller do it.</summary>
    Denied,
}
