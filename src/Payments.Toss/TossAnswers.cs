using System.Collections.ObjectModel;
using Payments.Http;

namespace Payments.Toss;

/// <summary>Makes the SDK's answers of Toss Payments' objects.</summary>
internal sealed class TossAnswers(string provider)
{
    /// <summary>A payment. What was known of it gives its refunds our references, which Toss Payments does not keep.</summary>
    internal Payment Payment(TossPayment payment, DateTimeOffset? asOf, Payment? known = null)
    {
        var status = StatusOf(payment, asOf);
        var reference = Reference(payment);
        var total = TossMoney.FromWire(payment.TotalAmount, payment.Currency) ?? default;
        var zero = Money.Zero(total.Currency);
        var (method, providerMethod) = MethodOf(payment);
        return new Payment
        {
            Reference = reference,
            Status = status,
            ProviderStatus = payment.Status ?? "",
            Amount = total,
            CapturedAmount = status.IsPaid() ? total : status == PaymentStatus.Unknown ? null : zero,
            RefundedAmount = status.IsPaid() ? Refunded(payment, total) : status == PaymentStatus.Unknown ? null : zero,
            TransactionId = status.IsPaid() ? ApprovalOf(payment) : null,
            Method = method,
            ProviderMethod = providerMethod,
            Card = CardOf(payment.Card),
            ReceiptUrl = Link(payment.Receipt),
            CreatedAt = Time(payment.RequestedAt) ?? asOf ?? default,
            AsOf = asOf,
            NextAction = status switch
            {
                PaymentStatus.RequiresAction => Link(payment.Checkout) is { } page ? new RedirectAction(page) : null,
                PaymentStatus.Pending => Deposit(payment.VirtualAccount),
                _ => null,
            },
            Error = status == PaymentStatus.Failed ? TossErrors.Failure(payment.Failure?.Code, payment.Failure?.Message) : null,
            Attention = HasLostRefund(payment) ? PaymentAttention.Review : PaymentAttention.None,
            Metadata = payment.Metadata ?? ReadOnlyDictionary<string, string>.Empty,
            Facts = [.. Refunds(payment, reference, asOf, known).Select(refund => new RefundFact(refund) { AsOf = asOf })],
            ProviderState = TossState.Create(payment, known),
        };
    }

    internal PaymentReference Reference(TossPayment payment) =>
        TossIds.Reference(provider, payment.PaymentKey, payment.OrderId, TossIds.OfUnfinished(payment.Cancels ?? []));

    /// <summary>What the payer's browser or app is called with; Toss Payments does not know the payment yet.</summary>
    internal Payment Begun(PaymentRequest request, string parameters, DateTimeOffset now) => new()
    {
        Reference = TossIds.Reference(provider, null, request.OrderId),
        Status = PaymentStatus.RequiresAction,
        ProviderStatus = "",
        Amount = request.Amount,
        CapturedAmount = Money.Zero(request.Amount.Currency),
        RefundedAmount = Money.Zero(request.Amount.Currency),
        Method = request.Method,
        CreatedAt = request.RequestedAt ?? now,
        NextAction = new ClientSdkAction(TossDefaults.ClientSdk, parameters) { ScriptUrl = TossDefaults.SdkScript },
        Metadata = request.Metadata,
    };

    /// <summary>A refund out of a payment's cancels. <paramref name="ours"/> is our reference of it, where that is known.</summary>
    internal Refund Refund(TossPayment payment, TossCancel cancel, PaymentReference reference, DateTimeOffset? asOf, string? ours)
    {
        var isLast = cancel.TransactionKey is not null && cancel.TransactionKey == payment.LastKey;
        var status = TossMapping.Cancels.GetValueOrDefault(cancel.CancelStatus ?? "");
        var word = cancel.CancelStatus ?? "";

        // Where the deposit's money has come to is told of the payment, so of the newest refund; that some of it failed may be of any.
        if (isLast && status == RefundStatus.Completed && payment.VirtualAccount?.RefundStatus is { } moved && TossMapping.DepositRefunds.TryGetValue(moved, out var at))
            (status, word) = (moved == "PARTIAL_FAILED" && !IsOnly(payment) ? RefundStatus.Unknown : at, moved);
        return new Refund
        {
            Provider = provider,
            RefundId = cancel.TransactionKey,
            Reference = ours,
            Payment = reference,
            Status = status,
            ProviderStatus = word,
            Amount = TossMoney.FromWire(cancel.CancelAmount, payment.Currency) ?? default,
            CreatedAt = Time(cancel.CanceledAt) ?? asOf ?? default,
            AsOf = asOf,
            Error = status == RefundStatus.Failed ? PaymentErrors.Create(PaymentErrorKind.Declined, PaymentErrorCode.Declined, word) : null,
            Origin = RefundOrigin.Merchant,
            Related = [.. TossIds.Of(null, cancel.CancelRequestId)],
        };
    }

