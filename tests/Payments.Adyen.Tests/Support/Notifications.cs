using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Adyen.Tests;

/// <summary>Standard notifications, signed as Adyen's page says; written without the package's own code.</summary>
internal static class Notifications
{
    // The key of Adyen's own library tests.
    public const string Key = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";

    public const string Captured = "CAPT1234EFGH5678";
    public const string Refunded = "REFU1234EFGH5678";
    public const string Disputed = "DISP1234EFGH5678";

    /// <summary>One event. A movement has an original; <paramref name="change"/> sees the item before it is signed.</summary>
    public static string Body(string eventCode, string success = "true", string? psp = null, string? original = null, long value = 1250, Action<JsonObject>? change = null, string key = Key) =>
        Sign(Fixture.Event("notification", body =>
        {
            var item = Item(body);
            item["eventCode"] = eventCode;
            item["success"] = success;
            item["pspReference"] = psp ?? Requests.Psp;
            item["amount"]!["value"] = value;
            if (original is not null)
                item["originalReference"] = original;
            change?.Invoke(item);
        }), key);

    public static WebhookRequest Request(string body, params (string Name, string Value)[] headers) => Request(Encoding.UTF8.GetBytes(body), headers);

    public static WebhookRequest Request(byte[] body, params (string Name, string Value)[] headers) =>
        new() { Body = body, Headers = headers.ToDictionary(header => header.Name, header => header.Value) };

    public static JsonObject Item(JsonNode body, int index = 0) => body["notificationItems"]![index]!["NotificationRequestItem"]!.AsObject();

    public static string Sign(string body, string key = Key)
    {
        var node = JsonNode.Parse(body)!;
        foreach (var wrapper in node["notificationItems"]!.AsArray())
        {
            var item = wrapper!["NotificationRequestItem"]!.AsObject();
            var data = string.Join(
                ':', Text(item["pspReference"]), Text(item["originalReference"]), Text(item["merchantAccountCode"]), Text(item["merchantReference"]),
                Text(item["amount"]?["value"]), Text(item["amount"]?["currency"]), Text(item["eventCode"]), Text(item["success"]));
            item["additionalData"]!["hmacSignature"] = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromHexString(key), Encoding.UTF8.GetBytes(data)));
        }

        return node.ToJsonString();

        static string Text(JsonNode? node) => node?.ToString() ?? "";
    }

    /// <summary>What the memory makes of events, one after the other.</summary>
    public static async Task<Payment> FoldAsync(AdyenHost adyen, Payment initial, params string[] bodies)
    {
        var (facts, payment) = (PaymentFactSet.Empty, initial);
        foreach (var body in bodies)
        {
            facts = Add(facts, await ResolveAsync(adyen, body, payment));
            payment = PaymentFold.Compute(initial, facts).Payment;
        }

        return payment;
    }

    /// <summary>What the memory makes of an event, and of an answer that is read days later.</summary>
    public static async Task<Payment> FoldAsync(AdyenHost adyen, Payment initial, string body, Payment answer)
    {
        var facts = Add(PaymentFactSet.Empty, await ResolveAsync(adyen, body, initial));
        var late = new SnapshotFact(answer, IsAnswer: true) { AsOf = answer.AsOf?.AddDays(9), Version = answer.Version };
        return PaymentFold.Compute(initial, facts.Add(late)).Payment;
    }

    private static PaymentFactSet Add(PaymentFactSet facts, PaymentEvent told)
    {
        facts = told.Facts.Aggregate(facts, (set, fact) => set.Add(fact));
        if (told.Payment is { } whole)
            facts = facts.Add(new SnapshotFact(whole, IsAnswer: false) { AsOf = whole.AsOf, Version = whole.Version });
        if (told.Refund is { } refund)
            facts = facts.Add(new RefundFact(refund) { AsOf = refund.AsOf, Version = refund.Version });
        return told.Dispute is { } dispute ? facts.Add(new DisputeFact(dispute) { AsOf = dispute.AsOf, Version = dispute.Version }) : facts;
    }

    /// <summary>What one event means, with what the memory knows of its payment.</summary>
    public static async Task<PaymentEvent> ResolveAsync(AdyenHost adyen, string body, Payment? known = null)
    {
        var webhook = await adyen.Provider.VerifyWebhookAsync(Request(body));
        if (known is not null)
            webhook = webhook with { References = [.. webhook.References.Select(reference => reference.Complete(known.Reference).With(known))] };
        return (await adyen.Provider.ResolveWebhookAsync(webhook)).Single();
    }
}
