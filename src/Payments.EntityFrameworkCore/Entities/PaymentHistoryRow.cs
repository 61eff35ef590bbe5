using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Payments.EntityFrameworkCore;

/// <summary>A state that a payment had, from one revision to the next. Written once and never changed.</summary>
internal sealed class PaymentHistoryRow
{
    public required string Payment { get; init; }

    public required long Revision { get; init; }

    public required DateTimeOffset At { get; init; }

    public required PaymentStatus Status { get; init; }

    public required string ProviderStatus { get; init; }

    public decimal? AuthorizedAmount { get; init; }

    public decimal? CapturedAmount { get; init; }

    public decimal? RefundedAmount { get; init; }

    public decimal? ReceivedAmount { get; init; }

    public required PaymentAttention Attention { get; init; }

    public string? ErrorCode { get; init; }
}

internal sealed class PaymentHistoryRowConfiguration(string? schema) : IEntityTypeConfiguration<PaymentHistoryRow>
{
    internal const string Table = "payment_history";

    public void Configure(EntityTypeBuilder<PaymentHistoryRow> builder)
    {
        builder.HasPaymentColumns(Table, schema);
        builder.HasKey(row => new { row.Payment, row.Revision });
        builder.Property(row => row.Payment).HasMaxLength(Columns.IdLength);
        builder.Property(row => row.Attention).HasMaxLength(100);
        builder.HasOne<PaymentRow>().WithMany().HasForeignKey(row => row.Payment).OnDelete(DeleteBehavior.Cascade);
    }
}
