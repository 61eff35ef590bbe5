using Microsoft.EntityFrameworkCore;

namespace Payments.Leaks.Tests;

/// <summary>The host's database.</summary>
internal sealed class LeakContext(DbContextOptions<LeakContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UsePayments();
}
