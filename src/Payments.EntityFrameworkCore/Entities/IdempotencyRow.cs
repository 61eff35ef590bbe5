using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Payments.EntityFrameworkCore;

/// <summary>An intention and what became of it. The key makes it impossible that it is claimed twice.</summary>
internal sealed class IdempotencyRow
{
    public required string Provider { get; init; }

    public required PaymentOperations Operation { get; init; }

    public required string Key { get; init; }

    public required string Fingerprint { get; init; }

    public required IdempotencyState State { get; init; }

    public required int Attempt { get; init; }

    public required DateTimeOffset FirstClaimedAt { get; init; }

    /// <summary>Also the row's version: it tells one claim from the next.</summary>
    public required DateTimeOffset LeaseUntil { get; init; }

    /// <summary>The answer, sealed. Null when there is none.</summary>
    public byte[]? Answer { get; init; }
}

internal sealed class IdempotencyRowConfiguration(string? schema) : IEntityTypeConfiguration<IdempotencyRow>
{
    internal const string Table = "payment_idempotency";

    public void Configure(EntityTypeBuilder<IdempotencyRow> builder)
    {
        builder.HasPaymentColumns(Table, schema);
        builder.HasKey(row => new { row.Provider, row.Operation, row.Key });
        builder.Property(row => row.Provider).HasMaxLength(Columns.ProviderLength);
        builder.Property(row => row.Key).HasMaxLength(Columns.IdLength);
        builder.Property(row => row.Fingerprint).HasMaxLength(Columns.ProviderIdLength);
        builder.Property(row => row.LeaseUntil).IsConcurrencyToken();
        builder.HasIndex(row => new { row.State, row.FirstClaimedAt });
    }
}
