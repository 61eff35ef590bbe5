using System.Text;
using Payments.Abstractions.Tests;

namespace Payments.Security.Tests.Audit;

/// <summary>The bytes of a line. Hashes and lines were computed outside of .NET, with Python's hmac, hashlib and base64.</summary>
internal sealed class AuditFormatTests
{
    private static readonly string[] Known =
    [
        """{"v":1,"seq":1,"prev":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","key":"a1","at":"2026-11-02T09:00:00.123+00:00","kind":"Intent","action":"Refund","caller":"user-7","from":"192.0.2.7","trace":"req-1","provider":"stripe","payment":"pi_1","order":"A-1001","refundReference":"r-1","amount":"10.50 USD","reason":"broken glass","before":{"status":"Completed","amount":"20.00 USD","captured":"20.00 USD"},"hash":"54ar1Fuok5vHSkhLSCkUi18fT8wkC4QqMph5eUjs8D0"}""",
        """{"v":1,"seq":2,"prev":"54ar1Fuok5vHSkhLSCkUi18fT8wkC4QqMph5eUjs8D0","key":"a1","at":"2026-11-02T09:00:01+00:00","kind":"Outcome","action":"Refund","intent":1,"result":"Declined","error":"InsufficientBalance","caller":"user-7","from":"192.0.2.7","trace":"req-1","provider":"stripe","payment":"pi_1","order":"A-1001","refundReference":"r-1","amount":"10.50 USD","refundStatus":"Failed","hash":"zJhZ-_K8-q55GZbmL88J-_xpPVn64JM-hyLk4mt2HZw"}""",
        """{"v":1,"seq":3,"prev":"zJhZ-_K8-q55GZbmL88J-_xpPVn64JM-hyLk4mt2HZw","key":"a1","at":"2026-11-02T09:00:01+00:00","kind":"Checkpoint","hash":"AVexAH7CHh_aZZnPPCDywoJTguYRDJh1P8cwzI7_WqE"}""",
    ];

    private static readonly AuditEntry Refund = AuditSamples.Intent() with
    {
        RefundReference = "r-1",
        Reason = "broken glass",
        Before = new AuditState(PaymentStatus.Completed, Make.Usd(20.00m), Make.Usd(20.00m), null),
    };

    [Test]
    public async Task Lines_and_hashes_are_those_that_Python_makes()
    {
        var (store, time) = (new InMemoryAuditStore(), new ManualTimeProvider(AuditSamples.Start.AddTicks(1_234_567)));
        await using var log = AuditSamples.Log(store, time: time);
        var intent = await log.AppendAsync(Refund);
        time.Advance(TimeSpan.FromTicks(TimeSpan.TicksPerSecond - 1_234_567));
        await log.AppendOrQueueAsync(Refund with
        {
            Kind = AuditEntryKind.Outcome,
            Intent = intent,
            Result = AuditResult.Declined,
            Error = PaymentErrorCode.InsufficientBalance,
            Refund = RefundStatus.Failed,
            Reason = null,
            Before = null,
        });
        await log.CheckpointAsync();
        Assert.That(await AuditSamples.LinesOfAsync(store), Is.EqualTo(Known));
    }

    [Test]
    public async Task Without_a_secret_the_hash_is_a_plain_SHA_256()
    {
        var (store, time) = (new InMemoryAuditStore(), new ManualTimeProvider(AuditSamples.Start.AddMilliseconds(123)));
        await using var log = AuditSamples.Log(store, AuditSamples.NewEcdsa("a1"), time);
        await log.AppendAsync(Refund);
        Assert.That((await AuditSamples.LinesOfAsync(store)).Single(), Does.EndWith(",\"hash\":\"98VKUIm_HvCLSZETH0Uv-LPc5OPEdHwoA7kYvI-fT_s\"}"));
    }

    [Test]
    public void An_entry_is_read_as_it_was_written()
    {
        var record = AuditRecord.Of(Known[0])!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((record.Sequence, record.KeyId, record.At), Is.EqualTo((1, "a1", AuditSamples.Start.AddMilliseconds(123))));
            Assert.That(record.Entry with { Caller = null }, Is.EqualTo(Refund with { Caller = null }));
            Assert.That(record.Entry.Caller, Has.Property("Id").EqualTo("user-7").And.Property("RemoteAddress").EqualTo("192.0.2.7"));
        }
    }

    [Test]
    public void Words_of_a_later_version_do_not_throw()
    {
        var later = Known[0].Replace("\"Refund\"", "\"Teleport\"", StringComparison.Ordinal).Replace("\"kind\":", "\"mood\":\"fine\",\"kind\":", StringComparison.Ordinal);
        Assert.That(AuditRecord.Of(later)!.Entry.Action, Is.EqualTo(PaymentAction.Unknown));
    }

    [Test]
    public async Task Text_that_is_not_ASCII_is_escaped_and_long_text_cut()
    {
        var store = new InMemoryAuditStore();
        await using var log = AuditSamples.Log(store);
        var text = new string('가', 500) + "\n\"";
        await log.AppendAsync(AuditSamples.Intent() with
        {
            Caller = new PaymentCaller(text, [], [], text, text), PaymentId = text, OrderId = text, RefundId = text, RefundReference = text, Reason = text, Purpose = text,
        });
        var line = (await AuditSamples.LinesOfAsync(store)).Single();
        Assert.That(Encoding.UTF8.GetByteCount(line), Is.EqualTo(line.Length).And.LessThan(AuditLineFormat.MaxLength));
        Assert.That((await AuditSamples.VerifyAsync([line])).IsIntact, Is.True);
    }
}
