namespace Payments.Simulator;

/// <summary>Signs events for every endpoint, applies webhook faults, keeps what was sent and delivers it in order.</summary>
internal sealed class WebhookOutbox(
    SimulatorOptions options,
    SimulatorFaults faults,
    Func<WebhookDraft, SignedWebhook> sign,
    Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> tamper,
    Func<IReadOnlyList<string>> defaultSecrets) : IAsyncDisposable
{
    private static readonly TimeSpan Stale = TimeSpan.FromHours(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SimulatedEvent> _events = new(StringComparer.Ordinal);
    private readonly List<WebhookEndpoint> _endpoints = [];
    private readonly List<SimulatedWebhook> _sent = [];
    private readonly List<WebhookDelivery> _deliveries = [];
    private readonly List<SimulatedWebhook> _held = [];
    private readonly List<SimulatedWebhook> _overtaken = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly HttpClient _http = new(
        options.WebhookHandler ?? new SocketsHttpHandler { AllowAutoRedirect = false }, disposeHandler: options.WebhookHandler is null)
    {
        Timeout = options.WebhookTimeout,
    };

    private Task _tail = Task.CompletedTask;
    private int _taken;

    public IReadOnlyList<SimulatedWebhook> Sent => Read(() => _sent.ToArray());

    public IReadOnlyList<WebhookDelivery> Deliveries => Read(() => _deliveries.ToArray());

    public void Register(WebhookEndpoint endpoint) => Read(() => _endpoints).Add(endpoint);

    public IReadOnlyList<SimulatedWebhook> Take() => Read(() =>
    {
        var fresh = _sent.Skip(_taken).ToArray();
        _taken = _sent.Count;
        return fresh;
    });

    public void Emit(SimulatedEvent produced)
    {
        var fault = faults.TakeWebhook(produced.Type)?.Kind;
        lock (_gate)
        {
            _events[produced.Id] = produced;
            foreach (var message in Compose(produced, fault))
                Route(message);
        }
    }

    public SimulatedWebhook Resign(string eventId) => Read(() => Compose(Known(eventId), fault: null)[0]);

    public SimulatedWebhook Resend(string eventId) => Read(() =>
    {
        var messages = Compose(Known(eventId), fault: null);
        foreach (var message in messages)
            Send(message);
        return messages[0];
    });

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        Task tail;
        lock (_gate)
        {
            Release(_overtaken);
            Release(_held);
            tail = _tail;
        }

        await tail.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Read(() => _tail).ConfigureAwait(false);
        _http.Dispose();
        _stopping.Dispose();
    }

    private List<SimulatedWebhook> Compose(SimulatedEvent produced, WebhookFaultKind? fault) =>
        produced.Url is not null ? [Compose(produced, produced.Url, defaultSecrets(), fault)]
        : _endpoints.Count == 0 ? [Compose(produced, url: null, defaultSecrets(), fault)]
        : _endpoints.ConvertAll(e => Compose(produced, e.Url, e.Secrets, fault));

    private SimulatedWebhook Compose(SimulatedEvent produced, Uri? url, IReadOnlyList<string> secrets, WebhookFaultKind? fault)
    {
        var now = options.TimeProvider.GetUtcNow();
        var signedAt = fault is WebhookFaultKind.StaleTimestamp ? now - Stale : now;
        IReadOnlyList<string> keys = fault is WebhookFaultKind.WrongSecret ? [.. secrets.Select(s => s + "-of-someone-else")] : secrets;
        var signed = sign(new(produced.Id, produced.Type, produced.Body, url, keys, signedAt));
        var body = fault is WebhookFaultKind.Tamper ? tamper(signed.Body) : signed.Body;
        return new(produced.Id, produced.Type, body, signed.Headers, url) { Fault = fault };
    }

    private void Route(SimulatedWebhook message)
    {
        switch (message.Fault)
        {
            case WebhookFaultKind.Drop:
                return;
            case WebhookFaultKind.Delay:
                _held.Add(message);
                return;
            case WebhookFaultKind.Reorder:
                _overtaken.Add(message);
                return;
            case WebhookFaultKind.Duplicate:
                Send(message);
                break;
        }

        Send(message);
        Release(_overtaken);
    }

    private void Release(List<SimulatedWebhook> waiting)
    {
        var messages = waiting.ToArray();
        waiting.Clear();
        foreach (var message in messages)
            Send(message);
    }

    private void Send(SimulatedWebhook message)
    {
        _sent.Add(message);
        if (message.Url is not null)
            _tail = DeliverAfterAsync(_tail, message);
    }

    private async Task DeliverAfterAsync(Task previous, SimulatedWebhook message)
    {
        await previous.ConfigureAwait(false);
        await Task.Yield();
        for (var attempt = 1; attempt <= options.WebhookAttempts && !_stopping.IsCancellationRequested; attempt++)
        {
            // Each attempt is signed afresh, as the providers do; a message that was spoiled on purpose stays spoiled.
            var again = attempt > 1 && message.Fault is null ? Read(() => Compose(Known(message.EventId), fault: null).Find(m => m.Url == message.Url)) ?? message : message;
            var status = await PostAsync(again).ConfigureAwait(false);
            lock (_gate)
                _deliveries.Add(new(message.EventId, message.EventType, message.Url!, attempt, status));
            if (status is >= 200 and < 300)
                return;
            if (options.WebhookRetryDelay > TimeSpan.Zero)
                await Task.Delay(options.WebhookRetryDelay, options.TimeProvider, _stopping.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<int?> PostAsync(SimulatedWebhook message)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, message.Url);
        request.Content = new ByteArrayContent(message.Body.ToArray());
        foreach (var (name, value) in message.Headers)
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content.Headers.TryAddWithoutValidation(name, value);
        try
        {
            using var response = await _http.SendAsync(request, _stopping.Token).ConfigureAwait(false);
            return (int)response.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return null;
        }
    }

    private SimulatedEvent Known(string eventId) => _events.TryGetValue(eventId, out var known)
        ? known
        : throw new ArgumentException($"There is no event '{eventId}'.", nameof(eventId));

    private T Read<T>(Func<T> read)
    {
        lock (_gate)
            return read();
    }
}
