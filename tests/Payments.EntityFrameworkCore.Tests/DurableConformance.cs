using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Payments.Simulator;
using Payments.Stripe.Tests.Conformance;

namespace Payments.EntityFrameworkCore.Tests;

/// <summary>The contract's suite over Stripe's simulator and a database: each host of a case has one of its own, as it has a memory of its own else.</summary>
[TestFixture]
public sealed class DurableConformance : StripeConformance
{
    private static int _count;
    private readonly List<SqliteConnection> _databases = [];

    // Stripe's published description, which is older than 'expired', is strict about an intent inside of a session.
    protected override string LapseReason => "automatic";

    [OneTimeTearDown]
    public void Close() => _databases.ForEach(database => database.Dispose());

    protected override IPaymentsBuilder Register(IPaymentsBuilder payments, StripeSimulator simulator, IReadOnlyList<string> webhookSecrets)
    {
        ArgumentNullException.ThrowIfNull(payments);
        var address = $"Data Source=conformance_{Interlocked.Increment(ref _count)};Mode=Memory;Cache=Shared";
        var keptOpen = new SqliteConnection(address);
        keptOpen.Open();
        lock (_databases)
            _databases.Add(keptOpen);
        using (var shop = new ShopContext(new DbContextOptionsBuilder<ShopContext>().UseSqlite(address).Options))
            shop.Database.EnsureCreated();
        payments.Services.AddDbContext<ShopContext>(options => options.UseSqlite(address));
        return base.Register(payments, simulator, webhookSecrets).AddEntityFrameworkStores<ShopContext>();
    }
}
