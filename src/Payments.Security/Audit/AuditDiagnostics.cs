using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Payments.Security;

/// <summary>What the audit log tells of itself. A logger or listener of the host's that throws must neither stop a payment nor hide its answer.</summary>
internal sealed class AuditDiagnostics : IDisposable
{
    private readonly ILogger? _logger;
    private readonly Meter? _own;
    private readonly Counter<long> _lost;

    internal AuditDiagnostics(ILogger? logger, IMeterFactory? meters, Func<int> queued)
    {
        _logger = logger;
        var meter = meters?.Create(PaymentsTelemetry.MeterName) ?? (_own = new Meter(PaymentsTelemetry.MeterName));
        meter.CreateObservableGauge("payment.audit.queued", queued, "{entry}", "Entries of the audit log that wait for a store that fails.");
        _lost = meter.CreateCounter<long>("payment.audit.lost", "{entry}", "Entries that are in no chain, since the queue was full or the host stopped; each is in the application's log.");
    }

    public void Dispose() => _own?.Dispose();

    internal void Lost(AuditEntry entry) => Quietly(() =>
    {
        _logger?.AuditLost(AuditLineWriter.Describe(entry));
        _lost.Add(1);
    });

    internal void Failed(Exception exception, int queued) => Quietly(() => _logger?.AuditFailed(exception.GetType().Name, queued));

    internal void Checkpoint(AuditCheckpoint checkpoint) => Quietly(() => _logger?.Checkpoint(checkpoint.Sequence, checkpoint.Text));

    internal void CheckpointFailed(AuditCheckpoint checkpoint, Exception exception) =>
        Quietly(() => _logger?.CheckpointFailed(checkpoint.Sequence, exception.GetType().Name));

    private static void Quietly(Action tell)
    {
        try
        {
            tell();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Debug.WriteLine(exception.GetType().Name);
        }
    }
}
