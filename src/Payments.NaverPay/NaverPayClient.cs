using Payments.Http;

namespace Payments.NaverPay;

/// <summary>The calls: where each goes, its key, and what it means for the money. Reserve and history take JSON, apply and cancel a form.</summary>
internal sealed class NaverPayClient(string registration, ProviderHttpClient http, NaverPayOptions options)
{
    private readonly string _root = $"/{options.PartnerId}/naverpay/payments/";

    internal Task<ProviderResponse> ReserveAsync(NaverPayReserveCall call, string key, PaymentReference payment, CancellationToken cancellationToken) =>
        http.SendAsync(
            Write(PaymentOperations.Create, "v2/reserve", ProviderBody.Json(call, NaverPayJson.Default.NaverPayReserveCall), key, payment), cancellationToken);

    /// <summary>Takes the money. It is not sent again by itself: before that the history is to be looked at.</summary>
    internal Task<ProviderResponse> ApplyAsync(NaverPayCharge charge, PaymentReference payment, CancellationToken cancellationToken) => http.SendAsync(
        Write(
            PaymentOperations.Confirm, "v2.2/apply/payment", ProviderBody.Form(new FormFields().Add("paymentId", charge.PaymentId)), charge.WireKey, payment,
            isRepeated: false),
        cancellationToken);

    /// <summary>Gives money back. It is not sent again by itself either.</summary>
    internal Task<ProviderResponse> CancelAsync(NaverPayCancel cancel, string key, PaymentReference payment, CancellationToken cancellationToken) => http.SendAsync(
        Write(PaymentOperations.Refund, "v1/cancel", ProviderBody.Form(cancel.ToForm()), key, payment, isRepeated: false), cancellationToken);

    /// <summary>
    /// Undoes a charge that was made just now: with time of its own, and whatever the circuit says. All of a charge cannot be given back twice, so that it is
    /// tried again.
    /// </summary>
    internal Task<ProviderResponse> UndoAsync(NaverPayCancel cancel, NaverPayCharge charge, PaymentReference payment) => http.SendAsync(
        Write(PaymentOperations.Confirm, "v1/cancel", ProviderBody.Form(cancel.ToForm()), charge.WireKey, payment, step: "undo"), CancellationToken.None);

    /// <summary>One page of a payment's movements, or of all movements of a time.</summary>
    internal Task<ProviderResponse> HistoryAsync(
        PaymentOperations operation, string? paymentId, NaverPayHistoryCall call, PaymentReference? payment, CancellationToken cancellationToken) => http.SendAsync(
        new ProviderRequest
        {
            Method = HttpMethod.Post,
            Path = $"{_root}v2.2/list/history{(paymentId is null ? "" : "/" + ProviderPath.Segment(paymentId))}",
            Kind = ProviderCallKind.Read,
            Operation = operation,
            Payment = payment,
            Body = ProviderBody.Json(call, NaverPayJson.Default.NaverPayHistoryCall),
        },
        cancellationToken);

    private ProviderRequest Write(
        PaymentOperations operation, string path, ProviderBody body, string key, PaymentReference payment, string step = "", bool isRepeated = true) => new()
    {
        Method = HttpMethod.Post,
        Path = _root + path,
        Kind = ProviderCallKind.Write,
        Operation = operation,
        HasProviderKey = isRepeated,
        Payment = payment,
        Headers = { [NaverPayDefaults.IdempotencyHeader] = WireKey.Create(registration, operation, step, key) },
        Body = body,
        Deadline = step.Length > 0 ? NaverPayDefaults.UndoTimeout : null,
        BypassCircuit = step.Length > 0,
    };
}
