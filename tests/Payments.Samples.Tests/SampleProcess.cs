using System.Diagnostics;

namespace Payments.Samples.Tests;

/// <summary>The built sample as a process, with its output going into pipes, as in CI.</summary>
internal sealed class SampleProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("payments-sample");

    private SampleProcess(IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Payments.Samples.Console.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        // Neither the keys nor the user secrets of whoever runs the tests.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PAYMENTS_", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["HOME"] = start.Environment["APPDATA"] = _home.FullName;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public static SampleProcess Start(string[] arguments, params (string Name, string Value)[] environment) =>
        new(arguments, environment.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));

    public static async Task<SampleResult> RunAsync(string[] arguments, params (string Name, string Value)[] environment)
    {
        using var process = Start(arguments, environment);
        return await process.EndAsync();
    }

    public async Task<SampleResult> EndAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        await _process.WaitForExitAsync(limit.Token);
        return new SampleResult(_process.ExitCode, await _output, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
        _home.Delete(recursive: true);
    }
}

internal sealed record SampleResult(int ExitCode, string Output, string Error)
{
    public string All => Output + Error;
}
