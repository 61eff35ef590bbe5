namespace Payments.Security;

/// <summary>
/// One batch of a long work over many records. Repeat with <see cref="Next"/> until it is null; keep it somewhere to go on after a stop. To begin again is
/// harmless, too: what is done already is passed over.
/// </summary>
/// <param name="Next">Where the next batch begins; null when this was the last.</param>
/// <param name="Changed">How many records were changed.</param>
/// <param name="Failed">How many could not be, each with an entry in the log; they stay as they were.</param>
public readonly record struct KeyMaintenance(string? Next, int Changed, int Failed);
