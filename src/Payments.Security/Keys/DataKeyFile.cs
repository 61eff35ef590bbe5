using System.Text.Json.Serialization;

namespace Payments.Security;

/// <summary>A data key as <see cref="FileDataKeyStore"/> writes it.</summary>
internal sealed class DataKeyFile
{
    public required string Id { get; init; }

    public required string Scope { get; init; }

    public required int Generation { get; init; }

    public required string KeyEncryptionKeyId { get; init; }

    public required byte[] WrappedKey { get; init; }

    public required long CreatedAt { get; init; }

    public required long ActiveFrom { get; init; }

    public static DataKeyFile From(DataKeyRecord record) => new()
    {
        Id = record.Id,
        Scope = record.Scope,
        Generation = record.Generation,
        KeyEncryptionKeyId = record.Key.KeyEncryptionKeyId,
        WrappedKey = record.Key.Ciphertext.ToArray(),
        CreatedAt = record.CreatedAt.ToUnixTimeSeconds(),
        ActiveFrom = record.ActiveFrom.ToUnixTimeSeconds(),
    };

    public DataKeyRecord ToRecord() => new()
    {
        Id = Id,
        Scope = Scope,
        Generation = Generation,
        Key = new(KeyEncryptionKeyId, WrappedKey),
        CreatedAt = DateTimeOffset.FromUnixTimeSeconds(CreatedAt),
        ActiveFrom = DateTimeOffset.FromUnixTimeSeconds(ActiveFrom),
    };
}

[JsonSourceGenerationOptions(WriteIndented = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(DataKeyFile))]
internal sealed partial class DataKeyFileContext : JsonSerializerContext;
