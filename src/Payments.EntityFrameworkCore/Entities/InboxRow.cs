using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Payments.EntityFrameworkCore;

/// <summary>A verified webhook, from before its acknowledgement until after it was applied.</summary>
internal sealed class InboxRow
{
    public long Id { get; init; }

    public required string Provider { get; init; }

    public required WebhookTrust Trust { get; init; }

    /// <summary>See <see cref="InboxArrival.DedupeKey"/>.</summary>
    public string? DedupeKey { get; init; }

    /// <summary>See <see cref="InboxArrival.Group"/>: the payment that a hint names.</summary>
    public string? GroupKey { get; init; }

    public required InboxState State { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it is to be applied, again where it is leased or failed; once applied, when the next hint about the payment may be.</summary>
    public required DateTimeOffset DueAt { get; init; }

    public required int Attempts { get; init; }

    /// <summary>Why the last attempt failed. Null when none did.</summary>
    public string? Error { get; init; }

    /// <summary>When it was applied or given up. Null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    public required long Revision { get; init; }

    /// <summary>The webhook, sealed. Null once it was applied.</summary>
    public byte[]? Content { get; init; }
}

/// <summary>Where a webhook stands.</summary>
internal enum InboxState
{
    Waiting,
    Completed,
    Dead,
}

internal sealed class InboxRowConfiguration(string? schema) : IEntityTypeConfiguration<InboxRow>
{
    internal const string Table = "payment_inbox";

    public void Configure(EntityTypeBuilder<InboxRow> builder)
    {
        builder.HasPaymentColumns(Table, schema);
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedOnAdd();
        builder.Property(row => row.Provider).HasMaxLength(Columns.ProviderLength);
        builder.Property(row => row.DedupeKey).HasMaxLength(64);
        builder.Property(row => row.GroupKey).HasMaxLength(Columns.IdLength);
        builder.Property(row => row.Error).HasMaxLength(Columns.ProviderIdLength);
        builder.Property(row => row.Revision).IsConcurrencyToken();
        builder.HasIndex(row => row.DedupeKey).IsUnique();
        builder.HasIndex(row => new { row.State, row.Provider, row.DueAt });
        builder.HasIndex(row => new { row.State, row.EndedAt });
        builder.HasIndex(row => new { row.GroupKey, row.State }).HasFilter(Columns.IsSet(nameof(InboxRow.GroupKey)));
    }
}
