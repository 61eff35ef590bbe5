namespace Payments.Security;

/// <summary>What became of an intent.</summary>
internal static class AuditOutcomes
{
    internal static AuditEntry Ended(AuditEntry intent, long sequence, object? answer, AuditedCall? call = null)
    {
        var outcome = Outcome(intent, sequence, call) with { Result = AuditResult.Succeeded };
        return answer switch
        {
            Payment payment => Named(outcome, payment.Reference) with
            {
                Result = payment.Status is PaymentStatus.Failed ? AuditResult.Declined : AuditResult.Succeeded,
                Error = payment.Error?.Code,
                After = AuditState.Of(payment),
            },
            Refund refund => Named(outcome, refund.Payment) with
            {
                Result = refund.Status is RefundStatus.Failed ? AuditResult.Declined : AuditResult.Succeeded,
                Error = refund.Error?.Code,
                RefundId = refund.RefundId ?? outcome.RefundId,
                RefundReference = refund.Reference ?? outcome.RefundReference,
                Refund = refund.Status,
                Amount = refund.Amount,
            },
            _ => outcome,
        };
    }

    internal static AuditEntry Failed(AuditEntry intent, long sequence, Exception exception, AuditResult otherwise, AuditedCall? call = null)
    {
        var outcome = Outcome(intent, sequence, call);
        return exception switch
        {
            PaymentAccessDeniedException denied => outcome with { Result = AuditResult.Denied, Error = denied.Error.Code },
            PaymentException failed => (failed.Payment is { } payment ? Named(outcome, payment) : outcome) with
            {
                Result = ResultOf(failed.Outcome),
                Error = failed.Error.Code,
            },
            OperationCanceledException => outcome with { Result = AuditResult.NeverSent },
            TokenNotFoundException => outcome with { Result = AuditResult.Refused, Error = PaymentErrorCode.NotFound },
            _ => outcome with { Result = otherwise },
        };
    }

    internal static AuditEntry Named(AuditEntry entry, PaymentReference payment) =>
        entry with { PaymentId = payment.PaymentId ?? entry.PaymentId, OrderId = payment.OrderId ?? entry.OrderId };

    private static AuditEntry Outcome(AuditEntry intent, long sequence, AuditedCall? call)
    {
        var outcome = intent with
        {
            Kind = AuditEntryKind.Outcome,
            Intent = sequence,
            Reason = null,
            Amount = call?.Amount ?? intent.Amount,
            Before = AuditState.Of(call?.Payment?.Known) ?? intent.Before,
        };
        return call?.Payment is { } payment ? Named(outcome, payment) : outcome;
    }

    private static AuditResult ResultOf(PaymentOutcome outcome) => outcome switch
    {
        PaymentOutcome.NeverSent => AuditResult.NeverSent,
        PaymentOutcome.Refused => AuditResult.Refused,
        _ => AuditResult.Unknown,
    };
}
