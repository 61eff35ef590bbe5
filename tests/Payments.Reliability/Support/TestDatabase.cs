using Payments.Reliability.Hosting;
using Payments.Testing;

namespace Payments.Reliability.Support;

/// <summary>A fresh database of a run, and for PostgreSQL a server of its own.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("payments-reliability-db-").FullName;
    private readonly PostgreSqlServer? _server;

    private TestDatabase(DatabaseKind kind, PostgreSqlServer? server)
    {
        _server = server;
        Settings = new HostDatabase(kind, kind switch
        {
            DatabaseKind.Sqlite => $"Data Source={Path.Combine(_folder, "shop.db")}",
            DatabaseKind.Postgres => server!.ConnectionString("shop"),
            _ => "",
        });
    }

    /// <summary>Why PostgreSQL is not to be had here; null when it is.</summary>
    internal static string? MissingPostgres => PostgreSqlServer.Missing;

    internal HostDatabase Settings { get; }

    internal static async Task<TestDatabase> CreateAsync(DatabaseKind kind)
    {
        var server = kind is DatabaseKind.Postgres ? await PostgreSqlServer.StartAsync() : null;
        var database = new TestDatabase(kind, server);
        await ShopDatabase.CreateAsync(database.Settings);
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
