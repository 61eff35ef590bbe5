namespace Payments.Simulator;

/// <summary>
/// PayPal's rules for request ids: a repeat does nothing new and shows the latest state of what the first request made; what the business refused is refused
/// again.
/// </summary>
internal sealed class PayPalRequestIds(TimeProvider time)
{
    private const string Header = "PayPal-Request-Id";
    private const int MaxOrderLength = 108;

    private readonly SimulatedIdempotency _orders = new(time, TimeSpan.FromHours(6));
    private readonly SimulatedIdempotency _payments = new(time, TimeSpan.FromDays(45));
    private readonly Dictionary<string, PayPalReply> _replies = new(StringComparer.Ordinal);
    private readonly HashSet<SimulatedRequest> _kept = [];

    /// <summary>Claims the id of a request, or gives the answer that takes the place of its execution.</summary>
    public SimulatedResponse? Admit(SimulatedRequest request)
    {
        if (KeyOf(request) is not { } key)
            return null;
        if (IsOrder(request) && request.Header(Header)!.Length > MaxOrderLength)
            throw new PayPalRefusal(400, "INVALID_STRING_LENGTH");
        return Store(request).Claim(key, fingerprint: string.Empty, request) switch
        {
            null => null,
            { Answer: null } => throw new PayPalRefusal(409, "PREVIOUS_REQUEST_IN_PROGRESS"),
            { Answer: { } refused } => _replies.TryGetValue(key, out var reply) ? reply.Write(request, isAgain: true) : refused.Copy(),
        };
    }

    /// <summary>Remembers what a request made: it is made, whatever becomes of the answer.</summary>
    public void Keep(SimulatedRequest request, PayPalReply reply)
    {
        if (KeyOf(request) is not { } key)
            return;
        _kept.Add(request);
        _replies[key] = reply;
    }

    /// <summary>Remembers that the business refused a request.</summary>
    public void KeepRefusal(SimulatedRequest request)
    {
        if (KeyOf(request) is not { } key)
            return;
        _kept.Add(request);
        _replies.Remove(key);
    }

    /// <summary>Ends a request; its id is free again when nothing was made and nothing refused for good.</summary>
    public void Complete(SimulatedRequest request, SimulatedResponse? answer)
    {
        if (KeyOf(request) is { } key)
            Store(request).Complete(key, _kept.Remove(request) ? answer : null);
    }

    private SimulatedIdempotency Store(SimulatedRequest request) => IsOrder(request) ? _orders : _payments;

    private static bool IsOrder(SimulatedRequest request) => request.Path.StartsWith("/v2/checkout/", StringComparison.Ordinal);

    private static string? KeyOf(SimulatedRequest request) =>
        request.Method is "POST" && request.Header(Header) is { Length: > 0 } id ? $"{request.Path} {id}" : null;
}
