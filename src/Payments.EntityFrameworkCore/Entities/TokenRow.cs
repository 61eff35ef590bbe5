using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Payments.EntityFrameworkCore;

/// <summary>A record of the token vault: what may be shown of a card, and the encrypted number. There is no column for a verification value.</summary>
internal sealed class TokenRow
{
    public required string Id { get; init; }

    public required byte[] Ciphertext { get; init; }

    public required string Brand { get; init; }

    public required string Last4 { get; init; }

    public required string Fingerprint { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}

internal sealed class TokenRowConfiguration(string? schema) : IEntityTypeConfiguration<TokenRow>
{
    internal const string Table = "payment_tokens";

    public void Configure(EntityTypeBuilder<TokenRow> builder)
    {
        builder.HasPaymentColumns(Table, schema);
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).HasMaxLength(43);
        builder.Property(row => row.Ciphertext).HasMaxLength(1024);
        builder.Property(row => row.Brand).HasMaxLength(Columns.NameLength);
        builder.Property(row => row.Last4).HasMaxLength(4);
        builder.Property(row => row.Fingerprint).HasMaxLength(100);
        builder.HasIndex(row => row.ExpiresAt).HasFilter(Columns.IsSet(nameof(TokenRow.ExpiresAt)));
    }
}
