using System.Globalization;
using Payments.Http;

namespace Payments.Toss;

/// <summary>What is confirmed: the shop's own order and amount, and the key that came back with the payer.</summary>
/// <param name="PaymentKey">The payment key.</param>
/// <param name="OrderId">Our order.</param>
/// <param name="Amount">The stored amount, never the one of the browser.</param>
/// <param name="BrandPayCustomer">The customer key, where the payer chose BrandPay in the widget; it is confirmed at another path. Null otherwise.</param>
internal sealed record TossConfirmation(string PaymentKey, string OrderId, Money Amount, string? BrandPayCustomer)
{
    private const string KeyParameter = "paymentKey";
    private const string OrderParameter = "orderId";
    private const string AmountParameter = "amount";
    private const string TypeParameter = "paymentType";

    internal string Path => BrandPayCustomer is null ? "/v1/payments/confirm" : "/v1/brandpay/payments/confirm";

    /// <summary>Why the payer came back without having agreed. Null when he agreed, or nothing says so.</summary>
    internal static PaymentError? RefusalIn(IReadOnlyDictionary<string, string> parameters) =>
        !parameters.ContainsKey(KeyParameter) && parameters.GetValueOrDefault("code") is { Length: > 0 } code
            ? TossErrors.Failure(code, parameters.GetValueOrDefault("message"))
            : null;

    /// <exception cref="PaymentException">Something is missing, or what the browser brought is not what was stored.</exception>
    internal static TossConfirmation Of(ConfirmPaymentRequest request)
    {
        var (payment, known, back) = (request.Payment, request.Payment.Known, request.ReturnParameters);
        var order = TossIds.OrderOf(payment)
            ?? throw Refused("The order id is missing: name the payment with its OrderId, or keep the payment memory.", PaymentErrorCode.InvalidRequest);
        var amount = ProviderRules.AmountToConfirm(request);
        var key = back.GetValueOrDefault(KeyParameter) is { Length: > 0 } brought ? brought : TossIds.KeyOf(payment)
            ?? throw Refused("ReturnParameters lack 'paymentKey': hand over the query of the address that the payer came back to.", PaymentErrorCode.InvalidRequest);
        TossRules.CheckOrderId(order, payment);
        if (key.Length > TossDefaults.MaxKeyLength)
            throw Refused($"'paymentKey' has at most {TossDefaults.MaxKeyLength.ToString(CultureInfo.InvariantCulture)} characters.", PaymentErrorCode.InvalidRequest);

        TossMoney.ToWire(amount, payment);
        if (back.TryGetValue(OrderParameter, out var orderId) && orderId != order)
            throw Refused("The payer came back with another order than the payment's.", PaymentErrorCode.Mismatch);
        if (back.TryGetValue(AmountParameter, out var text)
            && (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var told) || told != amount.Amount))
            throw Refused("The payer came back with another amount than the payment's.", PaymentErrorCode.Mismatch);

        if (known?.Status == PaymentStatus.Cancelled)
            throw new PaymentConflictException("The payment was cancelled: make a new one.", PaymentErrorCode.AlreadyCancelled, payment);
        if (known?.Status.IsPaid() == true && TossIds.KeyOf(payment) != key)
            throw new PaymentConflictException("The order was paid by another payment already.", PaymentErrorCode.AlreadyCaptured, payment);
        var customer = back.GetValueOrDefault(TypeParameter) != "BRANDPAY" ? null
            : request.CustomerId ?? throw Refused("CustomerId is missing: BrandPay is confirmed together with the customer key.", PaymentErrorCode.InvalidRequest);
        return new TossConfirmation(key, order, amount, customer);

        PaymentRequestException Refused(string rule, PaymentErrorCode code) => new(rule, code, payment);
    }
}
