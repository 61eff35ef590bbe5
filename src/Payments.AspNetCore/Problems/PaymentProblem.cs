using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Payments.AspNetCore;

/// <summary>
/// What a caller of the host's own API may know of a failed call: the kind of failure, what it means for the money and what may be tried again. Neither the
/// exception's words nor the provider's are told, but for those that the provider gives for the payer.
/// </summary>
internal static class PaymentProblem
{
    private static readonly FrozenDictionary<PaymentErrorKind, (int Status, string Title)> Kinds = new Dictionary<PaymentErrorKind, (int, string)>
    {
        [PaymentErrorKind.Declined] = (StatusCodes.Status402PaymentRequired, "The payment was declined."),
        [PaymentErrorKind.InvalidRequest] = (StatusCodes.Status400BadRequest, "The payment cannot be made as it was asked for."),
        [PaymentErrorKind.AccessDenied] = (StatusCodes.Status403Forbidden, "This is not permitted."),
        [PaymentErrorKind.NotFound] = (StatusCodes.Status404NotFound, "There is no such payment."),
        [PaymentErrorKind.Conflict] = (StatusCodes.Status409Conflict, "The payment is in another state, or another call is at work on it."),
        [PaymentErrorKind.RateLimited] = (StatusCodes.Status429TooManyRequests, "Too many calls."),
        [PaymentErrorKind.Unavailable] = (StatusCodes.Status503ServiceUnavailable, "The payment provider cannot be reached."),
        [PaymentErrorKind.NotSupported] = (StatusCodes.Status501NotImplemented, "The payment provider cannot do this."),
        [PaymentErrorKind.WebhookVerification] = (StatusCodes.Status400BadRequest, "The message was not believed."),
    }.ToFrozenDictionary();

    // Our own credentials and everything that is not known: the caller can do nothing about it.
    private static readonly (int Status, string Title) Ours = (StatusCodes.Status500InternalServerError, "The payment could not be processed.");

    // Nobody may take it for one that can be sent again blindly, as clients do after a 503.
    private static readonly (int Status, string Title) Unknown = (StatusCodes.Status502BadGateway, "It is not known whether the payment was processed.");

    internal static ProblemDetails Of(PaymentException exception)
    {
        var error = exception.Error;
        var (status, title) = exception.Outcome is PaymentOutcome.Unknown ? Unknown : Kinds.GetValueOrDefault(error.Kind, Ours);
        return new ProblemDetails
        {
            Status = status,
            Title = title,
            Detail = error.PayerMessage,
            Extensions = { ["outcome"] = Name(exception.Outcome), ["code"] = Name(error.Code), ["retry"] = Name(error.Retry) },
        };
    }

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
