using System.Text.Json;

namespace Payments.Stripe;

/// <summary>What an event tells about itself and the ids that it names, read in one pass without a copy of the body.</summary>
internal ref struct StripeEventHead
{
    // Ids have at most 255 characters; what is longer is no id.
    private const int MaxTextBytes = 512;

    private static readonly JsonReaderOptions Depth = new() { MaxDepth = 64 };

    internal string? Id { get; private set; }

    internal string? Type { get; private set; }

    internal string? SnapshotId { get; private set; }

    internal string? Account { get; private set; }

    internal bool? Livemode { get; private set; }

    internal DateTimeOffset? Created { get; private set; }

    /// <summary>What the event is about: a snapshot's object, or the related object of a thin event.</summary>
    internal string? ObjectKind { get; private set; }

    internal string? ObjectId { get; private set; }

    /// <summary>The JSON of a snapshot's object. Empty in a thin event.</summary>
    internal ReadOnlySpan<byte> Object { get; private set; }

    private string? _intent;
    private string? _charge;
    private string? _orderId;

    /// <summary>The event's id for de-duplication: a thin event's twin is the snapshot event.</summary>
    internal readonly string EventId => SnapshotId ?? Id!;

    /// <summary>The type by which both kinds of events are known.</summary>
    internal readonly string Name => Type!.StartsWith("v1.", StringComparison.Ordinal) ? Type[3..] : Type;

    /// <summary>The ids of the payment. An object that is not a payment's gives none.</summary>
    internal readonly StripeIds Ids => ObjectKind switch
    {
        "checkout.session" => new StripeIds(ObjectId, _intent, null, _orderId),
        "payment_intent" => new StripeIds(null, ObjectId, _charge, _orderId),
        "charge" => new StripeIds(null, _intent, ObjectId, _orderId),
        "refund" or "dispute" => new StripeIds(null, _intent, _charge, null),
        _ => default,
    };

    /// <exception cref="JsonException">The body is not JSON, or no event.</exception>
    /// <exception cref="InvalidOperationException">A text in it is not UTF-8.</exception>
    internal static StripeEventHead Read(ReadOnlySpan<byte> body)
    {
        var head = default(StripeEventHead);
        var reader = new Utf8JsonReader(body, Depth);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8))
                head.Id = Text(ref reader);
            else if (reader.ValueTextEquals("type"u8))
                head.Type = Text(ref reader);
            else if (reader.ValueTextEquals("livemode"u8))
                head.Livemode = Flag(ref reader);
            else if (reader.ValueTextEquals("account"u8))
                head.Account = Text(ref reader);
            else if (reader.ValueTextEquals("created"u8))
                head.Created = Time(ref reader);
            else if (reader.ValueTextEquals("snapshot_event"u8))
                head.SnapshotId = Text(ref reader);
            else if (reader.ValueTextEquals("related_object"u8))
                head.ReadRelated(ref reader);
            else if (reader.ValueTextEquals("data"u8))
                head.ReadData(ref reader, body);
            else
                Skip(ref reader);
        }

        // Reads to the end, so that nothing may follow the event.
        if (reader.Read() || string.IsNullOrEmpty(head.Id) || string.IsNullOrEmpty(head.Type))
            throw new JsonException();
        return head;
    }

    private void ReadData(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        if (!Open(ref reader))
            return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals("object"u8))
            {
                Skip(ref reader);
            }
            else if (Open(ref reader))
            {
                var start = (int)reader.TokenStartIndex;
                ReadObject(ref reader);
                Object = body[start..(int)reader.BytesConsumed];
            }
        }
    }

    private void ReadObject(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8))
                ObjectId = Text(ref reader);
            else if (reader.ValueTextEquals("object"u8))
                ObjectKind = Text(ref reader);
            else if (reader.ValueTextEquals("payment_intent"u8))
                _intent = IdOf(ref reader);
            else if (reader.ValueTextEquals("latest_charge"u8) || reader.ValueTextEquals("charge"u8))
                _charge = IdOf(ref reader);
            else if (reader.ValueTextEquals("client_reference_id"u8))
                _orderId = Text(ref reader) ?? _orderId;
            else if (reader.ValueTextEquals("metadata"u8))
                _orderId = Member(ref reader, "order_id"u8) ?? _orderId;
            else
                Skip(ref reader);
        }
    }

    private void ReadRelated(ref Utf8JsonReader reader)
    {
        if (!Open(ref reader))
            return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8))
                ObjectId = Text(ref reader);
            else if (reader.ValueTextEquals("type"u8))
                ObjectKind = Text(ref reader);
            else
                Skip(ref reader);
        }
    }

    // An expandable member: an id, or the whole object.
    private static string? IdOf(ref Utf8JsonReader reader)
    {
        var ahead = reader;
        return ahead.Read() && ahead.TokenType == JsonTokenType.StartObject ? Member(ref reader, "id"u8) : Text(ref reader);
    }

    private static string? Member(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        string? value = null;
        if (!Open(ref reader))
            return value;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(name))
                value = Text(ref reader);
            else
                Skip(ref reader);
        }

        return value;
    }

    private static bool Open(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
            return true;
        reader.Skip();
        return false;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return reader.ValueSpan.Length is > 0 and <= MaxTextBytes ? reader.GetString() : null;
        reader.Skip();
        return null;
    }

    private static bool? Flag(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
            return reader.GetBoolean();
        reader.Skip();
        return null;
    }

    // Unix seconds in a snapshot event, ISO 8601 in a thin one.
    private static DateTimeOffset? Time(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number)
            return reader.TryGetInt64(out var seconds) ? StripeAnswers.Time(seconds) : null;
        if (reader.TokenType == JsonTokenType.String)
            return reader.TryGetDateTimeOffset(out var time) ? time.ToUniversalTime() : null;
        reader.Skip();
        return null;
    }

    private static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}
