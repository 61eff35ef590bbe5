using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Payments.Conformance;
using Payments.Security;
using Payments.Simulator;

namespace Payments.Leaks.Tests;

/// <summary>A shop with everything on: durable stores that seal, audit of all that changes, access, logs at Trace. Each with a simulator of its own.</summary>
internal sealed class LeakHost : IPaymentCaller, IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _folder;

    private LeakHost(LeakSubject subject, ProviderSimulator simulator, TimeProvider clock, Sightings seen, bool seals)
    {
        (Subject, Simulator, Seen) = (subject, simulator, seen);
        _folder = Directory.CreateTempSubdirectory("payments-leaks-").FullName;
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new RecordingLogs(seen)));
        services.AddSingleton(clock).AddSingleton<IPaymentCaller>(this);
        services.AddDbContext<LeakContext>(options => options.UseSqlite($"Data Source={Path.Combine(_folder, "shop.db")}"));
        if (seals)
            services.AddPaymentsSecurity(_ => new PaymentKeyRing("k", PaymentKey.CreateEphemeral("k")), _ => new CardFingerprinter("f", new byte[32]));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [
                .. subject.Settings(simulator).Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)),
                .. subject.Addresses.Select(name => KeyValuePair.Create(name, (string?)simulator.BaseAddress.OriginalString)),
            ]).Build();
        subject.Register(services.AddPayments(), configuration)
            .AddEntityFrameworkStores<LeakContext>()
            .AddAuditLog(options =>
            {
                (options.Key, options.File) = (AuditKey.FromSecret("a", new byte[32]), Path.Combine(_folder, "audit.jsonl"));

                // The disk is as slow as ever while the clock runs fast.
                options.IntentTimeout = options.OutcomeTimeout = TimeSpan.FromHours(1);
            })
            .AddAuditOfChanges()
            .AddAccessPolicy(options =>
            {
                foreach (var action in Enum.GetValues<PaymentAction>().Where(action => action is not PaymentAction.Unknown))
                    options.AllowRoles(action, "support");
            });
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        using (var scope = _services.CreateScope())
            scope.ServiceProvider.GetRequiredService<LeakContext>().Database.EnsureCreated();
        Provider = _services.GetRequiredService<IPaymentProvider>();
    }

    public PaymentCaller? Current { get; } = new("user-7", ["support"], [], "192.0.2.7", "req-1");

    internal LeakSubject Subject { get; }

    internal ProviderSimulator Simulator { get; }

    internal Sightings Seen { get; }

    internal IPaymentProvider Provider { get; }

    internal IServiceProvider Services => _services;

    /// <param name="subject">The provider.</param>
    /// <param name="seen">Takes what comes out.</param>
    /// <param name="speed">How many times faster than the real one the clock runs, so that a deadline of a minute is waited for.</param>
    /// <param name="seals">Whether there is a data protector.</param>
    internal static async Task<LeakHost> StartAsync(LeakSubject subject, Sightings seen, int speed, bool seals = true)
    {
        var clock = new ConformanceClock(speed);
        var simulator = subject.Simulate(clock);
        await simulator.StartAsync();
        return new LeakHost(subject, simulator, clock, seen, seals);
    }

    /// <summary>What the payment memory and the idempotency store give a host that prints them.</summary>
    internal async Task RememberAsync(PaymentReference payment, string createKey)
    {
        await using var scope = _services.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<IPaymentStore>().FindAsync(payment) is { } record)
        {
            Seen.Add("record", record.ToString());
            Seen.Answer(record.Payment);
            foreach (var pending in record.Pending)
                Seen.Answer(pending);
        }

        var claim = new IdempotencyClaim(new(Provider.Name, PaymentOperations.Create, createKey), "none", DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(1));
        Seen.Answer((await scope.ServiceProvider.GetRequiredService<IIdempotencyStore>().ClaimAsync(claim)).Record);
    }

    /// <summary>Ends the host and reads what it leaves behind: traffic, audit log, database.</summary>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        using (var har = new MemoryStream())
        {
            await Simulator.WriteHarAsync(har);
            Seen.Add("har", System.Text.Encoding.UTF8.GetString(har.ToArray()));
        }

        await Simulator.DisposeAsync();
        SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(_folder))
            Seen.Bytes(Path.GetExtension(file) is ".jsonl" ? "audit" : "database", await File.ReadAllBytesAsync(file));
        Directory.Delete(_folder, recursive: true);
    }
}
