using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Payments.EntityFrameworkCore;

/// <summary>One id of a payment at its provider. The key makes it impossible that an id names two payments.</summary>
internal sealed class PaymentReferenceRow
{
    /// <summary>The kind of <see cref="PaymentReference.PaymentId"/>.</summary>
    internal const string PaymentKind = "payment";

    public required string Provider { get; init; }

    public required string Kind { get; init; }

    public required string Id { get; init; }

    public required string Payment { get; set; }
}

internal sealed class PaymentReferenceRowConfiguration(string? schema) : IEntityTypeConfiguration<PaymentReferenceRow>
{
    internal const string Table = "payment_references";

    public void Configure(EntityTypeBuilder<PaymentReferenceRow> builder)
    {
        builder.HasPaymentColumns(Table, schema);

        // The id before the kind: a payment is looked for by several of its ids at once.
        builder.HasKey(row => new { row.Provider, row.Id, row.Kind });
        builder.Property(row => row.Provider).HasMaxLength(Columns.ProviderLength);
        builder.Property(row => row.Kind).HasMaxLength(Columns.ProviderIdLength);
        builder.Property(row => row.Id).HasMaxLength(Columns.IdLength);
        builder.Property(row => row.Payment).HasMaxLength(Columns.IdLength);
        builder.HasOne<PaymentRow>().WithMany().HasForeignKey(row => row.Payment).OnDelete(DeleteBehavior.Cascade);
    }
}
