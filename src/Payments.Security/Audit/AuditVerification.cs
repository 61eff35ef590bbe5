namespace Payments.Security;

/// <summary>What is wrong with an entry.</summary>
public enum AuditProblemKind
{
    /// <summary>Not known here.</summary>
    Unknown,

    /// <summary>It has not the form of an entry.</summary>
    Malformed,

    /// <summary>Its hash does not fit its content: it was changed, or made without the key.</summary>
    Changed,

    /// <summary>It does not follow on the entry before it: something before it was changed or put in.</summary>
    BrokenLink,

    /// <summary>Entries before it are missing.</summary>
    Missing,

    /// <summary>It stands twice, or after a later one.</summary>
    OutOfOrder,

    /// <summary>Its key is not among those of the verifier.</summary>
    UnknownKey,

    /// <summary>The checkpoint's signature does not fit.</summary>
    BadSignature,

    /// <summary>The store keeps it under another number than its own.</summary>
    Renumbered,

    /// <summary>The log does not begin with its first entry, and no entry says that older ones were removed.</summary>
    MissingBeginning,

    /// <summary>A checkpoint that was kept elsewhere names a later entry than there is: the end was cut off.</summary>
    CutOff,

    /// <summary>The entry differs from the checkpoint that was kept elsewhere: the log, or a part of it, was made anew.</summary>
    NotTheAnchor,
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Sequence">The entry's number; where it cannot be read, the number that belongs there.</param>
/// <param name="Line">Which line it is, the first is 1. 0 for what concerns no single line.</param>
/// <param name="Kind">What is wrong.</param>
public sealed record AuditProblem(long Sequence, long Line, AuditProblemKind Kind);

/// <summary>What a verifier found.</summary>
public sealed record AuditVerification
{
    /// <summary>Whether nothing is wrong. See <see cref="ProtectedTo"/> for how far that reaches.</summary>
    public bool IsIntact => ProblemCount == 0;

    /// <summary>How many lines there were.</summary>
    public required long Entries { get; init; }

    /// <summary>The first entry's number; 0 when there is none. Above 1, older ones were removed.</summary>
    public required long First { get; init; }

    /// <summary>The last entry's number; 0 when there is none.</summary>
    public required long Last { get; init; }

    /// <summary>
    /// Up to which entry nobody without the key can have changed anything. With an ECDSA key, that is the last checkpoint: what came after it is
    /// linked, and not signed yet. That nothing after it was cut off only an anchor can tell.
    /// </summary>
    public required long ProtectedTo { get; init; }

    /// <summary>The last good checkpoint, to be kept elsewhere. Null when there is none.</summary>
    public required AuditCheckpoint? LastCheckpoint { get; init; }

    /// <summary>
    /// Whether the last line has no end, as after a crash in the middle of an append that no caller was told of. It is not counted, unless only its
    /// line break is missing.
    /// </summary>
    public required bool IsTornAtEnd { get; init; }

    /// <summary>The first 100 things that are wrong.</summary>
    public required IReadOnlyList<AuditProblem> Problems { get; init; }

    /// <summary>How many things are wrong.</summary>
    public required long ProblemCount { get; init; }
}