    internal static DateTimeOffset? Time(string? text) => ProviderTime.Parse(text, ProviderTime.KoreaOffset);

    // After its due date a deposit keeps its status, and nobody tells. 'expired' means nothing beside another status: paid ones carry it too.
    internal static PaymentStatus StatusOf(TossPayment payment, DateTimeOffset? now) => payment.Status switch
    {
        "WAITING_FOR_DEPOSIT" when payment.VirtualAccount?.Expired ?? Time(payment.VirtualAccount?.DueDate) < now => PaymentStatus.Expired,
        "PARTIAL_CANCELED" when payment.BalanceAmount == 0 => PaymentStatus.Refunded,
        "CANCELED" when payment.ApprovedAt is null => PaymentStatus.Cancelled,
        _ => TossMapping.Statuses.GetValueOrDefault(payment.Status ?? ""),
    };

    private static Money? Refunded(TossPayment payment, Money total) =>
        TossMoney.FromWire(payment.BalanceAmount, payment.Currency) is { } left ? total - left
        : payment.Cancels is { } cancels
            ? TossMoney.FromWire(cancels.Where(cancel => cancel.CancelStatus != "ABORTED").Sum(cancel => cancel.CancelAmount ?? 0), payment.Currency)
        : null;

    // The last transaction is the approval until there is a cancel.
    private static string? ApprovalOf(TossPayment payment) =>
        payment.Cancels?.Any(cancel => cancel.TransactionKey == payment.LastKey) == true ? null : payment.LastKey;

    // A cancel of what was never paid gives nothing back.
    private IEnumerable<Refund> Refunds(TossPayment payment, PaymentReference reference, DateTimeOffset? asOf, Payment? known)
    {
        if (payment.ApprovedAt is null)
            return [];
        var ours = known?.Facts.OfType<RefundFact>().Select(fact => fact.Refund).Where(refund => refund is { RefundId: not null, Reference: not null })
            .ToLookup(refund => refund.RefundId!, refund => refund.Reference, StringComparer.Ordinal);
        return (payment.Cancels ?? [])
            .Where(cancel => cancel is { TransactionKey.Length: > 0, CancelAmount: not null })
            .Select(cancel => Refund(payment, cancel, reference, asOf, ours?[cancel.TransactionKey!].FirstOrDefault()));
    }

    private static bool IsOnly(TossPayment payment) => payment.Cancels?.Count(cancel => cancel.CancelStatus != "ABORTED") == 1;

    private static bool HasLostRefund(TossPayment payment) =>
        payment.VirtualAccount?.RefundStatus is { } moved && TossMapping.DepositRefunds.GetValueOrDefault(moved) == RefundStatus.Failed;

    private static (PaymentMethod Method, string? ProviderMethod) MethodOf(TossPayment payment)
    {
        if (payment.Method is not { Length: > 0 } word)
            return (PaymentMethod.Unspecified, null);
        var method = TossMapping.Methods.GetValueOrDefault(word, PaymentMethod.Other);
        if (method == PaymentMethod.Card)
            method = payment.Card?.CardType is { Length: > 0 } type ? TossMapping.CardTypes.GetValueOrDefault(type, PaymentMethod.Card) : PaymentMethod.CreditCard;
        return (method, (payment.EasyPay ?? payment.ForeignEasyPay)?.Provider is { Length: > 0 } wallet ? $"{word}/{wallet}" : word);
    }

    private static PaymentCard? CardOf(TossCard? card) => card is null ? null : new PaymentCard
    {
        Brand = NameOf(TossMapping.CardCompanies, card.IssuerCode),
        Last4 = card.Number is { Length: >= 4 } number && number.AsSpan(number.Length - 4).IndexOfAnyExceptInRange('0', '9') < 0 ? number[^4..] : null,
        Installments = card.InstallmentPlanMonths is >= 0 and <= 60 and var months ? (int)months : null,
        ApprovalCode = card.ApproveNo,
    };

    // The answer's 'customerName' is the payer, not the account's holder.
    private static BankDepositAction? Deposit(TossVirtualAccount? account) => account is null ? null : new BankDepositAction
    {
        Bank = account.Bank ?? NameOf(TossMapping.Banks, account.BankCode),
        AccountNumber = account.AccountNumber,
        DueAt = Time(account.DueDate),
    };

    private static string? NameOf(WordTable<string> names, string? code) => code is null ? null : names.GetValueOrDefault(code, code);

    private static Uri? Link(TossLink? link) => Uri.TryCreate(link?.Url, UriKind.Absolute, out var url) ? url : null;
}
