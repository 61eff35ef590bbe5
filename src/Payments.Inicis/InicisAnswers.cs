using System.Globalization;
using Payments.Http;

namespace Payments.Inicis;

/// <summary>Makes the SDK's payments of Inicis' answers.</summary>
internal sealed class InicisAnswers(string provider, TimeProvider time)
{
    private const int MaxCodeLength = 16;

    /// <summary>A payment that only exists here: the window is signed, and nobody has opened it.</summary>
    internal Payment Opened(PaymentRequest request, NextAction action, DateTimeOffset now) => new()
    {
        Reference = new PaymentReference(provider, null, request.OrderId),
        Status = PaymentStatus.RequiresAction,
        ProviderStatus = "",
        Amount = request.Amount,
        CapturedAmount = Money.Zero(request.Amount.Currency),
        Method = request.Method,
        CreatedAt = now,
        NextAction = action,
    };

    /// <summary>
    /// The payer came back without having agreed. Anyone could have posted that, so the payment stays open, and the reason is kept without its words.
    /// </summary>
    internal Payment NotAuthenticated(PaymentReference payment, Money amount, InicisReturn back)
    {
        var isCode = back.Code.Length <= MaxCodeLength && back.Code.All(char.IsAsciiLetterOrDigit);
        return new Payment
        {
            Reference = payment.With(null),
            Status = PaymentStatus.RequiresAction,
            ProviderStatus = isCode ? back.Code : "",
            Amount = amount,
            CapturedAmount = Money.Zero(amount.Currency),
            Method = payment.Known?.Method ?? PaymentMethod.Unspecified,
            CreatedAt = payment.Known?.CreatedAt ?? time.GetUtcNow(),
            NextAction = payment.Known?.NextAction,
            Error = InicisErrors.OfApproval(isCode ? back.Code : "", message: null),
        };
    }

    /// <summary>An approval that was compared with what was asked for: paid, or a virtual account that waits for the deposit.</summary>
    internal Payment Approved(InicisApproval approval, PaymentReference payment, Money amount, DateTimeOffset? asOf)
    {
        var named = MethodOf(approval.Method, approval.CardSource, approval.CardCheckFlag, known: null);

        // Nobody has paid to an account that was issued just now, whatever its method is called.
        var isAccount = named == PaymentMethod.VirtualAccount || !string.IsNullOrEmpty(approval.AccountNumber);
        var method = isAccount ? PaymentMethod.VirtualAccount : named;
        return new Payment
        {
            Reference = payment.Complete(new PaymentReference(provider, approval.Tid, approval.OrderId)).With(null),
            Status = isAccount ? PaymentStatus.Pending : PaymentStatus.Completed,
            ProviderStatus = approval.Code,
            Amount = amount,
            CapturedAmount = isAccount ? Money.Zero(amount.Currency) : amount,
            RefundedAmount = Money.Zero(amount.Currency),
            TransactionId = isAccount ? null : approval.Tid,
            Method = method,
            ProviderMethod = approval.Method,
            Card = CardOf(method, Brand(approval.CardCode), approval.CardNumber, approval.CardQuota, approval.ApprovalNumber),
            CreatedAt = approval.ApprovedAt ?? asOf ?? time.GetUtcNow(),
            AsOf = asOf,
            NextAction = !isAccount ? null : new BankDepositAction
            {
                Bank = approval.AccountBank,
                AccountNumber = approval.AccountNumber,
                AccountHolder = approval.AccountHolder,
                Amount = amount,
                DueAt = approval.DueAt,
            },
        };
    }

    /// <summary>An approval whose outcome nobody knew, and that was net-cancelled: nothing was taken.</summary>
    internal Payment Undone(PaymentReference payment, Money amount, PaymentError error, DateTimeOffset? asOf) => new()
    {
        Reference = payment.With(null),
        Status = PaymentStatus.Cancelled,
        ProviderStatus = "",
        Amount = amount,
        CapturedAmount = Money.Zero(amount.Currency),
        Method = payment.Known?.Method ?? PaymentMethod.Unspecified,
        CreatedAt = payment.Known?.CreatedAt ?? asOf ?? time.GetUtcNow(),
        AsOf = asOf,
        Error = error with { Retry = PaymentRetry.NewAttempt },
    };

    /// <summary>
    /// A transaction of a price, as the inquiry tells it. <paramref name="asked"/> brings what our own record adds: the amount, the currency, the deadline,
    /// the refunds' references.
    /// </summary>
    internal Payment Read(InicisTransaction transaction, Money price, PaymentReference asked, DateTimeOffset? asOf)
    {
        var known = asked.Known;
        var raw = transaction.TransactionStatus ?? "";
        var method = MethodOf(transaction.Paymethod, source: null, flag: null, known?.Method);
        var isUndeposited = IsUndeposited(transaction, method);
        var isTaken = InicisMapping.Taken.Contains(raw) && !isUndeposited && !IsNetCancelled(raw, known);
        var reference = new PaymentReference(
            provider, transaction.Tid ?? asked.PaymentId, transaction.Oid ?? asked.OrderId, asked.Related.Count == 0 ? null : asked.Related);
        var refunds = isTaken ? InicisRefunds.Of(transaction, price, reference, known, asOf ?? time.GetUtcNow()) : [];
        var refunded = isTaken ? Refunded(transaction, price, refunds) : Money.Zero(price.Currency);
        var attention = isTaken || isUndeposited ? AttentionOf(price, known?.Amount) : PaymentAttention.None;
        var status = isTaken ? PaidStatus(raw, refunded, price, attention)
            : IsNetCancelled(raw, known) ? PaymentStatus.Cancelled
            : isUndeposited ? (IsOverdue(known) ? PaymentStatus.Expired : PaymentStatus.Pending)
            : InicisMapping.Statuses.GetValueOrDefault(raw);
        return new Payment
        {
            Reference = reference,
            Status = status,
            ProviderStatus = raw,
            Amount = known?.Amount is { IsPositive: true } wanted ? wanted : price,
            CapturedAmount = status == PaymentStatus.Unknown ? null : isTaken ? price : Money.Zero(price.Currency),
            RefundedAmount = status == PaymentStatus.Unknown ? null : refunded,
            TransactionId = isTaken ? transaction.Tid : null,
            Method = method,
            ProviderMethod = transaction.Paymethod,
            Card = transaction.CardInfo is { } card ? CardOf(method, card.CardName, card.CardNumber, card.CardQuota, card.ApprovedNumber) : null,
            CreatedAt = InicisForms.Time(transaction.ApprovedDate, transaction.ApprovedTime) ?? known?.CreatedAt ?? asOf ?? time.GetUtcNow(),
            AsOf = asOf,
            NextAction = status == PaymentStatus.Pending ? known?.NextAction as BankDepositAction : null,
            Attention = attention,
            Facts = [.. refunds.Select(refund => new RefundFact(refund) { AsOf = asOf })],
        };
    }

