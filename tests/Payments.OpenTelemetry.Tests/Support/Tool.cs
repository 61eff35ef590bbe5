using System.Diagnostics;

namespace Payments.OpenTelemetry.Tests;

/// <summary>Programs of the package <c>prometheus</c>. A machine without them skips what needs them.</summary>
internal static class Tool
{
    internal static string Find(string name)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/bin");
        var file = folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (file is null)
            Assert.Ignore($"'{name}' is not on this machine; it comes with the package 'prometheus' (apt-get install prometheus).");
        return file!;
    }

    internal static Process Start(string file, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start.");
    }

    internal static async Task<(int Code, string Output)> RunAsync(string file, string folder, params string[] arguments)
    {
        using var process = Start(file, folder, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
