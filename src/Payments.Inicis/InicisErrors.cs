using Payments.Http;

namespace Payments.Inicis;

/// <summary>Reads errors by the tables of <see cref="InicisMapping"/>.</summary>
internal static class InicisErrors
{
    /// <summary>The error of an answer. Null for a success, and for an answer without a code, which its reader finds to be unreadable.</summary>
    internal static PaymentError? Read(ProviderResponse response, InicisEndpoint endpoint)
    {
        if (PaymentErrors.FromStatus(response) is { } byStatus)
            return byStatus;
        var (code, detail, message) = Head(response, endpoint);
        return code is null || code == endpoint.Success ? null
            : endpoint.IsApproval ? OfApproval(code, message)
            : Of(string.IsNullOrEmpty(detail) ? code : detail, message);
    }

    /// <summary>Whether an answer says success; one that cannot be read does not.</summary>
    internal static bool IsSuccess(ProviderResponse response, InicisEndpoint endpoint) =>
        response.Error is null && Head(response, endpoint).Code == endpoint.Success;

    /// <summary>An approval says no with its code: one that is not known here is a decline, unless it says that Inicis does not know itself.</summary>
    internal static PaymentError OfApproval(string code, string? message) => Of(code, message) is { Kind: not PaymentErrorKind.Unknown } known
        ? known
        : PaymentErrors.Create(PaymentErrorKind.Declined, PaymentErrorCode.Declined, code, message);

    /// <summary>The error of a code.</summary>
    internal static PaymentError Of(string code, string? message)
    {
        var (kind, reason) = InicisMapping.Errors.TryGetValue(code, out var exact) ? exact
            : Suffix(code) is { } suffix && InicisMapping.ErrorSuffixes.TryGetValue(suffix, out var common) ? common
            : Array.Find(InicisMapping.ErrorPrefixes, row => code.StartsWith(row.Prefix, StringComparison.Ordinal)) is { Prefix: not null } family
                ? (family.Kind, family.Code)
            : (PaymentErrorKind.Unknown, PaymentErrorCode.Unknown);
        return PaymentErrors.Create(kind, reason, code, message);
    }

    /// <summary>
    /// What is the same for every method in a code of six digits, such as <c>626</c> of <c>500626</c>: a method's family (500 card, 501 ISP …) is before it.
    /// </summary>
    internal static string? Suffix(string code) => code is ['5', _, _, _, _, _] && code.All(char.IsAsciiDigit) ? code[3..] : null;

    private static (string? Code, string? Detail, string? Message) Head(ProviderResponse response, InicisEndpoint endpoint)
    {
        if (endpoint.IsForm)
        {
            var form = InicisForms.Read(response.Body.Span);
            return (form.GetValueOrDefault("P_STATUS"), null, form.GetValueOrDefault("P_RMESG1"));
        }

        return response.TryRead(InicisJson.Default.InicisHead, out var head) ? (head.ResultCode, head.DetailResultCode, head.ResultMsg) : default;
    }
}
