using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Payments.EntityFrameworkCore;

/// <summary>An event that was applied. The key makes it impossible that it is applied twice.</summary>
internal sealed class AppliedEventRow
{
    public required string Provider { get; init; }

    public required string EventId { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class AppliedEventRowConfiguration(string? schema) : IEntityTypeConfiguration<AppliedEventRow>
{
    internal const string Table = "payment_applied_events";

    public void Configure(EntityTypeBuilder<AppliedEventRow> builder)
    {
        builder.HasPaymentColumns(Table, schema);
        builder.HasKey(row => new { row.Provider, row.EventId });
        builder.Property(row => row.Provider).HasMaxLength(Columns.ProviderLength);
        builder.Property(row => row.EventId).HasMaxLength(Columns.IdLength);
        builder.HasIndex(row => row.At);
    }
}
