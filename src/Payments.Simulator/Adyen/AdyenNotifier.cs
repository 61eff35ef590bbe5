using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>Writes standard notifications: one item each, flags as texts, no id of its own.</summary>
internal sealed class AdyenNotifier(AdyenSimulatorOptions options, Action<string, string, ReadOnlyMemory<byte>> emit)
{
    private static readonly TimeSpan Zone = TimeSpan.FromHours(1);
    private int _told;

    /// <summary>Tells of a payment, or of a movement of it, which has its own id and names the payment as the original.</summary>
    public void Tell(
        AdyenCharge charge,
        string eventCode,
        bool isSuccess,
        string reason = "",
        string? psp = null,
        long? value = null,
        string? reference = null,
        string? action = null,
        IReadOnlyList<(string Name, string Text)>? details = null)
    {
        var checkout = charge.Checkout;
        var data = new JsonObject { ["cardSummary"] = "1111", ["fundingSource"] = "CREDIT" };
        if (checkout.Kind is AdyenCheckoutKind.Link)
            data["paymentLinkId"] = checkout.Id;
        if (checkout.Kind is AdyenCheckoutKind.Session)
            data["checkoutSessionId"] = checkout.Id;
        if (action is not null)
            data["modification.action"] = action;
        foreach (var (name, text) in details ?? [])
            data[name] = text;
        if (checkout.Request["metadata"] is JsonObject metadata)
            foreach (var (name, text) in metadata)
                data["metadata." + name] = (string?)text;

        var item = new JsonObject
        {
            ["additionalData"] = data,
            ["amount"] = new JsonObject { ["currency"] = checkout.Currency, ["value"] = value ?? checkout.Value },
            ["eventCode"] = eventCode,
            ["eventDate"] = options.TimeProvider.GetUtcNow().ToOffset(Zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
            ["merchantAccountCode"] = options.MerchantAccount,
            ["merchantReference"] = reference ?? checkout.Reference,
            ["paymentMethod"] = charge.Method,
            ["pspReference"] = psp ?? charge.Psp,
            ["reason"] = reason,
            ["success"] = isSuccess ? "true" : "false",
        };
        if (psp is not null)
            item["originalReference"] = charge.Psp;
        if (isSuccess && psp is null && eventCode is "AUTHORISATION")
            item["operations"] = new JsonArray("CANCEL", "CAPTURE", "REFUND");
        var message = new JsonObject
        {
            ["live"] = "false",
            ["notificationItems"] = new JsonArray(new JsonObject { ["NotificationRequestItem"] = item }),
        };
        emit(string.Create(CultureInfo.InvariantCulture, $"notification-{++_told}"), eventCode, Encoding.UTF8.GetBytes(message.ToJsonString()));
    }
}
