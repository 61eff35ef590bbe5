using System.Text.Json.Serialization.Metadata;
using Payments.Http;

namespace Payments.KakaoPay;

/// <summary>The five calls: where each goes, and what it means for the money.</summary>
internal sealed class KakaoPayClient(ProviderHttpClient http)
{
    private const string Root = "/online/v1/payment/";

    internal Task<ProviderResponse> ReadyAsync(KakaoPayReadyCall call, PaymentReference payment, CancellationToken cancellationToken) =>
        http.SendAsync(Write(PaymentOperations.Create, "ready", call, KakaoPayJson.Default.KakaoPayReadyCall, payment), cancellationToken);

    internal Task<ProviderResponse> ApproveAsync(KakaoPayApproveCall call, PaymentReference payment, CancellationToken cancellationToken) =>
        http.SendAsync(Write(PaymentOperations.Confirm, "approve", call, KakaoPayJson.Default.KakaoPayApproveCall, payment), cancellationToken);

    internal Task<ProviderResponse> SubscribeAsync(KakaoPaySubscriptionCall call, PaymentReference payment, CancellationToken cancellationToken) =>
        http.SendAsync(Write(PaymentOperations.Create, "subscription", call, KakaoPayJson.Default.KakaoPaySubscriptionCall, payment), cancellationToken);

    /// <summary>Reads are posted, too.</summary>
    internal Task<ProviderResponse> OrderAsync(
        PaymentOperations operation, KakaoPayOrderCall call, PaymentReference payment, CancellationToken cancellationToken) => http.SendAsync(
        new ProviderRequest
        {
            Method = HttpMethod.Post,
            Path = Root + "order",
            Kind = ProviderCallKind.Read,
            Operation = operation,
            Payment = payment,
            Body = ProviderBody.Json(call, KakaoPayJson.Default.KakaoPayOrderCall),
        },
        cancellationToken);

    internal Task<ProviderResponse> CancelAsync(KakaoPayCancelCall call, PaymentReference payment, CancellationToken cancellationToken) =>
        http.SendAsync(Write(PaymentOperations.Refund, "cancel", call, KakaoPayJson.Default.KakaoPayCancelCall, payment), cancellationToken);

    /// <summary>Undoes a charge that was made just now: with time of its own, and whatever the circuit says.</summary>
    internal Task<ProviderResponse> UndoAsync(PaymentOperations operation, KakaoPayCancelCall call, PaymentReference payment) => http.SendAsync(
        Write(operation, "cancel", call, KakaoPayJson.Default.KakaoPayCancelCall, payment, isUndo: true), CancellationToken.None);

    private static ProviderRequest Write<T>(
        PaymentOperations operation, string path, T call, JsonTypeInfo<T> typeInfo, PaymentReference payment, bool isUndo = false) => new()
    {
        Method = HttpMethod.Post,
        Path = Root + path,
        Kind = ProviderCallKind.Write,
        Operation = operation,
        Payment = payment,
        Body = ProviderBody.Json(call, typeInfo),
        Deadline = isUndo ? KakaoPayDefaults.UndoTimeout : null,
        BypassCircuit = isUndo,
    };
}
