using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Payments.Testing;

/// <summary>
/// A PostgreSQL server of the tests' own: data in a temporary folder, a free port on loopback, nothing flushed to disk. It runs as the user
/// <c>payments-postgres</c> where the tests run as root, since PostgreSQL refuses that.
/// </summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string User = "payments-postgres";
    private static readonly string Binaries = Environment.GetEnvironmentVariable("PAYMENTS_POSTGRESQL_BIN") ?? "/usr/lib/postgresql/15/bin";
    private readonly string _folder;

    private PostgreSqlServer(string folder, int port) => (_folder, Port) = (folder, port);

    /// <summary>Why there is no server to be had here; null when there is one.</summary>
    public static string? Missing => File.Exists(Path.Combine(Binaries, "initdb"))
        ? null
        : $"PostgreSQL is not installed: no initdb in {Binaries}. Install PostgreSQL 15, or set PAYMENTS_POSTGRESQL_BIN to the folder of its programs.";

    public int Port { get; }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Makes a cluster and starts it.</summary>
    public static async Task<PostgreSqlServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("payments-pg-").FullName;
        var server = new PostgreSqlServer(folder, FreePort());
        try
        {
            if (Environment.IsPrivilegedProcess)
            {
                if (await RunAsync("id", ["-u", User], mayFail: true) != 0)
                    await RunAsync("useradd", ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", User], mayFail: true);
                await RunAsync("chown", [User, folder]);
            }

            await server.ServeAsync("initdb", "-D", server.Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8");
            await server.RestartAsync(isRunning: false);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The address of a database; it is made when it is first created through EF Core.</summary>
    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={Port};Username=postgres;Database={database};Include Error Detail=true;Maximum Pool Size=40;Timeout=30";

    /// <summary>Stops the server without warning its clients, and starts it again.</summary>
    public async Task RestartAsync(bool isRunning = true)
    {
        if (isRunning)
            await StopAsync();
        await ServeAsync(
            "pg_ctl", "-D", Data, "-w", "-s", "-l", Path.Combine(_folder, "log"),
            "-o", $"-p {Port} -h 127.0.0.1 -k {_folder} -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200", "start");
    }

    public Task StopAsync() => ServeAsync("pg_ctl", "-D", Data, "-w", "-s", "-m", "immediate", "stop");

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
            await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private Task<int> ServeAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(Binaries, program);
        return Environment.IsPrivilegedProcess ? RunAsync("runuser", ["-u", User, "--", path, .. arguments]) : RunAsync(path, arguments);
    }

    private static async Task<int> RunAsync(string program, IReadOnlyList<string> arguments, bool mayFail = false)
    {
        // The server inherits what it is started with: a pipe would stay open as long as it runs.
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" </dev/null >/dev/null 2>&1", "sh", program, .. arguments]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        return mayFail || process.ExitCode == 0
            ? process.ExitCode
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
