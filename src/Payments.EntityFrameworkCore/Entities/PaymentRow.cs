using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Payments.EntityFrameworkCore;

/// <summary>
/// A payment. The columns are there for people, for the indexes and for the lock; what the payment is in full, the payer's data included, is sealed in
/// <see cref="Content"/>.
/// </summary>
internal sealed class PaymentRow
{
    public required string Id { get; init; }

    public required string Provider { get; set; }

    public string? PaymentId { get; set; }

    public string? OrderId { get; set; }

    public required PaymentStatus Status { get; set; }

    public required string ProviderStatus { get; set; }

    public required PaymentMethod Method { get; set; }

    public required string Currency { get; set; }

    public required decimal Amount { get; set; }

    public decimal? AuthorizedAmount { get; set; }

    public decimal? CapturedAmount { get; set; }

    public decimal? RefundedAmount { get; set; }

    public string? ReceivedCurrency { get; set; }

    public decimal? ReceivedAmount { get; set; }

    public required PaymentAttention Attention { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? CheckAt { get; set; }

    public int Checks { get; set; }

    public bool NeedsRead { get; set; }

    public bool HadOutcome { get; set; }

    public int PendingCalls { get; set; }

    public int UnclearCalls { get; set; }

    public int UndeliveredChanges { get; set; }

    public long Revision { get; set; }

    public required byte[] Content { get; set; }
}

internal sealed class PaymentRowConfiguration(string? schema) : IEntityTypeConfiguration<PaymentRow>
{
    internal const string Table = "payment_records";

    public void Configure(EntityTypeBuilder<PaymentRow> builder)
    {
        builder.HasPaymentColumns(Table, schema);
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).HasMaxLength(Columns.IdLength);
        builder.Property(row => row.Provider).HasMaxLength(Columns.ProviderLength);
        builder.Property(row => row.Attention).HasMaxLength(100);
        builder.Property(row => row.Revision).IsConcurrencyToken();
        builder.HasIndex(row => new { row.Provider, row.OrderId });

        // What the reconciler waits for, and nothing of the history.
        builder.HasIndex(row => new { row.Provider, row.CheckAt }).HasFilter(Columns.IsSet(nameof(PaymentRow.CheckAt)));
    }
}
