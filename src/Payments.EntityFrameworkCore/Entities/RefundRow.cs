using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Payments.EntityFrameworkCore;

/// <summary>A refund as it was last told, for people: the payment's facts hold it in full.</summary>
internal sealed class RefundRow
{
    public required string Payment { get; init; }

    /// <summary>The provider's id of the refund, or our reference while there is none.</summary>
    public required string Key { get; init; }

    public string? RefundId { get; set; }

    public string? Reference { get; set; }

    public required RefundStatus Status { get; set; }

    public required string ProviderStatus { get; set; }

    public required string Currency { get; set; }

    public required decimal Amount { get; set; }

    public required RefundOrigin Origin { get; set; }

    public string? ErrorCode { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>The payment's revision that wrote this.</summary>
    public required long Revision { get; set; }
}

internal sealed class RefundRowConfiguration(string? schema) : IEntityTypeConfiguration<RefundRow>
{
    internal const string Table = "payment_refunds";

    public void Configure(EntityTypeBuilder<RefundRow> builder)
    {
        builder.HasPaymentColumns(Table, schema);
        builder.HasKey(row => new { row.Payment, row.Key });
        builder.Property(row => row.Payment).HasMaxLength(Columns.IdLength);
        builder.Property(row => row.Key).HasMaxLength(Columns.IdLength);
        builder.HasOne<PaymentRow>().WithMany().HasForeignKey(row => row.Payment).OnDelete(DeleteBehavior.Cascade);
    }
}
