using Microsoft.EntityFrameworkCore;

namespace Payments.EntityFrameworkCore.Tests;

/// <summary>A host's own context.</summary>
internal sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<ShopOrder> Orders => Set<ShopOrder>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.UsePayments();
        modelBuilder.Entity<ShopOrder>().HasIndex(order => order.Change).IsUnique();
    }
}

/// <summary>What the shop writes for a change of a payment.</summary>
internal sealed class ShopOrder
{
    public int Id { get; set; }

    public required string Order { get; set; }

    public required string Change { get; set; }

    public required PaymentStatus Status { get; set; }
}

/// <summary>Marks the shop's orders through the scope's context.</summary>
internal sealed class ShopHandler(ShopContext shop) : IPaymentEventHandler
{
    public Task HandleAsync(PaymentChange change, CancellationToken cancellationToken = default)
    {
        shop.Add(new ShopOrder { Order = change.After.Reference.OrderId ?? "", Change = change.Id, Status = change.After.Status });
        return Task.CompletedTask;
    }
}
