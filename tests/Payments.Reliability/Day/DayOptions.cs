using System.Globalization;
using Payments.Reliability.Hosting;

namespace Payments.Reliability.Day;

/// <summary>What a simulated day is told.</summary>
internal sealed record DayOptions
{
    internal int Payments { get; init; } = 10_000;

    internal int Seed { get; init; } = 42;

    internal DatabaseKind Database { get; init; } = DatabaseKind.Sqlite;

    /// <summary>How often the host is killed.</summary>
    internal int Kills { get; init; } = -1;

    /// <summary>How many orders are under way at once.</summary>
    internal int Customers { get; init; } = 48;

    /// <summary>How many times faster than the real clock the shared one runs.</summary>
    internal int Speed { get; init; } = 20;

    /// <summary>How many times as often faults happen as they do by default.</summary>
    internal double Faults { get; init; } = 1;

    internal int KillsToMake => Database is DatabaseKind.Memory ? 0 : Kills >= 0 ? Kills : Math.Max(3, Payments / 250);

    internal string CommandLine => string.Create(
        CultureInfo.InvariantCulture,
        $"day --payments {Payments} --seed {Seed} --database {Database.ToString().ToLowerInvariant()} --kills {KillsToMake} --customers {Customers} --speed {Speed} --faults {Faults}");
}
