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

    private static readonly Type[] Benchmarks =
    [
        typeof(WebhookBenchmarks), typeof(WebhookPipelineBenchmarks), typeof(CreateBenchmarks), typeof(PipelineCreateBenchmarks), typeof(PipelineBenchmarks),
        typeof(StartBenchmarks),
    ];

    private static readonly Job Job = Job.Default
        .WithToolchain(InProcessEmitToolchain.Instance)
        .WithWarmupCount(10).WithIterationCount(25);

    private static ManualConfig Config => ManualConfig.CreateEmpty()
        .AddJob(Job)
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance)
        .AddLogger(ConsoleLogger.Default)
        .WithOptions(ConfigOptions.DisableOptimizationsValidator);

    internal static int RunSome(string[] args)
    {
        BenchmarkSwitcher.FromTypes(Benchmarks).Run(args, Config);
        return 0;
    }

    internal static async Task<int> RunAsync()
    {
        var machine = Machine.Describe();
        List<Summary> summaries = [];
        for (var round = 0; round < Rounds; round++)
            summaries.AddRange(Benchmarks.Select(type => BenchmarkRunner.Run(type, Config)));

        List<Result> results = [];
        foreach (var type in Benchmarks)
        {
            var kept = await Kept.BytesAsync(type);
            foreach (var method in type.GetMethods().Where(method => method.GetCustomAttribute<RowAttribute>() is not null))
                results.Add(ResultOf(method, [.. summaries.Where(summary => summary.BenchmarksCases[0].Descriptor.Type == type)], kept));
        }

        results.Add(ColdStart.Measure());
        Readme.Write(machine, results);
        return 0;
    }

    private static Result ResultOf(MethodInfo method, IReadOnlyList<Summary> rounds, double kept)
    {
        var own = rounds.Select(round => round.Reports.Single(report => report.BenchmarkCase.Descriptor.WorkloadMethod == method)).ToList();
        var baselines = rounds.Select(round => round.Reports.Single(report => report.BenchmarkCase.Descriptor.Baseline)).ToList();
        return new Result(method.GetCustomAttribute<RowAttribute>()!, own.Min(TimeOf), baselines.Min(TimeOf), Numbers.Median(own.Select(BytesOf)), kept);
    }

    private static double TimeOf(BenchmarkReport report) => report.ResultStatistics!.Min;

    private static double BytesOf(BenchmarkReport report) => report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase)!.Value;
}
