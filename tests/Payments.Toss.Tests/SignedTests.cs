using System.Security.Cryptography;
using System.Text;
using Payments.Security;

namespace Payments.Toss.Tests;

/// <summary>Payouts and sellers: signed, and no payments.</summary>
public class SignedTests
{
    public const string SentAt = "2026-01-02T14:47:00.123456+09:00";

    // Computed with Python: base64(hmac_sha256(key, body + b':' + time)), the key as its 32 bytes and as its text.
    private const string Hex = "v1:wsv1Orf2nLFwlfdvbio2Sn11oz8qGkmkw+ajg9yElf8=";
    private const string Text = "v1:ES50XOXzE1jQOgYlaU4nYhNrAz2rUJtRNoyn2WPas6E=";
    private const string OtherHex = "v1:7FC8QD+c3ocuCwB14l7Re0AlLZntwbfwVudF6Sioo4E=";
    private static readonly string OtherKey = new('f', 64);

    [TestCase(Hex)]
    [TestCase(Text)]
    [TestCase(OtherHex + "," + Hex)]
    [TestCase("v0:x, " + Hex + " ,v1:")]
    [TestCase("v1:AAAA," + Text)]
    public async Task Any_one_signature_that_matches_is_enough(string header)
    {
        using var toss = new TossHost();
        var webhook = await toss.Provider.VerifyWebhookAsync(Webhooks.Payout(header));
        Assert.That((webhook.Trust, webhook.Acknowledgement), Is.EqualTo((WebhookTrust.Signed, new WebhookAcknowledgement(200))));
        Assert.That((webhook.EventIds.Single(), webhook.References.Count), Is.EqualTo(("evt_1", 0)));

        var told = (await toss.Provider.ResolveWebhookAsync(webhook)).Single();
        Assert.That((told.Type, told.ProviderEventType, told.EventId), Is.EqualTo((PaymentEventType.Other, "payout.changed", "evt_1:payout.changed")));
        Assert.That(told.OccurredAt, Is.EqualTo(new DateTimeOffset(2026, 1, 2, 14, 46, 59, 653, TimeSpan.FromHours(9))));
        Assert.That((told.Reference, told.Payment, toss.Calls), Is.EqualTo(((PaymentReference?)null, (Payment?)null, 0)));
    }