    // A payer who posts the form himself chooses the amount, and the mobile approval takes no secret of ours: what was asked for is known here alone.
    private static PaymentAttention AttentionOf(Money price, Money? asked) =>
        asked is not { IsPositive: true } amount || price == amount ? PaymentAttention.None
        : price.Currency != amount.Currency ? PaymentAttention.Review
        : price < amount ? PaymentAttention.Underpaid
        : PaymentAttention.Overpaid | PaymentAttention.Review;

    // 'CANCEL' says that all went back. Where our own record never saw the money taken, it was our net cancel, or somebody else's: the payment never was.
    private static bool IsNetCancelled(string raw, Payment? known) =>
        raw == "CANCEL" && known is { CapturedAmount: not { IsPositive: true } } && !known.Status.IsPaid();

    // What is described as an account is one, whatever its method is called.
    private static bool IsUndeposited(InicisTransaction transaction, PaymentMethod method) =>
        transaction.TransactionStatus == "NON_DEPOSIT"
        || (transaction.TransactionStatus == "APPROVAL" && string.IsNullOrEmpty(transaction.VacctInfo?.DepositDate)
            && (method == PaymentMethod.VirtualAccount || (transaction.VacctInfo is not null && method is PaymentMethod.Unspecified or PaymentMethod.Other)));

    // Inicis never tells the deadline: once it has passed, it stays so.
    private bool IsOverdue(Payment? known) =>
        known is { Status: PaymentStatus.Expired } || (known?.NextAction as BankDepositAction)?.DueAt < time.GetUtcNow();

    // Too little is not the payment, until all of it went back.
    private static PaymentStatus PaidStatus(string raw, Money? refunded, Money price, PaymentAttention attention)
    {
        var status = InicisMapping.Statuses[raw] switch
        {
            PaymentStatus.Completed or PaymentStatus.PartiallyRefunded when refunded is { IsPositive: true } back =>
                back < price ? PaymentStatus.PartiallyRefunded : PaymentStatus.Refunded,
            var plain => plain,
        };
        var isCovered = attention is PaymentAttention.None || attention.HasFlag(PaymentAttention.Overpaid);
        return isCovered || status is PaymentStatus.Refunded ? status : PaymentStatus.Processing;
    }

    // What can still be cancelled in part is Inicis' own sum; where it is not told, the refunds are added up. Without either it is not known.
    private static Money? Refunded(InicisTransaction transaction, Money price, IReadOnlyList<Refund> refunds)
    {
        var isPart = transaction.TransactionStatus == "PART_CANCEL";
        return isPart && InicisMoney.FromWire(transaction.AvailablePartCancelPrice, price.Currency) is { } left && left <= price ? price - left
            : isPart && refunds.Count == 0 ? null
            : refunds.Aggregate(Money.Zero(price.Currency), (sum, refund) => sum + refund.Amount);
    }

    private static PaymentMethod MethodOf(string? name, string? source, string? flag, PaymentMethod? known)
    {
        if (string.IsNullOrEmpty(name))
            return known ?? PaymentMethod.Unspecified;
        if (!InicisMapping.Methods.TryGetValue(name, out var method))
            return PaymentMethod.Other;
        return method != PaymentMethod.Card ? method
            : source is not null && InicisMapping.Wallets.ContainsKey(source) ? PaymentMethod.DigitalWallet
            : InicisMapping.CardFlags.TryGetValue(flag ?? "", out var card) ? card
            : known is { } before && (IsCard(before) || before == PaymentMethod.GiftCard) ? before
            : method;
    }

    private static bool IsCard(PaymentMethod method) =>
        method is PaymentMethod.Card or PaymentMethod.CreditCard or PaymentMethod.DebitCard or PaymentMethod.DigitalWallet;

    private static string? Brand(string? code) => InicisMapping.CardCompanies.GetValueOrDefault(code ?? "") ?? code;

    // A contract may not release the number or the approval: each of them is told by itself.
    private static PaymentCard? CardOf(PaymentMethod method, string? brand, string? number, string? quota, string? approval)
    {
        var card = new PaymentCard
        {
            Brand = string.IsNullOrEmpty(brand) ? null : brand,
            Last4 = number is [.., var a, var b, var c, var d] && new[] { a, b, c, d }.All(char.IsAsciiDigit) ? number[^4..] : null,
            Installments = int.TryParse(quota, NumberStyles.None, CultureInfo.InvariantCulture, out var months) ? months : null,
            ApprovalCode = string.IsNullOrEmpty(approval) ? null : approval,
        };
        return IsCard(method) && card != new PaymentCard() ? card : null;
    }
}
