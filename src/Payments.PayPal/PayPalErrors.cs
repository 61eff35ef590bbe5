using System.Net;
using Payments.Http;

namespace Payments.PayPal;

/// <summary>Reads errors by the tables of <see cref="PayPalIssues"/>.</summary>
internal static class PayPalErrors
{
    /// <summary>The error of an answer: by what failed at PayPal, then by the issue, then by the name, then by the HTTP status alone.</summary>
    internal static PaymentError? Read(ProviderResponse response)
    {
        if (ByStatus(response) is not { } byStatus)
            return null;
        if (!response.TryRead(PayPalJson.Default.PayPalFailure, out var failure))
            return byStatus;

        var issue = IssueOf(failure);
        var name = failure.Name ?? failure.Error;
        var said = byStatus with
        {
            ProviderCode = issue ?? name,
            ProviderMessage = failure.Message ?? failure.ErrorDescription,
            RequestId = response.RequestId ?? failure.DebugId,
        };

        // Whatever a 5xx says, the action may have happened.
        if ((int)response.StatusCode >= 500)
            return said;
        return Meaning(issue, PayPalIssues.Issues) is { } exact ? Known(said, exact)
            : response.StatusCode == HttpStatusCode.Conflict ? said
            : response.StatusCode == HttpStatusCode.UnprocessableEntity && issue?.StartsWith(PayPalIssues.NotEnabledPrefix, StringComparison.Ordinal) == true
                ? Known(said, (PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration))
            : Meaning(name, PayPalIssues.Names) is { } rough ? Known(said, rough)
            : said;
    }

    /// <summary>The page on which the payer goes on after a decline: a declined instrument is not the end of an order. Null when the attempt is over.</summary>
    internal static Uri? PageAfter(ProviderResponse response) =>
        response.Error?.ProviderCode is { } issue && PayPalIssues.PayerActsAgain.Contains(issue) && response.TryRead(PayPalJson.Default.PayPalFailure, out var failure)
            ? PayPalLinks.Retry(failure.Links)
            : null;

    /// <summary>Whether the business does not allow a refund, whoever's account is the reason.</summary>
    internal static bool IsRefundRefused(PaymentError? error) =>
        error is { Kind: PaymentErrorKind.Declined } || (error?.ProviderCode is { } issue && PayPalIssues.RefundRefusals.Contains(issue));

    /// <summary>Why a capture or an authorization was declined, as far as PayPal tells.</summary>
    internal static PaymentError Decline(string? processorCode, string? reason) => PaymentErrors.Create(
        PaymentErrorKind.Declined, PayPalIssues.ProcessorCodes.GetValueOrDefault(processorCode ?? "", PaymentErrorCode.Declined), processorCode ?? reason);

    /// <summary>Why a refund failed after it was accepted. PayPal gives no reason but the kind of payment.</summary>
    internal static PaymentError RefundFailure(string? reason) => PaymentErrors.Create(PaymentErrorKind.Declined, PaymentErrorCode.Unknown, reason);

    // A conflict that is not explained is a request that is still being carried out: only the same request id is sure to do it once.
    private static PaymentError? ByStatus(ProviderResponse response) => response.StatusCode == HttpStatusCode.Conflict
        ? PaymentErrors.Create(PaymentErrorKind.Conflict, PaymentErrorCode.InProgress)
        : PaymentErrors.FromStatus(response);

    // Of several, the first that is known.
    private static string? IssueOf(PayPalFailure failure)
    {
        string? first = null;
        foreach (var detail in failure.Details ?? [])
        {
            if (detail.Issue is not { Length: > 0 } issue)
                continue;
            if (PayPalIssues.Issues.ContainsKey(issue))
                return issue;
            first ??= issue;
        }

        return first;
    }

    private static (PaymentErrorKind Kind, PaymentErrorCode Code)? Meaning(
        string? word, WordTable<(PaymentErrorKind Kind, PaymentErrorCode Code)> table) =>
        word is not null && table.TryGetValue(word, out var meaning) ? meaning : null;

    private static PaymentError Known(PaymentError said, (PaymentErrorKind Kind, PaymentErrorCode Code) meaning) => said with
    {
        Kind = meaning.Kind,
        Code = meaning.Code,
        Retry = PaymentErrors.Create(meaning.Kind, meaning.Code).Retry,
    };
}
