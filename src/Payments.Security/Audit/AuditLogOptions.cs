using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Payments.Security;

/// <summary>How the audit log is kept.</summary>
public sealed class AuditLogOptions
{
    /// <summary>What makes the chain unforgeable. Required; not from the same place as the store's password.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public AuditKey? Key { get; set; }

    /// <summary>A file of JSON Lines to keep the log in, for a host of one process. Null for the registered <see cref="IAuditStore"/>.</summary>
    public string? File { get; set; }

    /// <summary>How long an operation waits for its intent before it is refused. 5 seconds by default.</summary>
    public TimeSpan IntentTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an operation's answer waits for its outcome to be written; after that the outcome waits by itself. 1 second by default.</summary>
    public TimeSpan OutcomeTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many entries wait in memory for a store that fails; one more is logged instead. 10,000 by default.</summary>
    public int MaxQueued { get; set; } = 10_000;

    /// <summary>The wait before the first retry of queued entries; each next one doubles, up to a minute. 1 second by default.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A checkpoint is written after so many entries. 1,000 by default.</summary>
    public int CheckpointEvery { get; set; } = 1_000;

    /// <summary>A checkpoint is written after so long, if there are entries since the last. 15 minutes by default.</summary>
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>What is wrong; null when nothing is.</summary>
    internal string? Problem =>
        Key is null ? "AuditLogOptions.Key is required: AuditKey.FromSecret or AuditKey.FromEcdsa."
        : MaxQueued < 1 || CheckpointEvery < 1 ? "AuditLogOptions.MaxQueued and CheckpointEvery are at least 1."
        : new[] { IntentTimeout, OutcomeTimeout, RetryAfter, CheckpointInterval }.Any(time => time <= TimeSpan.Zero) ? "The times of AuditLogOptions are above zero."
        : null;

}
