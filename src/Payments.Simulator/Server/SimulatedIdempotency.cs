namespace Payments.Simulator;

/// <summary>The first answers by idempotency key, for providers that keep them.</summary>
/// <param name="time">The clock.</param>
/// <param name="lifetime">How long a key lives from its first use.</param>
internal sealed class SimulatedIdempotency(TimeProvider time, TimeSpan lifetime)
{
    private readonly Dictionary<string, KeyClaim> _claims = new(StringComparer.Ordinal);

    /// <summary>Claims a key. Null: the request is the first and is to be carried out; else what is known of the first.</summary>
    /// <param name="key">The key with its scope: account, path, whatever the provider tells keys apart by.</param>
    /// <param name="fingerprint">What has to be equal in a repeat; the same text for all where the provider compares nothing.</param>
    /// <param name="request">The request.</param>
    public KeyClaim? Claim(string key, string fingerprint, SimulatedRequest request)
    {
        if (_claims.TryGetValue(key, out var first) && time.GetUtcNow() - first.At < lifetime)
            return first with { IsSame = string.Equals(first.Fingerprint, fingerprint, StringComparison.Ordinal) };
        _claims[key] = new(fingerprint, time.GetUtcNow(), request.RequestId, Answer: null);
        return null;
    }

    /// <summary>Stores the answer, or gives the key free when nothing is to be remembered.</summary>
    public void Complete(string key, SimulatedResponse? answer)
    {
        if (!_claims.TryGetValue(key, out var claim))
            return;
        if (answer is null)
            _claims.Remove(key);
        else
            _claims[key] = claim with { Answer = answer };
    }
}

/// <summary>What is known of a key's first request.</summary>
/// <param name="Fingerprint">What it asked for.</param>
/// <param name="At">When it came.</param>
/// <param name="RequestId">The id that the provider gave it.</param>
/// <param name="Answer">Its answer; null while it runs.</param>
internal sealed record KeyClaim(string Fingerprint, DateTimeOffset At, string? RequestId, SimulatedResponse? Answer)
{
    /// <summary>Whether the repeat asks for the same.</summary>
    public bool IsSame { get; init; } = true;
}
