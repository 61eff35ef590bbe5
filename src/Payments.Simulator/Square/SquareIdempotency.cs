namespace Payments.Simulator;

/// <summary>Square's rules for idempotency keys: in the body, told apart by operation, compared by the whole body.</summary>
internal sealed class SquareIdempotency(TimeProvider time, TimeSpan lifetime)
{
    private readonly SimulatedIdempotency _keys = new(time, lifetime);

    /// <summary>Claims the key of a request, or gives the answer that takes the place of its execution.</summary>
    public SimulatedResponse? Admit(SimulatedRequest request)
    {
        if (KeyOf(request) is not { } key)
            return null;
        return _keys.Claim(key, request.BodyText, request) switch
        {
            null => null,
            { IsSame: false } => SquareRefusal.Bad(
                "IDEMPOTENCY_KEY_REUSED", "Different request parameters used for the same idempotency_key.", "idempotency_key").ToResponse(),
            { Answer: null } => InUse(),
            { Answer: { } answer } => answer.Copy(),
        };
    }

    /// <summary>Stores the answer, or gives the key free when nothing was carried out.</summary>
    public void Complete(SimulatedRequest request, SimulatedResponse? answer)
    {
        if (KeyOf(request) is { } key)
            _keys.Complete(key, answer);
    }

    public static SimulatedResponse InUse() =>
        new SquareRefusal(409, [SquareRefusal.Error(SquareRefusal.Invalid, "CONFLICT", "A request with this idempotency key is being processed.")]).ToResponse();

    // What is cancelled by a key is not done under it.
    private static string? KeyOf(SimulatedRequest request) =>
        request is { Method: "POST" or "PUT", Path: not "/v2/payments/cancel" } && request.Json.TextAt("idempotency_key") is { Length: > 0 } key
            ? $"{request.Operation} {key}"
            : null;
}
