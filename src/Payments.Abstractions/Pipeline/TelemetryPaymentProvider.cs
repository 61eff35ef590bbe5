using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Payments;

/// <summary>Measures, traces and logs every operation. The outermost middleware, so that it sees what the host sees.</summary>
internal sealed class TelemetryPaymentProvider(IPaymentProvider inner, PaymentMetrics metrics, TimeProvider time, ILogger<TelemetryPaymentProvider> logger)
    : DelegatingPaymentProvider(inner)
{
    private static readonly Dictionary<PaymentOperations, string> Spans =
        Enum.GetValues<PaymentOperations>().ToDictionary(operation => operation, operation => "payment." + Names<PaymentOperations>.Of(operation));

    public override Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MeasureAsync(PaymentOperations.Create, request.OrderId, request, static (inner, request, token) => inner.CreatePaymentAsync(request, token), cancellationToken);
    }

    public override Task<Payment> ConfirmPaymentAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MeasureAsync(PaymentOperations.Confirm, IdOf(request.Payment), request, static (inner, request, token) => inner.ConfirmPaymentAsync(request, token), cancellationToken);
    }

    public override Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payment);
        return MeasureAsync(PaymentOperations.Get, IdOf(payment), payment, static (inner, payment, token) => inner.GetPaymentAsync(payment, token), cancellationToken);
    }

    public override Task<FindPaymentsResult> FindPaymentsAsync(FindPaymentsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MeasureAsync(PaymentOperations.Find, request.OrderId, request, static (inner, request, token) => inner.FindPaymentsAsync(request, token), cancellationToken);
    }

    public override Task<Payment> CapturePaymentAsync(CaptureRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MeasureAsync(PaymentOperations.Capture, IdOf(request.Payment), request, static (inner, request, token) => inner.CapturePaymentAsync(request, token), cancellationToken);
    }

    public override Task<Payment> CancelPaymentAsync(CancelRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MeasureAsync(PaymentOperations.Cancel, IdOf(request.Payment), request, static (inner, request, token) => inner.CancelPaymentAsync(request, token), cancellationToken);
    }

    public override Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MeasureAsync(PaymentOperations.Refund, IdOf(request.Payment), request, static (inner, request, token) => inner.RefundPaymentAsync(request, token), cancellationToken);
    }

    public override Task<Refund> GetRefundAsync(RefundReference refund, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(refund);
        return MeasureAsync(PaymentOperations.GetRefund, IdOf(refund.Payment), refund, static (inner, refund, token) => inner.GetRefundAsync(refund, token), cancellationToken);
    }

    public override async Task<VerifiedWebhook> VerifyWebhookAsync(WebhookRequest request, CancellationToken cancellationToken = default)
    {
        var activity = PaymentSpans.Start("payment.webhook.verify", ActivityKind.Internal, Name, reference: null);
        try
        {
            var webhook = await Inner.VerifyWebhookAsync(request, cancellationToken).ConfigureAwait(false);
            metrics.Webhook(Name, Names<WebhookTrust>.Of(webhook.Trust));
            return webhook;
        }
        catch (WebhookVerificationException refused)
        {
            var code = Names<PaymentErrorCode>.Of(refused.Error.Code);
            PaymentSpans.Fail(activity, code);
            metrics.Webhook(Name, WebhookResults.Refused, code);
            logger.WebhookRefused(Name, refused.Error.Code);
            throw;
        }
        finally
        {
            PaymentSpans.End(activity);
        }
    }

    public override Task<IReadOnlyList<PaymentEvent>> ResolveWebhookAsync(VerifiedWebhook webhook, CancellationToken cancellationToken = default) =>
        PaymentsTelemetry.Source.HasListeners() ? ResolveTracedAsync(webhook, cancellationToken) : Inner.ResolveWebhookAsync(webhook, cancellationToken);

    private async Task<IReadOnlyList<PaymentEvent>> ResolveTracedAsync(VerifiedWebhook webhook, CancellationToken cancellationToken)
    {
        var activity = PaymentSpans.Start("payment.webhook.apply", ActivityKind.Consumer, Name, reference: null);
        try
        {
            return await Inner.ResolveWebhookAsync(webhook, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            PaymentSpans.Fail(activity, TypeOf(exception));
            throw;
        }
        finally
        {
            PaymentSpans.End(activity);
        }
    }

    private static string? IdOf(PaymentReference payment) => payment.OrderId ?? payment.PaymentId;

    private Task<T> MeasureAsync<TRequest, T>(
        PaymentOperations operation, string? id, TRequest request, Func<IPaymentProvider, TRequest, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        if (PaymentsTelemetry.Source.HasListeners())
            return TraceAsync(operation, id, request, call, cancellationToken);

        // Without a span nothing has to flow into the call: an answer that is there at once, as from memory, is handed on as it is.
        var started = time.GetTimestamp();
        metrics.Started(Name);
        var answer = Begin(request, call, cancellationToken);
        if (!answer.IsCompletedSuccessfully)
            return EndAsync(operation, id, null, started, answer);
        Succeeded(operation, id, null, time.GetElapsedTime(started), answer.Result);
        return answer;
    }

    private async Task<T> TraceAsync<TRequest, T>(
        PaymentOperations operation, string? id, TRequest request, Func<IPaymentProvider, TRequest, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        var started = time.GetTimestamp();
        var activity = PaymentSpans.Start(Spans[operation], ActivityKind.Internal, Name, id);
        metrics.Started(Name);
        return await EndAsync(operation, id, activity, started, Begin(request, call, cancellationToken)).ConfigureAwait(false);
    }

    // What is thrown before the first wait ends as a failed call like any other.
    private Task<T> Begin<TRequest, T>(TRequest request, Func<IPaymentProvider, TRequest, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return call(Inner, request, cancellationToken);
        }
        catch (Exception exception)
        {
            return Task.FromException<T>(exception);
        }
    }

    private async Task<T> EndAsync<T>(PaymentOperations operation, string? id, Activity? activity, long started, Task<T> call)
        where T : class
    {
        T answer;
        try
        {
            answer = await call.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Failed(operation, id, activity, time.GetElapsedTime(started), exception);
            throw;
        }

        Succeeded(operation, id, activity, time.GetElapsedTime(started), answer);
        return answer;
    }

    private void Succeeded(PaymentOperations operation, string? id, Activity? activity, TimeSpan took, object answer)
    {
        var (payment, status) = Describe(answer);
        activity?.SetTag("payment.status", status);
        metrics.Ended(Name, operation, payment, took, error: null);
        logger.Ended(Name, operation, id, status, took.TotalMilliseconds);
        PaymentSpans.End(activity);
    }

    private void Failed(PaymentOperations operation, string? id, Activity? activity, TimeSpan took, Exception exception)
    {
        var type = TypeOf(exception);
        PaymentSpans.Fail(activity, type);
        metrics.Ended(Name, operation, null, took, type);
        if (exception is PaymentException known)
        {
            activity?.SetTag("payment.outcome", Names<PaymentOutcome>.Of(known.Outcome));
            logger.Failed(Name, operation, id, took.TotalMilliseconds, known.Error.Code, known.Outcome, known.Error.RequestId);
        }
        else
        {
            logger.Broke(Name, operation, id, type, took.TotalMilliseconds);
        }

        PaymentSpans.End(activity);
    }

    private static string TypeOf(Exception exception) => exception switch
    {
        PaymentException payment => Names<PaymentErrorCode>.Of(payment.Error.Code),
        OperationCanceledException => "cancelled",
        _ => exception.GetType().Name,
    };

    private static (Payment? Payment, string Status) Describe(object answer) => answer switch
    {
        Payment payment => (payment, Names<PaymentStatus>.Of(payment.Status)),
        Refund refund => (null, Names<RefundStatus>.Of(refund.Status)),
        _ => (null, "ok"),
    };
}
