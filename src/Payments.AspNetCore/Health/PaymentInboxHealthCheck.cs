using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Payments.AspNetCore;

/// <summary>Whether webhooks are applied as they come, or pile up or were given up.</summary>
internal sealed class PaymentInboxHealthCheck(PaymentWebhooks webhooks, PaymentInboxHealthOptions options, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var failure = context.Registration.FailureStatus;
        try
        {
            return Look(await webhooks.GetStatisticsAsync(cancellationToken).ConfigureAwait(false), failure);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // In our own words: a host may show them.
            return new HealthCheckResult(failure, "The inbox cannot be read.", exception);
        }
    }

    private HealthCheckResult Look(InboxStatistics inbox, HealthStatus failure)
    {
        var age = inbox.OldestReceivedAt is { } oldest ? time.GetUtcNow() - oldest : TimeSpan.Zero;
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["waiting"] = inbox.Waiting, ["deadLetters"] = inbox.DeadLetters };
        if (inbox.OldestReceivedAt is { } at)
            data["oldestReceivedAt"] = at.ToString("O", CultureInfo.InvariantCulture);

        List<string> problems = [];
        if (inbox.DeadLetters > options.MaxDeadLetters)
            problems.Add("Webhooks were given up: look at them, then replay or discard them.");
        if (inbox.Waiting > options.MaxWaiting)
            problems.Add("Too many webhooks wait.");
        if (age > options.MaxAge)
            problems.Add("A webhook has waited too long.");
        return problems.Count == 0
            ? HealthCheckResult.Healthy("Webhooks are applied as they come.", data)
            : new HealthCheckResult(failure, string.Join(' ', problems), data: data);
    }
}
