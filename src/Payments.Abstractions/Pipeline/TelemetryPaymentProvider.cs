using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Payments;

/// <summary>Measures, traces and logs every operation. The outermost middleware, so that it sees what the host sees.</summary>
internal sealed class TelemetryPaymentProvider(IPaymentProvider inner, PaymentMetrics metrics, TimeProvider time, ILogger<TelemetryPaymentProvider> logger)
    : DelegatingPaymentProvider(inner)
{
    public override Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MeasureAsync(PaymentOperations.Create, request.OrderId, inner => inner.CreatePaymentAsync(request, cancellationToken));
    }

    public override Task<Payment> ConfirmPaymentAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MeasureAsync(PaymentOperations.Confirm, IdOf(request.Payment), inner => inner.ConfirmPaymentAsync(request, cancellationToken));
    }

    public override Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payment);
        return MeasureAsync(PaymentOperations.Get, IdOf(payment), inner => inner.GetPaymentAsync(payment, cancellationToken));
    }

    public override Task<FindPaymentsResult> FindPaymentsAsync(FindPaymentsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MeasureAsync(PaymentOperations.Find, request.OrderId, inner => inner.FindPaymentsAsync(request, cancellationToken));
    }

    public override Task<Payment> CapturePaymentAsync(CaptureRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MeasureAsync(PaymentOperations.Capture, IdOf(request.Payment), inner => inner.CapturePaymentAsync(request, cancellationToken));
    }

    public override Task<Payment> CancelPaymentAsync(CancelRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MeasureAsync(PaymentOperations.Cancel, IdOf(request.Payment), inner => inner.CancelPaymentAsync(request, cancellationToken));
    }

    public override Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MeasureAsync(PaymentOperations.Refund, IdOf(request.Payment), inner => inner.RefundPaymentAsync(request, cancellationToken));
    }

    public override Task<Refund> GetRefundAsync(RefundReference refund, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(refund);
        return MeasureAsync(PaymentOperations.GetRefund, IdOf(refund.Payment), inner => inner.GetRefundAsync(refund, cancellationToken));
    }

    public override async Task<VerifiedWebhook> VerifyWebhookAsync(WebhookRequest request, CancellationToken cancellationToken = default)
    {
        try
        {
            var webhook = await Inner.VerifyWebhookAsync(request, cancellationToken).ConfigureAwait(false);
            metrics.Webhook(Name, Names<WebhookTrust>.Of(webhook.Trust));
            return webhook;
        }
        catch (WebhookVerificationException refused)
        {
            metrics.Webhook(Name, "refused");
            logger.WebhookRefused(Name, refused.Error.Code);
            throw;
        }
    }

    private static string? IdOf(PaymentReference payment) => payment.OrderId ?? payment.PaymentId;

    private async Task<T> MeasureAsync<T>(PaymentOperations operation, string? id, Func<IPaymentProvider, Task<T>> call)
        where T : class
    {
        var started = time.GetTimestamp();
        using var activity = PaymentsTelemetry.Source.StartActivity("payment." + Names<PaymentOperations>.Of(operation), ActivityKind.Internal);
        activity?.SetTag("payment.provider", Name);
        activity?.SetTag("payment.reference", id);
        metrics.Started(Name);
        try
        {
            var answer = await call(Inner).ConfigureAwait(false);
            var took = time.GetElapsedTime(started);
            var (payment, status) = Describe(answer);
            activity?.SetTag("payment.status", status);
            metrics.Ended(Name, operation, payment, took, error: null);
            logger.Ended(Name, operation, id, status, took.TotalMilliseconds);
            return answer;
        }
        catch (PaymentException exception)
        {
            var took = time.GetElapsedTime(started);
            var code = Names<PaymentErrorCode>.Of(exception.Error.Code);
            activity?.SetStatus(ActivityStatusCode.Error, code);
            activity?.SetTag("error.type", code);
            activity?.SetTag("payment.outcome", Names<PaymentOutcome>.Of(exception.Outcome));
            metrics.Ended(Name, operation, null, took, code);
            logger.Failed(Name, operation, id, took.TotalMilliseconds, exception.Error.Code, exception.Outcome, exception.Error.RequestId);
            throw;
        }
        catch (Exception exception)
        {
            var took = time.GetElapsedTime(started);
            var type = exception is OperationCanceledException ? "cancelled" : exception.GetType().Name;
            activity?.SetStatus(ActivityStatusCode.Error, type);
            activity?.SetTag("error.type", type);
            metrics.Ended(Name, operation, null, took, type);
            logger.Broke(Name, operation, id, type, took.TotalMilliseconds);
            throw;
        }
    }

    private static (Payment? Payment, string Status) Describe(object answer) => answer switch
    {
        Payment payment => (payment, Names<PaymentStatus>.Of(payment.Status)),
        Refund refund => (null, Names<RefundStatus>.Of(refund.Status)),
        _ => (null, "ok"),
    };
}
