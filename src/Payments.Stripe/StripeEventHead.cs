using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Payments.Stripe;

/// <summary>What an event tells about itself and the ids that it names, read in one pass. It points into the body and copies what is asked for.</summary>
internal ref struct StripeEventHead
{
    // Ids have at most 255 characters; what is longer is no id.
    private const int MaxTextBytes = 512;

    private static readonly JsonReaderOptions Depth = new() { MaxDepth = 64 };

    private ReadOnlySpan<byte> _id;
    private ReadOnlySpan<byte> _type;
    private ReadOnlySpan<byte> _snapshotId;
    private ReadOnlySpan<byte> _account;
    private ReadOnlySpan<byte> _context;
    private ReadOnlySpan<byte> _kind;
    private ReadOnlySpan<byte> _objectKind;
    private ReadOnlySpan<byte> _objectId;
    private ReadOnlySpan<byte> _intent;
    private ReadOnlySpan<byte> _charge;
    private ReadOnlySpan<byte> _orderId;

    /// <summary>The event's id for de-duplication: a thin event's twin is the snapshot event.</summary>
    internal readonly string EventId => Copy(_snapshotId) ?? Copy(_id)!;

    internal readonly string Type => StripeWords.Of(_type);

    /// <summary>The account that it is of, where it is not the endpoint's own. A thin event has it at the end of its context's path.</summary>
    internal readonly string? Account => Copy(_account)
        ?? (_kind.SequenceEqual("v2.core.event"u8) ? Copy(_context[(_context.LastIndexOf((byte)'/') + 1)..]) : null);

    internal bool? Livemode { get; private set; }

    internal DateTimeOffset? Created { get; private set; }

    /// <summary>The id of what the event is about: a snapshot's object, or the related object of a thin event.</summary>
    internal readonly string? ObjectId => Copy(_objectId);

    /// <summary>Where the JSON of a snapshot's object is in the body. Empty in a thin event.</summary>
    internal Range Object { get; private set; }

    /// <summary>The ids of the payment. An object that is not a payment's gives none.</summary>
    internal readonly StripeIds Ids =>
        _objectKind.SequenceEqual("checkout.session"u8) ? new StripeIds(ObjectId, Copy(_intent), null, Copy(_orderId))
        : _objectKind.SequenceEqual("payment_intent"u8) ? new StripeIds(null, ObjectId, Copy(_charge), Copy(_orderId))
        : _objectKind.SequenceEqual("charge"u8) ? new StripeIds(null, Copy(_intent), ObjectId, Copy(_orderId))
        : _objectKind.SequenceEqual("refund"u8) || _objectKind.SequenceEqual("dispute"u8) ? new StripeIds(null, Copy(_intent), Copy(_charge), null)
        : default;

    /// <exception cref="JsonException">The body is not JSON, or no event, or a text in it is not UTF-8.</exception>
    /// <exception cref="InvalidOperationException">An escaped text in it is not UTF-16.</exception>
    internal static StripeEventHead Read(ReadOnlySpan<byte> body)
    {
        var head = default(StripeEventHead);
        var reader = new Utf8JsonReader(body, Depth);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Unescaped(ref reader);
            if (name.SequenceEqual("id"u8))
                head._id = Text(ref reader);
            else if (name.SequenceEqual("type"u8))
                head._type = Text(ref reader);
            else if (name.SequenceEqual("livemode"u8))
                head.Livemode = Flag(ref reader);
            else if (name.SequenceEqual("account"u8))
                head._account = Text(ref reader);
            else if (name.SequenceEqual("object"u8))
                head._kind = Text(ref reader);
            else if (name.SequenceEqual("context"u8))
                head._context = Text(ref reader);
            else if (name.SequenceEqual("created"u8))
                head.Created = Time(ref reader);
            else if (name.SequenceEqual("snapshot_event"u8))
                head._snapshotId = Text(ref reader);
            else if (name.SequenceEqual("related_object"u8))
                head.ReadRelated(ref reader);
            else if (name.SequenceEqual("data"u8))
                head.ReadData(ref reader);
            else
                Skip(ref reader);
        }

        // Reads to the end, so that nothing may follow the event.
        if (reader.Read() || head._id.IsEmpty || head._type.IsEmpty)
            throw new JsonException();
        return head;
    }

    private void ReadData(ref Utf8JsonReader reader)
    {
        if (!Open(ref reader))
            return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!Unescaped(ref reader).SequenceEqual("object"u8))
            {
                Skip(ref reader);
            }
            else if (Open(ref reader))
            {
                var start = (int)reader.TokenStartIndex;
                ReadObject(ref reader);
                Object = start..(int)reader.BytesConsumed;
            }
        }
    }

    private void ReadObject(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Unescaped(ref reader);
            if (name.SequenceEqual("id"u8))
                _objectId = Text(ref reader);
            else if (name.SequenceEqual("object"u8))
                _objectKind = Text(ref reader);
            else if (name.SequenceEqual("payment_intent"u8))
                _intent = IdOf(ref reader);
            else if (name.SequenceEqual("latest_charge"u8) || name.SequenceEqual("charge"u8))
                _charge = IdOf(ref reader);
            else if (name.SequenceEqual("client_reference_id"u8))
                _orderId = Either(Text(ref reader), _orderId);
            else if (name.SequenceEqual("metadata"u8))
                _orderId = Either(Member(ref reader, "order_id"u8), _orderId);
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
            var name = Unescaped(ref reader);
            if (name.SequenceEqual("id"u8))
                _objectId = Text(ref reader);
            else if (name.SequenceEqual("type"u8))
                _objectKind = Text(ref reader);
            else
                Skip(ref reader);
        }
    }

    // An expandable member: an id, or the whole object.
    private static ReadOnlySpan<byte> IdOf(scoped ref Utf8JsonReader reader)
    {
        var ahead = reader;
        return ahead.Read() && ahead.TokenType == JsonTokenType.StartObject ? Member(ref reader, "id"u8) : Text(ref reader);
    }

    private static ReadOnlySpan<byte> Member(scoped ref Utf8JsonReader reader, scoped ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> value = default;
        if (!Open(ref reader))
            return value;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Unescaped(ref reader).SequenceEqual(name))
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

    // Empty for what is no text, or too long for an id.
    private static ReadOnlySpan<byte> Text(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return reader.ValueSpan.Length is > 0 and <= MaxTextBytes ? Unescaped(ref reader) : default;
        reader.Skip();
        return default;
    }

    private static ReadOnlySpan<byte> Unescaped(scoped ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped)
            return Encoding.UTF8.GetBytes(reader.GetString()!);
        return Utf8.IsValid(reader.ValueSpan) ? reader.ValueSpan : throw new JsonException();
    }

    private static ReadOnlySpan<byte> Either(ReadOnlySpan<byte> first, ReadOnlySpan<byte> other) => first.IsEmpty ? other : first;

    private static string? Copy(ReadOnlySpan<byte> text) => text.IsEmpty ? null : Encoding.UTF8.GetString(text);

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
