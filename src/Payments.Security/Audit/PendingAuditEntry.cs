namespace Payments.Security;

/// <summary>
/// An entry on its way into the log. Ends with its line; what is no intent ends without one when the store fails, and goes on waiting there.
/// </summary>
internal sealed class PendingAuditEntry(AuditEntry entry, DateTimeOffset at, bool isIntent)
    : TaskCompletionSource<AuditLine?>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    internal AuditEntry Entry { get; } = entry;

    internal DateTimeOffset At { get; } = at;

    /// <summary>Whether it fails with the store, instead of waiting for it.</summary>
    internal bool IsIntent { get; } = isIntent;
}
