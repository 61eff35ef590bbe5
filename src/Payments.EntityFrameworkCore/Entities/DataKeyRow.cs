using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Payments.EntityFrameworkCore;

/// <summary>A wrapped data key. The unique index makes it impossible that two processes make the same generation.</summary>
internal sealed class DataKeyRow
{
    public required string Id { get; init; }

    /// <summary>Empty for the host's own.</summary>
    public required string Scope { get; init; }

    public required int Generation { get; init; }

    public required string KeyEncryptionKeyId { get; init; }

    public required byte[] Ciphertext { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ActiveFrom { get; init; }
}

internal sealed class DataKeyRowConfiguration(string? schema) : IEntityTypeConfiguration<DataKeyRow>
{
    internal const string Table = "payment_data_keys";

    public void Configure(EntityTypeBuilder<DataKeyRow> builder)
    {
        builder.HasPaymentColumns(Table, schema);
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).HasMaxLength(16);
        builder.Property(row => row.Scope).HasMaxLength(64);
        builder.Property(row => row.KeyEncryptionKeyId).HasMaxLength(200);
        builder.Property(row => row.Ciphertext).HasMaxLength(2048);
        builder.HasIndex(row => new { row.Scope, row.Generation }).IsUnique();
    }
}
