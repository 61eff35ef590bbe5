using Microsoft.Extensions.Diagnostics.HealthChecks;
using Payments.Security;

namespace Payments.AspNetCore;

/// <summary>Whether outcomes reach the audit log, or wait in memory for a store that fails.</summary>
internal sealed class PaymentAuditHealthCheck(IAuditLog? log, int maxQueued) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(log is null ? HealthCheckResult.Healthy("No audit log is kept.") : Look(log, context.Registration.FailureStatus));

    private HealthCheckResult Look(IAuditLog log, HealthStatus failure)
    {
        var (queued, lost) = (log.Queued, log.Lost);
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["queued"] = queued, ["lost"] = lost };
        return (queued > maxQueued, lost > 0) switch
        {
            (_, true) => new HealthCheckResult(failure, "Entries did not fit into the queue since the start: they are in the application's log only.", data: data),
            (true, _) => new HealthCheckResult(failure, "Entries wait for a store that does not take them.", data: data),
            _ => HealthCheckResult.Healthy("Entries are written as they come.", data),
        };
    }
}
