using Payments.Simulator;

namespace Payments.Samples.ConsoleApp;

/// <summary>Writes what was said with the simulators.</summary>
internal static class HarFile
{
    public static async Task<bool> TryWriteAsync(PaymentsSimulator simulators, string path)
    {
        try
        {
            await simulators.WriteHarAsync(path);
            Console.WriteLine($"The traffic is in {path}.");
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            await Console.Error.WriteLineAsync($"The traffic could not be written to '{path}': {exception.Message}");
            return false;
        }
    }
}
