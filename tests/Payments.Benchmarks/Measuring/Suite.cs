using System.Reflection;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Payments.Benchmarks;

/// <summary>
/// Everything, several times over, a benchmark and its baseline one right after the other. Of all iterations the quickest counts: whatever else the
/// machine does meanwhile can only make one slower. They are short, so that some are left alone.
/// </summary>
internal static class Suite
{
    private const int Rounds = 3;

    // The runtime compiles what is called often once more, in the background: that has to be over before the first iteration counts.
    private const int FirstWarmups = 40;
    private const int LaterWarmups = 4;

    private static readonly Type[] Benchmarks =
    [
        typeof(SignedWebhookBenchmarks), typeof(WebhookBenchmarks), typeof(RsaWebhookBenchmarks), typeof(HintWebhookBenchmarks), typeof(LongWebhookBenchmarks),
        typeof(WebhookPipelineBenchmarks), typeof(CreateBenchmarks), typeof(MappingBenchmarks), typeof(ConfirmMappingBenchmarks),
        typeof(PipelineCreateBenchmarks), typeof(PipelineConfirmBenchmarks), typeof(PipelineBenchmarks), typeof(TelemetryBenchmarks),
        typeof(IdempotencyBenchmarks), typeof(SqliteClaimBenchmarks),
        typeof(MoneyBenchmarks), typeof(MaskBenchmarks), typeof(RedactionBenchmarks),
        typeof(VaultBenchmarks), typeof(EncryptionBenchmarks), typeof(AuditBenchmarks), typeof(AuditFileBenchmarks),
        typeof(StartBenchmarks),
    ];

    private static ManualConfig Config(int warmups) => ManualConfig.CreateEmpty()
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(warmups).WithIterationCount(10))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance)
        .AddLogger(ConsoleLogger.Default)
        .WithOptions(ConfigOptions.DisableOptimizationsValidator);

    internal static int RunSome(string[] args)
    {
        BenchmarkSwitcher.FromTypes(Benchmarks).Run(args, Config(FirstWarmups));
        return 0;
    }

    internal static async Task<int> RunAsync()
    {
        var machine = Machine.Describe();
        List<Summary> summaries = [];
        for (var round = 0; round < Rounds; round++)
            summaries.AddRange(Benchmarks.Except([typeof(CreateBenchmarks)]).Select(type => BenchmarkRunner.Run(type, Config(round == 0 ? FirstWarmups : LaterWarmups))));

        List<Result> results = [];
        foreach (var type in Benchmarks)
        {
            var kept = await Kept.BytesAsync(type);
            if (type == typeof(CreateBenchmarks))
            {
                results.Add(await InTurn.MeasureAsync(kept));
                continue;
            }

            var rounds = summaries.Where(summary => summary.BenchmarksCases[0].Descriptor.Type == type).ToList();
            foreach (var method in type.GetMethods().Where(method => method.GetCustomAttribute<RowAttribute>() is not null))
                results.AddRange(ResultsOf(method, rounds, kept));
        }

        results.AddRange(ColdStart.Measure());
        results.AddRange(RegistrationMemory.Measure());
        Readme.Write(machine, results);
        return 0;
    }

    // One for each value of the benchmark's parameter, against the baseline with the same value.
    private static IEnumerable<Result> ResultsOf(MethodInfo method, IReadOnlyList<Summary> rounds, double kept)
    {
        var row = method.GetCustomAttribute<RowAttribute>()!;
        var reports = rounds.SelectMany(round => round.Reports).ToList();
        foreach (var own in reports.Where(report => report.BenchmarkCase.Descriptor.WorkloadMethod == method).GroupBy(ParameterOf))
        {
            var baselines = reports.Where(report => report.BenchmarkCase.Descriptor.Baseline && ParameterOf(report) == own.Key).ToList();
            yield return new Result(
                row, own.Key.Length == 0 ? row.Name : $"{row.Name}: {own.Key}", own.Min(TimeOf), baselines.Min(TimeOf),
                Numbers.Median(own.Select(BytesOf)), kept, Numbers.Median(baselines.Select(BytesOf)));
        }
    }

    private static string ParameterOf(BenchmarkReport report) => string.Join(", ", report.BenchmarkCase.Parameters.Items.Select(item => item.Value?.ToString()));

    private static double TimeOf(BenchmarkReport report) => report.ResultStatistics!.Min;

    private static double BytesOf(BenchmarkReport report) => report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase)!.Value;
}
