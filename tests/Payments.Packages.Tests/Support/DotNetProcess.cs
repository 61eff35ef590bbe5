using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace Payments.Packages.Tests;

/// <summary>The SDK, or a program that it built, in a folder. It sees nothing of what the machine or this run has set for MSBuild and hosts.</summary>
internal sealed class DotNetProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly string[] Hidden = ["MSBUILD", "PAYMENTS", "ASPNETCORE", "DOTNET_ENVIRONMENT"];

    private readonly Process _process;
    private readonly string _command;
    private readonly StringBuilder _output = new();
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private DotNetProcess(string folder, IReadOnlyList<string> arguments, IEnumerable<(string Name, string Value)> environment)
    {
        _command = "dotnet " + string.Join(' ', arguments);
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsHidden).ToArray())
            start.Environment.Remove(name);
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";

        // A build node that stays would hold the output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data ?? "");
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public static DotNetProcess Start(string folder, IReadOnlyList<string> arguments, params (string Name, string Value)[] environment) =>
        new(folder, arguments, environment);

    /// <summary>Runs to the end, which has to be exit code 0.</summary>
    /// <returns>What was written.</returns>
    public static async Task<string> RunAsync(string folder, IReadOnlyList<string> arguments, params (string Name, string Value)[] environment)
    {
        using var process = Start(folder, arguments, environment);
        return await process.EndAsync();
    }

    /// <summary>Waits for a line that matches.</summary>
    public async Task<Match> SaysAsync(Regex pattern)
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(limit.Token))
            {
                if (pattern.Match(line) is { Success: true } match)
                    return match;
            }
        }
        catch (OperationCanceledException)
        {
            // What it did say is in the message below.
        }

        throw new AssertionException($"{_command}: said nothing like '{pattern}', but:{Environment.NewLine}{Output}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    private async Task<string> EndAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new AssertionException($"{_command}: did not end within {Limit}:{Environment.NewLine}{Output}");
        }

        Assert.That(_process.ExitCode, Is.Zero, $"{_command}:{Environment.NewLine}{Output}");
        return Output;
    }

    private static bool IsHidden(string variable) => Hidden.Any(start => variable.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    // A null is the end of the output.
    private void Take(string? line)
    {
        if (line is null)
        {
            _lines.Writer.Complete();
            return;
        }

        lock (_output)
            _output.AppendLine(line);
        _lines.Writer.TryWrite(line);
    }
}
