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
            return WithWords(PaymentErrors.Create(known.Kind, known.Code, head.Code, head.Message), response);
        if (!isAnswer && (IsTurnedAway(response) || !MovesMoney(response.Request)))
            return byStatus! with { ProviderCode = head.Code, ProviderMessage = head.Message };
        return response.Request is { Kind: ProviderCallKind.Write, Operation: PaymentOperations.Confirm } && Is(head.Code, NaverPayDefaults.Fail)
            ? WithWords(PaymentErrors.Create(PaymentErrorKind.Declined, PaymentErrorCode.Declined, head.Code, head.Message), response)
            : PaymentErrors.Create(PaymentErrorKind.Unknown, PaymentErrorCode.Unknown, head.Code, head.Message);
    }

    /// <summary>The exception for an answer that says why nothing was done now, and not what was done before.</summary>
    internal static PaymentException Unclear(string registration, ProviderResponse response) => PaymentErrors.ToException(
        response.Error! with { Retry = PaymentRetry.AfterReading }, PaymentOutcome.Unknown, registration, response.Request);

    internal static bool Is(string? code, string expected) => string.Equals(code, expected, StringComparison.OrdinalIgnoreCase);

    // Wrong keys, too many calls and servers that failed are told by the status, whatever the code.
    private static bool IsTurnedAway(ProviderResponse response) => (int)response.StatusCode is 401 or 403 or 429 or >= 500;

    private static bool MovesMoney(ProviderRequest request) =>
        request is { Kind: ProviderCallKind.Write, Operation: PaymentOperations.Confirm or PaymentOperations.Refund };

    // Naver Pay's inspection wants its words shown to the payer as they are: also that his bank is closed.
    private static PaymentError WithWords(PaymentError error, ProviderResponse response)
    {
        var isForPayer = error.Kind is PaymentErrorKind.Declined || error.Code is PaymentErrorCode.Expired
            || (error.Kind is PaymentErrorKind.Unavailable && response.Request.Operation is PaymentOperations.Confirm);
        return isForPayer ? error with { PayerMessage = error.ProviderMessage } : error;
    }
}
