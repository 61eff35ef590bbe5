namespace Payments.Security;

/// <summary>
/// Writes down and asks around what is no call to a provider: giving out a card number, reading the audit log. Each where it is registered.
/// </summary>
internal sealed class GuardedOperations(IAuditLog? log, PaymentAccess? access, IPaymentCaller? caller)
{
    internal async Task<T> RunAsync<T>(AuditEntry intent, Func<Task<T>> operation, CancellationToken cancellationToken)
    {
        intent = intent with { Caller = SystemPaymentCaller.Or(caller) };
        var sequence = log is null ? 0 : await log.AppendAsync(intent, cancellationToken).ConfigureAwait(false);
        T answer;
        try
        {
            if (access is not null)
            {
                var wanted = new PaymentAccessRequest { Action = intent.Action, Caller = intent.Caller, Purpose = intent.Purpose };
                await access.DemandAsync(wanted, cancellationToken).ConfigureAwait(false);
            }

            answer = await operation().ConfigureAwait(false);
        }
        catch (Exception exception) when (log is not null)
        {
            await log.AppendOrQueueAsync(AuditOutcomes.Failed(intent, sequence, exception, AuditResult.Unknown), CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        if (log is not null)
            await log.AppendOrQueueAsync(AuditOutcomes.Ended(intent, sequence, null), CancellationToken.None).ConfigureAwait(false);
        return answer;
    }
}
