using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Payments.Abstractions.Tests;

/// <summary>A call that reached the provider.</summary>
internal sealed record FakeCall(PaymentOperations Operation, object Request, string? Key)
{
    internal T As<T>() => (T)Request;
}

/// <summary>A provider that answers from a script: what was enqueued for the operation, else a good answer to the request.</summary>
internal sealed class FakeProvider(string name, PaymentProviderCapabilities? capabilities = null) : PaymentProvider(name)
{
    private readonly ConcurrentDictionary<PaymentOperations, ConcurrentQueue<Func<object, Task<object>>>> _scripts = new();
    private readonly ConcurrentQueue<FakeCall> _calls = new();
    private readonly Channel<PaymentOperations> _entered = Channel.CreateUnbounded<PaymentOperations>();
    private TaskCompletionSource? _gate;
    private int _lastId;

    internal static PaymentProviderCapabilities Everything { get; } = new()
    {
        Operations = (PaymentOperations)((1 << 12) - 1),
        Currencies = SupportedCurrencies.Of(isExhaustive: true, "USD KRW EUR BTC"),
        PaymentMethods = new HashSet<PaymentMethod> { PaymentMethod.Card, PaymentMethod.Cryptocurrency },
    };

    public override PaymentProviderCapabilities Capabilities { get; } = capabilities ?? Everything;

    internal IReadOnlyList<FakeCall> Calls => [.. _calls];

    internal IReadOnlyList<FakeCall> CallsOf(PaymentOperations operation) => [.. _calls.Where(call => call.Operation == operation)];

    internal FakeProvider Answers(PaymentOperations operation, params object[] answers)
    {
        foreach (var answer in answers)
            Does(operation, _ => Task.FromResult(answer));
        return this;
    }

    internal FakeProvider Throws(PaymentOperations operation, params Exception[] exceptions)
    {
        foreach (var exception in exceptions)
            Does(operation, _ => Task.FromException<object>(exception));
        return this;
    }

    internal FakeProvider Does(PaymentOperations operation, Func<object, Task<object>> script)
    {
        _scripts.GetOrAdd(operation, _ => new()).Enqueue(script);
        return this;
    }

    /// <summary>Holds every further call inside of the provider until <see cref="Open"/>.</summary>
    internal void Close() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    internal void Open()
    {
        var gate = _gate;
        _gate = null;
        gate?.SetResult();
    }

    /// <summary>Ends when one more call has reached the provider.</summary>
    internal Task EnteredAsync() => _entered.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    public override Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(PaymentOperations.Create, request, request.IdempotencyKey, () => Make.Payment(Name, request, PaymentStatus.Completed, NextId("pay")));

    public override Task<Payment> ConfirmPaymentAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(PaymentOperations.Confirm, request, request.IdempotencyKey, () => Make.From(request.Payment, request.Amount, PaymentStatus.Completed));

    public override Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default) =>
        RunAsync(PaymentOperations.Get, payment, null, () => Make.From(payment, null, PaymentStatus.Completed));

    public override Task<FindPaymentsResult> FindPaymentsAsync(FindPaymentsRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(PaymentOperations.Find, request, null, () => new FindPaymentsResult { Payments = [], IsConclusive = true });

    public override Task<Payment> CapturePaymentAsync(CaptureRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(
            PaymentOperations.Capture, request, request.IdempotencyKey,
            () => Make.From(request.Payment, null, PaymentStatus.Completed) with { CapturedAmount = request.Amount });

    public override Task<Payment> CancelPaymentAsync(CancelRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(PaymentOperations.Cancel, request, request.IdempotencyKey, () => Make.From(request.Payment, null, PaymentStatus.Cancelled));

    public override Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(PaymentOperations.Refund, request, request.IdempotencyKey, () => Make.Refund(request, RefundStatus.Completed, NextId("re")));

    public override Task<Refund> GetRefundAsync(RefundReference refund, CancellationToken cancellationToken = default) =>
        RunAsync(PaymentOperations.GetRefund, refund, null, () => Make.Refund(new RefundRequest { Payment = refund.Payment, Amount = Make.Usd(1) }, RefundStatus.Completed, refund.RefundId));

    public override Task<VerifiedWebhook> VerifyWebhookAsync(WebhookRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(PaymentOperations.Webhooks, request, null, () => new VerifiedWebhook { Provider = Name, Trust = WebhookTrust.Signed, EventIds = ["evt_1"], Body = request.Body, Parsed = "read already" });

    /// <summary>What the next webhooks mean, in order; an empty queue means nothing.</summary>
    internal ConcurrentQueue<Func<VerifiedWebhook, IReadOnlyList<PaymentEvent>>> Events { get; } = new();

    public override async Task<IReadOnlyList<PaymentEvent>> ResolveWebhookAsync(VerifiedWebhook webhook, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return Events.TryDequeue(out var events) ? events(webhook) : [];
    }

    private string NextId(string prefix) => $"{prefix}_{Interlocked.Increment(ref _lastId)}";

    private async Task<T> RunAsync<T>(PaymentOperations operation, object request, string? key, Func<T> otherwise)
    {
        _calls.Enqueue(new FakeCall(operation, request, key));
        var gate = _gate;
        _entered.Writer.TryWrite(operation);
        await Task.Yield();
        if (gate is not null)
            await gate.Task;
        return _scripts.TryGetValue(operation, out var scripts) && scripts.TryDequeue(out var script) ? (T)await script(request) : otherwise();
    }
}
