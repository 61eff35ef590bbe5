using System.Security.Cryptography;
using System.Text;

namespace Payments.Security.Tests.Audit;

/// <summary>Keys, entries and whole logs for tests.</summary>
internal static class AuditSamples
{
    internal static readonly DateTimeOffset Start = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    internal static AuditKey Secret { get; } = AuditKey.FromSecret("a1", [.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    internal static AuditKey Signing { get; } = NewEcdsa();

    internal static AuditEntry Intent(int number = 1) => new()
    {
        Kind = AuditEntryKind.Intent,
        Action = PaymentAction.Refund,
        Caller = new PaymentCaller("user-7", ["support"], [], "192.0.2.7", "req-1"),
        Provider = "stripe",
        PaymentId = $"pi_{number}",
        OrderId = "A-1001",
        Amount = new Money(10.50m, Currency.USD),
    };

    internal static AuditLog Log(IAuditStore store, AuditKey? key = null, TimeProvider? time = null, Action<AuditLogOptions>? configure = null, params IAuditCheckpointSink[] sinks)
    {
        var options = new AuditLogOptions { Key = key ?? Secret };
        configure?.Invoke(options);
        return new AuditLog(store, options, time ?? new ManualTimeProvider(), sinks);
    }

    /// <summary>The lines of a log with a checkpoint after every fourth entry.</summary>
    internal static async Task<List<string>> LinesAsync(int entries, AuditKey? key = null, Action<AuditLogOptions>? configure = null)
    {
        var store = new InMemoryAuditStore();
        await using (var log = Log(store, key, configure: configure ?? (options => options.CheckpointEvery = 4)))
        {
            for (var i = 1; i <= entries; i++)
                await log.AppendAsync(Intent(i));
        }

        return await LinesOfAsync(store);
    }

    internal static async Task<List<string>> LinesOfAsync(IAuditStore store)
    {
        List<string> lines = [];
        await foreach (var line in store.ReadAsync(0))
            lines.Add(line.Text);
        return lines;
    }

    internal static MemoryStream File(IEnumerable<string> lines) => new(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));

    internal static async Task<AuditVerification> VerifyAsync(IEnumerable<string> lines, AuditKey? key = null, params AuditCheckpoint[] anchors) =>
        await new AuditVerifier([key ?? Secret], anchors).VerifyAsync(File(lines));

    /// <summary>What somebody without the key can do: chain lines anew with plain hashes, or with a key of their own.</summary>
    internal static List<string> Rebuild(IEnumerable<string> lines, AuditKey key, Func<AuditEntry, AuditEntry> change)
    {
        var writer = new AuditLineWriter(key);
        var (previous, sequence) = (AuditLineFormat.NoHash, 0L);
        List<string> made = [];
        foreach (var line in lines)
        {
            var record = AuditRecord.Of(line)!;
            var again = writer.Write(change(record.Entry), ++sequence, previous, record.At);
            previous = AuditLineFormat.HashOf(again.Text);
            made.Add(again.Text);
        }

        return made;
    }

    internal static AuditKey NewEcdsa(string id = "e1") => AuditKey.FromEcdsa(id, ECDsa.Create(ECCurve.NamedCurves.nistP256));
}
