using Microsoft.EntityFrameworkCore;

namespace Payments.EntityFrameworkCore;

/// <summary>A payment's record as rows, and back.</summary>
internal sealed class PaymentRows(ContentSealer sealer)
{
    internal PaymentRecord RecordOf(PaymentRow row)
    {
        var stored = sealer.Open(row.Content, StoreJson.Payment, PaymentRowConfiguration.Table, row.Id);
        return new PaymentRecord
        {
            Id = row.Id,
            Initial = stored.Initial,
            Facts = stored.Facts.Aggregate(PaymentFactSet.Empty, (facts, fact) => facts.Add(fact)),
            Payment = stored.Payment,
            NeedsRead = row.NeedsRead,
            HadOutcome = row.HadOutcome,
            CustomerId = stored.CustomerId,
            Pending = stored.Pending,
            Undelivered = stored.Undelivered,
            CheckAt = row.CheckAt,
            Checks = row.Checks,
            UpdatedAt = row.UpdatedAt,
            Revision = row.Revision,
        };
    }

    /// <summary>The rows of a new payment.</summary>
    internal IEnumerable<(object Row, EntityState State)> Added(PaymentRecord record) =>
        [(RowOf(record), EntityState.Added), (HistoryOf(record), EntityState.Added), .. RefundsOf(null, record)];

    /// <summary>The payment's row first, then what else differs.</summary>
    internal IEnumerable<(object Row, EntityState State)> Changed(PaymentRecord before, PaymentRecord record)
    {
        yield return (RowOf(record), EntityState.Modified);
        if (IsAnotherState(before.Payment, record.Payment))
            yield return (HistoryOf(record), EntityState.Added);
        foreach (var refund in RefundsOf(before, record))
            yield return refund;
    }

    private PaymentRow RowOf(PaymentRecord record)
    {
        var payment = record.Payment;
        return new PaymentRow
        {
            Id = record.Id,
            Provider = record.Reference.Provider,
            PaymentId = record.Reference.PaymentId,
            OrderId = record.Reference.OrderId,
            Status = payment.Status,
            ProviderStatus = payment.ProviderStatus,
            Method = payment.Method,
            Currency = payment.Amount.Currency.Code,
            Amount = payment.Amount.Amount,
            AuthorizedAmount = payment.AuthorizedAmount?.Amount,
            CapturedAmount = payment.CapturedAmount?.Amount,
            RefundedAmount = payment.RefundedAmount?.Amount,
            ReceivedCurrency = payment.ReceivedAmount?.Currency.Code,
            ReceivedAmount = payment.ReceivedAmount?.Amount,
            Attention = payment.Attention,
            CreatedAt = payment.CreatedAt,
            UpdatedAt = record.UpdatedAt,
            CheckAt = record.CheckAt,
            Checks = record.Checks,
            NeedsRead = record.NeedsRead,
            HadOutcome = record.HadOutcome,
            PendingCalls = record.Pending.Count,
            UnclearCalls = record.Pending.Count(call => call.IsUnknown),
            UndeliveredChanges = record.Undelivered.Count,
            Revision = record.Revision,
            Content = sealer.Seal(
                new StoredPayment
                {
                    Initial = record.Initial,
                    Payment = payment,
                    Facts = record.Facts,
                    CustomerId = record.CustomerId,
                    Pending = record.Pending,
                    Undelivered = record.Undelivered,
                },
                StoreJson.Payment, PaymentRowConfiguration.Table, record.Id),
        };
    }

    private static bool IsAnotherState(Payment before, Payment after) =>
        before.Status != after.Status || before.ProviderStatus != after.ProviderStatus || before.Attention != after.Attention || before.Error?.Code != after.Error?.Code
        || before.AuthorizedAmount != after.AuthorizedAmount || before.CapturedAmount != after.CapturedAmount || before.RefundedAmount != after.RefundedAmount
        || before.ReceivedAmount != after.ReceivedAmount;

    private static PaymentHistoryRow HistoryOf(PaymentRecord record) => new()
    {
        Payment = record.Id,
        Revision = record.Revision,
        At = record.UpdatedAt,
        Status = record.Payment.Status,
        ProviderStatus = record.Payment.ProviderStatus,
        AuthorizedAmount = record.Payment.AuthorizedAmount?.Amount,
        CapturedAmount = record.Payment.CapturedAmount?.Amount,
        RefundedAmount = record.Payment.RefundedAmount?.Amount,
        ReceivedAmount = record.Payment.ReceivedAmount?.Amount,
        Attention = record.Payment.Attention,
        ErrorCode = record.Payment.Error?.Code.ToString(),
    };

    private static IEnumerable<(object Row, EntityState State)> RefundsOf(PaymentRecord? before, PaymentRecord record)
    {
        foreach (var fact in record.Facts.OfType<RefundFact>())
        {
            var known = before?.Facts.FirstOrDefault(there => there.Key == fact.Key) as RefundFact;
            if (known?.Refund == fact.Refund)
                continue;
            var refund = fact.Refund;
            yield return (new RefundRow
            {
                Payment = record.Id,
                Key = refund.RefundId ?? refund.Reference ?? "",
                RefundId = refund.RefundId,
                Reference = refund.Reference,
                Status = refund.Status,
                ProviderStatus = refund.ProviderStatus,
                Currency = refund.Amount.Currency.Code,
                Amount = refund.Amount.Amount,
                Origin = refund.Origin,
                ErrorCode = refund.Error?.Code.ToString(),
                CreatedAt = refund.CreatedAt,
                Revision = record.Revision,
            }, known is null ? EntityState.Added : EntityState.Modified);
        }
    }
}
