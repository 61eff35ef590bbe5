using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.EntityFrameworkCore.Tests;

/// <summary>A host that forgot something hears what.</summary>
internal sealed class SetUpTests
{
    [Test]
    public void A_context_without_the_tables_is_told_to_add_them()
    {
        using var services = ServicesOf<PlainContext>(options => options.UseSqlite("Data Source=plain;Mode=Memory"));
        Assert.That(async () => await BeginAsync(services), Throws.InvalidOperationException.With.Message.Contains("UsePayments()"));
    }

    [Test]
    public void A_context_that_retries_is_refused_with_the_reason()
    {
        using var services = ServicesOf<ShopContext>(options => options.UseNpgsql("Host=127.0.0.1", npgsql => npgsql.EnableRetryOnFailure()));
        Assert.That(async () => await BeginAsync(services), Throws.InvalidOperationException.With.Message.Contains("EnableRetryOnFailure"));
    }

    [Test]
    public void The_last_of_several_registrations_counts_and_stores_are_durable()
    {
        using var services = ServicesOf<ShopContext>(options => options.UseSqlite("Data Source=x;Mode=Memory"));
        using var scope = services.CreateScope();
        Assert.That(scope.ServiceProvider.GetServices<IPaymentStore>().Single().IsDurable, Is.True);
    }

    [Test]
    public void The_schema_is_the_hosts_choice()
    {
        using var context = new SchemaContext(new DbContextOptionsBuilder<SchemaContext>().UseNpgsql("Host=127.0.0.1").Options);
        Assert.That(new PaymentSql(context).LockPayment, Is.EqualTo("SELECT * FROM billing.payment_records WHERE id = {0} FOR UPDATE"));
    }

    private static ServiceProvider ServicesOf<TContext>(Action<DbContextOptionsBuilder> options)
        where TContext : DbContext
    {
        var services = new ServiceCollection();
        services.AddDbContext<TContext>(options);
        services.AddPayments().AddEntityFrameworkStores<TContext>().AddEntityFrameworkStores<TContext>();
        return services.BuildServiceProvider();
    }

    private static async Task BeginAsync(ServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        await using var transaction = await scope.ServiceProvider.GetRequiredService<IPaymentTransactions>().BeginAsync();
    }

    private sealed class PlainContext(DbContextOptions<PlainContext> options) : DbContext(options);

    private sealed class SchemaContext(DbContextOptions<SchemaContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UsePayments("billing");
    }
}
