using Polly.CircuitBreaker;

namespace Payments.Http;

/// <summary>One call on its way: its deadline, who may still end it, and what is known of its attempts.</summary>
internal sealed class ProviderOperation : IDisposable
{
    private const int Idle = 0;
    private const int Sending = 1;
    private const int Cancelled = 2;

    private readonly CancellationTokenSource _ending;
    private readonly CancellationTokenRegistration _caller;
    private readonly TimeSpan _budget;
    private readonly long _started;
    private int _state;
    private int _granted = 1;

    internal ProviderOperation(ProviderHttpClient client, ProviderRequest request, Uri address, CancellationToken caller)
    {
        Client = client;
        Request = request;
        Address = address;
        _budget = request.Deadline ?? client.Options.Timeout;
        _started = client.Time.GetTimestamp();
        _ending = new CancellationTokenSource(_budget, client.Time);
        _caller = caller.UnsafeRegister(static operation => ((ProviderOperation)operation!).CancelByCaller(), this);
    }

    internal ProviderHttpClient Client { get; }

    internal ProviderRequest Request { get; }

    internal Uri Address { get; }

    /// <summary>Ends with the deadline, or with the caller while it may still end the call.</summary>
    internal CancellationToken Token => _ending.Token;

    /// <summary>How many attempts there were.</summary>
    internal int Attempts { get; private set; }

    /// <summary>Whether new credentials were asked for already.</summary>
    internal bool Refreshed { get; set; }

    /// <summary>Whether an earlier attempt of a write may have been carried out, so that a later 'no connection' means nothing.</summary>
    internal bool MayHaveBeenExecuted { get; set; }

    /// <summary>How the last attempt ended.</summary>
    internal AttemptResult? Last { get; set; }

    /// <summary>Whether the caller ended the call before anything of it left.</summary>
    internal bool IsCancelledByCaller => Volatile.Read(ref _state) == Cancelled;

    /// <summary>Whether the first byte of a write has left.</summary>
    internal bool HasSent => Volatile.Read(ref _state) == Sending;

    internal TimeSpan Elapsed => Client.Time.GetElapsedTime(_started);

    internal TimeSpan Remaining => _budget - Elapsed;

    /// <summary>The circuit that judges the call. Null when none does.</summary>
    internal AsyncCircuitBreakerPolicy<HttpResponseMessage>? Breaker => Request.BypassCircuit ? null : Client.Breaker;

    internal static ProviderOperation? Of(HttpRequestMessage message) => (message as OperationMessage)?.Operation;

    /// <summary>One attempt is allowed at the start and one after each verdict for a retry; whoever else repeats the request gets none.</summary>
    internal bool TryBeginAttempt()
    {
        if (Interlocked.Exchange(ref _granted, 0) == 0)
            return false;
        Attempts++;
        return true;
    }

    /// <summary>Waits before the next attempt and allows it.</summary>
    internal async Task WaitForNextAttemptAsync(TimeSpan delay)
    {
        await Task.Delay(delay, Client.Time, Token).ConfigureAwait(false);
        Volatile.Write(ref _granted, 1);
    }

    /// <summary>The point of no return of a write: after it the caller's token is not observed; before it nothing has left.</summary>
    internal void BeginSending(CancellationToken cancellationToken)
    {
        if (Request.Kind == ProviderCallKind.Read)
            return;
        if (Interlocked.CompareExchange(ref _state, Sending, Idle) == Cancelled)
            throw new OperationCanceledException(cancellationToken);
    }

    public void Dispose()
    {
        _caller.Dispose();
        _ending.Dispose();
    }

    private void CancelByCaller()
    {
        if (Interlocked.CompareExchange(ref _state, Cancelled, Idle) == Idle)
            _ending.Cancel();
    }
}
