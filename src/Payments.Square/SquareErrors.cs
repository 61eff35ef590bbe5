using Payments.Http;

namespace Payments.Square;

/// <summary>Reads errors by <see cref="SquareErrorTable"/>: also out of a 200, and beside a payment.</summary>
internal static class SquareErrors
{
    // Seen as a word in the detail of a BAD_REQUEST, before it became a code of its own.
    private const string PresenceCode = "CARD_PRESENCE_REQUIRED";

    /// <summary>The error of an answer. Null for a success.</summary>
    internal static PaymentError? Read(ProviderResponse response)
    {
        var byStatus = ByStatus(response);
        if (!response.TryRead(SquareJson.Default.SquareFailure, out var failure))
            return byStatus;
        if (Main(failure.Errors) is { } error)
            return Of(error, response, byStatus);
        return byStatus is null ? null : byStatus with { ProviderCode = failure.Type, ProviderMessage = failure.Message };
    }

    /// <summary>Why a payment failed, as the payment itself tells it. Null when it does not.</summary>
    internal static PaymentError? Of(IReadOnlyList<SquareError>? errors) =>
        Main(errors) is { } error ? Declined(Meaning(error, null, null), error) : null;

    /// <summary>A payment or refund that failed without a reason that Square tells.</summary>
    internal static PaymentError Unexplained(string? status) => PaymentErrors.Create(PaymentErrorKind.Declined, PaymentErrorCode.Declined, status);

    private static SquareError? Main(IReadOnlyList<SquareError>? errors) => errors is not { Count: > 0 } ? null
        : errors.FirstOrDefault(error => error.Code is not { } code || !SquareErrorTable.Companions.Contains(code)) ?? errors[0];

    private static PaymentError Of(SquareError error, ProviderResponse response, PaymentError? byStatus)
    {
        var (kind, code) = Meaning(error, response.Request, byStatus);
        var read = PaymentErrors.Create(kind, code, error.Code ?? error.Category, error.Detail);

        // Square says of this one that the same request may come again at once.
        return error.Code == "TEMPORARY_ERROR" ? read with { Retry = PaymentRetry.SameRequest } : read;
    }

    private static PaymentError? ByStatus(ProviderResponse response) => PaymentErrors.FromStatus(response) switch
    {
        { Kind: PaymentErrorKind.Conflict } when response.Request.HasProviderKey => PaymentErrors.Create(PaymentErrorKind.Conflict, PaymentErrorCode.InProgress),
        var byStatus => byStatus,
    };

    private static (PaymentErrorKind Kind, PaymentErrorCode Code) Meaning(SquareError error, ProviderRequest? request, PaymentError? byStatus)
    {
        var known = SquareErrorTable.Codes.TryGetValue(error.Code ?? "", out var meaning);
        if (request is { Operation: PaymentOperations.Refund } && error is { Code: "BAD_REQUEST", Detail: { } detail }
            && detail.Contains(PresenceCode, StringComparison.Ordinal))
            return SquareErrorTable.Codes[PresenceCode];

        // Something that the new payment names, such as its customer or its location, does not exist.
        if (known && meaning.Kind == PaymentErrorKind.NotFound && request?.Operation == PaymentOperations.Create)
            return (PaymentErrorKind.InvalidRequest, PaymentErrorCode.NotFound);

        // 'Conflict' under a key may be this very intention, still under way; without one it is another call on the same object.
        if (known && meaning.Code == PaymentErrorCode.InProgress && request is not { HasProviderKey: true })
            return (PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState);
        return known || SquareErrorTable.Categories.TryGetValue(error.Category ?? "", out meaning) ? meaning
            : byStatus is not null ? (byStatus.Kind, byStatus.Code)
            : (PaymentErrorKind.Unknown, PaymentErrorCode.Unknown);
    }

    // What a payment tells of its own failure is why it was declined, however the error is filed.
    private static PaymentError Declined((PaymentErrorKind Kind, PaymentErrorCode Code) meaning, SquareError error) => PaymentErrors.Create(
        PaymentErrorKind.Declined,
        meaning.Kind == PaymentErrorKind.Declined ? meaning.Code : PaymentErrorCode.Declined,
        error.Code ?? error.Category,
        error.Detail);
}
