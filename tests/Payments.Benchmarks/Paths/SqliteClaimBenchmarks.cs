using BenchmarkDotNet.Attributes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Benchmarks;

/// <summary>
/// An idempotency claim on SQLite, as the pipeline makes it: a scope, a transaction, the claim, its commit. The baseline inserts the same row into
/// the same kind of table through an open connection with a prepared statement, in a transaction of its own; both databases are in WAL mode, as EF Core makes
/// them, with the same <c>synchronous</c>.
/// </summary>
[InvocationCount(64, 16)]
public class SqliteClaimBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 10, 30, 0, 0, 0, TimeSpan.Zero);

    private readonly ShopDatabase _database = new();
    private readonly ShopDatabase _bare = new();
    private ServiceProvider _host = null!;
    private ServiceProvider _other = null!;
    private SqliteConnection _connection = null!;
    private SqliteCommand _insert = null!;
    private int _next;

    [GlobalSetup]
    public void Start()
    {
        _host = _database.Host();
        _other = _bare.Host();
        _connection = new SqliteConnection(_bare.Address);
        _connection.Open();
        using (var scope = _host.CreateScope())
        {
            const string setting = "PRAGMA synchronous";
            if (!Equals(Read(_connection, setting), Read(scope.ServiceProvider.GetRequiredService<ShopContext>().Database.GetDbConnection(), setting)))
                throw new InvalidOperationException("The two databases are not equally careful.");
        }

        _insert = _connection.CreateCommand();
        _insert.CommandText = Read(_connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%lease_until%' AND sql LIKE '%fingerprint%'") is string table
            ? $"INSERT INTO {table} (provider, operation, key, fingerprint, state, attempt, first_claimed_at, lease_until) VALUES ('idle', 'Create', $key, $hash, 'InFlight', 1, $now, $lease)"
            : throw new InvalidOperationException("The table of intentions is not there.");
        _insert.Parameters.AddWithValue("$key", "");
        _insert.Parameters.AddWithValue("$hash", new string('f', 64));
        _insert.Parameters.AddWithValue("$now", Now.ToString("O"));
        _insert.Parameters.AddWithValue("$lease", Now.AddMinutes(5).ToString("O"));
        _insert.Prepare();
    }

    [GlobalCleanup]
    public void Stop()
    {
        _insert.Dispose();
        _connection.Dispose();
        _host.Dispose();
        _other.Dispose();
        _database.Dispose();
        _bare.Dispose();
    }

    [Benchmark(Baseline = true)]
    public int Insert()
    {
        using var transaction = _connection.BeginTransaction();
        _insert.Transaction = transaction;
        _insert.Parameters[0].Value = Key();
        var inserted = _insert.ExecuteNonQuery();
        transaction.Commit();
        return inserted;
    }

    [Benchmark]
    [Row("Idempotency claim on SQLite", Against = "a bare insert of the same row", Ratio = 1.5)]
    public async Task<bool> Claim()
    {
        await using var scope = _host.CreateAsyncScope();
        var services = scope.ServiceProvider;
        await using var transaction = await services.GetRequiredService<IPaymentTransactions>().BeginAsync();
        var claim = new IdempotencyClaim(new IdempotencyRecordKey("idle", PaymentOperations.Create, Key()), new string('f', 64), Now, TimeSpan.FromMinutes(5));
        var result = await services.GetRequiredService<IIdempotencyStore>().ClaimAsync(claim);
        await transaction.CommitAsync();
        return result.IsOurs;
    }

    private string Key() => $"key-{++_next:D10}";

    private static object? Read(System.Data.Common.DbConnection connection, string sql)
    {
        var isOpen = connection.State is System.Data.ConnectionState.Open;
        if (!isOpen)
            connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        var value = command.ExecuteScalar();
        if (!isOpen)
            connection.Close();
        return value;
    }
}
