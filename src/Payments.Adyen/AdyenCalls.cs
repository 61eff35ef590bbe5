using Payments.Http;

namespace Payments.Adyen;

/// <summary>Adyen's calls: the version in the path, the key in the header.</summary>
internal sealed class AdyenCalls(string provider, AdyenOptions options, ProviderHttpClient http)
{
    internal Task<ProviderResponse> PostAsync(
        PaymentOperations operation, string path, ProviderBody body, string key, PaymentReference payment, CancellationToken cancellationToken, string step = "")
    {
        var isUndo = step.Length > 0;
        var request = new ProviderRequest
        {
            Method = HttpMethod.Post,
            Path = Path(path),
            Kind = ProviderCallKind.Write,
            Operation = operation,
            HasProviderKey = true,
            Payment = payment,
            Body = body,
            BypassCircuit = isUndo,
            Deadline = isUndo ? AdyenDefaults.UndoTimeout : null,
        };
        request.Headers[AdyenDefaults.IdempotencyHeader] = WireKey.Create(provider, operation, step, key);
        return http.SendAsync(request, cancellationToken);
    }

    internal Task<ProviderResponse> GetAsync(
        string path, FormFields? query, PaymentOperations operation, PaymentReference payment, CancellationToken cancellationToken) => http.SendAsync(
        new ProviderRequest { Method = HttpMethod.Get, Path = Path(path), Query = query, Kind = ProviderCallKind.Read, Operation = operation, Payment = payment }, cancellationToken);

    internal Task<ProviderResponse> CloseAsync(string link, PaymentReference payment, CancellationToken cancellationToken) => http.SendAsync(
        new ProviderRequest
        {
            Method = HttpMethod.Patch,
            Path = Path($"paymentLinks/{ProviderPath.Segment(link)}"),
            Kind = ProviderCallKind.Write,
            Operation = PaymentOperations.Cancel,
            Payment = payment,
            Body = ProviderBody.Json(new AdyenLinkUpdate { Status = "expired" }, AdyenJson.Default.AdyenLinkUpdate),
        },
        cancellationToken);

    private string Path(string path) => $"/{options.ApiVersion}/{path}";
}
