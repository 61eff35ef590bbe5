namespace Payments.Simulator;

/// <summary>Stripe's rules for idempotency keys: kept for a day, told apart by account, compared by path and parameters.</summary>
internal sealed class StripeIdempotency(TimeProvider time)
{
    public const string InProgress = "There is currently another in-progress request using this Idempotent Key.";

    private const int MaxLength = 255;
    private readonly SimulatedIdempotency _keys = new(time, TimeSpan.FromHours(24));

    /// <summary>Claims the key of a request, or gives the answer that takes the place of its execution.</summary>
    public SimulatedResponse? Admit(SimulatedRequest request)
    {
        if (KeyOf(request) is not { } key)
            return null;
        if (request.Header(StripeHeaders.IdempotencyKey)!.Length > MaxLength)
            throw StripeRefusal.Key(400, code: null, $"Keys for idempotent requests can only be up to {MaxLength} characters long.");
        return _keys.Claim(key, Fingerprint(request), request) switch
        {
            null => null,
            { IsSame: false } => throw StripeRefusal.Key(
                400, code: null, "Keys for idempotent requests can only be used with the same parameters they were first used with."),
            { Answer: null } => throw StripeRefusal.Key(409, "idempotency_key_in_use", InProgress),
            { Answer: { } answer, RequestId: var original } => Replay(answer, original),
        };
    }

    /// <summary>Stores the answer, or gives the key free when execution never began.</summary>
    public void Complete(SimulatedRequest request, SimulatedResponse? answer)
    {
        if (KeyOf(request) is { } key)
            _keys.Complete(key, answer);
    }

    private static SimulatedResponse Replay(SimulatedResponse answer, string? originalRequest)
    {
        var replay = answer.Copy();
        replay.Headers[StripeHeaders.Replayed] = "true";
        if (originalRequest is not null)
            replay.Headers[StripeHeaders.OriginalRequest] = originalRequest;
        return replay;
    }

    private static string? KeyOf(SimulatedRequest request) =>
        request.Method is "POST" && request.Header(StripeHeaders.IdempotencyKey) is { Length: > 0 } key
            ? $"{request.Header(StripeHeaders.Account)} {key}"
            : null;

    private static string Fingerprint(SimulatedRequest request)
    {
        var fields = FormFields.Parse(request.BodyText).Select(f => $"{f.Key}={f.Value}").Order(StringComparer.Ordinal);
        return $"{request.Path}\n{string.Join('\n', fields)}";
    }
}
