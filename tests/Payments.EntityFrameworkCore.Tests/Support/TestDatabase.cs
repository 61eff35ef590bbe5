using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Payments.EntityFrameworkCore.Tests;

/// <summary>The databases that every test runs on.</summary>
public enum DatabaseKind
{
    SqliteFile,
    SqliteMemory,
    PostgreSql,
}

/// <summary>A fresh database of one kind, with the shop's tables.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgreSqlServer>> Server = new(PostgreSqlServer.StartAsync);
    private static int _count;
    private readonly DatabaseKind _kind;
    private readonly string _name = $"payments_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";
    private readonly string _file;
    private SqliteConnection? _keptOpen;
    private string _address = "";

    private TestDatabase(DatabaseKind kind)
    {
        _kind = kind;
        _file = Path.Combine(Path.GetTempPath(), _name + ".db");
    }

    internal static async Task<TestDatabase> CreateAsync(DatabaseKind kind)
    {
        if (kind is DatabaseKind.PostgreSql && PostgreSqlServer.Missing is { } missing)
            Assert.Ignore(missing);
        var database = new TestDatabase(kind);
        database._address = kind switch
        {
            DatabaseKind.PostgreSql => (await Server.Value).ConnectionString(database._name),
            DatabaseKind.SqliteMemory => $"Data Source={database._name};Mode=Memory;Cache=Shared",
            _ => $"Data Source={database._file}",
        };
        if (kind is DatabaseKind.SqliteMemory)
        {
            database._keptOpen = new SqliteConnection(database._address);
            await database._keptOpen.OpenAsync();
        }

        await using var shop = database.Open();
        await shop.Database.EnsureCreatedAsync();
        return database;
    }

    internal static async Task StopServerAsync()
    {
        if (Server.IsValueCreated)
            await (await Server.Value).DisposeAsync();
    }

    internal void Use(DbContextOptionsBuilder options)
    {
        if (_kind is DatabaseKind.PostgreSql)
            options.UseNpgsql(_address);
        else
            options.UseSqlite(_address);
    }

    internal ShopContext Open()
    {
        var options = new DbContextOptionsBuilder<ShopContext>();
        Use(options);
        return new ShopContext(options.Options);
    }

    public async ValueTask DisposeAsync()
    {
        if (_kind is DatabaseKind.PostgreSql)
        {
            await using (var connection = new NpgsqlConnection(_address))
                NpgsqlConnection.ClearPool(connection);
            return;
        }

        if (_keptOpen is not null)
            await _keptOpen.DisposeAsync();
        SqliteConnection.ClearAllPools();
        foreach (var file in (string[])[_file, _file + "-wal", _file + "-shm"])
            File.Delete(file);
    }
}

[SetUpFixture]
public sealed class ServerFixture
{
    [OneTimeTearDown]
    public Task StopAsync() => TestDatabase.StopServerAsync();
}
