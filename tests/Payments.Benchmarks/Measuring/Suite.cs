using System.Reflection;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Payments.Benchmarks;

/// <summary>
/// Everything, several times over. The machine may do other things meanwhile: what is compared is measured within one round, a second or two apart,
/// and of the rounds the middle one counts.
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
        .WithWarmupCount(6).WithIterationCount(10).WithIterationTime(TimeInterval.FromMilliseconds(150));

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
        return new Result(
            method.GetCustomAttribute<RowAttribute>()!,
            Numbers.Median(own.Select(TimeOf)),
            Numbers.Median(baselines.Select(TimeOf)),
            Numbers.Median(own.Zip(baselines, (one, other) => TimeOf(one) / TimeOf(other))),
            Numbers.Median(own.Select(BytesOf)),
            kept);
    }

    private static double TimeOf(BenchmarkReport report) => report.ResultStatistics!.Median;

    private static double BytesOf(BenchmarkReport report) => report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase)!.Value;
}
