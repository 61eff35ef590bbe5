using System.Text;
using Payments.Http;

namespace Payments.NaverPay;

/// <summary>A refund as it is sent.</summary>
/// <param name="PaymentId">The payment.</param>
/// <param name="Amount">How much.</param>
/// <param name="TaxFree">What of it is free of tax.</param>
/// <param name="Deposit">What of it is a cup deposit.</param>
/// <param name="Reason">Why.</param>
/// <param name="Requester">Who asked for it.</param>
/// <param name="Reference">Our reference; it comes back with the movement.</param>
/// <param name="Rest">What must be left after it: it is refused when another one came in between. Null for no such guard.</param>
internal sealed record NaverPayCancel(
    string PaymentId, long Amount, long TaxFree, long Deposit, string Reason, NaverPayRequester Requester, string Reference, long? Rest)
{
    /// <summary>A refund of a payment that was read: its parts, and what must be left after it.</summary>
    internal static NaverPayCancel Of(RefundRequest request, NaverPayTotals all, NaverPayOptions options)
    {
        var payment = request.Payment;
        var asked = request.Amount is { } money ? NaverPayRequests.Won(money, "Amount", payment) : (long?)null;
        var paymentId = PaymentIdOf(request, asked, all);
        var totals = all.Of(paymentId);
        if (totals.Left <= 0)
            throw new PaymentConflictException("Everything was refunded already.", PaymentErrorCode.AlreadyRefunded, payment);
        var amount = asked ?? totals.Left;
        if (amount > totals.Left)
        {
            throw new PaymentConflictException(
                $"A refund of {KoreanWon.FromWire(amount)} is more than the {KoreanWon.FromWire(totals.Left)} that are left.",
                PaymentErrorCode.AmountTooLarge,
                payment);
        }

        if (request.Tax?.Vat is not null)
            throw NaverPayRequests.Refused("Naver Pay computes the VAT of what is taxed: leave Tax.Vat out.", payment: payment);
        if (Encoding.UTF8.GetByteCount(request.Reference) > NaverPayDefaults.MaxRefundReferenceBytes)
            throw NaverPayRequests.Refused("Reference has at most 128 bytes at Naver Pay.", payment: payment);
        var extras = request.Extras.Get<NaverPayRefundExtras>();
        var deposit = extras?.EnvironmentDeposit is { } part ? NaverPayRequests.Won(part, "NaverPayRefundExtras.EnvironmentDeposit", payment)
            : amount == totals.Left ? totals.LeftDeposit
            : 0;
        if (deposit > Math.Min(amount, totals.LeftDeposit))
            throw NaverPayRequests.Refused("NaverPayRefundExtras.EnvironmentDeposit is more than what is left of it.", PaymentErrorCode.InvalidAmount, payment);
        var taxFree = ProviderRules.TaxFreeOf(
            request,
            KoreanWon.FromWire(amount - deposit),
            KoreanWon.FromWire(totals.Left - totals.LeftDeposit),
            KoreanWon.FromWire(totals.LeftTaxFree));
        var reason = ProviderText.CutBytes(request.Reason, NaverPayDefaults.MaxReasonBytes) is { Length: > 0 } said ? said : NaverPayDefaults.RefundReason;
        return new NaverPayCancel(
            paymentId,
            amount,
            NaverPayRequests.Won(taxFree, "Tax.TaxFree", payment),
            deposit,
            reason,
            extras?.Requester ?? NaverPayRequester.Merchant,
            request.Reference,
            options.GuardRefunds ? totals.Left - amount : null);
    }

    /// <summary>The undoing of a charge that is not what was asked for.</summary>
    internal static NaverPayCancel Undo(NaverPayMovement charge, string paymentId, long total) => new(
        paymentId,
        total,
        charge.TaxExScopeAmount ?? 0,
        charge.EnvironmentDepositAmount ?? 0,
        NaverPayDefaults.UndoReason,
        NaverPayRequester.Merchant,
        "undo-" + paymentId,
        Rest: 0);

    // Of a payment that was charged in two windows, Naver Pay refunds each charge by itself: the later one where the host does not say which.
    private static string PaymentIdOf(RefundRequest request, long? asked, NaverPayTotals all)
    {
        var ids = all.PaymentIds;
        if (request.CaptureId is { } capture)
        {
            return ids.FirstOrDefault(id => id == capture || all.Of(id).Approval!.PayHistId == capture)
                ?? throw NaverPayRequests.Refused($"CaptureId names none of the charges: it is one of {string.Join(", ", ids)}.", payment: request.Payment);
        }

        var left = ids.Where(id => all.Of(id).Left > 0).ToList();
        if (left.Count < 2)
            return left.FirstOrDefault(ids[^1]);
        return (asked is { } amount ? left.FindLast(id => all.Of(id).Left >= amount) : null) ?? throw new PaymentConflictException(
            "The order was charged more than once, and Naver Pay refunds each charge by itself: set CaptureId to one, and Amount to what is left of it at most: "
            + string.Join(", ", left.Select(id => $"{id} ({KoreanWon.FromWire(all.Of(id).Left)})")) + ".",
            PaymentErrorCode.AmountTooLarge,
            request.Payment);
    }

    internal FormFields ToForm() => new FormFields()
        .Add("paymentId", PaymentId)
        .Add("cancelAmount", Amount)
        .Add("cancelReason", Reason)
        .Add("cancelRequester", Requester is NaverPayRequester.Buyer ? "1" : "2")
        .Add("taxScopeAmount", Amount - TaxFree - Deposit)
        .Add("taxExScopeAmount", TaxFree)
        .Add("environmentDepositAmount", Deposit > 0 ? Deposit : null)
        .Add("merchantPayTransactionKey", Reference)
        .Add("doCompareRest", Rest is null ? null : "1")
        .Add("expectedRestAmount", Rest);
}
