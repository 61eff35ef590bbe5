using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Payments;

/// <summary>What is counted. Labels are provider, operation, method, currency and the kind of error: never an order, a customer or an amount.</summary>
internal sealed class PaymentMetrics : IDisposable
{
    // From a memory's answer to a payer at a slow bank: the usual limits of one, two and five seconds lie on bounds.
    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 60];

    // A meter that nobody disposes is listed for good, and with it all that its gauges look at.
    private readonly Meter? _own;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _successes;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _refunds;
    private readonly Counter<long> _webhooks;
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _reconciliations;
    private readonly Counter<long> _unresolved;
    private readonly Counter<long> _handlerFailures;
    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<long> _active;

    public PaymentMetrics(IMeterFactory? meters)
    {
        Meter = meters?.Create(PaymentsTelemetry.MeterName) ?? (_own = new Meter(PaymentsTelemetry.MeterName));
        _attempts = Counter("payment.attempts", "{attempt}", "Calls to a provider, by operation; repeats that were answered from memory and refused calls are not counted.");
        _successes = Counter("payment.successes", "{payment}", "Payments whose first final state is paid.");
        _failures = Counter("payment.failures", "{payment}", "Payments whose first final state is not paid.");
        _refunds = Counter("payment.refunds", "{refund}", "Refunds that a provider answered, by their state in the answer.");
        _webhooks = Counter("payment.webhooks", "{webhook}", "Webhooks by what became of them when they came in.");
        _deliveries = Counter("payment.webhook.deliveries", "{delivery}", "Webhooks taken from the inbox, by what became of them.");
        _reconciliations = Counter("payment.reconciliations", "{look}", "Looks of the reconciler at payments that were due, by what they found.");
        _unresolved = Counter("payment.unresolved", "{payment}", "Payments that the reconciler has given up on and leaves to a person.");
        _handlerFailures = Counter("payment.handler.failures", "{failure}", "Deliveries of a change that one of the host's handlers refused; each is made again later.");
        _duration = Meter.CreateHistogram(
            "payment.duration", "s", "How long an operation took, retries included.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
        _active = Meter.CreateUpDownCounter<long>("active.payments", "{operation}", "Operations under way.");
    }

    internal Meter Meter { get; }

    public void Dispose() => _own?.Dispose();

    internal void Attempt(string provider, PaymentOperations operation, Payment? payment)
    {
        if (_attempts.Enabled)
            Add(_attempts, 1, Tags(provider, operation, payment?.Method, payment?.Amount.Currency));
    }

    internal void Final(string provider, Payment payment)
    {
        var isPaid = payment.Status.IsPaid();
        var counter = isPaid ? _successes : _failures;
        if (!counter.Enabled)
            return;
        var tags = Tags(provider, null, payment.Method, payment.Amount.Currency);
        if (!isPaid)
            tags.Add("error.type", ErrorType(payment));
        Add(counter, 1, tags);
    }

    internal void Refunded(string provider, Refund refund)
    {
        if (!_refunds.Enabled)
            return;
        var tags = Tags(provider, null, null, refund.Amount.Currency);
        tags.Add("status", Names<RefundStatus>.Of(refund.Status));
        Add(_refunds, 1, tags);
    }

    internal void Webhook(string provider, string result, string? error = null) => Count(_webhooks, provider, result, error);

    internal void Delivery(string provider, string result) => Count(_deliveries, provider, result);

    internal void Reconciled(string provider, string result) => Count(_reconciliations, provider, result);

    internal void Unresolved(string provider) => Count(_unresolved, provider);

    internal void HandlerFailed(string provider) => Count(_handlerFailures, provider);

    /// <summary>
    /// Shows what is rare as zero from the first collection on: a counter that appears with its first event tells nobody that it has grown.
    /// </summary>
    internal void ShowZeros(string provider)
    {
        Count(_webhooks, provider, WebhookResults.Refused, Names<PaymentErrorCode>.Of(PaymentErrorCode.InvalidSignature), by: 0);
        Count(_deliveries, provider, WebhookResults.GivenUp, by: 0);
        Count(_reconciliations, provider, ReconciliationResults.Changed, by: 0);
        Count(_reconciliations, provider, ReconciliationResults.Failed, by: 0);
        Count(_unresolved, provider, by: 0);
        Count(_handlerFailures, provider, by: 0);
    }

    internal void Started(string provider) => Active(provider, 1);

    internal void Ended(string provider, PaymentOperations operation, Payment? payment, TimeSpan took, string? error)
    {
        Active(provider, -1);
        if (!_duration.Enabled)
            return;
        var tags = Tags(provider, operation, payment?.Method, payment?.Amount.Currency);
        if (error is not null)
            tags.Add("error.type", error);
        try
        {
            _duration.Record(took.TotalSeconds, tags);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Debug.WriteLine(exception.GetType().Name);
        }
    }

    private Counter<long> Counter(string name, string unit, string description) => Meter.CreateCounter<long>(name, unit, description);

    private void Active(string provider, int by)
    {
        if (!_active.Enabled)
            return;
        try
        {
            _active.Add(by, new TagList { { "provider", provider } });
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Debug.WriteLine(exception.GetType().Name);
        }
    }

    private static string ErrorType(Payment payment) => payment.Error is { Code: not PaymentErrorCode.Unknown } error
        ? Names<PaymentErrorCode>.Of(error.Code)
        : Names<PaymentStatus>.Of(payment.Status);

    private static TagList Tags(string provider, PaymentOperations? operation, PaymentMethod? method, Currency? currency)
    {
        var tags = new TagList { { "provider", provider } };
        if (operation is { } call)
            tags.Add("operation", Names<PaymentOperations>.Of(call));
        if (method is { } asked)
            tags.Add("method", Names<PaymentMethod>.Of(asked));
        if (currency is { Code.Length: > 0 } of)
            tags.Add("currency", of.IsKnown ? of.Code : "other");
        return tags;
    }

    private static void Count(Counter<long> counter, string provider, string? result = null, string? error = null, long by = 1)
    {
        if (!counter.Enabled)
            return;
        var tags = new TagList { { "provider", provider } };
        if (result is not null)
            tags.Add("result", result);
        if (error is not null)
            tags.Add("error.type", error);
        Add(counter, by, tags);
    }

    // A listener that throws must not turn a payment that was made into a failed call.
    private static void Add(Counter<long> counter, long by, in TagList tags)
    {
        try
        {
            counter.Add(by, tags);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Debug.WriteLine(exception.GetType().Name);
        }
    }
}

/// <summary>What becomes of a webhook, as a label.</summary>
internal static class WebhookResults
{
    internal const string Refused = "refused";
    internal const string Foreign = "foreign";
    internal const string Repeated = "repeated";
    internal const string Limited = "limited";
    internal const string Applied = "applied";
    internal const string Early = "early";
    internal const string Failed = "failed";
    internal const string GivenUp = "given_up";
}

/// <summary>What a look of the reconciler finds, as a label.</summary>
internal static class ReconciliationResults
{
    internal const string Changed = "changed";
    internal const string Unchanged = "unchanged";
    internal const string Failed = "failed";
}
