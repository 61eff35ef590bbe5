using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Payments.Adyen;

/// <summary>One item of a standard notification: the eight fields that its signature covers, the signature, and the page that was paid.</summary>
internal sealed class AdyenNotificationItem
{
    internal string PspReference { get; set; } = "";

    internal string OriginalReference { get; set; } = "";

    internal string MerchantAccountCode { get; set; } = "";

    internal string MerchantReference { get; set; } = "";

    internal long? Value { get; set; }

    internal string Currency { get; set; } = "";

    internal string EventCode { get; set; } = "";

    internal string Success { get; set; } = "";

    internal string? Signature { get; set; }

    /// <summary>The link or session that the payer paid, which is not signed. Null where the item does not say.</summary>
    internal RelatedId? Page { get; set; }

    /// <summary>Where the item lies in the body, for what is not signed.</summary>
    internal Range Span { get; set; }

    internal bool IsSuccess => Success == "true";

    /// <summary>The id for de-duplication, all of it signed. The date is not a part of it: an event is sent again with a later one.</summary>
    internal string EventId => $"{PspReference}:{EventCode}:{Success}:{OriginalReference}";

    /// <summary>The payment's own id: of everything that follows an authorisation it is the original.</summary>
    internal string PaymentPsp => OriginalReference.Length > 0 ? OriginalReference : PspReference;

    /// <summary>What is signed: the values as they are, joined by colons, nothing escaped.</summary>
    internal byte[] SignedData => field ??= Encoding.UTF8.GetBytes(string.Join(
        ':', PspReference, OriginalReference, MerchantAccountCode, MerchantReference, Value?.ToString(CultureInfo.InvariantCulture), Currency, EventCode, Success));
}

/// <summary>
/// A standard notification, read in one bounded pass before anything of it is believed, since the signatures lie inside. Only what they cover is read, and the
/// ids of the page.
/// </summary>
internal sealed class AdyenNotification
{
    private const int MaxItems = 100;
    private const int MaxTextBytes = 1024;

    private static readonly JsonReaderOptions Depth = new() { MaxDepth = 16 };

    internal string? Live { get; private set; }

    /// <summary>The items. Null when the message is not a standard notification.</summary>
    internal List<AdyenNotificationItem>? Items { get; private set; }

    /// <summary>What is signed, however it is written, whatever else it says, and whichever key signed it.</summary>
    internal byte[] Signed() => Items is [var only] ? only.SignedData : [.. (Items ?? []).SelectMany(item => item.SignedData.Append((byte)'\n'))];

