using System.Globalization;
using System.Text.Json;
using Payments.Http;

namespace Payments.CoinGate;

internal enum CoinGateNoticeKind
{
    Order,
    Refund,

    /// <summary>Of another product of CoinGate's.</summary>
    Foreign,
}

/// <summary>What a callback names, as a form or as JSON.</summary>
internal sealed record CoinGateNotice(CoinGateNoticeKind Kind, string Name, string Id, string? OrderId, string? Status, string? Token)
{
    /// <summary>CoinGate's id of the order: a refund's callback has it as <c>order_id</c>. Null where no order is meant.</summary>
    internal string? PaymentId => Kind switch
    {
        CoinGateNoticeKind.Order => Id,
        CoinGateNoticeKind.Refund => OrderId is { Length: > 0 } ? OrderId : null,
        _ => null,
    };

    /// <summary>A refund as its callback tells it: what it is recognised by, and the reason. Null for anything else.</summary>
    internal CoinGateRefund? Refund { get; private init; }

    // There is no id of the callback itself.
    internal string EventId(string? status) => $"{Name}:{Id}:{status}";

    /// <summary>The token is a secret.</summary>
    public override string ToString() => $"{Name} {Id}";

    internal static CoinGateNotice? Read(ReadOnlySpan<byte> body, string? contentType)
    {
        try
        {
            return IsForm(body, contentType) ? OfForm(FormReader.Read(body)) : Of(JsonSerializer.Deserialize(body, CoinGateJson.Default.CoinGateCallback));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Without it as a cause: its message can repeat parts of the body.
            return null;
        }
    }

    // Which of the two comes is a setting of the API app. Where nobody says, an object is JSON.
    private static bool IsForm(ReadOnlySpan<byte> body, string? contentType)
    {
        if (contentType?.Contains("x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true)
            return true;
        return contentType?.Contains("json", StringComparison.OrdinalIgnoreCase) != true && body.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..];
    }

    private static CoinGateNotice? OfForm(IReadOnlyDictionary<string, string> form) =>
        form.GetValueOrDefault("event") is { Length: > 0 } name && !form.ContainsKey("id")
            ? new(CoinGateNoticeKind.Foreign, name, form.GetValueOrDefault("data[id]", ""), null, null, null)
            : Of(
                form.GetValueOrDefault("id"), form.GetValueOrDefault("order_id"), form.GetValueOrDefault("status"), form.GetValueOrDefault("token"),
                form.Keys.Any(field => field is "request_amount" || field.StartsWith("refund_currency", StringComparison.Ordinal))
                    ? RefundOf(form.GetValueOrDefault("request_amount"), form.GetValueOrDefault("address"), form.GetValueOrDefault("reason"))
                    : null);

    private static CoinGateNotice? Of(CoinGateCallback? callback) => callback switch
    {
        null => null,
        { Event: { Length: > 0 } name, Id: null } => new(CoinGateNoticeKind.Foreign, name, callback.Data?.Id ?? "", null, null, null),
        _ => Of(
            callback.Id, callback.OrderId, callback.Status, callback.Token,
            callback.RequestAmount is not null || callback.RefundCurrency is { ValueKind: JsonValueKind.Object }
                ? RefundOf(callback.RequestAmount, callback.Address, callback.Reason)
                : null),
    };

    private static CoinGateNotice? Of(string? id, string? orderId, string? status, string? token, CoinGateRefund? refund) => string.IsNullOrEmpty(id) ? null
        : refund is not null ? new(CoinGateNoticeKind.Refund, "refund", id, orderId, status, null) { Refund = refund }
        : new(CoinGateNoticeKind.Order, "order", id, orderId, status, token);

    private static CoinGateRefund RefundOf(string? amount, string? address, string? reason) => new()
    {
        RequestAmount = decimal.TryParse(amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null,
        Address = address,
        Reason = reason,
    };
}
