using System.Net;
using Payments.Http;

namespace Payments.NaverPay;

/// <summary>Reads errors by the tables of <see cref="NaverPayMapping"/>: failures come with 200 too, and a 409 can be a success.</summary>
internal static class NaverPayErrors
{
    /// <summary>The error of an answer: by its code; by its HTTP status where there is none, or where Naver Pay's servers failed.</summary>
    internal static PaymentError? Read(ProviderResponse response)
    {
        var byStatus = PaymentErrors.FromStatus(response);
        var head = response.TryRead(NaverPayJson.Default.NaverPayHead, out var read) ? read : new NaverPayHead();
        if (string.IsNullOrEmpty(head.Code))
            return response.StatusCode is HttpStatusCode.Conflict ? PaymentErrors.Create(PaymentErrorKind.Conflict, PaymentErrorCode.InProgress) : byStatus;

        // A repeat gets 409 and the first answer again: only that answer counts.
        var isAnswer = byStatus is null || response.StatusCode is HttpStatusCode.Conflict;
        if (isAnswer && Is(head.Code, NaverPayDefaults.Success))
            return null;
        var isJudged = (int)response.StatusCode < 500 || NaverPayMapping.NothingDone.Contains(head.Code);
        if (isJudged && NaverPayMapping.Errors.TryGetValue(head.Code, out var known))
            return WithWords(PaymentErrors.Create(known.Kind, known.Code, head.Code, head.Message));
        if (isAnswer && Is(head.Code, "Fail") && response.Request.Operation == PaymentOperations.Confirm)
            return WithWords(PaymentErrors.Create(PaymentErrorKind.Declined, PaymentErrorCode.Declined, head.Code, head.Message));
        return isAnswer
            ? PaymentErrors.Create(PaymentErrorKind.Unknown, PaymentErrorCode.Unknown, head.Code, head.Message)
            : byStatus! with { ProviderCode = head.Code, ProviderMessage = head.Message };
    }

    internal static bool Is(string? code, string expected) => string.Equals(code, expected, StringComparison.OrdinalIgnoreCase);

    // Naver Pay's inspection wants its words shown to the payer as they are.
    private static PaymentError WithWords(PaymentError error) => error.Kind is PaymentErrorKind.Declined || error.Code is PaymentErrorCode.Expired
        ? error with { PayerMessage = error.ProviderMessage }
        : error;
}
