namespace Payments.Simulator;

/// <summary>The first answers by idempotency key, kept for a day.</summary>
internal sealed class StripeIdempotency(TimeProvider time)
{
    public const string InProgress = "There is currently another in-progress request using this Idempotent Key.";

    private const int MaxLength = 255;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    private readonly Dictionary<string, Claim> _claims = new(StringComparer.Ordinal);

    /// <summary>Claims the key of a request, or gives the answer that takes the place of its execution.</summary>
    public SimulatedResponse? Admit(SimulatedRequest request)
    {
        if (KeyOf(request) is not { } key)
            return null;
        if (request.Header(StripeHeaders.IdempotencyKey)!.Length > MaxLength)
            throw StripeRefusal.Key(400, code: null, $"Keys for idempotent requests can only be up to {MaxLength} characters long.");
        if (_claims.TryGetValue(key, out var claim) && time.GetUtcNow() - claim.At < Lifetime)
            return Again(claim, request);
        _claims[key] = new(Fingerprint(request), time.GetUtcNow(), request.RequestId, Answer: null);
        return null;
    }

    /// <summary>Stores the answer, or gives the key free when execution never began.</summary>
    public void Complete(SimulatedRequest request, SimulatedResponse? answer)
    {
        if (KeyOf(request) is not { } key || !_claims.TryGetValue(key, out var claim))
            return;
        if (answer is null)
            _claims.Remove(key);
        else
            _claims[key] = claim with { Answer = answer };
    }

    private static SimulatedResponse Again(Claim claim, SimulatedRequest request)
    {
        if (!string.Equals(claim.Fingerprint, Fingerprint(request), StringComparison.Ordinal))
            throw StripeRefusal.Key(
                400, code: null, "Keys for idempotent requests can only be used with the same parameters they were first used with.");
        if (claim.Answer is null)
            throw StripeRefusal.Key(
                409, "idempotency_key_in_use", InProgress);
        var replay = claim.Answer.Copy();
        replay.Headers[StripeHeaders.Replayed] = "true";
        if (claim.RequestId is not null)
            replay.Headers[StripeHeaders.OriginalRequest] = claim.RequestId;
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

    private sealed record Claim(string Fingerprint, DateTimeOffset At, string? RequestId, SimulatedResponse? Answer);
}
