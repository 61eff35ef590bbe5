using System.Globalization;
using System.Text.Json;
using Payments.Http;

namespace Payments.KakaoPay;

/// <summary>Reads errors by the tables of <see cref="KakaoPayMapping"/>.</summary>
internal static class KakaoPayErrors
{
    /// <summary>The error of an answer: by its code, or by its HTTP status where there is none that is known.</summary>
    internal static PaymentError? Read(ProviderResponse response)
    {
        if (PaymentErrors.FromStatus(response) is not { } byStatus)
            return null;
        var error = ByCode(response, byStatus);
        return KakaoPayMapping.NothingDone.Contains(error.ProviderCode) || (response.Request.Kind is ProviderCallKind.Read && error.Kind is PaymentErrorKind.Unavailable)
            ? error with { Retry = PaymentRetry.SameRequest }
            : error;
    }

    /// <summary>Why an unpaid payment ended, by its status. Null for one that did not end.</summary>
    internal static PaymentError? End(string? status) => KakaoPayMapping.Ends.TryGetValue(status ?? "", out var code)
        ? PaymentErrors.Create(PaymentErrorKind.Declined, code, status)
        : null;

    private static PaymentError ByCode(ProviderResponse response, PaymentError byStatus)
    {
        var failure = response.TryRead(KakaoPayJson.Default.KakaoPayFailure, out var read) ? read : new KakaoPayFailure();
        if (failure.ErrorCode is not { } number)
            return byStatus;

        var providerCode = number.ToString(CultureInfo.InvariantCulture);
        if (KakaoPayMapping.Refusals.Contains(number))
            return Refusal(number, Text(failure, "method_result_code") ?? providerCode, Text(failure, "method_result_message"), failure.ErrorMessage);
        if (number == KakaoPayMapping.AmountDiffers && response.Request.Operation == PaymentOperations.Refund)
            return PaymentErrors.Create(PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState, providerCode, failure.ErrorMessage);
        return KakaoPayMapping.Errors.TryGetValue(number, out var known)
            ? PaymentErrors.Create(known.Kind, known.Code, providerCode, failure.ErrorMessage)
            : byStatus with { ProviderCode = providerCode, ProviderMessage = failure.ErrorMessage };
    }

    // The payer may read why the card company or the bank said no, but not that a card is lost or stolen.
    private static PaymentError Refusal(long number, string reason, string? words, string? message)
    {
        var (kind, code) = KakaoPayMapping.Reasons.TryGetValue(reason, out var known) ? known : KakaoPayMapping.Errors[number];
        return PaymentErrors.Create(kind, code, reason, words ?? message) with
        {
            PayerMessage = kind == PaymentErrorKind.Declined && code != PaymentErrorCode.SuspectedFraud ? words : null,
        };
    }

    private static string? Text(KakaoPayFailure failure, string name) =>
        failure.Extras is not { ValueKind: JsonValueKind.Object } extras || !extras.TryGetProperty(name, out var member) ? null
        : member.ValueKind == JsonValueKind.String ? member.GetString()
        : member.ValueKind == JsonValueKind.Number ? member.GetRawText()
        : null;
}
