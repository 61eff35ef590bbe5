using System.Globalization;
using Payments.Http;

namespace Payments.KakaoPay;

/// <summary>What can still be given back of a payment, in its parts by tax.</summary>
internal readonly record struct KakaoPayLeft(long Total, long TaxFree, long? Vat, bool IsWhole)
{
    /// <summary>What is left; null when the read does not say what was paid.</summary>
    internal static KakaoPayLeft? Of(KakaoPayOrder order) => order.Amount is { Total: { } total } paid
        ? new KakaoPayLeft(
            total - Canceled(order),
            (paid.TaxFree ?? 0) - (order.CanceledAmount?.TaxFree ?? 0),
            paid.Vat - (order.CanceledAmount?.Vat ?? 0),
            paid.GreenDeposit > 0)
        : null;

    /// <summary>What was given back so far: by the total, or where that is missing, by the movements.</summary>
    internal static long Canceled(KakaoPayOrder order) => order.CanceledAmount?.Total
        ?? order.PaymentActionDetails?.Where(action => action.PaymentActionType == KakaoPayAction.Cancel).Sum(action => action.Amount ?? 0)
        ?? 0;
}

/// <summary>Makes the refund's call: its parts by tax, and the guard against a second one.</summary>
internal static class KakaoPayRefunds
{
    internal static KakaoPayCancelCall Cancel(RefundRequest request, KakaoPayLeft left, KakaoPayOptions options)
    {
        var payment = request.Payment;
        var amount = request.Amount is { } asked ? KakaoPayRequests.Won(asked, "Amount", payment) : left.Total;
        if (left.Total <= 0)
            throw new PaymentConflictException("Everything was refunded already.", PaymentErrorCode.AlreadyRefunded, payment);
        if (amount > left.Total)
        {
            throw new PaymentConflictException(
                $"A refund of {Text(amount)} won is more than the {Text(left.Total)} won that are left.", PaymentErrorCode.AmountTooLarge, payment);
        }

        if (amount < left.Total && left.IsWhole)
            throw Refused("A payment with a cup deposit can be refunded as a whole only: leave Amount out.", request);
        if (request.Reference.Length > KakaoPayDefaults.MaxPayloadLength)
            throw KakaoPayRequests.Refused($"Reference has at most {Text(KakaoPayDefaults.MaxPayloadLength)} characters at Kakao Pay.", payment: payment);

        var free = ProviderRules.TaxFreeOf(
            request, KoreanWon.FromWire(amount), KoreanWon.FromWire(left.Total), KoreanWon.FromWire(left.TaxFree));
        var taxFree = KakaoPayRequests.Won(free, "Tax.TaxFree", payment);
        return new KakaoPayCancelCall
        {
            Cid = options.Cid,
            CidSecret = options.CidSecret,
            Tid = payment.PaymentId!,
            CancelAmount = amount,
            CancelTaxFreeAmount = taxFree,
            CancelVatAmount = Vat(request, amount, taxFree, left),
            CancelAvailableAmount = left.Total,
            Payload = request.Reference,
        };
    }

    /// <summary>The undoing of a charge that is not what was asked for.</summary>
    internal static KakaoPayCancelCall Undo(KakaoPayApproval approval, long total, KakaoPayOptions options) => new()
    {
        Cid = options.Cid,
        CidSecret = options.CidSecret,
        Tid = approval.Tid!,
        CancelAmount = total,
        CancelTaxFreeAmount = approval.Amount!.TaxFree ?? 0,
        CancelVatAmount = approval.Amount.Vat,
        CancelAvailableAmount = total,
        Payload = KakaoPayDefaults.UndoPayload,
    };

    // Rounding each part can leave a won of VAT over: the last refund takes what is left, and none takes more than that.
    private static long? Vat(RefundRequest request, long amount, long taxFree, KakaoPayLeft left)
    {
        if (request.Tax?.Vat is { } asked)
        {
            var part = KakaoPayRequests.Won(asked, "Tax.Vat", request.Payment);
            return part <= Math.Min(left.Vat ?? amount, amount - taxFree)
                ? part
                : throw Refused("Tax.Vat is more than what is left of the payment's VAT.", request);
        }

        var usual = (2 * (amount - taxFree) + 11) / 22;
        return left.Vat is not { } rest ? null : amount == left.Total ? rest : Math.Min(usual, rest);
    }

    private static PaymentRequestException Refused(string rule, RefundRequest request) =>
        KakaoPayRequests.Refused(rule, PaymentErrorCode.InvalidAmount, request.Payment);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
