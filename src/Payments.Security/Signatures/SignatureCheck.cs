namespace Payments.Security;

/// <summary>What checking a timestamped signature found. Only <see cref="Valid"/> is good, and it is not the default value.</summary>
public enum SignatureCheck
{
    /// <summary>No secret is configured, or none is still valid: nothing can be believed.</summary>
    NoSecret,

    /// <summary>The header is missing, too long or not in the scheme's form.</summary>
    Malformed,

    /// <summary>No signature in the header belongs to the body under any of the secrets.</summary>
    NoMatch,

    /// <summary>The signature is right, but its time is further from now than the tolerance, in the past or in the future.</summary>
    Stale,

    /// <summary>The signature is right and recent.</summary>
    Valid,
}
