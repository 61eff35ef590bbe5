using Payments.Reliability.Crashes;
using Payments.Reliability.Day;
using Payments.Reliability.Hosting;
using Payments.Reliability.SameKey;
using Payments.Reliability.Support;

if (args is [HostProgram.Verb, var settings])
    return await HostProgram.RunAsync(settings);

var arguments = Arguments.Parse(args);
switch (arguments.Verb)
{
    case "day":
        var day = new DayOptions
        {
            Payments = arguments.Number("payments", 10_000),
            Seed = arguments.Number("seed", 42),
            Database = arguments.Choice("database", DatabaseKind.Sqlite),
            Kills = arguments.Number("kills", -1),
            Customers = arguments.Number("customers", 48),
            Speed = arguments.Number("speed", 20),
            Faults = arguments.Number("faults", 1),
        };
        var result = await new DayRun(day, Console.Out).RunAsync();
        result.Print(Console.Out);
        return result.IsGood ? 0 : 1;
    case "crash-points":
        var crashes = new CrashOptions
        {
            Seed = arguments.Number("seed", 1),
            Every = arguments.Number("every", 1),
            Database = arguments.Choice("database", DatabaseKind.Sqlite),
            Providers = arguments.Text("providers")?.Split(',') ?? new CrashOptions().Providers,
        };
        return CrashReport.Print(await new CrashRun(crashes, Console.Out).RunAsync(), Console.Out) ? 0 : 1;
    case "same-key":
        var isGood = true;
        foreach (var kind in arguments.Text("database") is null ? [DatabaseKind.Sqlite, DatabaseKind.Postgres] : new[] { arguments.Choice("database", DatabaseKind.Sqlite) })
        {
            if (kind is DatabaseKind.Postgres && TestDatabase.MissingPostgres is { } missing)
            {
                Console.WriteLine("skipped: " + missing);
                continue;
            }

            var same = await SameKeyRun.RunAsync(kind, arguments.Number("processes", 4), arguments.Number("tasks", 64), arguments.Number("seed", 1));
            Console.WriteLine($"{kind}: {same.Answers} answers, {same.Different.Count} different, {same.Calls} calls at the provider, {same.Took.TotalMilliseconds:F0} ms: {same.Problem ?? "GOOD"}");
            isGood &= same.Problem is null;
        }

        return isGood ? 0 : 1;
    default:
        await Console.Error.WriteLineAsync("day --payments N --seed N --database sqlite|postgres|memory | crash-points | same-key: see README.md");
        return 2;
}
