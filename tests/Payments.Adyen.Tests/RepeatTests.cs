using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Adyen.Tests;

/// <summary>An event that comes again, as it was or changed where it is not signed, is the same event.</summary>
public class RepeatTests
{
    private static async Task<string> KeyAsync(AdyenHost adyen, string body)
    {
        var webhook = await adyen.Provider.VerifyWebhookAsync(Notifications.Request(body));
        return $"{webhook.EventIds.Single()} {Encoding.UTF8.GetString(webhook.Identity!.Value.Span)}";
    }

    [Test]
    public async Task What_an_event_is_told_apart_by_is_what_is_signed()
    {
        using var adyen = new AdyenHost(options => options.WebhookSecrets.Add(new string('A', 64)));
        var first = await KeyAsync(adyen, Notifications.Body("CAPTURE", psp: Notifications.Captured, original: Requests.Psp));
        string[] same =
        [
            Notifications.Body("CAPTURE", psp: Notifications.Captured, original: Requests.Psp, change: item => (item["eventDate"], item["reason"]) = ("2027-01-01T00:00:00+01:00", "x")),
            Notifications.Body("CAPTURE", psp: Notifications.Captured, original: Requests.Psp, change: item => item["additionalData"] = new JsonObject { ["new"] = "field" }),
            Notifications.Body("CAPTURE", psp: Notifications.Captured, original: Requests.Psp, key: new string('A', 64)),
            Notifications.Body("CAPTURE", psp: Notifications.Captured, original: Requests.Psp).Replace("\"success\":\"true\"", "\"success\":true", StringComparison.Ordinal)
                .Replace("\"value\":1250", "\"value\":\"1250\"", StringComparison.Ordinal),
        ];
        foreach (var body in same)
            Assert.That(await KeyAsync(adyen, body), Is.EqualTo(first), body);
        string[] others =
        [
            Notifications.Body("CAPTURE", psp: Notifications.Captured, original: Requests.Psp, value: 1251),
            Notifications.Body("CAPTURE", "false", psp: Notifications.Captured, original: Requests.Psp),
            Notifications.Body("CAPTURE", psp: Notifications.Captured, original: "OTHER"),
            Notifications.Body("CAPTURE", psp: "OTHER", original: Requests.Psp),
            Notifications.Body("REFUND", psp: Notifications.Captured, original: Requests.Psp),
            Notifications.Body("CAPTURE", psp: Notifications.Captured, original: Requests.Psp, change: item => item["merchantReference"] = "ord-2002"),
        ];
        foreach (var body in others)
            Assert.That(await KeyAsync(adyen, body), Is.Not.EqualTo(first), body);
    }

    // Who has one good message can change its status, and it would still be signed.
    [TestCase("Won")]
    [TestCase("Lost")]
    public async Task A_dispute_is_not_ended_by_an_event_that_comes_again_with_another_status(string status)
    {
        await using var shop = await AdyenShop.OpenAsync();
        var paid = await shop.PaidAsync();
        await shop.Adyen.OpenDisputeAsync(paid.Reference.OrderId!);
        await shop.HearAsync();
        var again = await shop.HearChangedAsync(
            shop.Adyen.Webhooks[^1], item => (item["eventDate"], item["additionalData"]!["disputeStatus"]) = ("2027-01-01T00:00:00+01:00", status));
        Assert.That(again, Is.Empty);
        var payment = await shop.ReadAsync(paid);
        Assert.That((payment.Status, payment.Facts.OfType<DisputeFact>().Single().Dispute.Status), Is.EqualTo((PaymentStatus.Disputed, DisputeStatus.NeedsResponse)));
    }

    [Test]
    public async Task A_reversal_moves_money_one_way_only()
    {
        await using var shop = await AdyenShop.OpenAsync();
        var held = await shop.PaidAsync(CaptureMode.Manual);
        void Reverse(JsonObject item, string action)
        {
            (item["eventCode"], item["pspReference"], item["originalReference"]) = ("CANCEL_OR_REFUND", "MOVE1234EFGH5678", held.Reference.GetRelated("psp_reference"));
            item["additionalData"]!["modification.action"] = action;
        }

        await shop.HearChangedAsync(shop.Adyen.Webhooks[^1], item => Reverse(item, "cancel"));
        Assert.That(await shop.HearChangedAsync(shop.Adyen.Webhooks[^1], item => Reverse(item, "refund")), Is.Empty);
        var payment = await shop.ReadAsync(held);
        Assert.That((payment.Status, payment.Facts.OfType<RefundFact>().Count()), Is.EqualTo((PaymentStatus.Cancelled, 0)));
    }

    // Applied events are forgotten after a while: then a repeat, with whatever date, still undoes nothing.
    [TestCase(CaptureMode.Manual, "AUTHORISATION CANCELLATION", PaymentStatus.Cancelled)]
    [TestCase(CaptureMode.Automatic, "AUTHORISATION CANCELLATION", PaymentStatus.Cancelled)]
    [TestCase(CaptureMode.Automatic, "AUTHORISATION REFUND REFUND_FAILED", PaymentStatus.Completed)]
    [TestCase(CaptureMode.Automatic, "AUTHORISATION CAPTURE_FAILED", PaymentStatus.Authorized)]
    [TestCase(CaptureMode.Automatic, "AUTHORISATION CHARGEBACK CHARGEBACK_REVERSED", PaymentStatus.Completed)]
    [TestCase(CaptureMode.Automatic, "OFFER_CLOSED AUTHORISATION", PaymentStatus.Completed)]
    public async Task What_was_forgotten_and_comes_again_undoes_nothing(CaptureMode mode, string codes, PaymentStatus expected)
    {
        using var adyen = new AdyenHost();
        var told = codes.Split(' ').Select(code => Event(code, null)).ToList();
        foreach (var again in codes.Split(' '))
        {
            var payment = await Notifications.FoldAsync(
                adyen, Requests.Known(PaymentStatus.RequiresAction, Requests.Linked, mode), [.. told, Event(again, "2027-01-01T00:00:00+01:00")]);
            Assert.That(payment.Status, Is.EqualTo(expected), again);
        }

        static string Event(string code, string? date)
        {
            var isOwn = code is "AUTHORISATION" or "OFFER_CLOSED";
            return Notifications.Body(code, psp: isOwn ? Requests.Psp : code.Split('_')[0] + "1234EFGH", original: isOwn ? null : Requests.Psp, change: item =>
            {
                if (date is not null)
                    item["eventDate"] = date;
            });
        }
    }

    [Test]
    public async Task The_inbox_keeps_an_event_once_and_resolves_it_whole()
    {
        await using var shop = await AdyenShop.OpenAsync();
        var created = await shop.CreateAsync();
        await shop.Adyen.PayAsync(created.Reference.PaymentId!);
        var body = JsonNode.Parse(shop.Adyen.TakeWebhooks().Single().Body.Span)!;
        foreach (var date in new[] { "2026-10-30T01:00:05+01:00", "2026-10-31T01:00:05+01:00" })
        {
            Notifications.Item(body)["eventDate"] = date;
            await shop.Inbox.ReceiveAsync("adyen", Notifications.Request(Notifications.Sign(body.ToJsonString())));
        }

        Assert.That(await shop.Inbox.DispatchAsync(), Is.EqualTo(1));
        var payment = await shop.ReadAsync(created);
        Assert.That((payment.Status, payment.Card?.Last4, payment.ProviderMethod), Is.EqualTo((PaymentStatus.Completed, "1111", "visa")));
    }
}
