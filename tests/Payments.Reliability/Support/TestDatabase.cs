using Payments.Reliability.Hosting;

namespace Payments.Reliability;

/// <summary>A fresh database of a run.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("payments-reliability-db-").FullName;

    private TestDatabase(DatabaseKind kind) =>
        Settings = new HostDatabase(kind, kind is DatabaseKind.Sqlite ? $"Data Source={Path.Combine(_folder, "shop.db")}" : "");

    internal HostDatabase Settings { get; }

    internal static async Task<TestDatabase> CreateAsync(DatabaseKind kind)
    {
        var database = new TestDatabase(kind);
        await ShopDatabase.CreateAsync(database.Settings);
        return database;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return default;
    }
}
