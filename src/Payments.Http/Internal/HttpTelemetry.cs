using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Payments.Http;

/// <summary>
/// Measures and traces the single attempts. Neither label nor tag holds an address: paths have ids in them, and some a secret. A listener that throws
/// does not fail an attempt.
/// </summary>
internal sealed class HttpTelemetry : IDisposable
{
    private static readonly ActivitySource Source = new(PaymentsTelemetry.HttpActivitySourceName, typeof(HttpTelemetry).Assembly.GetName().Version?.ToString(3));

    private readonly Meter? _own;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _retries;

    public HttpTelemetry(IMeterFactory? meters)
    {
        var meter = meters?.Create(PaymentsTelemetry.HttpMeterName) ?? (_own = new Meter(PaymentsTelemetry.HttpMeterName));
        _duration = meter.CreateHistogram(
            "payment.http.attempt.duration", "s", "How long one HTTP attempt took, from its credentials to the last byte of the answer.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 60] });
        _retries = meter.CreateCounter<long>("payment.http.retries", "{attempt}", "HTTP attempts after the first one of a call.");
    }

    public void Dispose() => _own?.Dispose();

    internal static Activity? Start(ProviderOperation operation)
    {
        if (!Source.HasListeners())
            return null;
        try
        {
            var request = operation.Request;
            var activity = Source.StartActivity(request.Method.Method, ActivityKind.Client);
            if (activity is not { IsAllDataRequested: true })
                return activity;
            activity.SetTag("payment.provider", operation.Client.Registration);
            activity.SetTag("payment.operation", PaymentsTelemetry.NameOf(request.Operation));
            activity.SetTag("http.request.method", request.Method.Method);
            activity.SetTag("server.address", operation.Address.Host);
            activity.SetTag("server.port", operation.Address.Port);
            if (operation.Attempts > 1)
                activity.SetTag("http.request.resend_count", operation.Attempts - 1);
            return activity;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return null;
        }
    }

    internal void Ended(Activity? activity, ProviderOperation operation, AttemptResult result, TimeSpan took)
    {
        var status = (int?)result.Response?.StatusCode;
        var error = status is null ? PaymentsTelemetry.NameOf(result.Code) : status >= 400 ? status.Value.ToString(CultureInfo.InvariantCulture) : null;
        try
        {
            if (activity is { IsAllDataRequested: true })
            {
                if (status is not null)
                    activity.SetTag("http.response.status_code", status);
                if (result.Response?.RequestId is { } id)
                    activity.SetTag("payment.request_id", id);
                if (error is not null)
                    activity.SetStatus(ActivityStatusCode.Error).SetTag("error.type", error);
            }

            Measure(operation, status, error, took);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Debug.WriteLine(exception.GetType().Name);
        }
    }

    internal static void End(Activity? activity)
    {
        try
        {
            activity?.Dispose();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Debug.WriteLine(exception.GetType().Name);
        }
    }

    private void Measure(ProviderOperation operation, int? status, string? error, TimeSpan took)
    {
        if (!_duration.Enabled && !_retries.Enabled)
            return;
        var tags = new TagList { { "provider", operation.Client.Registration }, { "operation", PaymentsTelemetry.NameOf(operation.Request.Operation) } };
        if (operation.Attempts > 1)
            _retries.Add(1, tags);
        if (status is not null)
            tags.Add("http.response.status_code", status);
        if (error is not null)
            tags.Add("error.type", error);
        _duration.Record(took.TotalSeconds, tags);
    }
}
