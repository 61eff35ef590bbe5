using Microsoft.EntityFrameworkCore;

namespace Payments.Samples.Web.Shop;

/// <summary>The shop's database: its orders and, beside them, the payments.</summary>
internal sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public DbSet<OrderStep> Steps => Set<OrderStep>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.UsePayments();
        modelBuilder.Entity<Order>(order =>
        {
            order.Property(row => row.Status).HasConversion<string>();
            order.HasMany(row => row.Steps).WithOne().HasForeignKey(step => step.OrderId);
        });
        modelBuilder.Entity<OrderStep>(step =>
        {
            step.Property(row => row.Status).HasConversion<string>();
            step.HasIndex(row => row.ChangeId).IsUnique();
        });
    }
}