    /// <exception cref="JsonException">The body is not JSON, is too deep, or holds too much or the same field twice.</exception>
    /// <exception cref="InvalidOperationException">A text in it is not UTF-8.</exception>
    internal static AdyenNotification Read(ReadOnlySpan<byte> body)
    {
        var notification = new AdyenNotification();
        var reader = new Utf8JsonReader(body, Depth);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("live"u8))
                notification.Live = Once(notification.Live is null, ref reader);
            else if (reader.ValueTextEquals("notificationItems"u8))
                notification.ReadItems(ref reader);
            else
                Skip(ref reader);
        }

        // Reads to the end, so that nothing may follow.
        if (reader.Read())
            throw new JsonException();
        return notification;
    }

    private void ReadItems(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (Items is not null || reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException();
        Items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject || Items.Count == MaxItems)
                throw new JsonException();
            Items.Add(ReadWrapper(ref reader));
        }
    }

    private static AdyenNotificationItem ReadWrapper(ref Utf8JsonReader reader)
    {
        AdyenNotificationItem? item = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals("NotificationRequestItem"u8))
            {
                Skip(ref reader);
                continue;
            }

            reader.Read();
            if (item is not null || reader.TokenType != JsonTokenType.StartObject)
                throw new JsonException();
            item = ReadItem(ref reader);
        }

        return item ?? throw new JsonException();
    }

    private static AdyenNotificationItem ReadItem(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        var item = new AdyenNotificationItem();
        var seen = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("pspReference"u8))
                item.PspReference = Once(1, ref reader) ?? "";
            else if (reader.ValueTextEquals("originalReference"u8))
                item.OriginalReference = Once(2, ref reader) ?? "";
            else if (reader.ValueTextEquals("merchantAccountCode"u8))
                item.MerchantAccountCode = Once(4, ref reader) ?? "";
            else if (reader.ValueTextEquals("merchantReference"u8))
                item.MerchantReference = Once(8, ref reader) ?? "";
            else if (reader.ValueTextEquals("eventCode"u8))
                item.EventCode = Once(16, ref reader) ?? "";
            else if (reader.ValueTextEquals("success"u8))
                item.Success = (Once(32, ref reader) ?? "").ToLowerInvariant();
            else if (reader.ValueTextEquals("amount"u8))
                ReadAmount(ref reader, item, isFirst: First(64));
            else if (reader.ValueTextEquals("additionalData"u8))
                ReadAdditionalData(ref reader, item, isFirst: First(128));
            else
                Skip(ref reader);
        }

        item.Span = start..(int)reader.BytesConsumed;
        return item;

        string? Once(int field, ref Utf8JsonReader from) => AdyenNotification.Once(First(field), ref from);

        bool First(int field)
        {
            var isFirst = (seen & field) == 0;
            seen |= field;
            return isFirst;
        }
    }

    private static void ReadAmount(ref Utf8JsonReader reader, AdyenNotificationItem item, bool isFirst)
    {
        if (!Open(ref reader, isFirst))
            return;
        var (hasValue, hasCurrency) = (false, false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("value"u8))
            {
                // A whole number, sometimes as a text. Anything else could not be what was signed.
                var text = Once(!hasValue, ref reader);
                hasValue = true;
                item.Value = string.IsNullOrEmpty(text) ? null
                    : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
                    : throw new JsonException();
            }
            else if (reader.ValueTextEquals("currency"u8))
            {
                item.Currency = Once(!hasCurrency, ref reader) ?? "";
                hasCurrency = true;
            }
            else
                Skip(ref reader);
        }
    }

    private static void ReadAdditionalData(ref Utf8JsonReader reader, AdyenNotificationItem item, bool isFirst)
    {
        if (!Open(ref reader, isFirst))
            return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("hmacSignature"u8))
                item.Signature = Once(item.Signature is null, ref reader);
            else if (reader.ValueTextEquals("paymentLinkId"u8))
                item.Page = PageOf(AdyenDefaults.LinkKind, Once(isFirst: true, ref reader));
            else if (reader.ValueTextEquals("checkoutSessionId"u8))
                item.Page = PageOf(AdyenDefaults.SessionKind, Once(isFirst: true, ref reader));
            else
                Skip(ref reader);
        }
    }

    private static RelatedId? PageOf(string kind, string? id) => string.IsNullOrEmpty(id) ? null : new RelatedId(kind, id);

    private static bool Open(ref Utf8JsonReader reader, bool isFirst)
    {
        reader.Read();
        if (!isFirst)
            throw new JsonException();
        if (reader.TokenType == JsonTokenType.StartObject)
            return true;
        reader.Skip();
        return false;
    }

    // Two values of one name could be read in two ways: one for the signature, one for the money.
    private static string? Once(bool isFirst, ref Utf8JsonReader reader)
    {
        reader.Read();
        if (!isFirst)
            throw new JsonException();
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.ValueSpan.Length <= MaxTextBytes ? reader.GetString() : throw new JsonException();
            case JsonTokenType.Number:
                return reader.ValueSpan.Length <= MaxTextBytes ? Encoding.ASCII.GetString(reader.ValueSpan) : throw new JsonException();
            case JsonTokenType.True or JsonTokenType.False:
                return reader.GetBoolean() ? "true" : "false";
            default:
                reader.Skip();
                return null;
        }
    }

    private static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}
