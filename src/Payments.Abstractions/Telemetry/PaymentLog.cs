using Microsoft.Extensions.Logging;

namespace Payments;

/// <summary>Every line that the core logs. Ids, codes and counts only.</summary>
internal static partial class PaymentLog
{
    [LoggerMessage(1, LogLevel.Information, "{Provider} {Operation} {Order} ended as {Status} in {Milliseconds} ms")]
    internal static partial void Ended(this ILogger logger, string provider, PaymentOperations operation, string? order, string status, double milliseconds);

    [LoggerMessage(2, LogLevel.Warning, "{Provider} {Operation} {Order} failed after {Milliseconds} ms: {Code}, outcome {Outcome}, request {RequestId}")]
    internal static partial void Failed(
        this ILogger logger, string provider, PaymentOperations operation, string? order, double milliseconds, PaymentErrorCode code, PaymentOutcome outcome, string? requestId);

    [LoggerMessage(3, LogLevel.Error, "{Provider} {Operation} {Order} ended with an unexpected {Type} after {Milliseconds} ms")]
    internal static partial void Broke(this ILogger logger, string provider, PaymentOperations operation, string? order, string type, double milliseconds);

    [LoggerMessage(4, LogLevel.Error, "{Provider} {Operation} {Order} was answered, but the payment memory could not take the answer; the reconciler has to find it: {Trace}")]
    internal static partial void NotRecorded(this ILogger logger, string provider, PaymentOperations operation, string? order, string trace);

    [LoggerMessage(5, LogLevel.Error, "A handler failed on change {Change}; it is delivered again later: {Trace}")]
    internal static partial void HandlerFailed(this ILogger logger, string change, string trace);

    [LoggerMessage(6, LogLevel.Warning, "{Provider} refused a webhook: {Code}")]
    internal static partial void WebhookRefused(this ILogger logger, string provider, PaymentErrorCode code);

    [LoggerMessage(7, LogLevel.Information, "{Provider} webhook event {Type} names no payment that is known here; it was dropped")]
    internal static partial void WebhookForeign(this ILogger logger, string provider, string type);

    [LoggerMessage(8, LogLevel.Warning, "Reconciling {Provider} {Order} failed: {Code}")]
    internal static partial void ReconcileFailed(this ILogger logger, string provider, string? order, PaymentErrorCode code);

    [LoggerMessage(9, LogLevel.Error, "{Provider} {Order} is still unclear after {Checks} looks and is left to a person")]
    internal static partial void Unresolved(this ILogger logger, string provider, string? order, int checks);

    [LoggerMessage(10, LogLevel.Warning, "{Provider} needs a durable store: with the in-memory one, payments under way are lost when the host restarts")]
    internal static partial void NeedsDurableStore(this ILogger logger, string provider);

    [LoggerMessage(11, LogLevel.Error, "A webhook of {Provider} could not be applied, attempt {Attempt}: {Trace}")]
    internal static partial void WebhookFailed(this ILogger logger, string provider, int attempt, string trace);

    [LoggerMessage(12, LogLevel.Error, "A webhook of {Provider} was given up after {Attempts} attempts; the provider may send it again")]
    internal static partial void WebhookGivenUp(this ILogger logger, string provider, int attempts);

    [LoggerMessage(13, LogLevel.Error, "Reconciling {Provider} {Order} broke: {Trace}")]
    internal static partial void ReconcileBroke(this ILogger logger, string provider, string? order, string trace);

    [LoggerMessage(14, LogLevel.Information, "A webhook of {Provider} names a payment that is not known yet; it waits after attempt {Attempt}")]
    internal static partial void WebhookEarly(this ILogger logger, string provider, int attempt);

    [LoggerMessage(15, LogLevel.Error, "The background work {Work} failed and is tried again: {Trace}")]
    internal static partial void BackgroundFailed(this ILogger logger, string work, string trace);
}
