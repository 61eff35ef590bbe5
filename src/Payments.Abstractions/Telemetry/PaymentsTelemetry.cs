using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Payments;

/// <summary>The names of what is measured. Prometheus shows the instruments with underscores, unit and <c>_total</c>.</summary>
public static class PaymentsTelemetry
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Payments";

    /// <summary>The name of the activity source.</summary>
    public const string ActivitySourceName = "Payments";

    internal static readonly ActivitySource Source = new(ActivitySourceName, typeof(PaymentsTelemetry).Assembly.GetName().Version?.ToString(3));
}

/// <summary>What is counted. Labels are provider, operation, method, currency and the kind of error: never an order, a customer or an amount.</summary>
internal sealed class PaymentMetrics
{
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _successes;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _webhooks;
    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<long> _active;

    public PaymentMetrics(IMeterFactory? meters)
    {
        var meter = meters?.Create(PaymentsTelemetry.MeterName) ?? new Meter(PaymentsTelemetry.MeterName);
        _attempts = meter.CreateCounter<long>("payment.attempts", "{attempt}", "Calls to a provider, by operation; repeats that were answered from memory and refused calls are not counted.");
        _successes = meter.CreateCounter<long>("payment.successes", "{payment}", "Payments whose first final state is paid.");
        _failures = meter.CreateCounter<long>("payment.failures", "{payment}", "Payments whose first final state is not paid.");
        _webhooks = meter.CreateCounter<long>("payment.webhooks", "{webhook}", "Webhooks by what became of them.");
        _duration = meter.CreateHistogram(
            "payment.duration", "s", "How long an operation took, retries included.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] });
        _active = meter.CreateUpDownCounter<long>("active.payments", "{operation}", "Operations under way.");
    }

    internal void Attempt(string provider, PaymentOperations operation, Payment? payment)
    {
        if (_attempts.Enabled)
            Add(_attempts, Tags(provider, operation, payment?.Method, payment?.Amount.Currency));
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
        Add(counter, tags);
    }

    internal void Webhook(string provider, string result)
    {
        if (_webhooks.Enabled)
            Add(_webhooks, new TagList { { "provider", provider }, { "result", result } });
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

    // A listener that throws must not turn a payment that was made into a failed call.
    private static void Add(Counter<long> counter, in TagList tags)
    {
        try
        {
            counter.Add(1, tags);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Debug.WriteLine(exception.GetType().Name);
        }
    }
}
