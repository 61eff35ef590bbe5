using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Payments.EntityFrameworkCore;

/// <summary>An entry of the audit log: its exact line. The key makes it impossible that the chain forks.</summary>
internal sealed class AuditRow
{
    public required long Sequence { get; init; }

    public required string Text { get; init; }
}

internal sealed class AuditRowConfiguration(string? schema) : IEntityTypeConfiguration<AuditRow>
{
    // 'payments-audit verify --sqlite' reads this name by default.
    internal const string Table = "payment_audit";

    public void Configure(EntityTypeBuilder<AuditRow> builder)
    {
        builder.HasPaymentColumns(Table, schema);
        builder.HasKey(row => row.Sequence);
        builder.Property(row => row.Sequence).ValueGeneratedNever();
        builder.Property(row => row.Text).HasMaxLength(16_384);
    }
}
