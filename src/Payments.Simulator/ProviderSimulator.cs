using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>
/// A local server that speaks one provider's wire protocol, with a payer who does what a test tells him, faults on purpose and signed
/// webhooks.
/// To simulate another provider, derive from it: give a <see cref="Name"/>, map the operations in <see cref="MapRoutes"/>, and override
/// <see cref="PlayAsync"/> for what its payer can do.
/// </summary>
public abstract partial class ProviderSimulator : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Lock _requestsGate = new();
    private readonly List<SimulatedRequest> _requests = [];
    private readonly SimulatorRoutes _routes = new();
    private readonly WebhookOutbox _outbox;
    private readonly SeededRandom _ids;
    private readonly CancellationTokenSource _stopping = new();
    private SimulatorServer? _server;
    private HarRecorder? _recorder;
    private bool _disposed;

    /// <summary>Creates a simulator that is not started.</summary>
    /// <param name="options">Clock, seed and the rest; null for the defaults.</param>
    protected ProviderSimulator(SimulatorOptions? options = null)
    {
        Options = options ?? new SimulatorOptions();
        _ids = new(Options.Seed);
        Faults = new(Options.Seed);
        _outbox = new(Options, Faults, SignWebhook, TamperWebhook, () => WebhookSecrets);
    }

    /// <summary>The provider's name as registrations use it, for example <c>stripe</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What the simulator was told.</summary>
    public SimulatorOptions Options { get; }

    /// <summary>The base address of the provider's API, with a slash at its end. Known once the server has started.</summary>
    public Uri BaseAddress =>
        _server?.Address ?? throw new InvalidOperationException($"The {Name} simulator has not been started: call StartAsync first.");

    /// <summary>What goes wrong on purpose.</summary>
    public SimulatorFaults Faults { get; }

    /// <summary>The requests to the provider's API so far, in the order of their arrival.</summary>
    public IReadOnlyList<SimulatedRequest> Requests
    {
        get
        {
            lock (_requestsGate)
                return [.. _requests];
        }
    }

    /// <summary>
    /// The messages that were sent to the host, or would have been if an endpoint were registered, in the order of their sending.
    /// </summary>
    public IReadOnlyList<SimulatedWebhook> Webhooks => _outbox.Sent;

    /// <summary>The attempts to deliver messages to registered endpoints.</summary>
    public IReadOnlyList<WebhookDelivery> WebhookDeliveries => _outbox.Deliveries;

    /// <summary>What this provider's payer can be told to do.</summary>
    public virtual IReadOnlyCollection<PayerActionKind> PayerActions => [];

    /// <summary>The secrets that sign while neither an endpoint nor an option names others.</summary>
    protected virtual IReadOnlyList<string> DefaultWebhookSecrets => [];

    /// <summary>
    /// The headers, JSON members and form fields whose values are hidden in recorded traffic, beyond the usual ones (<c>Authorization</c>,
    /// <c>client_secret</c>, <c>access_token</c> …). Default: none.
    /// </summary>
    protected virtual IReadOnlyCollection<string> SecretNames => [];

    private IReadOnlyList<string> WebhookSecrets => Options.WebhookSecrets.Count > 0 ? [.. Options.WebhookSecrets] : DefaultWebhookSecrets;

    /// <summary>The simulated provider's clock.</summary>
    protected TimeProvider Time => Options.TimeProvider;

    /// <summary>Starts the server on the loopback address.</summary>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <returns>When the server listens.</returns>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_server is not null)
            throw new InvalidOperationException($"The {Name} simulator has been started already.");
        MapRoutes(_routes);
        _recorder = new(new TrafficRedaction(SecretNames));
        _server = await SimulatorServer.StartAsync(HandleAsync, Options.MaxRequestBodyBytes, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Registers an endpoint of the host; from now on events are delivered to it.</summary>
    /// <param name="url">Its address.</param>
    /// <param name="secrets">Its active secrets; none for those of the options, or the simulator's own.</param>
    public void AddWebhookEndpoint(Uri url, params IReadOnlyList<string> secrets)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(secrets);
        _outbox.Register(new(url, secrets.Count > 0 ? secrets : WebhookSecrets));
    }

    /// <summary>The messages since the last call: what a test without an HTTP listener hands to the SDK.</summary>
    /// <returns>The messages in the order of their sending.</returns>
    public IReadOnlyList<SimulatedWebhook> TakeWebhooks() => _outbox.Take();

    /// <summary>Signs a kept event again, with the present time, without sending it.</summary>
    /// <param name="eventId">The provider's id of the event.</param>
    /// <returns>The message.</returns>
    public SimulatedWebhook Sign(string eventId) => _outbox.Resign(eventId);

    /// <summary>Sends a kept event again, signed with the present time, as the button in a provider's dashboard does.</summary>
    /// <param name="eventId">The provider's id of the event.</param>
    /// <returns>The message.</returns>
    public SimulatedWebhook Resend(string eventId) => _outbox.Resend(eventId);

    /// <summary>Releases messages that a fault held back and waits until everything has been delivered or given up.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>When nothing is left to deliver.</returns>
    public Task FlushWebhooksAsync(CancellationToken cancellationToken = default) => _outbox.FlushAsync(cancellationToken);

    /// <summary>Writes the recorded traffic as an HTTP archive (HAR 1.2); secrets are redacted, webhooks are not part of it.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>When all is written.</returns>
    public Task WriteHarAsync(Stream stream, CancellationToken cancellationToken = default) =>
        HarRecorder.WriteAsync(RecordedEntries(), stream, cancellationToken);

    /// <summary>What an order or payment really moved.</summary>
    /// <param name="paymentOrOrderId">The provider's id of the payment, or the host's order id.</param>
    /// <returns>The sums; <see cref="SimulatedTotals.None"/> when nothing is known by that id.</returns>
    public virtual SimulatedTotals TotalsOf(string paymentOrOrderId) => SimulatedTotals.None;

    /// <summary>How far an order or payment has really come.</summary>
    /// <param name="paymentOrOrderId">The provider's id of the payment, or the host's order id.</param>
    /// <returns>The stage; <see cref="SimulatedStage.None"/> when nothing is known by that id.</returns>
    /// <exception cref="NotSupportedException">The simulator does not tell.</exception>
    public virtual SimulatedStage StageOf(string paymentOrOrderId) => throw Unsupported("does not tell how far a payment has come");

    /// <summary>The furthest of several payments.</summary>
    /// <param name="stages">Their stages.</param>
    /// <returns>The furthest; <see cref="SimulatedStage.None"/> of none.</returns>
    protected static SimulatedStage Furthest(IEnumerable<SimulatedStage> stages) => stages.Aggregate(SimulatedStage.None, (one, other) => one > other ? one : other);

    /// <summary>Stops the server; requests that hang are cut.</summary>
    /// <returns>When it has stopped.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await DisposeCoreAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops the server; what a derived class has to let go of goes here.</summary>
    /// <returns>When it has stopped.</returns>
    protected virtual async ValueTask DisposeCoreAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        if (_server is not null)
            await _server.DisposeAsync().ConfigureAwait(false);
        await _outbox.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    /// <summary>Maps the provider's operations and pages. Called once, before the server starts.</summary>
    /// <param name="routes">Takes them.</param>
    protected abstract void MapRoutes(SimulatorRoutes routes);

    /// <summary>Signs a message as the provider does: in its headers, or in its body.</summary>
    /// <param name="draft">The message.</param>
    /// <returns>The message to send. Default: unsigned JSON.</returns>
    protected virtual SignedWebhook SignWebhook(WebhookDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return new(draft.Body, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "application/json" });
    }

    /// <summary>Changes a signed message so that only its signature can tell. Default: a blank at its end.</summary>
    /// <param name="body">The signed bytes.</param>
    /// <returns>The changed bytes.</returns>
    protected virtual ReadOnlyMemory<byte> TamperWebhook(ReadOnlyMemory<byte> body) => new([.. body.Span, (byte)' ']);

    /// <summary>Signs a body of your own as the provider would sign it now: for messages that a host has to survive.</summary>
    /// <param name="body">The bytes.</param>
    /// <returns>The message to send.</returns>
    public SignedWebhook SignBody(ReadOnlyMemory<byte> body) => SignWebhook(new("", "", body, null, WebhookSecrets, Time.GetUtcNow()));

    /// <summary>Produces an event: it is kept, signed, listed in <see cref="Webhooks"/> and delivered.</summary>
    /// <param name="eventId">The provider's id of the event.</param>
    /// <param name="eventType">The provider's type of the event.</param>
    /// <param name="body">The bytes, before they are signed.</param>
    /// <param name="url">The address that the payment itself named; null for the registered endpoints.</param>
    protected void EmitWebhook(string eventId, string eventType, ReadOnlyMemory<byte> body, Uri? url = null) =>
        _outbox.Emit(new(eventId, eventType, body, url));

    /// <summary>A new id: the same ones in the same order for the same seed.</summary>
    /// <param name="prefix">What it begins with.</param>
    /// <param name="length">How many letters and digits follow.</param>
    /// <returns>The id.</returns>
    protected string NextId(string prefix, int length = 24) => prefix + _ids.NextText(length);

    /// <summary>Changes or reads the simulator's state outside of a handler, alone.</summary>
    /// <typeparam name="T">The result's type.</typeparam>
    /// <param name="change">The change.</param>
    /// <returns>Its result.</returns>
    protected T Alone<T>(Func<T> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        lock (_gate)
            return change();
    }

    internal IReadOnlyList<JsonObject> RecordedEntries() => _recorder?.Entries() ?? [];
}
