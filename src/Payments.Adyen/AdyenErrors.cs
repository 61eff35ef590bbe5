using System.Globalization;
using Payments.Http;

namespace Payments.Adyen;

/// <summary>Reads errors, in both of the forms that Adyen has.</summary>
internal static class AdyenErrors
{
    // The whole list is long and open: what is not here goes by error type and HTTP status.
    private static readonly WordTable<(PaymentErrorKind Kind, PaymentErrorCode Code)> Codes = new()
    {
        ["010"] = (PaymentErrorKind.Authentication, PaymentErrorCode.PermissionDenied),
        ["100"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidAmount),
        ["101"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidCard),
        ["102"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.MethodUnavailable),
        ["103"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.IncorrectCvv),
        ["104"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["105"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.AuthenticationFailed),
        ["130"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["167"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.NotFound),
        ["177"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["178"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["702"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["704"] = (PaymentErrorKind.Conflict, PaymentErrorCode.InProgress),
        ["803"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.NotFound),
        ["901"] = (PaymentErrorKind.Authentication, PaymentErrorCode.MerchantConfiguration),
        ["14_012"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["14_018"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        ["14_030"] = (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
    };

    internal static PaymentError? Read(ProviderResponse response)
    {
        if (PaymentErrors.FromStatus(response) is not { } byStatus)
            return null;
        var status = (int)response.StatusCode;
        if (status == 308)
        {
            return PaymentErrors.Create(
                PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration, "308", "Adyen answers for this account at another address: set BaseAddress to it.");
        }

        if (status == 409)
            byStatus = PaymentErrors.Create(PaymentErrorKind.Conflict, PaymentErrorCode.InProgress);
        if (!response.TryRead(AdyenJson.Default.AdyenError, out var body))
            return byStatus;
        var told = Meaning(status, body) is var (kind, reason) ? PaymentErrors.Create(kind, reason) : byStatus;
        return told with { ProviderCode = body.ErrorCode, ProviderMessage = Words(body), RequestId = body.PspReference ?? body.RequestId };
    }

    // Null where the status says it. What a status leaves open, or says of the path and the pace, no code in the body takes back: codes are for other 4xx.
    private static (PaymentErrorKind Kind, PaymentErrorCode Code)? Meaning(int status, AdyenError body) => (status, body.ErrorType) switch
    {
        // Whether it was carried out is not known either, but it does not become right by itself.
        ( >= 500, "configuration") => (PaymentErrorKind.Unavailable, PaymentErrorCode.MerchantConfiguration),
        (404 or 408 or 409 or 429 or >= 500, _) => null,
        _ when body.ErrorCode is { } code && Codes.TryGetValue(code, out var known) => known,
        (_, "configuration") => (PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration),
        (not 401 and not 403, "validation") => (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        (_, "internal") => (PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError),
        _ => null,
    };

    private static string? Words(AdyenError body)
    {
        var words = body.Message ?? body.Detail ?? body.Title;
        return body.InvalidFields is not { Length: > 0 } fields ? words
            : string.Create(CultureInfo.InvariantCulture, $"{words} ({string.Join("; ", fields.Where(field => field is not null).Select(field => $"{field!.Name}: {field.Message}"))})");
    }
}
