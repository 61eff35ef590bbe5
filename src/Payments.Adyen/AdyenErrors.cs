using System.Globalization;
using Payments.Http;

namespace Payments.Adyen;

/// <summary>Reads errors, in both of the forms that Adyen has.</summary>
internal static class AdyenErrors
{
    // The whole list is long and open: what is not here goes by HTTP status and error type.
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
        ["803"] = (PaymentErrorKind.NotFound, PaymentErrorCode.NotFound),
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
        if (!response.TryRead(AdyenJson.Default.AdyenError, out var body) || (body.ErrorCode ?? body.ErrorType) is not { } code)
            return byStatus;

        var (kind, reason) = (body.ErrorCode, body.ErrorType) switch
        {
            ({ } known, _) when Codes.TryGetValue(known, out var row) => row,
            // Nothing of this kind ever becomes right by itself, 500 or not.
            (_, "configuration") => (PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration),
            (_, "validation") when status is >= 400 and < 500 and not 401 and not 403 => (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
            (_, "internal") => (PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError),
            _ => (byStatus.Kind, byStatus.Code),
        };
        return PaymentErrors.Create(kind, reason, code, Words(body)) with { RequestId = body.PspReference ?? body.RequestId };
    }

    private static string? Words(AdyenError body)
    {
        var words = body.Message ?? body.Detail ?? body.Title;
        return body.InvalidFields is not { Length: > 0 } fields ? words
            : string.Create(CultureInfo.InvariantCulture, $"{words} ({string.Join("; ", fields.Where(field => field is not null).Select(field => $"{field!.Name}: {field.Message}"))})");
    }
}
