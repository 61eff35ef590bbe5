using System.Diagnostics;

namespace Payments.Benchmarks;

/// <summary>This program once more, as a process of its own.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;

    internal Child(params string[] arguments)
    {
        var program = Environment.ProcessPath!;
        var isHosted = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo(program, isHosted ? [typeof(Child).Assembly.Location, .. arguments] : arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
    }

    internal string ReadLine() => _process.StandardOutput.ReadLine()
        ?? throw new InvalidOperationException("The process ended without a word.");

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            _process.Kill();
        _process.Dispose();
    }
}
