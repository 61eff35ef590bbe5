using System.Text.Json.Serialization.Metadata;
using Payments.Http;

namespace Payments.PayPal;

/// <summary>Sends the calls of the API.</summary>
internal sealed class PayPalCalls(ProviderHttpClient http)
{
    private static readonly ProviderBody Empty = ProviderBody.Bytes("{}"u8.ToArray(), "application/json");

    internal string Registration => http.Registration;

    /// <summary>A write. Without a body it sends <c>{}</c>, since PayPal wants a content type.</summary>
    internal Task<ProviderResponse> PostAsync(PayPalWrite write, CancellationToken cancellationToken)
    {
        var request = new ProviderRequest
        {
            Method = HttpMethod.Post,
            Path = write.Path,
            Kind = ProviderCallKind.Write,
            Operation = write.Operation,
            HasProviderKey = write.Key is not null,
            Payment = write.Payment,
            Body = write.Body ?? Empty,
            BypassCircuit = write.IsUndo,
        };

        // One shape to read: the whole object.
        request.Headers["Prefer"] = "return=representation";
        if (write.Key is { } key)
            request.Headers[PayPalDefaults.RequestIdHeader] = WireKey.Create(Registration, write.Operation, write.IsUndo ? "undo" : "", key);
        return http.SendAsync(request, cancellationToken);
    }

    internal Task<ProviderResponse> GetAsync(
        string path, string id, PaymentReference? payment, CancellationToken cancellationToken, PaymentOperations operation = PaymentOperations.Get) =>
        http.SendAsync(
            new ProviderRequest
            {
                Method = HttpMethod.Get,
                Path = $"{path}/{ProviderPath.Segment(id)}",
                Kind = ProviderCallKind.Read,
                Operation = operation,
                Payment = payment,
            },
            cancellationToken);
}

/// <summary>A call that changes something.</summary>
internal sealed class PayPalWrite
{
    public required PaymentOperations Operation { get; init; }

    public required string Path { get; init; }

    public required PaymentReference Payment { get; init; }

    /// <summary>The intention's key. Null where PayPal takes none.</summary>
    public string? Key { get; init; }

    public ProviderBody? Body { get; init; }

    /// <summary>Whether it undoes what was just done.</summary>
    public bool IsUndo { get; init; }
}

internal static class PayPalResponseExtensions
{
    /// <summary>The object of an answer. One without an id cannot be what was asked for.</summary>
    internal static T ReadPayPal<T>(this ProviderResponse response, JsonTypeInfo<T> type)
        where T : PayPalObject
    {
        var value = response.Read(type);
        return string.IsNullOrEmpty(value.Id) ? throw response.Unreadable("it has no id") : value;
    }
}
