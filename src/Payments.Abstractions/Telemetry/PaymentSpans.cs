using System.Diagnostics;

namespace Payments;

/// <summary>Spans. What listens to them is the host's: where it throws, the payment goes on and its answer stays what it was.</summary>
internal static class PaymentSpans
{
    internal const string Provider = "payment.provider";
    internal const string Reference = "payment.reference";

    internal static Activity? Start(string name, ActivityKind kind, string provider, string? reference)
    {
        if (!PaymentsTelemetry.Source.HasListeners())
            return null;
        try
        {
            var activity = PaymentsTelemetry.Source.StartActivity(name, kind);
            if (activity is { IsAllDataRequested: true })
            {
                activity.SetTag(Provider, provider);
                if (reference is not null)
                    activity.SetTag(Reference, reference);
            }

            return activity;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return null;
        }
    }

    internal static void Fail(Activity? activity, string type)
    {
        activity?.SetStatus(ActivityStatusCode.Error, type);
        activity?.SetTag("error.type", type);
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

    /// <summary>The running trace, if it is kept, in the form of W3C's <c>traceparent</c>.</summary>
    internal static string? TraceParent => Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null;

    /// <summary>Ties what runs now (a webhook, a look of the reconciler, a refund) to the trace that the payment was made in.</summary>
    internal static void Link(PaymentRecord record)
    {
        if (Activity.Current is not { IsAllDataRequested: true } current || current.Source != PaymentsTelemetry.Source)
            return;
        if (current.GetTagItem(Reference) is null)
            current.SetTag(Reference, record.Reference.OrderId ?? record.Reference.PaymentId);
        if (record.TraceParent is { } parent && ActivityContext.TryParse(parent, traceState: null, out var made) && made.TraceId != current.TraceId)
            current.AddLink(new ActivityLink(made));
    }
}
