namespace Payments;

internal sealed class CreateOperation() : PaymentWriteOperation<PaymentRequest>(PaymentOperations.Create)
{
    internal static readonly CreateOperation Instance = new();

    internal override string KeyOf(PaymentRequest request) => request.IdempotencyKey;

    internal override PaymentReference? PaymentOf(PaymentRequest request) => null;

    internal override void WriteFingerprint(PaymentRequest request, RequestFingerprint fingerprint)
    {
        fingerprint.Add("amount", (Money?)request.Amount).Add("order", request.OrderId).Add("description", request.Description)
            .Add<PaymentMethod>("method", request.Method).Add("customer", request.CustomerId).Add("token", request.PaymentToken?.Reveal())
            .Add<CaptureMode>("capture", request.CaptureMode).Add<PaymentChannel>("channel", request.Channel)
            .Add("return", request.ReturnUrl?.OriginalString).Add("cancel", request.CancelUrl?.OriginalString).Add("webhook", request.WebhookUrl?.OriginalString)
            .Add("taxFree", request.Tax?.TaxFree).Add("vat", request.Tax?.Vat).Add("installments", request.Installments).Add("locale", request.Locale)
            .Add("country", request.CountryCode).Add("expires", request.ExpiresAfter).Add("metadata", request.Metadata);
        foreach (var item in request.Items ?? [])
        {
            fingerprint.Add("item", item.Name).Add<int>("quantity", item.Quantity).Add("price", (Money?)item.UnitPrice).Add("sku", item.Sku)
                .Add("category", item.Category);
        }

        foreach (var extras in request.Extras)
            fingerprint.Add("extras", extras);
    }

    internal override string NewIdOf(string provider, PaymentRequest request) => provider + ":" + request.IdempotencyKey;

    internal override PaymentRecord NewRecord(string id, string provider, PaymentRequest request, PendingOperation reservation, DateTimeOffset checkAt)
    {
        var initial = new Payment
        {
            Reference = new PaymentReference(provider, null, request.OrderId),
            Status = PaymentStatus.Unknown,
            ProviderStatus = "",
            Amount = request.Amount,
            Method = request.Method,
            CaptureMode = request.CaptureMode,
            CreatedAt = request.RequestedAt ?? reservation.StartedAt,
            Metadata = request.Metadata,
        };
        return new PaymentRecord
        {
            Id = id,
            Initial = initial,
            Payment = initial,
            CustomerId = request.CustomerId,
            ReturnToken = request.ReturnUrl is null && request.CancelUrl is null ? null : ReturnToken.New(),
            Pending = ValueList<PendingOperation>.Of(reservation),
            UpdatedAt = reservation.StartedAt,
            CheckAt = checkAt,
            TraceParent = PaymentSpans.TraceParent,
        };
    }

    internal override PendingOperation Reserve(PaymentRequest request, PaymentRecord? record, DateTimeOffset now) =>
        new() { Operation = Operation, IdempotencyKey = request.IdempotencyKey, StartedAt = now };

    internal override PaymentRequest Prepare(PaymentRequest request, PaymentRecord? record, string key, PaymentsOptions options) =>
        request.With(key, record?.Initial.CreatedAt, options.ReturnParameter, record?.ReturnToken);

    internal override Task<Payment> SendAsync(IPaymentProvider provider, PaymentRequest request, CancellationToken cancellationToken) =>
        provider.CreatePaymentAsync(request, cancellationToken);

    internal override Payment FindOutcome(PaymentRequest request, Payment read, PaymentProviderCapabilities capabilities) => read;

    internal override bool IsProof(PaymentRequest request, Payment read, PaymentProviderCapabilities capabilities) => false;

    internal override Payment? FindTold(PaymentRequest request, PaymentRecord record) => record.Facts.Count > 0 ? record.Payment : null;
}
