using System.Collections.Concurrent;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Benchmarks;

/// <summary>
/// Eight callers claim the same intentions at the same time, in the same order, so that all meet at each: one gets it, and the others find it taken. The
/// baseline asks a ConcurrentDictionary the same. An operation is one claim.
/// </summary>
[InvocationCount(1, 1)]
public class IdempotencyBenchmarks
{
    private const int Callers = 8;
    private const int Intentions = 16_384;

    private ServiceProvider? _host;
    private IdempotencyClaim[] _claims = [];
    private ConcurrentDictionary<IdempotencyRecordKey, IdempotencyClaim> _bare = new();

    [IterationSetup]
    public void Start()
    {
        _host?.Dispose();
        _host = IdleProvider.Host();
        _bare = new();
        var now = TimeProvider.System.GetUtcNow();
        _claims =
        [
            .. Enumerable.Range(0, Intentions).Select(i => new IdempotencyClaim(
                new IdempotencyRecordKey("idle", PaymentOperations.Create, $"key-{i}"), "fingerprint", now, TimeSpan.FromMinutes(5))),
        ];
    }

    [GlobalCleanup]
    public void Stop() => _host?.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = Callers * Intentions)]
    public int Bare() => Race(claims => claims.Count(claim => _bare.TryAdd(claim.Key, claim)));

    [Benchmark(OperationsPerInvoke = Callers * Intentions)]
    [Row("Idempotency claim in memory, 8 callers at the same keys", Against = "TryAdd on a bare ConcurrentDictionary")]
    public int Claim() => Race(claims =>
    {
        using var scope = _host!.CreateScope();
        var store = scope.ServiceProvider.GetRequiredService<IIdempotencyStore>();
        return claims.Count(claim => store.ClaimAsync(claim).GetAwaiter().GetResult().IsOurs);
    });

    private int Race(Func<IdempotencyClaim[], int> claim)
    {
        var callers = Enumerable.Range(0, Callers).Select(_ => Task.Factory.StartNew(
            () => claim(_claims), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        var won = Task.WhenAll(callers).GetAwaiter().GetResult().Sum();
        return won == Intentions ? won : throw new InvalidOperationException($"{won} of {Intentions} intentions were given out.");
    }
}
