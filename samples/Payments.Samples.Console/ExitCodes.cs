namespace Payments.Samples.ConsoleApp;

/// <summary>What the process ends with.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>Something was not as it should be.</summary>
    public const int Failed = 1;

    /// <summary>The arguments or the configuration are wrong; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl+C, as shells count it: 128 + SIGINT.</summary>
    public const int Stopped = 130;
}
