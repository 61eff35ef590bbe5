using Payments.Http;

namespace Payments.Square;

/// <summary>Sends what changes something. A key, where Square takes one, is in the body.</summary>
internal sealed class SquareWriter(ProviderHttpClient http)
{
    internal string Registration => http.Registration;

    internal Task<ProviderResponse> CreateAsync(string path, ProviderBody body, PaymentReference payment, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, PaymentOperations.Create, hasKey: true, body, payment, cancellationToken);

    internal Task<ProviderResponse> SendAsync(
        HttpMethod method,
        string path,
        PaymentOperations operation,
        bool hasKey,
        ProviderBody? body,
        PaymentReference payment,
        CancellationToken cancellationToken) => http.SendAsync(
        new ProviderRequest
        {
            Method = method,
            Path = path,
            Kind = ProviderCallKind.Write,
            Operation = operation,
            HasProviderKey = hasKey,
            Payment = payment,
            Body = body,
        },
        cancellationToken);

    /// <summary>Whether an answer says that the object is not in the state for the call, so that a read tells what it is in.</summary>
    internal static bool IsWrongState(ProviderResponse response) => response.Error is
    {
        Kind: PaymentErrorKind.Conflict or PaymentErrorKind.InvalidRequest or PaymentErrorKind.NotFound,
        Code: not (PaymentErrorCode.InProgress or PaymentErrorCode.IdempotencyKeyReused),
    };

    /// <summary>A refusal that a read has explained.</summary>
    internal PaymentConflictException WrongState(PaymentOperations operation, PaymentError? error, Payment read, string reason, PaymentErrorCode code) => new(
        $"{Registration}: {operation} was refused: {reason}.",
        (error ?? PaymentErrors.Create(PaymentErrorKind.Conflict, code)) with { Kind = PaymentErrorKind.Conflict, Code = code, Retry = PaymentRetry.No },
        PaymentOutcome.Refused,
        PaymentReference.FromPayment(read));
}
