namespace Payments.Security;

/// <summary>Takes checkpoints out of the store's reach, off the path of any payment.</summary>
internal sealed class AuditCheckpoints(IReadOnlyList<IAuditCheckpointSink> sinks, AuditDiagnostics diagnostics)
{
    internal static AuditEntry Entry { get; } = new() { Kind = AuditEntryKind.Checkpoint, Action = PaymentAction.Unknown };

    internal void Publish(AuditCheckpoint checkpoint)
    {
        diagnostics.Checkpoint(checkpoint);
        foreach (var sink in sinks)
            _ = PublishAsync(sink, checkpoint);
    }

    private async Task PublishAsync(IAuditCheckpointSink sink, AuditCheckpoint checkpoint)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await sink.PublishAsync(checkpoint, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            diagnostics.CheckpointFailed(checkpoint, exception);
        }
    }
}
