using System.Text;

namespace Payments.Abstractions.Tests;

/// <summary>Requests, answers and failures for tests.</summary>
internal static class Make
{
    internal const string Provider = "fake";

    internal static DateTimeOffset Start { get; } = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    internal static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    internal static Money Usd(decimal amount) => new(amount, Currency.USD);

    internal static PaymentRequest Request(decimal amount = 100, string order = "Order-1001", string? key = null, CaptureMode capture = CaptureMode.Automatic) =>
        key is null
            ? new() { Amount = Usd(amount), OrderId = order, Method = PaymentMethod.Card, CaptureMode = capture }
            : new() { Amount = Usd(amount), OrderId = order, Method = PaymentMethod.Card, CaptureMode = capture, IdempotencyKey = key };

    internal static Payment Payment(
        PaymentStatus status, decimal amount = 100, string id = "pay_1", string? order = "Order-1001", DateTimeOffset? asOf = null, decimal? captured = null,
        decimal? refunded = null, decimal? authorized = null) => new()
    {
        Reference = new PaymentReference(Provider, id, order),
        Status = status,
        ProviderStatus = status.ToString(),
        Amount = Usd(amount),
        AuthorizedAmount = authorized is { } held ? Usd(held) : null,
        CapturedAmount = captured is { } taken ? Usd(taken) : null,
        RefundedAmount = refunded is { } back ? Usd(back) : null,
        CreatedAt = Start,
        AsOf = asOf,
    };

    internal static Payment Payment(string provider, PaymentRequest request, PaymentStatus status, string id) => new()
    {
        Reference = new PaymentReference(provider, id, request.OrderId),
        Status = status,
        ProviderStatus = status.ToString(),
        Amount = request.Amount,
        CreatedAt = Start,
    };

    internal static Payment From(PaymentReference reference, Money? amount, PaymentStatus status) => new()
    {
        Reference = reference,
        Status = status,
        ProviderStatus = status.ToString(),
        Amount = amount ?? reference.Known?.Amount ?? Usd(100),
        CreatedAt = Start,
    };

    internal static Refund Refund(RefundRequest request, RefundStatus status, string? id) => new()
    {
        Provider = request.Payment.Provider,
        RefundId = id,
        Reference = request.Reference,
        Payment = request.Payment,
        Status = status,
        ProviderStatus = status.ToString(),
        Amount = request.Amount ?? Usd(100),
        CreatedAt = Start,
    };

    internal static Refund Refund(decimal amount, RefundStatus status = RefundStatus.Completed, string? id = "re_1", string? reference = null, DateTimeOffset? createdAt = null) => new()
    {
        Provider = Provider,
        RefundId = id,
        Reference = reference,
        Payment = new PaymentReference(Provider, "pay_1", "Order-1001"),
        Status = status,
        ProviderStatus = status.ToString(),
        Amount = Usd(amount),
        CreatedAt = createdAt ?? Start,
    };

    internal static Dispute Dispute(DisputeStatus status, bool isInquiry = false, string id = "dp_1") => new()
    {
        DisputeId = id,
        Payment = new PaymentReference(Provider, "pay_1", "Order-1001"),
        Status = status,
        ProviderStatus = status.ToString(),
        IsInquiry = isInquiry,
        Amount = Usd(100),
    };

    internal static PaymentEvent Event(string id, Payment? payment = null, Refund? refund = null, Dispute? dispute = null, PaymentReference? reference = null, params PaymentFact[] facts) => new()
    {
        EventId = id,
        Provider = Provider,
        Type = payment is not null ? PaymentEventType.PaymentUpdated : refund is not null ? PaymentEventType.RefundUpdated : PaymentEventType.Other,
        ProviderEventType = "fake.event",
        Payment = payment,
        Refund = refund,
        Dispute = dispute,
        Reference = reference,
        Facts = facts,
    };

    internal static VerifiedWebhook Webhook(string id, WebhookTrust trust = WebhookTrust.Signed, string body = "{}", params PaymentReference[] references) => new()
    {
        Provider = Provider,
        Trust = trust,
        EventIds = trust is WebhookTrust.Signed ? [id] : [],
        Body = Encoding.UTF8.GetBytes(body),
        References = references,
    };

    internal static PaymentError Error(PaymentErrorCode code = PaymentErrorCode.ProviderError, PaymentErrorKind kind = PaymentErrorKind.Unavailable) => new() { Kind = kind, Code = code };

    internal static PaymentException NeverSent() => new PaymentProviderUnavailableException("No connection.", Error(PaymentErrorCode.NetworkError), PaymentOutcome.NeverSent);

    internal static PaymentException Refused(PaymentErrorKind kind = PaymentErrorKind.InvalidRequest) =>
        new PaymentRequestException("Refused.", Error(PaymentErrorCode.InvalidRequest, kind), PaymentOutcome.Refused);

    internal static PaymentException NotFound() => new PaymentNotFoundException("No such payment.", Error(PaymentErrorCode.NotFound, PaymentErrorKind.NotFound), PaymentOutcome.Refused);

    internal static PaymentException Unknown() => new PaymentOutcomeUnknownException("No answer in time.", Error(PaymentErrorCode.Timeout));
}