    [Test]
    public async Task While_a_key_is_replaced_both_are_taken_and_an_old_one_ends()
    {
        using var both = new TossHost(options => options.WebhookSecrets.Add(OtherKey));
        await both.Provider.VerifyWebhookAsync(Webhooks.Payout(OtherHex));
        await both.Provider.VerifyWebhookAsync(Webhooks.Payout(Hex));

        using var ended = new TossHost(options =>
        {
            options.WebhookSecrets.Clear();
            options.WebhookSecrets.Add(new WebhookSecret(TossHost.SecurityKey, TestClock.Start.AddSeconds(-1)));
            options.WebhookSecrets.Add(OtherKey);
        });
        Assert.That(await ended.RefusedAsync(Webhooks.Payout(Hex)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
        await ended.Provider.VerifyWebhookAsync(Webhooks.Payout(OtherHex));
    }

    [TestCase(null, SentAt)]
    [TestCase("", SentAt)]
    [TestCase("v1:", SentAt)]
    [TestCase("wsv1Orf2nLFwlfdvbio2Sn11oz8qGkmkw+ajg9yElf8=", SentAt)]
    [TestCase("v2:wsv1Orf2nLFwlfdvbio2Sn11oz8qGkmkw+ajg9yElf8=", SentAt)]
    [TestCase("V1:wsv1Orf2nLFwlfdvbio2Sn11oz8qGkmkw+ajg9yElf8=", SentAt)]
    [TestCase(OtherHex, SentAt)]
    [TestCase(Hex, null)]
    [TestCase(Hex, "2026-01-02T14:47:00.123457+09:00")]
    [TestCase(Hex, "")]
    public async Task Everything_else_is_a_bad_signature(string? signature, string? time)
    {
        using var toss = new TossHost();
        Assert.That(await toss.RefusedAsync(Webhooks.Payout(signature, time)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [TestCase(Hex, null, "transmission-time is missing")]
    [TestCase(null, SentAt, "signature is missing")]
    [TestCase(null, null, "signature is missing")]
    [TestCase("v2:AAAA", SentAt, "signature is malformed")]
    public async Task The_header_that_is_missing_is_named(string? signature, string? time, string rule)
    {
        using var toss = new TossHost();
        var refused = await Assert.ThrowsAsync<WebhookVerificationException>(() => toss.Provider.VerifyWebhookAsync(Webhooks.Payout(signature, time)));
        Assert.That(refused!.Message, Does.Contain(rule));
    }

    [Test]
    public async Task Only_so_many_signatures_are_looked_at()
    {
        using var toss = new TossHost();
        await toss.Provider.VerifyWebhookAsync(Webhooks.Payout(string.Join(',', Enumerable.Repeat("v1:AAAA", 7)) + "," + Hex));
        Assert.That(await toss.RefusedAsync(Webhooks.Payout(string.Join(',', Enumerable.Repeat("v1:AAAA", 8)) + "," + Hex)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [Test]
    public async Task Every_byte_of_body_and_signature_counts()
    {
        using var toss = new TossHost();
        var good = Encoding.UTF8.GetBytes(Fixture.Event("payout"));
        for (var i = 0; i < good.Length; i++)
        {
            var body = (byte[])good.Clone();
            body[i] ^= 1;
            await AssertNotSignedAsync(toss, Webhooks.Payout(Hex, body: body), $"byte {i}");
        }

        // The last character before the padding holds two bits that belong to no byte.
        for (var i = 3; i < Hex.Length - 2; i++)
            Assert.That(await toss.RefusedAsync(Webhooks.Payout(Hex[..i] + (Hex[i] == 'A' ? 'B' : 'A') + Hex[(i + 1)..])), Is.EqualTo(PaymentErrorCode.InvalidSignature), $"character {i}");
    }

    [TestCase("\n")]
    [TestCase(" ")]
    public async Task The_raw_bytes_are_signed(string appended)
    {
        using var toss = new TossHost();
        var body = Encoding.UTF8.GetBytes(Fixture.Event("payout") + appended);
        Assert.That(await toss.RefusedAsync(Webhooks.Payout(Hex, body: body)), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }

    [Test]
    public async Task Without_a_key_a_signed_event_is_refused_and_a_payment_s_is_not()
    {
        using var toss = new TossHost(options => options.WebhookSecrets.Clear());
        Assert.That(await toss.RefusedAsync(Webhooks.Payout(Hex)), Is.EqualTo(PaymentErrorCode.MissingSecret));
        Assert.That((await toss.Provider.VerifyWebhookAsync(Webhooks.Of(Fixture.Event("payment")))).Trust, Is.EqualTo(WebhookTrust.Hint));
    }

    [Test]
    public async Task A_key_that_is_no_hexadecimal_signs_by_its_text()
    {
        using var toss = new TossHost(options =>
        {
            options.WebhookSecrets.Clear();
            options.WebhookSecrets.Add("not hexadecimal");
        });
        var body = Encoding.UTF8.GetBytes(Fixture.Event("payout"));
        var signature = Sign("not hexadecimal"u8.ToArray(), body);
        Assert.That((await toss.Provider.VerifyWebhookAsync(Webhooks.Payout("v1:" + signature))).Trust, Is.EqualTo(WebhookTrust.Signed));
    }

    [Test]
    public async Task A_signature_does_not_make_a_payment_event_believed()
    {
        using var toss = new TossHost();
        var body = Encoding.UTF8.GetBytes(Fixture.Event("payment"));
        var signature = Sign(Convert.FromHexString(TossHost.SecurityKey), body);
        Assert.That((await toss.Provider.VerifyWebhookAsync(Webhooks.Payout("v1:" + signature, body: body))).Trust, Is.EqualTo(WebhookTrust.Hint));
    }

    [Test]
    public async Task A_signed_event_without_an_id_is_refused()
    {
        using var toss = new TossHost();
        var body = Encoding.UTF8.GetBytes("""{"eventType":"seller.changed","entityType":"seller","entityBody":{}}""");
        var signature = Sign(Convert.FromHexString(TossHost.SecurityKey), body);
        Assert.That(await toss.RefusedAsync(Webhooks.Payout("v1:" + signature, body: body)), Is.EqualTo(PaymentErrorCode.MalformedMessage));
    }

    private static string Sign(byte[] key, byte[] body)
    {
        byte[] message = [.. body, .. Encoding.UTF8.GetBytes(":" + SentAt)];
        return Convert.ToBase64String(HMACSHA256.HashData(key, message));
    }

    // A changed byte may also make another type of event of it, or no event at all: never a signed one.
    private static async Task AssertNotSignedAsync(TossHost toss, WebhookRequest request, string because)
    {
        try
        {
            Assert.That((await toss.Provider.VerifyWebhookAsync(request)).Trust, Is.EqualTo(WebhookTrust.Hint), because);
        }
        catch (WebhookVerificationException)
        {
            // As it should be.
        }
    }
}
