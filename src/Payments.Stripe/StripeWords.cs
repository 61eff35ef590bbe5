using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace Payments.Stripe;

/// <summary>The words that come in every message and stay in the payment memory: one text for all, not one for each.</summary>
internal static class StripeWords
{
    private const int MaxLength = 40;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Known = Words().ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The text at the reader, whether it is known or not; null for null.</summary>
    internal static string? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null || reader.ValueSpan.Length > MaxLength)
            return reader.GetString();
        Span<char> text = stackalloc char[MaxLength];
        text = text[..reader.CopyString(text)];
        return Known.TryGetValue(text, out var known) ? known : text.ToString();
    }

    /// <summary>The text in UTF-8, whether it is known or not.</summary>
    internal static string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxLength)
            return Encoding.UTF8.GetString(utf8);
        Span<char> text = stackalloc char[MaxLength];
        text = text[..Encoding.UTF8.GetChars(utf8, text)];
        return Known.TryGetValue(text, out var known) ? known : text.ToString();
    }

    private static IEnumerable<string> Words() =>
    [
        .. StripeMapping.Intents.Keys, .. StripeMapping.Sessions.Keys, .. StripeMapping.SessionPayments.Keys, .. StripeMapping.Charges.Keys,
        .. StripeMapping.Methods.Keys, .. StripeMapping.Events.Keys, .. StripeDefaults.OwnKeys, .. Currency.Known.Select(StripeRequests.Code),
        "automatic", "automatic_async", "manual", "complete", StripeDefaults.PaymentMode,
    ];
}
