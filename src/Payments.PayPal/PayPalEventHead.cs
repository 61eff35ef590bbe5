using System.Text.Json;
using Payments.Http;

namespace Payments.PayPal;

/// <summary>
/// What an event tells about itself and the ids that it names: only a CRC-32 of it is signed, so that nothing else of it counts. What is not of the
/// expected shape is left out.
/// </summary>
internal sealed record PayPalEventHead
{
    private const int MaxIdLength = 64;
    private const int MaxDisputed = 20;

    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 64 };

    public required string Id { get; init; }

    public required string Type { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The id of the event's own object: an order, an authorization, a capture, a refund or a dispute.</summary>
    public string? ObjectId { get; init; }

    public string? Order { get; init; }

    public string? Authorization { get; init; }

    public string? Capture { get; init; }

    /// <summary>Our order id. Null on refunds, which carry one of their own.</summary>
    public string? CustomId { get; init; }

    /// <summary>The captures that a dispute is about.</summary>
    public IReadOnlyList<string> Disputed { get; init; } = [];

    /// <summary>The payments, as far as the event names them.</summary>
    internal IReadOnlyList<PaymentReference> ToReferences(string provider)
    {
        if (Order is null && Authorization is null && Capture is null)
            return Disputed.Count == 0 ? [] : DisputedPayments(provider);
        RelatedId[] related = (Authorization, Capture) switch
        {
            ({ } authorization, { } capture) => [new(PayPalDefaults.AuthorizationKind, authorization), new(PayPalDefaults.CaptureKind, capture)],
            ({ } authorization, null) => [new(PayPalDefaults.AuthorizationKind, authorization)],
            (null, { } capture) => [new(PayPalDefaults.CaptureKind, capture)],
            _ => [],
        };
        return [new PaymentReference(provider, Order, CustomId, related)];
    }

    private PaymentReference[] DisputedPayments(string provider) =>
        [.. Disputed.Select(capture => new PaymentReference(provider, null, null, [new RelatedId(PayPalDefaults.CaptureKind, capture)]))];

    /// <exception cref="JsonException">The body is not JSON, or no event.</exception>
    internal static PayPalEventHead Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body, Depth);
        var root = document.RootElement;
        if (Text(root, "id") is not { } id || Text(root, "event_type") is not { } type)
            throw new JsonException();
        var resource = Member(root, "resource");
        var related = Member(Member(resource, "supplementary_data"), "related_ids");
        var head = new PayPalEventHead { Id = id, Type = type, CreatedAt = ProviderTime.Parse(Text(root, "create_time")) };
        var own = IdIn(resource, "id");
        return PayPalMapping.Events.GetValueOrDefault(type).Object switch
        {
            PayPalEventObject.Order => head with { ObjectId = own, Order = own, CustomId = CustomIdOf(First(resource, "purchase_units")) },
            PayPalEventObject.Reversal => head with { Order = IdIn(resource, "order_id"), CustomId = CustomIdOf(First(resource, "purchase_units")) },
            PayPalEventObject.Authorization => head with
            {
                ObjectId = own, Authorization = own, Order = IdIn(related, "order_id") ?? Up(resource, "orders"), CustomId = CustomIdOf(resource),
            },
            PayPalEventObject.Capture => head with
            {
                ObjectId = own,
                Capture = own,
                Authorization = IdIn(related, "authorization_id") ?? Up(resource, "authorizations"),
                Order = IdIn(related, "order_id") ?? Up(resource, "orders"),
                CustomId = CustomIdOf(resource),
            },
            PayPalEventObject.Refund => head with
            {
                ObjectId = own, Capture = IdIn(related, "capture_id") ?? Up(resource, "captures"), Order = IdIn(related, "order_id"),
            },
            PayPalEventObject.Dispute => head with
            {
                ObjectId = IdIn(resource, "dispute_id"), Disputed = [.. Items(resource, "disputed_transactions").Take(MaxDisputed)
                    .Select(transaction => IdIn(transaction, "seller_transaction_id")).OfType<string>().Distinct(StringComparer.Ordinal)],
            },
            _ => head,
        };
    }

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) ? member : default;

    private static JsonElement.ArrayEnumerator Items(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : default;

    private static JsonElement First(JsonElement parent, string name)
    {
        var items = Items(parent, name);
        return items.MoveNext() ? items.Current : default;
    }

    // A text that is no UTF-8 is none.
    private static string? Text(JsonElement parent, string name)
    {
        try
        {
            return Member(parent, name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } found ? found : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? IdIn(JsonElement parent, string name) => Checked(Text(parent, name));

    private static string? CustomIdOf(JsonElement parent) => Text(parent, "custom_id") is { Length: <= PayPalDefaults.MaxIdLength } id ? id : null;

    private static string? Up(JsonElement resource, string collection)
    {
        if (Member(resource, "links") is not { ValueKind: JsonValueKind.Array } links)
            return null;
        foreach (var link in links.EnumerateArray())
        {
            if (Text(link, "rel") == "up" && Checked(PayPalLinks.IdOf(Text(link, "href"), collection)) is { } id)
                return id;
        }

        return null;
    }

    private static string? Checked(string? id) =>
        id is { Length: <= MaxIdLength } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-') ? id : null;
}
