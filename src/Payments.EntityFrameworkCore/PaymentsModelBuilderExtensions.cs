using Payments.EntityFrameworkCore;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Puts the tables of the payments into the host's model.</summary>
public static class PaymentsModelBuilderExtensions
{
    /// <summary>
    /// Adds the tables, all named <c>payment_…</c>, so that the host's own migrations carry them. Call it in
    /// <see cref="DbContext.OnModelCreating"/>; safe to call twice.
    /// </summary>
    /// <param name="modelBuilder">The host's model.</param>
    /// <param name="schema">The schema of the tables on PostgreSQL. Null for the default; SQLite has none.</param>
    /// <returns>The same builder.</returns>
    public static ModelBuilder UsePayments(this ModelBuilder modelBuilder, string? schema = null)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        return modelBuilder
            .ApplyConfiguration(new PaymentRowConfiguration(schema))
            .ApplyConfiguration(new PaymentReferenceRowConfiguration(schema))
            .ApplyConfiguration(new PaymentHistoryRowConfiguration(schema))
            .ApplyConfiguration(new RefundRowConfiguration(schema))
            .ApplyConfiguration(new IdempotencyRowConfiguration(schema))
            .ApplyConfiguration(new InboxRowConfiguration(schema))
            .ApplyConfiguration(new AppliedEventRowConfiguration(schema))
            .ApplyConfiguration(new TokenRowConfiguration(schema))
            .ApplyConfiguration(new DataKeyRowConfiguration(schema))
            .ApplyConfiguration(new AuditRowConfiguration(schema));
    }
}
