using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Payments.Security;

/// <summary>Makes lines. One thread at a time: its buffers are used again and again.</summary>
internal sealed class AuditLineWriter(AuditKey key)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(AuditLineFormat.MaxLength);
    private readonly byte[] _line = new byte[AuditLineFormat.MaxLength];
    private int _length;

    public AuditLine Write(AuditEntry entry, long sequence, string previous, DateTimeOffset at)
    {
        var wire = AuditMapping.ToWire(entry);
        (wire.Sequence, wire.Previous, wire.KeyId, wire.At) = (sequence, previous, key.Id, at);
        _buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true }))
            JsonSerializer.Serialize(json, wire, AuditJsonContext.Default.AuditWire);

        // Without the brace that ends the JSON: signature and hash come before it.
        _length = 0;
        Put(_buffer.WrittenSpan[..^1]);
        if (entry.Kind is AuditEntryKind.Checkpoint && key.Sign(_line.AsSpan(0, _length)) is { } signature)
        {
            Put(AuditLineFormat.SignatureStart);
            PutBase64(signature);
            Put("\""u8);
        }

        Span<byte> hash = stackalloc byte[AuditKey.HashSize];
        key.Hash(_line.AsSpan(0, _length), hash);
        Put(AuditLineFormat.HashStart);
        PutBase64(hash);
        Put(AuditLineFormat.LineEnd);
        return new AuditLine(sequence, Encoding.ASCII.GetString(_line, 0, _length));
    }

    /// <summary>An entry that is in no chain.</summary>
    public static string Describe(AuditEntry entry) => JsonSerializer.Serialize(AuditMapping.ToWire(entry), AuditJsonContext.Default.AuditWire);

    private void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_line.AsSpan(_length));
        _length += bytes.Length;
    }

    private void PutBase64(ReadOnlySpan<byte> bytes) => _length += Base64Url.EncodeToUtf8(bytes, _line.AsSpan(_length));
}
